"""The sheet an account's figures are made on: a priced snapshot, the rulebook, and figures that carry its times."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from types import MappingProxyType

from risk.account import Snapshot, StandIn
from risk.figure import Direction, Figure, Input, RuleRef
from risk.formulas import formula_en, formula_zh
from risk.money import to_text
from risk.ratio import Ratio
from risk.rulebook.model import Rulebook
from risk.valuation import Priced, PricedHolding, Valuation

_STAND_INS: Mapping[StandIn, str] = MappingProxyType(
    {
        "session_before": "price of the session before, firm-set",
        "suspended": "last price before the suspension, firm-set",
    }
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A valuation and the rulebook it is judged by; its figures carry the snapshot's times and currency."""

    valuation: Valuation
    rules: Rulebook

    @property
    def snapshot(self) -> Snapshot:
        return self.valuation.snapshot

    @property
    def ratio(self) -> Ratio | None:
        """Assets over liabilities; None while either side is unknown."""
        assets, liabilities = self.valuation.assets, self.valuation.liabilities
        return None if assets is None or liabilities is None else Ratio(assets, liabilities)

    def figure(
        self,
        name: str,
        value: Fraction | None,
        direction: Direction | None,
        inputs: Sequence[Input],
        *,
        unit: str | None = None,
        rule: Sequence[RuleRef] = (),
        missing: Sequence[str] = (),
        formula: str | None = None,
    ) -> Figure:
        snapshot = self.snapshot
        return Figure(
            name=name,
            value=None if missing else value,
            unit=unit or snapshot.currency,
            direction=direction,
            formula=formula_zh(formula or name),
            inputs=tuple(inputs),
            rule=tuple(rule),
            as_of=snapshot.moment,
            price_time=self.priced_at,
            missing=tuple(missing),
            english=formula_en(formula) if formula else None,
        )

    @property
    def priced_at(self) -> date:
        """When the prices were taken, or the snapshot's day when only that is known."""
        return self.snapshot.price_time or self.snapshot.as_of

    def money(self, name: str, value: Fraction | None, source: str, *, priced: bool = False) -> Input:
        """An input in the account's currency; `priced` ones carry the time of the prices."""
        snapshot = self.snapshot
        return Input(name, value, snapshot.currency, source, self.priced_at if priced else snapshot.moment)

    def market_value(self, row: Priced) -> Input:
        """The market value of a row, with the quantity and the price it was made of."""
        held = row.holding if isinstance(row, PricedHolding) else row.contract
        price = row.price if isinstance(row, PricedHolding) else row.contract.price
        worked = f"{held.security} {held.quantity} × {'?' if price is None else to_text(price)}"
        if held.stand_in is not None:
            worked = f"{worked} ({_STAND_INS[held.stand_in]})"
        time = held.price_time or self.priced_at
        return Input(f"{row.path}.market_value", row.market_value, self.snapshot.currency, worked, time)

    def assets(self) -> Input:
        return self.money("total_assets", self.valuation.assets, "total_assets", priced=True)

    def liabilities(self) -> Input:
        return self.money("total_liabilities", self.valuation.liabilities, "total_liabilities", priced=True)

    def line(self, name: str, value: Fraction) -> tuple[Input, RuleRef]:
        """A contract line, as an input and as the rule it is."""
        clause = self.snapshot.terms.clauses.get(name)
        rule = RuleRef(name, to_text(value), "contract", "融资融券合同", clause, None, None, "contract")
        return Input(name, value, "ratio", "contract", None), rule

    def quoted(self, param: str) -> tuple[RuleRef, ...]:
        """The rule in force on the snapshot's day, when one is known."""
        row = self.rules.in_force(param, self.snapshot.as_of, client_class=self.snapshot.client_class)
        return (row.ref(),) if row else ()
