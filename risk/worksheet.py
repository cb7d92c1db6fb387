"""The sheet one hypothetical question is worked out on: inputs read by name, figures made from them."""

from datetime import date
from fractions import Fraction

from risk.fields import BookError, Record
from risk.figure import Direction, Figure, Input, RuleRef
from risk.finding import Finding
from risk.formulas import formula_zh
from risk.rulebook.model import Rulebook

Assumption = tuple[str, str]
_HIGHEST_CONVERSION = 1


class Worksheet:
    """The inputs of one calculation, read by name, and the figures made from them; lives for one call."""

    def __init__(self, given: Record, rules: Rulebook, as_of: date) -> None:
        self.given, self.rules, self.as_of = given, rules, as_of
        self.used: dict[str, Input] = {}
        self.figures: dict[str, Figure] = {}
        self.assumptions: list[Assumption] = []
        self.findings: list[Finding] = []

    def number(
        self, name: str, default: Fraction | None = None, unit: str = "CNY", most: int | None = None
    ) -> Fraction:
        """A required input, or one with a default; at most `most`."""
        value = self.given.amount(name, default, most=most)
        self.used[name] = Input(name, value, unit, "asker" if self.given.has(name) else "assumed")
        return value

    def whole(self, name: str, unit: str) -> int:
        """A required whole number of `unit`."""
        value = self.given.whole(name)
        self.used[name] = Input(name, Fraction(value), unit, "asker")
        return value

    def rate(self, name: str) -> Fraction:
        """A required ratio: 0.08 for 8 %."""
        return self.number(name, unit="ratio")

    def conversion_rate(self) -> Fraction:
        """The required 折算率: 0.70 for 70 %, never above 1."""
        return self.number("conversion_rate", unit="ratio", most=_HIGHEST_CONVERSION)

    def check(self) -> None:
        """Raise what has been refused so far, before anything is computed with it."""
        if self.given.errors:
            raise BookError(self.given.errors)

    def figure(
        self,
        name: str,
        value: Fraction | None,
        direction: Direction | None,
        unit: str = "CNY",
        extra: tuple[Input, ...] = (),
        rule: tuple[RuleRef, ...] = (),
    ) -> None:
        inputs = (*self.used.values(), *extra)
        self.figures[name] = Figure(
            name, value, unit, direction, formula_zh(name), inputs, rule, self.as_of, None
        )
