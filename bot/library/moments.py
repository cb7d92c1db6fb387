"""The days a text names, and whether a row of the rulebook is one of them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from bot.guard.numerals import Numeral, numerals
from bot.library.rulebook import Row

ANNOUNCED_WITHIN = timedelta(days=31)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_BEFORE = re.compile(r"\s*(?:以前|之前|前|及以前|为止)")
_TO = re.compile(r"(?:至|到|为止|until|to|through)\s*$")
_BEFORE_EN = re.compile(r"(?:before|until|through|up to)\s*$")


def dates(heading: str, text: str) -> list[Numeral]:
    """The dates of a text; one without a year is of the year named last before it, else in the heading."""
    in_heading = _YEAR.search(heading)
    year = in_heading.group() if in_heading else None
    named: list[Numeral] = []
    for found in numerals(text):
        if found.kind == "date":
            year = found.value[:4] if _has_year(found) else year
            whole = found.value if _has_year(found) else f"{year}-{found.value}"
            if year and _is_a_day(whole):
                named.append(replace(found, value=whole))
    return named


def _is_a_day(value: str) -> bool:
    """Whether the calendar has it: a range such as 1992–93 is no month."""
    try:
        span_of(value)
    except ValueError:
        return False
    return True


def _has_year(found: Numeral) -> bool:
    return found.kind == "date" and len(found.value.split("-")[0]) == 4


def holds_on(row: Row, day: Numeral, text: str, ended: bool) -> bool:
    """Whether a row holds on a day that the text names, or begins soon after; before it, where the text says so."""
    first, last = span_of(day.value)
    early = _BEFORE.match(text, day.end) or _BEFORE_EN.search(text[max(0, day.start - 16) : day.start])
    begin = first - timedelta(days=1) if early or ended else first
    is_end = _TO.search(text[max(0, day.start - 8) : day.start])
    soon = not is_end and first <= row.start <= last + ANNOUNCED_WITHIN
    return soon or row.meets(begin, last + timedelta(days=1))


def span_of(value: str) -> tuple[date, date]:
    """The first and the last day that a written date stands for: 2015-11-23, 2015-11 or 2015."""
    year, month, day = (*(int(part) for part in value.split("-")), 0, 0)[:3]
    if day:
        return date(year, month, day), date(year, month, day)
    if month:
        following = date(year + month // 12, month % 12 + 1, 1)
        return date(year, month, 1), following - timedelta(days=1)
    return date(year, 1, 1), date(year, 12, 31)
