"""At which price, or after which common move, an account stands on a line: in closed form.

One security at price p, all its rows together, n of its shares owned and m owed: assets are A' + n·p,
liabilities D' + m·p, so the line t is touched at

    p = (t·D' − A') ÷ (n − t·m)

and several securities moving together touch it at the factor (t·D' − A') ÷ (L − t·S) with L and S their long
and short market value. Interest stays as it has accrued. Where n − t·m is above 0 a fall is the danger and
the price is shown rounded up; below 0 it is a rise, shown rounded down: either way nearer than it is.
Example: 20,000 shares at 60.00 and 80,000 cash against 1,000,000 owed touch 130 % at 61.00.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from risk.account import ZERO, Snapshot
from risk.fields import BookError, refuse
from risk.figure import Direction, Figure, Input, RuleRef
from risk.margin import withdrawal_line
from risk.rulebook.model import Rulebook
from risk.sheet import Sheet
from risk.valuation import Priced, PricedHolding, security_of, value

State = Literal["above", "on", "below", "no_debt", "indeterminate"]
Danger = Literal["fall", "rise"]
LINES = ("warning_line", "liquidation_line", "restore_line", "minimum_line", "withdrawal_line")


@dataclass(frozen=True, slots=True)
class Touch:
    """Where one security touches a line, or (`security` None) all that moves together.

    `danger` says which way the account gets worse, None where the line does not depend on these prices. The
    figures have no value, and nothing missing, where no price reaches the line. `price` is None for a common
    move.
    """

    security: str | None
    danger: Danger | None
    move: Figure
    price: Figure | None = None

    def as_json(self) -> dict[str, object]:
        return {
            "security": self.security,
            "danger": self.danger,
            "price": None if self.price is None else self.price.as_json(),
            "move": self.move.as_json(),
        }


@dataclass(frozen=True, slots=True)
class LineTouches:
    """One line of the contract, on which side of it the account stands, and how prices would bring it there."""

    line: str
    value: Fraction
    state: State
    securities: tuple[Touch, ...]
    together: Touch

    def as_json(self) -> dict[str, object]:
        return {
            "line": self.line,
            "value": Input(self.line, self.value, "ratio", "contract").as_json()["value"],
            "state": self.state,
            "securities": [each.as_json() for each in self.securities],
            "together": self.together.as_json(),
        }


def touches(s: Snapshot, rules: Rulebook, moving: Collection[str] | None = None) -> tuple[LineTouches, ...]:
    """Every line that the account has, in the order of `LINES`, with the prices at which it is touched.

    `moving` are the securities that move together, all of them when None. Raises `BookError` for one that the
    account neither owns nor owes.
    """
    sheet = Sheet(value(s), rules)
    codes = tuple(dict.fromkeys(security_of(row) for row in _rows(sheet)))
    for code in moving or ():
        if code not in codes:
            raise BookError([refuse("securities", "not_one_of", code)])
    together = codes if moving is None else tuple(code for code in codes if code in moving)
    return tuple(
        _touched(sheet, line, line.value, rule, codes, together)
        for line, rule in _lines(sheet)
        if line.value is not None
    )


def touches_at(sheet: Sheet, name: str, level: Fraction) -> LineTouches:
    """The same for a ratio that is no line of the contract, under a `name` of its own."""
    codes = tuple(dict.fromkeys(security_of(row) for row in _rows(sheet)))
    return _touched(sheet, Input(name, level, "ratio", "asked"), level, (), codes, codes)


def _touched(
    sheet: Sheet,
    line: Input,
    level: Fraction,
    rule: tuple[RuleRef, ...],
    codes: tuple[str, ...],
    together: tuple[str, ...],
) -> LineTouches:
    return LineTouches(
        line.name,
        level,
        _state(sheet, level),
        tuple(_of_security(sheet, line, rule, code) for code in codes),
        _of_all(sheet, line, rule, together),
    )


def _lines(sheet: Sheet) -> Iterator[tuple[Input, tuple[RuleRef, ...]]]:
    terms = sheet.snapshot.terms
    agreed = (terms.warning_line, terms.liquidation_line, terms.restore_line, terms.minimum_line)
    for name, level in zip(LINES, agreed, strict=False):
        if level is not None:
            line, rule = sheet.line(name, level)
            yield line, (rule,)
    yield withdrawal_line(sheet)


def _state(sheet: Sheet, line: Fraction) -> State:
    ratio = sheet.ratio
    if sheet.valuation.liabilities == 0:
        return "no_debt"
    if ratio is None:
        return "indeterminate"
    if ratio.above(line):
        return "above"
    return "on" if ratio.at_least(line) else "below"


def _rows(sheet: Sheet) -> tuple[Priced, ...]:
    return (*sheet.valuation.longs, *sheet.valuation.shorts)


@dataclass(frozen=True, slots=True)
class _Sides:
    """What moves and what does not: `owned` and `owed` per unit of the unknown, the rest of each side as it is."""

    assets: Fraction
    liabilities: Fraction
    owned: Fraction
    owed: Fraction

    def solve(self, line: Fraction) -> Fraction | None:
        """The unknown at which assets are `line` × liabilities; None where none ≥ 0 with a debt does it."""
        slope = self.owned - line * self.owed
        if slope == 0:
            return None
        found = (line * self.liabilities - self.assets) / slope
        return found if found >= 0 and self.liabilities + self.owed * found > 0 else None

    def danger(self, line: Fraction) -> Danger | None:
        slope = self.owned - line * self.owed
        return None if slope == 0 else "fall" if slope > 0 else "rise"


def _of_security(sheet: Sheet, line: Input, rule: tuple[RuleRef, ...], code: str) -> Touch:
    valuation = sheet.valuation
    owned = _sum(_quantity(row) for row in valuation.longs if security_of(row) == code)
    owed = _sum(_quantity(row) for row in valuation.shorts if security_of(row) == code)
    worth, short_worth = _worth(sheet, (code,))
    sides = _sides(sheet, worth, short_worth, owned, owed)
    level = line.value or ZERO
    danger = None if sides is None else sides.danger(level)
    touched = None if sides is None else sides.solve(level)
    direction = _direction(danger)
    inputs = (
        *_rest(sheet, sides),
        Input("shares_owned", owned, "shares", code),
        Input("shares_owed", owed, "shares", code),
        line,
    )
    price = sheet.figure(
        f"touch_price.{line.name}.{code}",
        touched,
        direction,
        inputs,
        unit="price",
        rule=rule,
        missing=valuation.missing,
        formula="touch_price_of_security",
    )
    now = _price_now(sheet, code, danger)
    move = sheet.figure(
        f"touch_move.{line.name}.{code}",
        touched / now - 1 if touched is not None and now else None,
        direction,
        (
            Input("touch_price", touched, "price", price.name),
            Input("price", now, "price", code, sheet.priced_at),
        ),
        unit="ratio",
        rule=rule,
        missing=valuation.missing,
        formula="touch_move_of_security",
    )
    return Touch(code, danger, move, price)


def _of_all(sheet: Sheet, line: Input, rule: tuple[RuleRef, ...], codes: tuple[str, ...]) -> Touch:
    worth, short_worth = _worth(sheet, codes)
    sides = _sides(sheet, worth, short_worth, worth, short_worth)
    level = line.value or ZERO
    danger = None if sides is None else sides.danger(level)
    factor = None if sides is None else sides.solve(level)
    inputs = (
        *_rest(sheet, sides),
        sheet.money("value_that_moves", worth, " ".join(codes), priced=True),
        sheet.money("short_value_that_moves", short_worth, " ".join(codes), priced=True),
        line,
    )
    move = sheet.figure(
        f"touch_move.{line.name}",
        None if factor is None else factor - 1,
        _direction(danger),
        inputs,
        unit="ratio",
        rule=rule,
        missing=sheet.valuation.missing,
        formula="touch_move_together",
    )
    return Touch(None, danger, move)


def _sides(
    sheet: Sheet, worth: Fraction, short_worth: Fraction, owned: Fraction, owed: Fraction
) -> _Sides | None:
    ratio = sheet.ratio
    if ratio is None:
        return None
    return _Sides(ratio.numerator - worth, ratio.denominator - short_worth, owned, owed)


def _rest(sheet: Sheet, sides: _Sides | None) -> tuple[Input, Input]:
    """The parts of both sides that do not move."""
    assets, liabilities = (None, None) if sides is None else (sides.assets, sides.liabilities)
    return sheet.money("other_assets", assets, "total_assets"), sheet.money(
        "other_liabilities", liabilities, "total_liabilities"
    )


def _worth(sheet: Sheet, codes: Collection[str]) -> tuple[Fraction, Fraction]:
    """The long and the short market value of these securities."""
    longs = (row.market_value or ZERO for row in sheet.valuation.longs if security_of(row) in codes)
    shorts = (row.market_value or ZERO for row in sheet.valuation.shorts if security_of(row) in codes)
    return _sum(longs), _sum(shorts)


def _price_now(sheet: Sheet, code: str, danger: Danger | None) -> Fraction | None:
    """The price a move is counted from; where rows differ, the one nearest to the danger."""
    prices = [_price(row) for row in _rows(sheet) if security_of(row) == code]
    known = [price for price in prices if price is not None]
    if len(known) < len(prices):
        return None
    return max(known) if danger == "rise" else min(known)


def _price(row: Priced) -> Fraction | None:
    return row.price if isinstance(row, PricedHolding) else row.contract.price


def _quantity(row: Priced) -> Fraction:
    return Fraction(row.holding.quantity if isinstance(row, PricedHolding) else row.contract.quantity)


def _direction(danger: Danger | None) -> Direction | None:
    return {"fall": "lower_safer", "rise": "higher_safer", None: None}[danger]


def _sum(values: Iterator[Fraction]) -> Fraction:
    return sum(values, ZERO)
