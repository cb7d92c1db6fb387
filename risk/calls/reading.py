"""The call file: one margin call as JSON, its lines, its deadline rule and what happened, in order.

    {"kind": "maintenance", "lines": {"watch": "1.40", "trigger": "1.30", "restore": "1.40"},
     "deadline": {"trading_days": 1, "time": "15:00"},
     "events": [{"event": "mark", "at": "2026-11-20T15:00", "assets": "1280000", "debt": "1000000"}]}

A file of kind `maturity` has `due` instead of lines. A null sum is an unknown sum.
"""

from datetime import datetime
from fractions import Fraction

from risk.account import DeadlineRule, Snapshot, Terms
from risk.calls.deadlines import AT_MATURITY, MINIMUM_LINE
from risk.calls.model import EVENTS, KINDS, CallFile, Event, Kind, Lines
from risk.fields import Record
from risk.reading import finish, known_day, moment, moment_or_none, open_record, part, rows
from risk.valuation import value

_FILE = ("kind", "lines", "deadline", "due", "closures", "events")
_LINES = ("watch", "trigger", "restore")
_DEADLINE = ("trading_days", "time")
_EVENT = ("event", "at", "assets", "debt", "amount", "notice", "until", "day")
LONGEST_DEADLINE = 250
"""Sessions of about a year: no call runs longer."""

_NO_LINES = Lines(Fraction(1), Fraction(1), Fraction(1))
_NEEDS = {"notice": "notice", "extend": "until", "waive": "until", "closure": "day", "top_up": "amount"}


def lines_of(terms: Terms, kind: Kind) -> Lines | None:
    """The lines of a contract for a kind of call; None where the contract has no minimum line."""
    if kind == "minimum":
        if terms.minimum_line is None:
            return None
        return Lines(terms.liquidation_line, terms.minimum_line, terms.restore_line)
    return Lines(terms.warning_line, terms.liquidation_line, terms.restore_line)


def mark_of(snapshot: Snapshot, at: datetime) -> Event:
    """An account as a mark: a suspended holding counts at the firm's fair value, and is unknown without a price."""
    valuation = value(snapshot)
    return Event("mark", at, valuation.assets, valuation.liabilities)


def read_call(obj: object) -> tuple[CallFile, tuple[Event, ...]]:
    """Read one parsed call file; raise `BookError` with every refused field."""
    record = open_record(obj, _FILE)
    kind = record.choice("kind", KINDS, "maintenance")
    file = CallFile(
        kind,
        _lines(record, kind),
        _deadline(record, kind),
        known_day(record, "due") if kind == "maturity" else None,
        closures=frozenset(record.days("closures")),
    )
    events = tuple(_event(each) for each in rows(record, "events", _EVENT))
    finish(record)
    return file, events


def _lines(record: Record, kind: Kind) -> Lines:
    lines = part(record, "lines", _LINES)
    if kind == "maturity" or lines is None:
        if kind != "maturity":
            record.refuse("lines", "missing")
        return _NO_LINES
    read = Lines(lines.amount("watch"), lines.amount("trigger"), lines.amount("restore"))
    if read.watch < read.trigger:
        lines.refuse("watch", "line_order")
    if read.restore < read.trigger:
        lines.refuse("restore", "line_order")
    return read


def _deadline(record: Record, kind: Kind) -> DeadlineRule | None:
    rule = part(record, "deadline", _DEADLINE)
    if rule is not None:
        days = rule.whole("trading_days")
        if days > LONGEST_DEADLINE:
            rule.refuse("trading_days", "out_of_range")
        return DeadlineRule(days, rule.minute("time"))
    return {"maturity": AT_MATURITY, "minimum": MINIMUM_LINE}.get(kind)


def _event(row: Record) -> Event:
    name = row.choice("event", EVENTS, "mark")
    needed = _NEEDS.get(name)
    if needed and not row.has(needed):
        row.refuse(needed, "missing")
    return Event(
        name,
        moment(row, "at"),
        row.amount_or_none("assets"),
        row.amount_or_none("debt"),
        row.amount("amount", Fraction(0)),
        row.text("notice") if row.has("notice") else None,
        moment_or_none(row, "until"),
        row.day_or_none("day"),
    )
