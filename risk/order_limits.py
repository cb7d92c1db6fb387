"""How many shares of an order each limit allows, each as a figure in shares before any rounding to the lot.

| name | margin purchase | short sale | collateral purchase |
|---|---|---|---|
| `available_margin` | available ÷ (price × ratio) | the same | – |
| `credit_line` | what is left of it ÷ price | the same | – |
| `usable_cash` | – | – | cash without short proceeds ÷ price |
| `inventory` | – | what the firm can lend | – |
| `concentration` | own and financed shares | shares owed | own and financed shares |

The band of the concentration limit is read after the order. A larger order lowers the ratio and raises the
concentration, so the orders that keep one band's limit end at the smaller of two quantities, and the largest
of these over the bands is the most that keeps any. Example: assets 300, liabilities 100, none of the
security yet, price 1: below 180 % the half of all assets is reached at 300, the 70 % from 180 % up would be at
700, but the band itself ends at 150. So 300 it is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from risk.account import ZERO
from risk.concentration import LIMIT, NO_LIMIT, limit_at, ratio_from, table
from risk.figure import Figure, Input, RuleRef
from risk.margin_ratio import Demanded, demanded
from risk.market import Listing
from risk.orders import Order, new_contract
from risk.ratio import Ratio
from risk.rulebook.model import Row
from risk.sheet import Sheet
from risk.valuation import security_of

Missing = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quantity:
    """What one limit allows: a figure in shares, its value None where no number limits the order.

    `checked` is False where the limit itself is not known, so that nothing could be compared with it.
    """

    name: str
    figure: Figure
    checked: bool = True

    @property
    def allowed(self) -> Fraction | None:
        return None if self.figure.value is None else max(ZERO, self.figure.value)


@dataclass(frozen=True, slots=True)
class Limits:
    """Works out every limit of one order on one account; `available` is its available margin."""

    sheet: Sheet
    order: Order
    listing: Listing
    available: Figure

    def all(self) -> Iterator[Quantity]:
        """In the order of the module's table."""
        if self.order.kind == "collateral_purchase":
            yield self._usable_cash()
        else:
            yield self._margin()
            yield self._credit_line()
        if self.order.kind == "short_sale":
            yield self._inventory()
        yield self._concentration()

    def _margin(self) -> Quantity:
        ratio = self._margin_ratio()
        available = self.available.value
        inputs = (
            self.sheet.money("available_margin", available, "available_margin", priced=True),
            self._price(),
            Input("margin_ratio", ratio.value, "ratio", "rulebook"),
        )
        value = None
        if available is not None and ratio.value:
            value = available / (self.order.price * ratio.value)
        missing = (*self.available.missing, *ratio.missing)
        if ratio.value is None and not ratio.missing:
            missing = (*missing, "margin_ratio")
        return self._figure("available_margin", value, inputs, rule=ratio.rule, missing=missing)

    def _margin_ratio(self) -> Demanded:
        snapshot = self.sheet.snapshot
        opened = new_contract(self.order, self.listing, 0, snapshot)
        asked = demanded(self.sheet.rules, opened, snapshot.client_class, snapshot.as_of)
        missing = tuple(each.replace(opened.contract, self.order.security) for each in asked.missing)
        return Demanded(asked.value, asked.rule, missing, asked.house)

    def _credit_line(self) -> Quantity:
        left = credit_line_left(self.sheet)
        value = None if left.value is None else left.value / self.order.price
        inputs = (self.sheet.money(left.name, left.value, left.name), self._price())
        return self._figure("credit_line", value, inputs, missing=left.missing, checked=not left.missing)

    def _usable_cash(self) -> Quantity:
        cash, proceeds = self.sheet.snapshot.cash, self.sheet.valuation.short_proceeds
        inputs = (
            self.sheet.money("cash", cash, "cash"),
            self.sheet.money("short_proceeds", proceeds, "shorts"),
            self._price(),
        )
        return self._figure("usable_cash", (cash - proceeds) / self.order.price, inputs)

    def _inventory(self) -> Quantity:
        known = self.listing.lendable
        value = None if known is None else Fraction(known)
        inputs = (Input("lendable", value, "shares", self.order.security),)
        missing = (f"{self.order.security}.lendable",) if known is None else ()
        return self._figure("inventory", value, inputs, missing=missing, checked=not missing)

    def _concentration(self) -> Quantity:
        snapshot, valuation = self.sheet.snapshot, self.sheet.valuation
        rows = table(self.sheet.rules, snapshot.client_class, snapshot.as_of)
        worth = self._worth()
        missing = valuation.missing
        spends_cash = self.order.kind == "collateral_purchase"
        inputs = (
            self.sheet.assets(),
            self.sheet.liabilities(),
            self.sheet.money("security_value", worth, self.order.security, priced=True),
            self._price(),
            *self._bands(rows),
        )
        value = None
        if self.sheet.ratio is not None and worth is not None:
            ask = _within_cash if spends_cash else _within_bands
            value = ask(self.sheet.ratio, worth, self.order.price, rows)
        return self._figure(
            "concentration",
            value,
            inputs,
            rule=tuple(row.ref() for row in rows),
            missing=missing,
            formula="limit_concentration_cash" if spends_cash else "limit_concentration",
            checked=bool(rows),
        )

    def _worth(self) -> Fraction | None:
        """The market value of the security on the side that the order adds to; None while a price is missing."""
        valuation = self.sheet.valuation
        rows = valuation.shorts if self.order.kind == "short_sale" else valuation.longs
        worths = [row.market_value for row in rows if security_of(row) == self.order.security]
        known = [worth for worth in worths if worth is not None]
        return sum(known, ZERO) if len(known) == len(worths) else None

    def _bands(self, rows: tuple[Row, ...]) -> Iterator[Input]:
        for row in rows:
            yield Input(f"{LIMIT}.{row.scope.get('ratio_from', '0')}", row.number, "ratio", "rulebook")

    def _price(self) -> Input:
        return Input("price", self.order.price, "price", "order")

    def _figure(
        self,
        name: str,
        value: Fraction | None,
        inputs: tuple[Input, ...],
        *,
        rule: tuple[RuleRef, ...] = (),
        missing: Missing = (),
        formula: str | None = None,
        checked: bool = True,
    ) -> Quantity:
        figure = self.sheet.figure(
            f"limit_{name}.{self.order.security}",
            value,
            "higher_safer",
            inputs,
            unit="shares",
            rule=rule,
            missing=tuple(dict.fromkeys(missing)),
            formula=formula,
        )
        return Quantity(name, figure, checked)


