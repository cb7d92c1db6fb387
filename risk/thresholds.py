"""The figures that decisions compare with: the rulebook's rows first, the packaged starting values of the firm after.

What no rule-maker publishes is `firm-set` and says so in its row; a firm's own row of the same name takes the
place of the packaged one. A row that nobody could check is never compared with.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from risk.figure import Input
from risk.rulebook.cn.documents import MEASURES_DAY
from risk.rulebook.model import Rulebook
from risk.rulebook.row import ANY, Force, Row

FIRST_KNOWN = MEASURES_DAY
"""The day from which the packaged values and the admission rules answer."""

FIRM_STANDARD = "公司标准"


@dataclass(frozen=True, slots=True)
class Threshold:
    """A row that can be compared with, and its number."""

    row: Row
    value: Fraction

    def input(self) -> Input:
        """The threshold as an input of a figure."""
        return Input(self.row.param, self.value, self.row.unit, "rulebook")


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What is compared with on one day: `rules`, and `defaults` for what the rules do not hold."""

    rules: Rulebook
    defaults: tuple[Row, ...]
    as_of: date

    def row(self, param: str, **scope: str) -> Row | None:
        """The row in force, of the narrowest scope; None where nothing answers."""
        found = self.rules.in_force(param, self.as_of, **scope)
        if found is not None:
            return found
        fitting = (
            row for row in self.defaults if row.param == param and row.covers(self.as_of) and row.fits(scope)
        )
        return max(fitting, key=lambda row: len(row.scope), default=None)

    def find(self, param: str, **scope: str) -> Threshold | None:
        """The threshold in force; None where there is none, it is a word, or it is unverified."""
        row = self.row(param, **scope)
        return None if row is None or row.number is None else Threshold(row, row.number)

    def need(self, param: str, **scope: str) -> Threshold:
        """The threshold in force; raises `LookupError` where there is none from `FIRST_KNOWN` on."""
        found = self.find(param, **scope)
        if found is None:
            raise LookupError(f"{param}: no threshold is known on {self.as_of}")
        return found


def firm_set(
    param: str,
    value: str,
    unit: str,
    note: str,
    note_zh: str,
    *,
    force: Force = "condition",
    scope: Mapping[str, str] = ANY,
    value_zh: str | None = None,
) -> Row:
    """A starting value of the firm: nobody publishes it, and it is marked so."""
    return Row(
        param,
        value,
        unit,
        "firm",
        force,
        FIRST_KNOWN,
        FIRM_STANDARD,
        "firm-set",
        note,
        note_zh,
        scope=scope,
        value_zh=value_zh,
    )
