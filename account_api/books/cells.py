"""Cells of a book file as the ledger stores them, and back: text in, text out, nothing rounded and nothing guessed.

Money is a whole number of 1/10000 and a rate one of 10⁻⁸, as the columns of the ledger keep them, so a row goes from the
file into the database without an object in between.
"""

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from account_api.books.schema import Column, Kind
from risk.fields import LAST_DAY
from risk.money import AmountError, parse

Reader = Callable[[str], Any]

_DECIMAL = re.compile(r"(-?)([0-9]{1,18})(?:\.([0-9]+))?")
_WHOLE = re.compile(r"[0-9]{1,19}")
_MONEY = re.compile(r"[0-9]{1,14}(?:\.[0-9]{1,4})?")
_BALANCE = re.compile(rf"-?{_MONEY.pattern}")
_ID, _TEXT = r"[^\s\x00-\x1f\x7f\ud800-\udfff]", r"[^\x00-\x1f\x7f\ud800-\udfff]"
_ANY_TEXT = re.compile(f"{_TEXT}+")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MINUTE = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")
_FLAGS: Mapping[str, bool] = {"true": True, "false": False}
MONEY_PLACES, RATE_PLACES = 4, 8
MOST_MONEY = 10**18
MOST_RATE = 1000 * 10**RATE_PLACES
MOST_COUNT, MOST_VOLUME = 2**31 - 1, 2**63 - 1
MOST_OBJECT = 10_000
FIRST_DAY = date(1900, 1, 1)
"""A client may have been born long before the exchanges opened."""
REPEATED, MOST_REPEATED = 16_384, 12
SEPARATOR = "|"
"""Between the entries of a list in one cell; a list that has it in an entry is written as JSON."""


class BadCell(ValueError):
    """A cell that cannot be read; the message is the code of the reason."""


def reader(column: Column, day_form: str | None = None) -> Reader:
    """What turns a cell of `column` into what is stored; an empty one is None, or its default where it has one.

    A cell that must be filled goes straight to its kind: none of them takes an empty text.
    """
    read, default = _reader(column, day_form), column.default
    if column.required:
        return read
    return lambda text: read(text) if text else default


def _reader(column: Column, day_form: str | None) -> Reader:
    """Kinds whose cells repeat are read once each; ids of clients and sums of money hardly do."""
    kind = column.kind
    if kind is Kind.day and day_form:
        return lru_cache(REPEATED)(lambda text: _day_in(text, day_form))
    if kind in (Kind.id, Kind.text):
        read = _text_reader(_ID if kind is Kind.id else _TEXT, column.most)
        return lru_cache(REPEATED)(read) if column.most <= MOST_REPEATED else read
    if kind is Kind.choice:
        return lru_cache(REPEATED)(lambda text: _among(text, column.among))
    if kind is Kind.count:
        return lru_cache(REPEATED)(lambda text: _count(text, column))
    return _READERS[kind]


def _text_reader(pattern: str, most: int) -> Reader:
    fits = re.compile(f"{pattern}{{1,{most}}}").fullmatch

    def text_of(text: str) -> str:
        if fits(text):
            return text
        raise BadCell("too_long" if len(text) > most else "not_text" if text else "missing")

    return text_of


def _among(text: str, allowed: tuple[str, ...]) -> str:
    if text not in allowed:
        raise BadCell("not_one_of" if text else "missing")
    return text


def _count(text: str, column: Column) -> int:
    return _whole(_among(text, column.among) if column.among else text, column.most or MOST_COUNT)


def _whole(text: str, most: int) -> int:
    if not _WHOLE.fullmatch(text):
        found = _DECIMAL.fullmatch(text)
        if found is None:
            raise BadCell(_why_no_decimal(text))
        raise BadCell("negative" if found[1] else "not_whole")
    if int(text) > most:
        raise BadCell("out_of_range")
    return int(text)


def _scaled(text: str, places: int, most: int, signed: bool = False) -> int:
    found = _DECIMAL.fullmatch(text)
    if found is None:
        raise BadCell(_why_no_decimal(text))
    sign, whole, decimals = found.groups(default="")
    if len(decimals) > places:
        if decimals[places:].strip("0"):
            raise BadCell("too_fine")
        decimals = decimals[:places]
    value = int(whole + decimals.ljust(places, "0"))
    if value >= most:
        raise BadCell("out_of_range")
    if sign and value and not signed:
        raise BadCell("negative")
    return -value if sign else value


def _why_no_decimal(text: str) -> str:
    if not text:
        return "missing"
    try:
        parse(text, "cell")
    except AmountError as error:
        return error.code
    return "out_of_range"


