"""What a trade costs: commission with its minimum, transfer fee, and stamp duty on a sale of shares.

Rates are inputs: commission and transfer fee are agreed with the client, and are nothing where they are not given.
The duty is the rulebook's of the day (0.05 % since August 2023) unless another is given; funds and bonds bear none.
Each part is rounded half-up to the fen: 100,000 sold at 0.025 % with a minimum of 5 costs 25.00 and 50.00 duty.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from risk.account import ZERO
from risk.boards import board_of
from risk.fields import FieldError, refuse
from risk.figure import RuleRef
from risk.money import round_fen, to_text
from risk.rulebook.model import Rulebook

DUTY = "stamp_duty_on_sale"


@dataclass(frozen=True, slots=True)
class Costs:
    """Rates of the amount traded (0.00025 for 0.025 %), the least commission of an order in the account's currency.

    `stamp_duty` None stands for that of the rulebook.
    """

    commission: Fraction = ZERO
    minimum: Fraction = ZERO
    transfer: Fraction = ZERO
    stamp_duty: Fraction | None = None


NO_COSTS = Costs()


def refused_costs(costs: Costs) -> Iterator[FieldError]:
    """What of the rates cannot be: a rate below 0 or from 1 on, a least commission below 0."""
    duty = ZERO if costs.stamp_duty is None else costs.stamp_duty
    for name, rate in (
        ("commission", costs.commission),
        ("transfer", costs.transfer),
        ("stamp_duty", duty),
    ):
        if not 0 <= rate < 1:
            yield refuse(name, "out_of_range", to_text(rate))
    if costs.minimum < 0:
        yield refuse("least_commission", "negative", to_text(costs.minimum))


@dataclass(frozen=True, slots=True)
class Tariff:
    """The costs of one day; `rule` is where the duty stands, empty where it was given."""

    commission: Fraction
    minimum: Fraction
    transfer: Fraction
    stamp_duty: Fraction
    rule: tuple[RuleRef, ...] = ()

    @classmethod
    def on(cls, day: date, rules: Rulebook, costs: Costs = NO_COSTS) -> "Tariff":
        """The costs on `day`: without a duty on a day for which the rulebook knows none."""
        agreed = (costs.commission, costs.minimum, costs.transfer)
        if costs.stamp_duty is not None:
            return cls(*agreed, costs.stamp_duty)
        row = rules.in_force(DUTY, day)
        number = None if row is None else row.number
        return cls(*agreed, number or ZERO, (row.ref(),) if row else ())

    def duty_on(self, security: str) -> Fraction:
        """The rate of stamp duty on a sale of `security`."""
        return self.stamp_duty if board_of(security) else ZERO

    def of_sale(self, security: str, amount: Fraction) -> Fraction:
        """What a sale of `amount` costs."""
        return self.of_purchase(amount) + round_fen(amount * self.duty_on(security))

    def of_purchase(self, amount: Fraction) -> Fraction:
        """What a purchase of `amount` costs."""
        return max(self.minimum, round_fen(amount * self.commission)) + round_fen(amount * self.transfer)
