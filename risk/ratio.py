"""Exact ratios. A ratio is kept as its two sides and compared with a line by cross multiplication.

Division happens only when a value is asked for; a decision (which band, may cash be withdrawn) never
divides, so an account exactly on a line lands on the better side of it, as the contracts say.
"""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Ratio:
    """`numerator ÷ denominator`; undefined unless the denominator is above 0 (nothing owed)."""

    numerator: Fraction
    denominator: Fraction

    @property
    def defined(self) -> bool:
        return self.denominator > 0

    @property
    def value(self) -> Fraction | None:
        return self.numerator / self.denominator if self.defined else None

    def at_least(self, line: Fraction) -> bool:
        """True on the line or above it."""
        return self.numerator >= line * self.denominator

    def above(self, line: Fraction) -> bool:
        """True strictly above the line."""
        return self.numerator > line * self.denominator
