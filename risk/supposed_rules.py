"""The rules under which a supposed account is judged: those of another day, or one parameter at another value.

What a row quotes stays true: rows of another day keep their own dates and sources; a value that is only supposed has no
article, and says so as its source.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from risk.change_kinds import Change, OtherRules
from risk.fields import BookError, refuse
from risk.money import to_text
from risk.rulebook.model import Row, Rulebook

SUPPOSED_SOURCE = "假设 / supposed"


class RulesOf(Rulebook):
    """A rulebook that answers for one day, whichever is asked for."""

    def __init__(self, rules: Rulebook, day: date) -> None:
        super().__init__(rules.every(), rules.cut_overs)
        self._day = day

    def rule_and_house(self, param: str, as_of: date, /, **scope: str) -> tuple[Row | None, Row | None]:
        """What bound everyone on the one day, and what the firm had set beside it."""
        del as_of
        return super().rule_and_house(param, self._day, **scope)

    def history(self, param: str, /, **scope: str) -> tuple[Row, ...]:
        """The rows that had begun by the one day."""
        return tuple(row for row in super().history(param, **scope) if row.valid_from <= self._day)


def rules_under(rules: Rulebook, changes: Sequence[Change]) -> Rulebook:
    """The rulebook after changes. Raises `BookError` for a parameter that is not a number of this rulebook."""
    for i, change in enumerate(changes):
        if isinstance(change, OtherRules):
            rules = _after(rules, change, f"changes[{i}]")
    return rules


def _after(rules: Rulebook, change: OtherRules, path: str) -> Rulebook:
    if change.day is not None:
        return RulesOf(rules, change.day)
    param = rules.canonical(change.param or "")
    if param is None or change.to is None or not any(row.number is not None for row in rules.rows(param)):
        raise BookError([refuse(f"{path}.param", "not_one_of", change.param)])
    return Rulebook(
        (_supposed(row, change.to) if row.param == param else row for row in rules.every()), rules.cut_overs
    )


def _supposed(row: Row, to: Fraction) -> Row:
    return replace(
        row, value=to_text(to), source=SUPPOSED_SOURCE, article=None, confidence="firm-set", legal="binding"
    )
