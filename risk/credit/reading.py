"""The credit file of a client and of a book, as JSON; what is absent or null is unknown.

    {"as_of": "2026-11-20", "profile": {"net_assets": "3200000", "months_trading": "72"},
     "position": {"assets": "2000000", "largest_share": "0.35",
                  "regime": {"name": "calm", "source": "risk committee", "day": "2026-11-19"}},
     "standing": {"overdue_debt": false}, "current": "1500000", "used": "900000"}

A book has `accounts` (book files), `overdue`, `residual` (client to sum) and `turnover` (security to shares a day).
"""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from risk.account import CLIENT_CLASSES, Snapshot
from risk.book_file import read_book
from risk.credit.card import FIELDS
from risk.credit.model import REGIMES, Credit, CreditBook, Overdue, Position, Standing
from risk.fields import BookError, FieldError, Record, printable, refuse
from risk.reading import finish, flag, known_day, open_record, part, rows

_FILE = ("as_of", "client_class", "profile", "position", "standing", "current", "used")
_POSITION = ("assets", "largest_share", "regime")
_REGIME = ("name", "source", "day")
_STANDING = ("overdue_debt", "call_overdue", "blacklisted", "assessment_lapsed")
_BOOK = ("as_of", "accounts", "overdue", "residual", "turnover")
_OVERDUE = ("client", "amount", "since")


def read_credit(obj: object) -> Credit:
    """Read one parsed credit file; raise `BookError` with every refused field."""
    record = open_record(obj, _FILE)
    profile = part(record, "profile", FIELDS)
    standing = part(record, "standing", _STANDING)
    credit = Credit(
        known_day(record, "as_of"),
        {} if profile is None else {field: profile.amount_or_none(field) for field in FIELDS},
        _position(record),
        Standing() if standing is None else Standing(*(flag(standing, key) for key in _STANDING)),
        record.choice("client_class", CLIENT_CLASSES, "individual"),
        record.amount_or_none("current"),
        record.amount("used", Fraction(0)),
    )
    finish(record)
    return credit


def _position(record: Record) -> Position:
    row = part(record, "position", _POSITION)
    if row is None:
        return Position()
    amounts = (
        row.amount_or_none("assets"),
        row.amount_or_none("largest_share", most=1),
    )
    regime = part(row, "regime", _REGIME)
    if regime is None:
        return Position(*amounts)
    name = regime.choice("name", REGIMES, REGIMES[0]) if regime.has("name") else None
    if name is None:
        regime.refuse("name", "missing")
    return Position(*amounts, name, regime.text("source"), regime.day("day"))


def read_credit_book(obj: object) -> CreditBook:
    """Read one parsed book of accounts; raise `BookError` with every refused field, those of accounts by path."""
    record = open_record(obj, _BOOK)
    as_of = known_day(record, "as_of")
    accounts = tuple(_account(i, raw, record.errors) for i, raw in enumerate(record.items("accounts")))
    overdue = tuple(
        Overdue(row.text("client"), row.amount("amount"), _since(row, as_of))
        for row in rows(record, "overdue", _OVERDUE)
    )
    book = CreditBook(
        as_of,
        tuple(each for each in accounts if each is not None),
        overdue,
        _sums(record, "residual"),
        _sums(record, "turnover"),
    )
    finish(record)
    return book


def _since(row: Record, as_of: date) -> date:
    day = row.day("since")
    if day > as_of:
        row.refuse("since", "out_of_range")
    return day


def _account(i: int, raw: object, errors: list[FieldError]) -> Snapshot | None:
    try:
        return read_book(raw)
    except BookError as error:
        errors += [refuse(f"accounts[{i}].{each.field}", each.code, each.value) for each in error.errors]
        return None


def _sums(record: Record, key: str) -> Mapping[str, Fraction]:
    """An object of names to sums; empty when absent."""
    raw = record.get(key)
    names = tuple(str(name) for name in raw) if isinstance(raw, Mapping) else ()
    row = part(record, key, names)
    for name in names:
        if name != printable(name):
            record.refuse(key, "not_text")
    return {} if row is None else {name: row.amount(name) for name in names}
