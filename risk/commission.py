"""What commission was charged on settled trades beside what a rate would have made of them.

    commission at the rate = Σ round to the fen(amount × rate)
    difference = commission charged − commission at the rate

Positive means that more was charged than the rate would have made. A least commission per trade is not counted, and
whether the rate was agreed is not judged here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from risk.account import ZERO
from risk.fields import BookError, refuse
from risk.figure import Figure, trace
from risk.money import parse, round_fen
from risk.traced import Formula, given, traced

_CHARGED: Formula = ("已收佣金 = Σ各笔佣金", "commission charged = Σ commission of each trade")
_AT_RATE: Formula = (
    "按费率计佣金 = Σ 四舍五入到分(成交金额 × 费率)",
    "commission at the rate = Σ round to the fen(amount × rate)",
)
_DIFFERENCE: Formula = (
    "佣金差额 = 已收佣金 − 按费率计佣金",
    "difference = commission charged − commission at the rate",
)


@dataclass(frozen=True, slots=True)
class Charge:
    """One settled trade: what was traded and what was charged for it."""

    id: str
    amount: Fraction
    commission: Fraction


@dataclass(frozen=True, slots=True)
class CommissionDifference:
    """The three figures by name."""

    figures: Mapping[str, Figure]

    def as_json(self) -> dict[str, object]:
        body = {"figures": {name: figure.as_json() for name, figure in self.figures.items()}}
        return body | {"trace_id": trace({name: each.trace_id for name, each in self.figures.items()})}


def read_rate(text: str) -> Fraction:
    """A rate such as 0.0003. Raises `AmountError` for what is no decimal and `BookError` for one below 0 or above 1."""
    rate = parse(text, "rate")
    if not 0 <= rate <= 1:
        raise BookError([refuse("rate", "negative" if rate < 0 else "out_of_range", text)])
    return rate


def commission_difference(charges: Sequence[Charge], rate: Fraction, as_of: date) -> CommissionDifference:
    """What was charged, what `rate` makes of the same trades, and the difference; zeros where there were none."""
    charged = sum((each.commission for each in charges), ZERO)
    at_rate = sum((round_fen(each.amount * rate) for each in charges), ZERO)
    paid = [given(f"commission.{each.id}", each.commission, "CNY", each.id) for each in charges]
    traded = [given(f"amount.{each.id}", each.amount, "CNY", each.id) for each in charges]
    stated = given("rate", rate, "ratio", "asked")
    both = (
        given("commission_charged", charged, "CNY", "commission_charged"),
        given("commission_at_rate", at_rate, "CNY", "commission_at_rate"),
    )
    figures = (
        traced("commission_charged", charged, "CNY", _CHARGED, paid, as_of),
        traced("commission_at_rate", at_rate, "CNY", _AT_RATE, (*traded, stated), as_of),
        traced("commission_difference", charged - at_rate, "CNY", _DIFFERENCE, both, as_of),
    )
    return CommissionDifference({each.name: each for each in figures})
