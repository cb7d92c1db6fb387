"""What a rulebook refuses when it is made: overlaps, gaps, and a firm that asks for less than the rule does.

Two rows of one layer and one case may not cover the same day. Where a row ends, another must answer for its
case from that day on, unless the row says that it was repealed; before the first row of a parameter nothing
is known, and that is no gap. A firm may ask for more than a floor and allow less than a cap; what is exact
it can only repeat.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from risk.rulebook.row import Row


class RulebookError(ValueError):
    """The rows contradict each other, leave a gap, loosen a rule, or belong to several jurisdictions."""


def refuse_what_contradicts(rows: Sequence[Row]) -> None:
    """Raise `RulebookError` for the first fault among the rows of one parameter, oldest first."""
    _refuse_overlaps(rows)
    _refuse_gaps(rows)
    for row in rows:
        looser = loosened(row, rows) if row.layer == "firm" else None
        if looser is not None:
            raise RulebookError(
                f"{row.param}: the firm's {row.value} from {row.valid_from} loosens {looser.value} ({looser.source})"
            )


def loosened(row: Row, rows: Sequence[Row]) -> Row | None:
    """The binding row that a firm's row would loosen on some day of its own; None where it only tightens."""
    for rule in rows:
        binds = rule.layer != "firm" and rule.legal == "binding" and rule.verified
        same_kind = (rule.applies_to == "extension") == (row.applies_to == "extension")
        meets = same_kind and _meet(rule, row) and rule.fits(row.scope)
        if binds and meets and not _holds(rule, row):
            return rule
    return None


def tighter(rule: Row | None, house: Row | None) -> Row | None:
    """Which of the two governs: the firm's row, unless the rule asks for more on that day."""
    if rule is None or house is None:
        return rule or house
    theirs, ours = rule.number, house.number
    if theirs is None or ours is None:
        return house
    return house if _as_strict(rule, theirs, ours) else rule


def _refuse_overlaps(rows: Sequence[Row]) -> None:
    last: dict[object, Row] = {}
    for row in rows:
        before = last.get(row.group)
        if row.valid_to is not None and row.valid_to <= row.valid_from:
            raise RulebookError(f"{row.param}: the row from {row.valid_from} ends before it begins")
        if row.legal == "proposal":
            continue
        if before and (before.valid_to is None or row.valid_from < before.valid_to):
            raise RulebookError(
                f"{row.param}: the rows from {before.valid_from} and {row.valid_from} overlap"
            )
        last[row.group] = row


def _refuse_gaps(rows: Sequence[Row]) -> None:
    for row in rows:
        end = row.valid_to
        if end is None or row.repealed is not None or row.legal == "proposal":
            continue
        if not any(answers_for(other, row, end) for other in rows):
            raise RulebookError(f"{row.param}: nothing answers from {end} on, and no repeal is declared")


def answers_for(other: Row, row: Row, day: date) -> bool:
    """Whether `other` covers the case of `row` on `day`: the same one or a more general one."""
    same_kind = row.applies_to == "extension" or other.applies_to != "extension"
    return same_kind and other.legal != "proposal" and other.covers(day) and other.fits(row.scope)


def _meet(rule: Row, row: Row) -> bool:
    return rule.covers(row.valid_from) or row.covers(rule.valid_from)


def _holds(rule: Row, row: Row) -> bool:
    theirs, ours = rule.number, row.number
    if theirs is None:
        return rule.force != "exact" or rule.value == row.value
    return ours is not None and _as_strict(rule, theirs, ours)


def _as_strict(rule: Row, theirs: Fraction, ours: Fraction) -> bool:
    checks: Mapping[str, bool] = {"floor": ours >= theirs, "cap": ours <= theirs}
    return checks.get(rule.force, ours == theirs)
