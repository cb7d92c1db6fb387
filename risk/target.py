"""A ratio that is asked for: how far an account is from it, at which prices it stands on it, what leads to it.

With assets A and liabilities D, at a ratio t above 1, the account could still borrow (A − t × D) ÷ (t − 1) to buy with,
or let A − t × D leave, and would stand on t; below t the three ways back are those of `risk.cure_amounts`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from risk.account import ZERO, Snapshot
from risk.cure_amounts import THE_THREE, amount_figure
from risk.fields import BookError, refuse
from risk.figure import Figure, Input
from risk.money import to_text
from risk.rulebook.model import Rulebook
from risk.sheet import Sheet
from risk.touch import LineTouches, touches_at
from risk.valuation import value

TARGET = "target"


@dataclass(frozen=True, slots=True)
class Target:
    """`touch` says where prices reach the ratio; `figures` are the three ways up to it, and what leads down to it:
    `borrow_to_target` and `withdraw_to_target`, 0 for an account that is below.
    """

    ratio: Fraction
    touch: LineTouches
    figures: Mapping[str, Figure]

    def as_json(self) -> dict[str, object]:
        return {
            "ratio": to_text(self.ratio),
            "touch": self.touch.as_json(),
            "figures": {name: figure.as_json() for name, figure in self.figures.items()},
        }


def target_of(s: Snapshot, rules: Rulebook, ratio: Fraction) -> Target:
    """How an account stands to `ratio`. Raises `BookError` for one that is not above 1."""
    if ratio <= 1:
        raise BookError([refuse(TARGET, "out_of_range", to_text(ratio))])
    sheet = Sheet(value(s), rules)
    figures = (
        *(amount_figure(sheet, name, ratio) for name in THE_THREE),
        _room(sheet, "borrow_to_target", ratio, ratio - 1),
        _room(sheet, "withdraw_to_target", ratio, Fraction(1)),
    )
    return Target(ratio, touches_at(sheet, TARGET, ratio), {each.name: each for each in figures})


def _room(sheet: Sheet, name: str, ratio: Fraction, each: Fraction) -> Figure:
    """What may still be done before the account stands on `ratio`, where a yuan of it takes `each` of the room."""
    sides = sheet.ratio
    room = None if sides is None else max(ZERO, sides.numerator - ratio * sides.denominator) / each
    inputs = (sheet.assets(), sheet.liabilities(), Input(TARGET, ratio, "ratio", "asked"))
    return sheet.figure(name, room, "higher_safer", inputs, missing=sheet.valuation.missing)
