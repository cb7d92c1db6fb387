"""What a change of the firm's terms does to one account: the same position under the terms before and after it.

A conversion rate (折算率), an eligibility or a margin ratio does not enter the maintenance ratio, so it calls nobody by
itself: it takes available margin, and with it what can be bought and withdrawn. A concentration limit bars orders. Whatever
a change does is computed on both sides, never assumed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Literal

from risk import margin
from risk.account import ZERO, Contract, Snapshot
from risk.concentration import concentrations, limit_at, table
from risk.credit.line import credit_line
from risk.credit.model import Credit
from risk.evaluation import band
from risk.figure import Figure, Input
from risk.margin_calls import Band
from risk.margin_ratio import demanded
from risk.orders import NEW_CONTRACT
from risk.rulebook.model import Rulebook
from risk.sheet import Sheet
from risk.traced import traced
from risk.valuation import value

Effect = Literal["newly_called", "below_warning", "cannot_buy", "over_limit", "line_below_used"]
EFFECTS: tuple[Effect, ...] = ("newly_called", "below_warning", "cannot_buy", "over_limit", "line_below_used")
_SAFE: tuple[Band, ...] = ("safe", "no_debt")
_BUYABLE = "max_margin_purchase"
_LINE = "credit_line"
_AVAILABLE = "available_margin"
_SHORTFALL = "shortfall_to_restore"


@dataclass(frozen=True, slots=True)
class Rated:
    """What the firm lends on and against one security."""

    code: str
    conversion_rate: Fraction
    eligible_financing: bool
    eligible_short: bool


@dataclass(frozen=True, slots=True)
class World:
    """The terms on one side of a change: the rulebook, and the security it is about where it is about one."""

    rules: Rulebook
    rated: Rated | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """One account in one world. `over` are the securities whose share is above the limit; `used` is what is drawn."""

    band: Band
    figures: Mapping[str, Figure]
    over: tuple[str, ...]
    used: Fraction

    def amount(self, name: str) -> Fraction | None:
        """The value of a figure; None where it is not known or not one of this side."""
        figure = self.figures.get(name)
        return None if figure is None else figure.value


@dataclass(frozen=True, slots=True)
class Touched:
    """One account on both sides of a change, and what the change does to it."""

    client: str
    before: Side
    after: Side

    @property
    def effects(self) -> tuple[Effect, ...]:
        """In the order of `EFFECTS`."""
        before, after = self.before, self.after
        could, can = before.amount(_BUYABLE), after.amount(_BUYABLE)
        line, was = after.amount(_LINE), before.amount(_LINE)
        happened: Mapping[Effect, bool] = {
            "newly_called": after.band == "call" and before.band != "call",
            "below_warning": before.band in _SAFE and after.band == "warning",
            "cannot_buy": could is not None and can is not None and could > 0 >= can,
            "over_limit": bool(set(after.over) - set(before.over)),
            "line_below_used": line is not None and was is not None and line < after.used <= was,
        }
        return tuple(each for each in EFFECTS if happened[each])

    @property
    def moved(self) -> bool:
        """Whether any number or any finding differs between the two sides."""
        names = {*self.before.figures, *self.after.figures}
        same = all(self.before.amount(name) == self.after.amount(name) for name in names)
        return not same or self.before.over != self.after.over or self.before.band != self.after.band


def holds(snapshot: Snapshot, code: str) -> bool:
    """Whether the account owns the security, has bought it on margin or owes it."""
    owned = any(row.security == code for row in snapshot.collateral)
    return owned or any(contract.security == code for _, contract in snapshot.contracts())


def side(snapshot: Snapshot, world: World, credit: Credit | None = None, limits: bool = True) -> Side:
    """The account in a world; `credit` asks for its line too, `limits` for the shares of its securities."""
    rated = world.rated
    sheet = Sheet(value(snapshot if rated is None else revalued(snapshot, rated)), world.rules)
    available = margin.available_margin(sheet)
    figures = [
        margin.maintenance_ratio(sheet),
        available,
        margin.withdrawable(sheet, available),
        margin.shortfall_to_restore(sheet),
        buyable(sheet, available, rated),
    ]
    limit = limit_at(table(world.rules, snapshot.client_class, snapshot.as_of), sheet.ratio)
    most = None if limit is None else limit.number
    crowded = [
        each
        for each in (concentrations(sheet) if limits and most is not None else ())
        if each.value is not None and most is not None and each.value > most
    ]
    if credit is not None:
        figures.append(credit_line(credit, world.rules).figures[_LINE])
    return Side(
        band(sheet),
        {each.name: each for each in (*figures, *crowded)},
        tuple(each.name.partition(".")[2] for each in crowded),
        sum((contract.amount for _, contract in snapshot.contracts()), ZERO),
    )


def revalued(snapshot: Snapshot, rated: Rated) -> Snapshot:
    """The account with the security counted at another conversion rate."""
    rate = rated.conversion_rate
    return replace(
        snapshot,
        collateral=tuple(
            replace(row, conversion_rate=rate) if row.security == rated.code else row
            for row in snapshot.collateral
        ),
        financing=_recounted(snapshot.financing, rated),
        shorts=_recounted(snapshot.shorts, rated),
    )


def buyable(sheet: Sheet, available: Figure, rated: Rated | None) -> Figure:
    """What could still be bought on margin: available margin over the ratio a new contract must carry.

    Of the security of the change, nothing where it may not be bought on margin; without one, of the security in the account
    that counts for most.
    """
    snapshot = sheet.snapshot
    code = "" if rated is None else rated.code
    rate = _best_rate(snapshot) if rated is None else rated.conversion_rate
    asked = demanded(
        sheet.rules, _new_contract(code, rate, snapshot.as_of), snapshot.client_class, snapshot.as_of
    )
    allowed = rated is None or rated.eligible_financing
    inputs = (
        sheet.money("available_margin", available.value, "available_margin", priced=True),
        Input("financing_margin_ratio", asked.value, "ratio", "rulebook"),
        *(() if allowed else (Input("eligible_financing", ZERO, "count", code),)),
    )
    room = None
    if available.value is not None and asked.value:
        room = max(ZERO, available.value) / asked.value if allowed else ZERO
    return sheet.figure(
        _BUYABLE,
        room,
        "higher_safer",
        inputs,
        rule=asked.rule,
        missing=tuple(dict.fromkeys((*available.missing, *asked.missing))),
    )


def totals(groups: Mapping[str, Sequence[Touched]], as_of: date) -> dict[str, Figure]:
    """The sums over everybody touched, each traced to the sum of each group of clients; what is unknown is not in them."""
    return {
        name: traced(
            name,
            sum((amount for _, amount in amounts), ZERO),
            "CNY",
            formula,
            tuple(Input(group, amount, "CNY", "group", as_of) for group, amount in amounts),
            as_of,
        )
        for name, (formula, part) in _TOTALS.items()
        for amounts in [[(group, sum(map(part, rows), ZERO)) for group, rows in sorted(groups.items())]]
    }


def lost_margin(touched: Touched) -> Fraction:
    """The available margin that the change takes from the account; negative where it gives."""
    return _known(touched.before, _AVAILABLE) - _known(touched.after, _AVAILABLE)


def _known(side: Side, name: str) -> Fraction:
    amount = side.amount(name)
    return ZERO if amount is None else amount


def _deficit(side: Side) -> Fraction:
    return max(ZERO, -_known(side, _AVAILABLE))


_TOTALS: Mapping[str, tuple[tuple[str, str], Callable[[Touched], Fraction]]] = MappingProxyType(
    {
        "policy_margin_lost": (
            (
                "减少的保证金可用余额 = Σ(变更前保证金可用余额 − 变更后保证金可用余额)",
                "available margin lost = Σ(available margin before − available margin after)",
            ),
            lost_margin,
        ),
        "policy_deficit_before": (
            (
                "变更前可用余额缺口 = Σ max(0, −变更前保证金可用余额)",
                "margin deficit before = Σ max(0, −available margin before)",
            ),
            lambda each: _deficit(each.before),
        ),
        "policy_deficit_after": (
            (
                "变更后可用余额缺口 = Σ max(0, −变更后保证金可用余额)",
                "margin deficit after = Σ max(0, −available margin after)",
            ),
            lambda each: _deficit(each.after),
        ),
        "policy_shortfall_before": (
            (
                "变更前距补足线差额合计 = Σ 变更前距补足线差额",
                "shortfall in all before = Σ shortfall to the restore line before",
            ),
            lambda each: _known(each.before, _SHORTFALL),
        ),
        "policy_shortfall_after": (
            (
                "变更后距补足线差额合计 = Σ 变更后距补足线差额",
                "shortfall in all after = Σ shortfall to the restore line after",
            ),
            lambda each: _known(each.after, _SHORTFALL),
        ),
    }
)


def _recounted(contracts: tuple[Contract, ...], rated: Rated) -> tuple[Contract, ...]:
    return tuple(
        replace(row, conversion_rate=rated.conversion_rate) if row.security == rated.code else row
        for row in contracts
    )


def _best_rate(snapshot: Snapshot) -> Fraction:
    held = (row.conversion_rate for row in snapshot.collateral)
    bought = (contract.conversion_rate for contract in snapshot.financing)
    return max((rate for rate in (*held, *bought) if rate is not None), default=ZERO)


def _new_contract(code: str, rate: Fraction, day: date) -> Contract:
    return Contract(NEW_CONTRACT, "financing", code, 0, None, ZERO, rate, None, day, interest=ZERO)