def _money(text: str) -> int:
    if not _MONEY.fullmatch(text):
        return _scaled(text, MONEY_PLACES, MOST_MONEY)
    whole, _, decimals = text.partition(".")
    return int(whole + decimals.ljust(MONEY_PLACES, "0"))


def _balance(text: str) -> int:
    if not _BALANCE.fullmatch(text):
        return _scaled(text, MONEY_PLACES, MOST_MONEY, signed=True)
    whole, _, decimals = text.partition(".")
    return int(whole + decimals.ljust(MONEY_PLACES, "0"))


@lru_cache(REPEATED)
def _rate(text: str) -> int:
    return _scaled(text, RATE_PLACES, MOST_RATE)


@lru_cache(REPEATED)
def _day(text: str) -> str:
    try:
        known = bool(_DAY.fullmatch(text)) and FIRST_DAY <= date.fromisoformat(text) <= LAST_DAY
    except ValueError:
        known = False
    if not known:
        raise BadCell("bad_date" if text else "missing")
    return text


def _day_in(text: str, form: str) -> str:
    if not text:
        raise BadCell("missing")
    try:
        return _day(datetime.strptime(text, form).date().isoformat())  # noqa: DTZ007  a day has no zone
    except ValueError as error:
        raise BadCell("bad_date") from error


@lru_cache(REPEATED)
def _instant(text: str) -> str:
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadCell("bad_instant") from error
    if found.tzinfo is None or not FIRST_DAY <= found.date() <= LAST_DAY:
        raise BadCell("bad_instant")
    return instant_text(found)


def instant_text(instant: datetime) -> str:
    """An aware instant as the database's own text, in UTC."""
    return instant.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def _minute(text: str) -> str:
    if not _MINUTE.fullmatch(text):
        raise BadCell("bad_time" if text else "missing")
    return text


def _flag(text: str) -> bool:
    if text not in _FLAGS:
        raise BadCell("not_bool")
    return _FLAGS[text]


def _days(text: str) -> str:
    return json.dumps([_day(each) for each in _entries(text)])


def _names(text: str) -> str:
    if len(text) > MOST_OBJECT:
        raise BadCell("too_long")
    if not _ANY_TEXT.fullmatch(text):
        raise BadCell("not_text")
    return json.dumps(_entries(text))


def _entries(text: str) -> list[str]:
    if not text.startswith("["):
        return [each for each in text.split(SEPARATOR) if each]
    try:
        entries = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadCell("not_list") from error
    if not isinstance(entries, list) or not all(isinstance(each, str) for each in entries):
        raise BadCell("not_list")
    return entries


@lru_cache(REPEATED // 16)
def _object(text: str) -> str:
    if len(text) > MOST_OBJECT:
        raise BadCell("too_long")
    try:
        value = json.loads(text, parse_float=_no_float, parse_constant=_no_float)
    except (ValueError, RecursionError) as error:
        raise BadCell("not_object") from error
    if not isinstance(value, dict):
        raise BadCell("not_object")
    return json.dumps(value)


def _no_float(text: str) -> Any:
    raise ValueError(f"{text} is a float")


_READERS: Mapping[Kind, Reader] = {
    Kind.day: _day,
    Kind.days: _days,
    Kind.instant: _instant,
    Kind.minute: lru_cache(REPEATED)(_minute),
    Kind.money: _money,
    Kind.balance: _balance,
    Kind.rate: _rate,
    Kind.volume: lambda text: _whole(text, MOST_VOLUME),
    Kind.flag: _flag,
    Kind.names: _names,
    Kind.object: _object,
}


def written(kind: Kind, value: Any) -> str:
    """What the ledger's column gave, as the text of a cell; reading it again gives the same."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return _decimal_text(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if kind is Kind.flag:
        return "true" if value else "false"
    if kind is Kind.object:
        return json.dumps(value, ensure_ascii=False)
    if kind in (Kind.names, Kind.days):
        return _list_text(value)
    return str(value)


def for_spreadsheet(kind: Kind, value: Any) -> str:
    """The same for somebody who opens the file in a spreadsheet: a text that would be read there as a formula begins with an
    apostrophe. Such a file is for looking at; it does not say the same when it is read again.
    """
    text = written(kind, value)
    return f"'{text}" if kind in _WORDS and text.startswith(_FORMULA) else text


_WORDS = frozenset({Kind.id, Kind.text, Kind.names, Kind.object, Kind.choice})
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def _list_text(entries: list[str]) -> str:
    plain = not any(not each or SEPARATOR in each or each.startswith("[") for each in entries)
    return SEPARATOR.join(entries) if plain else json.dumps(entries, ensure_ascii=False)


def _decimal_text(value: Decimal) -> str:
    """At least two decimals, and no zero behind them."""
    whole, _, decimals = format(value, "f").partition(".")
    return f"{whole}.{decimals.rstrip('0').ljust(2, '0')}"