def credit_line_left(sheet: Sheet) -> Figure:
    """What the credit line still grants: amounts financed and short proceeds use it as they were contracted.

    None where no credit line is known.
    """
    granted = sheet.snapshot.credit_line
    used = [row.contract for row in sheet.valuation.contracts]
    value = None if granted is None else granted - sum((row.amount for row in used), ZERO)
    inputs = (
        sheet.money("credit_line", granted, "credit_line"),
        *(sheet.money(f"{row.contract}.amount", row.amount, row.contract) for row in used),
    )
    missing = ("credit_line",) if granted is None else ()
    return sheet.figure("credit_line_left", value, "higher_safer", inputs, missing=missing)


def _within_bands(ratio: Ratio, worth: Fraction, price: Fraction, rows: tuple[Row, ...]) -> Fraction | None:
    """The most shares after which the security keeps the limit of the band that the account is then in."""
    best: Fraction | None = ZERO if rows else None
    for row in rows:
        start, limit = ratio_from(row), row.number or ZERO
        if start <= 1 and not ratio.at_least(start):
            continue  # an order brings a ratio nearer to 1, and the tighter limit of today stands
        ends: list[Fraction] = []
        if limit < NO_LIMIT:
            ends.append((limit * ratio.numerator - worth) / ((1 - limit) * price))
        if start > 1:
            ends.append((ratio.numerator - start * ratio.denominator) / ((start - 1) * price))
        if not ends:
            return None
        best = max(best or ZERO, min(ends))
    return best


def _within_cash(ratio: Ratio, worth: Fraction, price: Fraction, rows: tuple[Row, ...]) -> Fraction | None:
    """The same where the ratio stays as it is and own cash becomes the security."""
    row = limit_at(rows, ratio)
    if row is None or row.number is None or row.number >= NO_LIMIT:
        return None
    return (row.number * ratio.numerator - worth) / price
