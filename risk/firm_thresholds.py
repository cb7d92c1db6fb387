"""A firm's own thresholds for decisions: its file, held against the packaged starting values it takes the place of.

    {"rows": [{"param": "round_trips", "value": "5", "source": "风险管理制度（2026年）", "valid_from": "2026-01-01"},
              {"param": "credit_line_most", "scope": {"grade": "A"}, "value": "30000000", "source": "授信管理办法"}]}

Only what is firm-set can be set by a firm; a figure that a rule-maker publishes stays. A row keeps the unit and the
cases (`scope`) of the packaged one.
"""

from collections.abc import Sequence
from dataclasses import replace

from risk.admission.rows import ROWS as ADMISSION
from risk.credit.rows import ROWS as CREDIT
from risk.extension import ROWS as EXTENSION
from risk.fields import Record
from risk.planning.rows import ROWS as PLANNING
from risk.reading import finish, open_record, part, rows
from risk.rulebook.row import ANY, Row
from risk.surveillance.rows import ROWS as SURVEILLANCE
from risk.thresholds import FIRST_KNOWN

PACKAGED: tuple[Row, ...] = (*ADMISSION, *CREDIT, *EXTENSION, *PLANNING, *SURVEILLANCE)
"""Every packaged threshold of decisions."""

LONGEST = 1200
"""The most days, months or years of a threshold."""

_SPANS = ("days", "months", "years", "minutes")
_ROW = ("param", "scope", "value", "value_zh", "source", "article", "valid_from")


def read_firm_thresholds(obj: object, packaged: Sequence[Row] = PACKAGED) -> tuple[Row, ...]:
    """Read one parsed file of thresholds; raise `BookError` with every refused field.

    What is returned goes into a rulebook by `with_firm_rows`.
    """
    record = open_record(obj, ("rows",))
    read = [(row, _row(row, packaged)) for row in rows(record, "rows", _ROW)]
    seen: list[object] = []
    for row, made in read:
        if made is not None and made.case in seen:
            row.refuse("param", "duplicate")
        elif made is not None:
            seen.append(made.case)
    finish(record)
    return tuple(made for _, made in read if made is not None)


def _row(row: Record, packaged: Sequence[Row]) -> Row | None:
    """The packaged row with what the firm says instead; None where it takes the place of none."""
    param = row.text("param")
    ours = [each for each in packaged if each.param == param and each.layer == "firm"]
    if not ours:
        row.refuse("param", "not_one_of")
        return None
    narrow = part(row, "scope", tuple(dict.fromkeys(name for each in ours for name in each.scope)))
    scope = ANY if narrow is None else {name: narrow.text(name) for name in ours[0].scope}
    model = next((each for each in ours if each.scope == scope), None)
    if model is None:
        row.refuse("scope", "not_one_of")
        return None
    value = row.text("value")
    if model.unit != "text":
        _check_number(row, model)
    return replace(
        model,
        value=value,
        value_zh=row.text("value_zh") if row.has("value_zh") else None,
        source=row.text("source"),
        article=row.text("article") if row.has("article") else None,
        valid_from=row.day("valid_from") if row.has("valid_from") else FIRST_KNOWN,
    )


def _check_number(row: Record, model: Row) -> None:
    """The firm's number is of the packaged one's kind: its sign, a whole number of what is counted, a span in reason."""
    value, packaged = row.signed_or_none("value"), model.number
    if value is None or packaged is None:
        return
    if packaged < 0:
        if not -1 < value < 0:
            row.refuse("value", "out_of_range")
    elif value < 0 or (value == 0 and packaged > 0):
        row.refuse("value", "not_positive")
    elif model.unit in (*_SPANS, "count") and value.denominator != 1:
        row.refuse("value", "not_whole")
    elif model.unit in _SPANS and value > LONGEST:
        row.refuse("value", "out_of_range")
