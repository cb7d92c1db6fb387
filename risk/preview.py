"""An order looked at before it is placed: the most that is possible, what stops it, the account before and after.

    >>> preview(snapshot, read_order({"kind": "margin_purchase", "security": "600036.SH", "price": "38.00"}), listing, CN)

The largest quantity is the smallest that any limit allows, rounded down to the lot, and 0 where a condition
bars the order (`risk.order_limits`, `risk.order_bars`). What cannot be known without a datum is indeterminate
and names it; a condition that could not be looked at is listed as not checked. Facts only: whether to place the
order is the client's choice.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from risk import margin
from risk.account import Snapshot
from risk.concentration import concentration, short_concentration
from risk.figure import Figure, Input, trace
from risk.finding import Finding
from risk.market import Listing
from risk.order_bars import Bar, bars
from risk.order_limits import Limits, Quantity, credit_line_left
from risk.orders import Order, OrderKind, checked, filled
from risk.rulebook.model import Rulebook
from risk.sheet import Sheet
from risk.valuation import value

LARGEST: Mapping[OrderKind, str] = MappingProxyType(
    {
        "margin_purchase": "max_margin_purchase",
        "short_sale": "max_short_sale",
        "collateral_purchase": "max_collateral_purchase",
    }
)


@dataclass(frozen=True, slots=True)
class Preview:
    """`quantity` is the one asked about, or the largest; None while that is not known. `binding` names the bar or
    limit that keeps the largest order from being larger, `stopped_by` what the quantity asked about runs into.
    """

    order: Order
    quantity: int | None
    largest: Figure
    binding: str | None
    stopped_by: tuple[str, ...]
    bars: tuple[Bar, ...]
    limits: tuple[Quantity, ...]
    before: Mapping[str, Figure]
    after: Mapping[str, Figure]
    findings: tuple[Finding, ...]

    @property
    def feasible(self) -> bool | None:
        """Whether the quantity could be ordered; None while that cannot be determined."""
        if self.stopped_by:
            return False
        return None if self.largest.value is None else bool(self.quantity)

    @property
    def trace_id(self) -> str:
        """A hash of everything computed: equal on any day for equal input."""
        return trace(
            {
                "largest": self.largest.trace_id,
                "quantity": self.quantity,
                "binding": self.binding,
                "before": {name: figure.trace_id for name, figure in self.before.items()},
                "after": {name: figure.trace_id for name, figure in self.after.items()},
                "findings": [finding.as_json() for finding in self.findings],
            }
        )

    def as_json(self) -> dict[str, object]:
        return {
            "kind": self.order.kind,
            "security": self.order.security,
            "price": Input("price", self.order.price, "price", "order").as_json()["value"],
            "quantity": self.quantity,
            "largest": self.largest.as_json(),
            "feasible": self.feasible,
            "binding": self.binding,
            "stopped_by": list(self.stopped_by),
            "conditions": [_bar_json(bar) for bar in self.bars],
            "limits": [_limit_json(each) for each in self.limits],
            "before": {name: figure.as_json() for name, figure in self.before.items()},
            "after": {name: figure.as_json() for name, figure in self.after.items()},
            "findings": [finding.as_json() for finding in self.findings],
            "trace_id": self.trace_id,
        }


def preview(s: Snapshot, order: Order, listing: Listing, rules: Rulebook) -> Preview:
    """Look at one order of `listing` on one account; raises `BookError` for a price or quantity out of bounds."""
    checked(order)
    sheet = Sheet(value(s), rules)
    conditions = tuple(bars(order, listing, rules, s.as_of))
    limits = tuple(Limits(sheet, order, listing, margin.available_margin(sheet)).all())
    largest = _largest(sheet, order, listing, conditions, limits)
    most = None if largest.value is None else int(largest.value)
    quantity = most if order.quantity is None else order.quantity
    after = sheet if quantity is None else Sheet(value(filled(s, order, listing, quantity)), rules)
    return Preview(
        order=order,
        quantity=quantity,
        largest=largest,
        binding=_binding(conditions, limits),
        stopped_by=()
        if order.quantity is None
        else tuple(_stops(order.quantity, listing, conditions, limits)),
        bars=conditions,
        limits=limits,
        before=_beside(sheet, order),
        after={} if quantity is None else _beside(after, order),
        findings=tuple(_findings(listing, conditions, limits)),
    )


def _largest(
    sheet: Sheet, order: Order, listing: Listing, conditions: tuple[Bar, ...], limits: tuple[Quantity, ...]
) -> Figure:
    barred = [bar for bar in conditions if bar.verdict == "bars"]
    counted = [each for each in limits if each.checked]
    missing = () if barred else tuple(name for each in counted for name in each.figure.missing)
    allowed = [each.allowed for each in counted if each.allowed is not None]
    least = Fraction(0) if barred else min(allowed, default=Fraction(0))
    whole = Fraction((least / listing.lot).__floor__() * listing.lot)
    inputs = (
        *(Input(bar.name, Fraction(bar.verdict != "bars"), "count", bar.verdict) for bar in conditions),
        *(Input(f"limit_{each.name}", each.figure.value, "shares", f"limit_{each.name}") for each in limits),
        Input("lot", Fraction(listing.lot), "shares", order.security),
    )
    rule = dict.fromkeys(
        ref
        for refs in (*(bar.rule for bar in conditions), *(each.figure.rule for each in limits))
        for ref in refs
    )
    return sheet.figure(
        f"{LARGEST[order.kind]}.{order.security}",
        whole,
        "higher_safer",
        inputs,
        unit="shares",
        rule=tuple(rule),
        missing=tuple(dict.fromkeys(missing)),
        formula="largest_order",
    )


def _binding(conditions: tuple[Bar, ...], limits: tuple[Quantity, ...]) -> str | None:
    """The first condition that bars, else the limit that allows least; None while a limit is indeterminate."""
    barred = next((bar.name for bar in conditions if bar.verdict == "bars"), None)
    counted = [each for each in limits if each.checked]
    if barred or any(each.figure.missing for each in counted):
        return barred
    finite = [(each.allowed, each.name) for each in counted if each.allowed is not None]
    return min(finite, key=lambda one: one[0])[1] if finite else None


def _stops(
    quantity: int, listing: Listing, conditions: tuple[Bar, ...], limits: tuple[Quantity, ...]
) -> Iterator[str]:
    yield from (bar.name for bar in conditions if bar.verdict == "bars")
    if quantity % listing.lot:
        yield "lot"
    yield from (each.name for each in limits if each.allowed is not None and quantity > each.allowed)


def _beside(sheet: Sheet, order: Order) -> dict[str, Figure]:
    """The figures that an order moves."""
    available = margin.available_margin(sheet)
    figures = (
        margin.total_assets(sheet),
        margin.total_liabilities(sheet),
        margin.maintenance_ratio(sheet),
        available,
        margin.withdrawable(sheet, available),
        margin.leverage(sheet),
        credit_line_left(sheet),
        short_concentration(sheet, order.security)
        if order.kind == "short_sale"
        else concentration(sheet, order.security),
    )
    return {figure.name: figure for figure in figures}


def _findings(
    listing: Listing, conditions: tuple[Bar, ...], limits: tuple[Quantity, ...]
) -> Iterator[Finding]:
    code = listing.security
    for bar in conditions:
        if bar.verdict == "not_checked":
            yield Finding("not_checked", "warning", f"{code}.{bar.name}", bar.text, bar.text_zh)
    for each in limits:
        if not each.checked:
            what = ", ".join(each.figure.missing) or each.name
            text = f"{each.name} is not known ({what}) and does not limit the order here"
            text_zh = f"未知 {what}，此处未作为限制"
            yield Finding("not_checked", "warning", f"{code}.{each.name}", text, text_zh)


def _bar_json(bar: Bar) -> dict[str, object]:
    return {
        "name": bar.name,
        "verdict": bar.verdict,
        "text": bar.text,
        "text_zh": bar.text_zh,
        "rule": [ref.as_json() for ref in bar.rule],
    }


def _limit_json(each: Quantity) -> dict[str, object]:
    return {"name": each.name, "checked": each.checked, "quantity": each.figure.as_json()}
