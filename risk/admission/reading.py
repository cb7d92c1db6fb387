"""The application file: what is known of an applicant as JSON; what is absent or null is unknown.

{"as_of": "2026-11-20", "client_class": "individual", "born": "1985-03-01", "first_trade": "2020-05-06",
 "assets": [{"date": "2026-11-19", "amount": "480000.00"}],
 "suitability": {"grade": "C4", "assessed_on": "2026-01-10", "until": null}, "average": null, "shareholding": "0", "affiliate": false,
 "staff": false, "blacklisted": false, "material_default": false}
"""

from datetime import date
from fractions import Fraction

from risk.account import CLIENT_CLASSES
from risk.admission.model import Applicant
from risk.fields import Record
from risk.reading import day_of_birth, finish, flag, known_day, open_record, part, rows

GRADES = ("C1", "C2", "C3", "C4", "C5")
_FILE = (
    "as_of",
    "client_class",
    "born",
    "first_trade",
    "assets",
    "suitability",
    "average",
    "shareholding",
    "affiliate",
    "staff",
    "blacklisted",
    "material_default",
)


def read_applicant(obj: object) -> Applicant:
    """Read one parsed application; raise `BookError` with every refused field."""
    record = open_record(obj, _FILE)
    as_of = known_day(record, "as_of")
    grade, assessed_on, until = _suitability(record)
    applicant = Applicant(
        as_of,
        record.choice("client_class", CLIENT_CLASSES, "individual"),
        _assets(record, as_of),
        day_of_birth(record, "born", as_of),
        _past(record, "first_trade", as_of),
        grade,
        assessed_on,
        record.amount_or_none("shareholding", most=1),
        flag(record, "affiliate"),
        flag(record, "staff"),
        flag(record, "blacklisted"),
        flag(record, "material_default"),
        suitable_until=until,
        average=record.amount_or_none("average"),
    )
    finish(record)
    return applicant


def _past(record: Record, key: str, as_of: date) -> date | None:
    day = record.day_or_none(key)
    if day is not None and day > as_of:
        record.refuse(key, "out_of_range")
    return day


def _assets(record: Record, as_of: date) -> dict[date, Fraction]:
    read: dict[date, Fraction] = {}
    for row in rows(record, "assets", ("date", "amount")):
        day = _past(row, "date", as_of)
        if not row.has("date"):
            row.refuse("date", "missing")
        elif day in read:
            row.refuse("date", "duplicate")
        elif day is not None:
            read[day] = row.amount("amount")
    return read


def _suitability(record: Record) -> tuple[int | None, date | None, date | None]:
    row = part(record, "suitability", ("grade", "assessed_on", "until"))
    if row is None:
        return None, None, None
    grade = row.choice("grade", GRADES, "C1") if row.has("grade") else None
    number = None if grade is None else GRADES.index(grade) + 1
    return number, row.day_or_none("assessed_on"), row.day_or_none("until")
