"""What decision files hold besides what book files do: instants, yes or no, rows of objects; refused by field name."""

from collections.abc import Sequence
from datetime import date, datetime

from risk.fields import LAST_DAY, BookError, FieldError, Record
from risk.margin_calls import CHINA
from risk.thresholds import FIRST_KNOWN

_FIRST_BIRTH = date(1900, 1, 1)


def open_record(obj: object, allowed: Sequence[str]) -> Record:
    """The top object of a file. Raises `BookError` at once when it is no object."""
    errors: list[FieldError] = []
    record = Record(obj, "", errors, allowed)
    if not isinstance(obj, dict):
        raise BookError(errors)
    return record


def finish(record: Record) -> None:
    """Raise `BookError` with everything that was refused, if anything was."""
    if record.errors:
        raise BookError(record.errors)


def rows(record: Record, key: str, allowed: Sequence[str]) -> list[Record]:
    """The objects of a list, each with its path; empty when absent."""
    path = record.at(key)
    return [Record(raw, f"{path}[{i}]", record.errors, allowed) for i, raw in enumerate(record.items(key))]


def part(record: Record, key: str, allowed: Sequence[str]) -> Record | None:
    """A nested object, or None when absent."""
    if not record.has(key):
        return None
    return Record(record.get(key), record.at(key), record.errors, allowed)


def flag(record: Record, key: str) -> bool | None:
    """True, false, or None when absent: unknown."""
    raw = record.get(key)
    if raw is None or isinstance(raw, bool):
        return raw
    record.refuse(key, "not_bool")
    return None


def moment(record: Record, key: str) -> datetime:
    """A required instant such as 2026-11-20T15:00+08:00; without a zone it is China time."""
    if not record.has(key):
        record.refuse(key, "missing")
    return moment_or_none(record, key) or datetime.min.replace(tzinfo=CHINA)


def moment_or_none(record: Record, key: str) -> datetime | None:
    """An instant in China time from the first day that decisions know, or None when absent or null."""
    raw = record.get(key)
    if raw is None:
        return None
    try:
        read = datetime.fromisoformat(raw) if isinstance(raw, str) else None
    except ValueError:
        read = None
    if read is None or not FIRST_KNOWN <= read.date() <= LAST_DAY:
        record.refuse(key, "bad_date" if read is None else "out_of_range")
        return None
    return read.astimezone(CHINA) if read.tzinfo else read.replace(tzinfo=CHINA)


def known_day(record: Record, key: str) -> date:
    """A required day on which the packaged thresholds answer."""
    day = record.day(key)
    if record.has(key) and date.min < day < FIRST_KNOWN:
        record.refuse(key, "out_of_range")
    return day


def day_of_birth(record: Record, key: str, latest: date) -> date | None:
    """A day of birth up to `latest`, or None when absent: people are older than the exchanges."""
    raw = record.get(key)
    if raw is None:
        return None
    try:
        read = date.fromisoformat(raw) if isinstance(raw, str) and len(raw) == len("2026-11-20") else None
    except ValueError:
        read = None
    if read is None:
        record.refuse(key, "bad_date")
    elif not _FIRST_BIRTH <= read <= latest:
        record.refuse(key, "out_of_range")
    return read
