"""A firm's own rows: read from its file, held against the rulebook one by one, and shown with what they do.

A firm's row names a parameter the rulebook has, in its unit, for conditions the rulebook asks by; it may
tighten and never loosen. Whatever else a row could say about itself (layer, confidence, how it binds) is not
the firm's to say. The file is the whole of the firm's rows for one jurisdiction: what it no longer holds is
no longer set.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from risk.fields import FieldError, Record, refuse
from risk.money import AmountError, parse
from risk.rulebook.integrity import RulebookError, loosened
from risk.rulebook.model import Jurisdiction, Row, Rulebook
from risk.rulebook.row import JURISDICTIONS, AppliesTo

_FILE = ("jurisdiction", "rows", "cut_overs")
_ROW = (
    "param",
    "value",
    "value_zh",
    "valid_from",
    "valid_to",
    "announced",
    "repealed",
    "scope",
    "applies_to",
    "source",
    "article",
    "note",
    "note_zh",
)
_APPLIES: tuple[AppliesTo, ...] = ("new", "all", "extension")
_UNSAID = ("Set by the firm.", "本公司设定。")


@dataclass(frozen=True, slots=True)
class FirmRow:
    """One row of the file: what it was read as, what is wrong with it, and what answered before it."""

    path: str
    row: Row | None
    errors: tuple[FieldError, ...]
    before: Row | None = None
    state: str = "new"

    def as_json(self) -> dict[str, object]:
        return {
            "path": self.path,
            "state": "refused" if self.errors else self.state,
            "errors": [error.as_json() for error in self.errors],
            "row": self.row.as_json() if self.row else None,
            "before": self.before.as_json() if self.before else None,
        }


@dataclass(frozen=True, slots=True)
class FirmRules:
    """A read file. `rulebook` is what would answer; None while anything is refused."""

    jurisdiction: Jurisdiction
    rows: tuple[FirmRow, ...]
    cut_overs: Mapping[str, date]
    errors: tuple[FieldError, ...]
    removed: tuple[Row, ...]
    rulebook: Rulebook | None

    @property
    def accepted(self) -> bool:
        return self.rulebook is not None

    def as_json(self) -> dict[str, object]:
        return {
            "jurisdiction": self.jurisdiction,
            "accepted": self.accepted,
            "rows": [row.as_json() for row in self.rows],
            "removed": [row.as_json() for row in self.removed],
            "cut_overs": {name: day.isoformat() for name, day in self.cut_overs.items()},
            "errors": [error.as_json() for error in self.errors],
        }


def read_firm_rules(obj: object, packaged: Mapping[str, Rulebook], current: Sequence[Row] = ()) -> FirmRules:
    """Read a parsed file against the packaged rulebooks. `current` are the firm's rows so far.

    Never raises for what the file says: every refusal is in the report.
    """
    errors: list[FieldError] = []
    file = Record(obj, "", errors, _FILE)
    jurisdiction = file.choice("jurisdiction", JURISDICTIONS, "CN")
    if not file.has("jurisdiction") and isinstance(obj, Mapping):
        file.refuse("jurisdiction", "missing")
    rules = packaged[jurisdiction]
    cut_overs = _cut_overs(file, rules)
    read = [_read_row(raw, f"rows[{i}]", rules) for i, raw in enumerate(file.items("rows"))]
    read = _against_each_other(read, rules)
    rows = tuple(_stated(each, rules, current) for each in read)
    kept = [(each.row.group, each.row.valid_from) for each in rows if each.row]
    whole = not errors and not any(row.errors for row in rows)
    return FirmRules(
        jurisdiction=jurisdiction,
        rows=rows,
        cut_overs=cut_overs,
        errors=tuple(errors),
        removed=tuple(row for row in current if (row.group, row.valid_from) not in kept),
        rulebook=firm_rulebook(rules, [each.row for each in rows if each.row], cut_overs) if whole else None,
    )


def firm_rulebook(rules: Rulebook, rows: Sequence[Row], cut_overs: Mapping[str, date]) -> Rulebook:
    """The rulebook as a firm applies it: its own cut-over days and its own rows on the packaged ones."""
    for window, day in cut_overs.items():
        rules = rules.cut_over(window, day)
    return rules.with_firm_rows(rows)


def _cut_overs(file: Record, rules: Rulebook) -> dict[str, date]:
    if not file.has("cut_overs"):
        return {}
    windows = {window.name: window for window in rules.windows()}
    record = Record(file.get("cut_overs"), "cut_overs", file.errors, tuple(windows))
    days = {}
    for name, window in windows.items():
        day = record.day_or_none(name)
        if day is not None and not window.first <= day <= window.last:
            record.refuse(name, "out_of_range")
        elif day is not None:
            days[name] = day
    return days


def _read_row(raw: object, path: str, rules: Rulebook) -> FirmRow:
    errors: list[FieldError] = []
    record = Record(raw, path, errors, _ROW)
    name = record.text("param")
    param = rules.canonical(name)
    if param is None:
        if record.has("param"):
            record.refuse("param", "not_one_of")
        return FirmRow(path, None, tuple(errors))
    row = _row(record, param, rules)
    _check_value(record, row, rules)
    if row.valid_to is not None and row.valid_to <= row.valid_from:
        record.refuse("valid_to", "out_of_range")
    if row.announced is not None and row.announced > row.valid_from:
        record.refuse("announced", "out_of_range")
    return FirmRow(path, None if errors else row, tuple(errors))


def _row(record: Record, param: str, rules: Rulebook) -> Row:
    model = rules.rows(param)[-1]
    numbers = [row for row in rules.rows(param) if row.number is not None]
    unit = numbers[-1].unit if numbers else model.unit
    return Row(
        param=param,
        value=_value(record),
        unit=unit,
        layer="firm",
        force=model.force if model.force != "exact" else "condition",
        valid_from=record.day("valid_from"),
        source=record.text("source"),
        confidence="firm-set",
        note=record.text("note", _UNSAID[0]),
        note_zh=record.text("note_zh", _UNSAID[1]),
        article=record.text("article") if record.has("article") else None,
        valid_to=record.day_or_none("valid_to"),
        announced=record.day_or_none("announced"),
        applies_to=record.choice("applies_to", _APPLIES, "new"),
        scope=_scope(record, rules),
        value_zh=record.text("value_zh") if record.has("value_zh") else None,
        jurisdiction=model.jurisdiction,
        repealed=record.day_or_none("repealed"),
    )


def _value(record: Record) -> str:
    raw = record.get("value")
    if isinstance(raw, float):
        record.refuse("value", "float")
        return ""
    return str(raw) if isinstance(raw, int) and not isinstance(raw, bool) else record.text("value")


def _scope(record: Record, rules: Rulebook) -> dict[str, str]:
    if not record.has("scope"):
        return {}
    raw = record.get("scope")
    narrow = Record(raw, record.at("scope"), record.errors, tuple(sorted(rules.conditions())))
    return {name: narrow.text(name) for name in sorted(rules.conditions()) if narrow.has(name)}


def _check_value(record: Record, row: Row, rules: Rulebook) -> None:
    if row.unit != "text" and record.has("value"):
        try:
            if parse(row.value, "value") < 0:
                record.refuse("value", "negative")
        except AmountError as error:
            record.refuse("value", error.code)
            return
    if not record.errors and loosened(row, (*rules.rows(row.param), row)) is not None:
        record.refuse("value", "loosens")


def _against_each_other(read: Sequence[FirmRow], rules: Rulebook) -> list[FirmRow]:
    """Each row together with those that begin after it, so that what follows a row is known before it ends."""
    kept: list[Row] = []
    checked = {each.path: each for each in read}
    for each in sorted(read, key=lambda one: one.row.valid_from if one.row else date.min, reverse=True):
        if each.row is None:
            continue
        try:
            rules.with_firm_rows([*kept, each.row])
            kept.append(each.row)
        except RulebookError as error:
            code = "overlap" if "overlap" in str(error) else "gap"
            refusal = refuse(f"{each.path}.valid_from", code, each.row.valid_from)
            checked[each.path] = replace(each, errors=(*each.errors, refusal))
    return list(checked.values())


def _stated(each: FirmRow, rules: Rulebook, current: Sequence[Row]) -> FirmRow:
    """With what answered on the day it begins, and whether the firm has set it already."""
    row = each.row
    if row is None:
        return each
    so_far = rules.with_firm_rows(current)
    standing = so_far.in_force(row.param, row.valid_from, **row.scope)
    known = any(row.group == other.group and row.valid_from == other.valid_from for other in current)
    state = "unchanged" if row in current else "changed" if known else "new"
    if standing is not None and standing.group == row.group and standing.valid_from == row.valid_from:
        standing = so_far.in_force(row.param, row.valid_from - timedelta(days=1), **row.scope)
    return replace(each, before=standing, state=state)
