"""Reading untrusted JSON field by field: every refusal names its path, a stable code and a sentence in both
languages.

A `Record` wraps one JSON object. Its readers return a usable value or a harmless placeholder and note the
error, so that one pass reports everything that is wrong; the caller raises `BookError` once, at the end,
when anything was noted.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from fractions import Fraction
from types import MappingProxyType
from typing import TypeVar

from risk import money

T = TypeVar("T", bound=str)
P = TypeVar("P")

FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2199, 12, 31)
"""The days a book may speak of: from the year the exchanges opened to one that no term reaches."""

_SHOWN = 40
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MINUTE = re.compile(r"[0-9]{2}:[0-9]{2}")

_REASONS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "missing": ("is required", "必须填写"),
        "unknown_key": ("is not a known field", "不是已知字段"),
        "not_object": ("must be an object", "必须是对象"),
        "not_list": ("must be a list", "必须是列表"),
        "not_text": ("must be a non-empty text", "必须是非空文本"),
        "not_bool": ("must be true or false", "必须是 true 或 false"),
        "not_decimal": ("must be a plain decimal in quotes", "必须是带引号的普通十进制数"),
        "float": ("is a float; write it as a decimal in quotes", "是浮点数，请写成带引号的十进制数"),
        "exponent": ("must not use an exponent", "不能用科学计数法"),
        "nan": ("is not a number", "不是有效数字"),
        "too_long": ("has too many digits", "位数过多"),
        "negative": ("must not be negative", "不能为负"),
        "not_positive": ("must be greater than zero", "必须大于零"),
        "not_whole": ("must be a whole number", "必须是整数"),
        "out_of_range": ("is out of range", "超出允许范围"),
        "bad_date": ("must be a date such as 2026-11-20", "必须是 2026-11-20 这样的日期"),
        "bad_time": ("must be a time such as 15:00", "必须是 15:00 这样的时刻"),
        "not_one_of": ("is not one of the allowed values", "不在允许的取值之内"),
        "duplicate": ("occurs twice", "重复出现"),
        "one_of_two": ("says it in a second way; give only one", "与另一种写法重复，只能填写一种"),
        "contradicts": ("contradicts another condition", "与另一项条件矛盾"),
        "line_order": ("is out of order with the other lines", "与其他各线的高低次序不符"),
        "unsupported": ("is not supported", "暂不支持"),
        "loosens": ("asks for less than the rule does", "比规则宽松"),
        "overlap": ("covers days that another row covers", "与另一行的有效期重叠"),
        "gap": ("ends where nothing answers any more", "结束后没有规则可适用"),
        "both_sides": (
            "is one balance with the other side; give only one",
            "与另一方为同一余额，只能填写一方",
        ),
    }
)


@dataclass(frozen=True, slots=True)
class FieldError:
    """One refused field: its path, a stable code, the value as text, a sentence in each language."""

    field: str
    code: str
    value: str | None
    text: str
    text_zh: str

    def as_json(self) -> dict[str, str | None]:
        return {
            "field": self.field,
            "code": self.code,
            "value": self.value,
            "text": self.text,
            "text_zh": self.text_zh,
        }


class BookError(ValueError):
    """Broken input. `errors` holds every refused field."""

    def __init__(self, errors: Sequence[FieldError]) -> None:
        self.errors = tuple(errors)
        super().__init__("; ".join(error.text for error in self.errors))


def refuse(field: str, code: str, value: object = None) -> FieldError:
    """The error for `field`, safe to print whatever was in the input; `code` must be one of the known reasons."""
    english, chinese = _REASONS[code]
    named = printable(field)
    shown = None if value is None else printable(str(value)[:_SHOWN])
    return FieldError(named, code, shown, f"{named} {english}", f"{named} {chinese}")


def printable(text: str) -> str:
    """`text` with "?" for what UTF-8 cannot write: JSON may escape half a character ("\\ud800")."""
    return text.encode("utf-8", "replace").decode()


class Record:
    """One JSON object at `path`, read key by key; anything wrong is appended to the shared `errors`."""

    def __init__(self, raw: object, path: str, errors: list[FieldError], allowed: Sequence[str]) -> None:
        self.path, self.errors = path, errors
        self._raw: Mapping[str, object] = {}
        if not isinstance(raw, Mapping):
            self._note(path or "book", "not_object", type(raw).__name__)
            return
        self._raw = raw
        for key in raw:
            if key not in allowed:
                self._note(self.at(str(key)), "unknown_key", raw[key])

    def at(self, key: str) -> str:
        """The path of `key`."""
        return f"{self.path}.{key}" if self.path else key

    def has(self, key: str) -> bool:
        return self._raw.get(key) is not None

    def names(self, key: str) -> bool:
        """True when the key is written, even with null."""
        return key in self._raw

    def get(self, key: str) -> object:
        return self._raw.get(key)

    def refuse(self, key: str, code: str) -> None:
        """Note an error about `key` that only the caller can see."""
        self._note(self.at(key), code, self._raw.get(key))

    def amount(self, key: str, default: Fraction | None = None, *, most: int | None = None) -> Fraction:
        """A decimal ≥ 0 (and ≤ `most`); required unless a default is given."""
        read = self.amount_or_none(key, most=most)
        if read is None and default is None and not self.has(key):
            self.refuse(key, "missing")
        return read if read is not None else default or Fraction(0)

    def amount_or_none(self, key: str, *, most: int | None = None) -> Fraction | None:
        """A decimal ≥ 0 (and ≤ `most`), or None when absent or null."""
        read = self.signed_or_none(key, most=most)
        if read is not None and read < 0:
            self.refuse(key, "negative")
        return read

    def signed_or_none(
        self, key: str, *, least: int | None = None, most: int | None = None
    ) -> Fraction | None:
        """A decimal of either sign (≥ `least` and ≤ `most`), or None when absent or null."""
        raw = self._raw.get(key)
        if raw is None:
            return None
        try:
            read = money.parse(raw, self.at(key))  # type: ignore[arg-type]  # parse refuses other types by name
        except money.AmountError as error:
            self._note(self.at(key), error.code, raw)
            return None
        if (least is not None and read < least) or (most is not None and read > most):
            self.refuse(key, "out_of_range")
        return read

    def whole(self, key: str, default: int | None = None, *, least: int = 0) -> int:
        """A whole number ≥ `least`; required unless a default is given."""
        read = self.amount_or_none(key)
        if read is None:
            if default is None and not self.has(key):
                self.refuse(key, "missing")
            return default or 0
        if read.denominator != 1:
            self.refuse(key, "not_whole")
        elif 0 <= read < least:
            self.refuse(key, "not_positive")
        return int(read)

    def text(self, key: str, default: str | None = None) -> str:
        """A non-empty text; required unless a default is given."""
        raw = self._raw.get(key)
        if raw is None:
            if default is None:
                self.refuse(key, "missing")
            return default or ""
        if not isinstance(raw, str) or not raw.strip() or raw != printable(raw):
            self.refuse(key, "not_text")
            return default or ""
        return raw

    def choice(self, key: str, allowed: Sequence[T], default: T) -> T:
        """One of `allowed`; `default` when absent."""
        raw = self._raw.get(key, default)
        for each in allowed:
            if raw == each:
                return each
        self.refuse(key, "not_one_of")
        return default

    def day(self, key: str) -> date:
        """A required calendar day."""
        read = self.day_or_none(key)
        if read is None and not self.has(key):
            self.refuse(key, "missing")
        return read or date.min

    def day_or_none(self, key: str) -> date | None:
        raw = self._raw.get(key)
        return None if raw is None else self._parsed(key, raw, _parse_day, "bad_date")

    def minute(self, key: str) -> time:
        """A required time of day."""
        raw = self._raw.get(key)
        if raw is None:
            self.refuse(key, "missing")
            return time.min
        return self._parsed(key, raw, _parse_minute, "bad_time") or time.min

    def items(self, key: str) -> Sequence[object]:
        """A list; empty when absent."""
        raw = self._raw.get(key)
        if raw is None:
            return ()
        if isinstance(raw, list | tuple):
            return raw
        self.refuse(key, "not_list")
        return ()

    def days(self, key: str) -> tuple[date, ...]:
        """A list of calendar days; empty when absent."""
        read = [
            self._parsed(f"{key}[{i}]", raw, _parse_day, "bad_date") for i, raw in enumerate(self.items(key))
        ]
        return tuple(day for day in read if day is not None)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty when absent."""
        for i, raw in enumerate(self.items(key)):
            if not isinstance(raw, str) or raw != printable(raw):
                self._note(self.at(f"{key}[{i}]"), "not_text", raw)
        return tuple(raw for raw in self.items(key) if isinstance(raw, str))

    def _parsed(self, key: str, raw: object, parser: Callable[[str], P], code: str) -> P | None:
        try:
            if isinstance(raw, str):
                return parser(raw)
        except ValueError:
            pass
        self._note(self.at(key), code, raw)
        return None

    def _note(self, field: str, code: str, value: object) -> None:
        self.errors.append(refuse(field, code, value))


def _parse_day(text: str) -> date:
    if not _DAY.fullmatch(text):  # fromisoformat alone takes 2026-W47-5 too
        raise ValueError(text)
    day = date.fromisoformat(text)
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(text)
    return day


def _parse_minute(text: str) -> time:
    if not _MINUTE.fullmatch(text):
        raise ValueError(text)
    return time.fromisoformat(text)
