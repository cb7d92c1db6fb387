"""The tape of a firm as JSON: trades, requests, readings, logins, withdrawals; every list may be absent.

{"as_of": "2026-11-20", "linked": [["a1", "a2"]], "eligible": ["600519.SH"],
 "fills": [{"at": "2026-11-20T10:00:00", "account": "a1", "security": "600519.SH", "side": "buy",
            "kind": "financed", "quantity": 100, "price": "1500.00", "counterparty": null}],
 "requests": [{"at": "2026-11-20T10:00:00", "account": "a1", "security": "600519.SH", "kind": "order",
               "quantity": 100, "count": 1}],
 "concentrations": [{"day": "2026-11-20", "account": "a1", "security": "600519.SH", "value": "0.35"}],
 "leverages": [{"day": "2026-11-20", "account": "a1", "value": "1.40"}],
 "logins": [{"at": "2026-11-20T09:00", "account": "a1", "device": "d1"}],
 "withdrawals": [{"at": "2026-11-20T15:30", "account": "a1", "amount": "100000"}]}
"""

from risk.fields import Record
from risk.reading import finish, known_day, moment, open_record, rows
from risk.surveillance.model import (
    FILL_KINDS,
    REQUEST_KINDS,
    SIDES,
    Fill,
    Login,
    Reading,
    Request,
    Tape,
    Withdrawal,
)

_TAPE = (
    "as_of",
    "linked",
    "eligible",
    "fills",
    "requests",
    "concentrations",
    "leverages",
    "logins",
    "withdrawals",
)
_FILL = ("at", "account", "security", "side", "kind", "quantity", "price", "counterparty")
_REQUEST = ("at", "account", "security", "kind", "quantity", "count")
_READING = ("day", "account", "value")


def read_tape(obj: object) -> Tape:
    """Read one parsed tape; raise `BookError` with every refused field."""
    record = open_record(obj, _TAPE)
    tape = Tape(
        known_day(record, "as_of"),
        tuple(_fill(row) for row in rows(record, "fills", _FILL)),
        tuple(_request(row) for row in rows(record, "requests", _REQUEST)),
        tuple(_reading(row, True) for row in rows(record, "concentrations", (*_READING, "security"))),
        tuple(_reading(row, False) for row in rows(record, "leverages", _READING)),
        tuple(
            Login(row.path, moment(row, "at"), row.text("account"), row.text("device"))
            for row in rows(record, "logins", ("at", "account", "device"))
        ),
        tuple(
            Withdrawal(row.path, moment(row, "at"), row.text("account"), row.amount("amount"))
            for row in rows(record, "withdrawals", ("at", "account", "amount"))
        ),
        _groups(record),
        frozenset(record.texts("eligible")) if record.has("eligible") else None,
    )
    finish(record)
    return tape


def _fill(row: Record) -> Fill:
    price = row.amount("price")
    if row.has("price") and price == 0:
        row.refuse("price", "not_positive")
    for key in ("side", "kind"):
        if not row.has(key):
            row.refuse(key, "missing")
    return Fill(
        row.path,
        moment(row, "at"),
        row.text("account"),
        row.text("security"),
        row.choice("side", SIDES, "buy"),
        row.choice("kind", FILL_KINDS, "collateral"),
        row.whole("quantity", least=1),
        price,
        row.text("counterparty") if row.has("counterparty") else None,
    )


def _request(row: Record) -> Request:
    if not row.has("kind"):
        row.refuse("kind", "missing")
    return Request(
        row.path,
        moment(row, "at"),
        row.text("account"),
        row.text("security"),
        row.choice("kind", REQUEST_KINDS, "order"),
        row.whole("quantity", least=1),
        row.whole("count", 1, least=1),
    )


def _reading(row: Record, of_security: bool) -> Reading:
    security = row.text("security") if of_security else None
    return Reading(row.path, row.day("day"), row.text("account"), row.amount("value"), security)


def _groups(record: Record) -> tuple[frozenset[str], ...]:
    """Each group is a list of accounts."""
    groups = []
    for i, raw in enumerate(record.items("linked")):
        names = Record({"accounts": raw}, f"linked[{i}]", record.errors, ("accounts",)).texts("accounts")
        groups.append(frozenset(names))
    return tuple(groups)
