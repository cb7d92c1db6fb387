"""Tables by steps: the ranges in the first column of a table must follow each other without overlap or hole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from bot.guard.numerals import fold
from bot.library.finding import Finding
from bot.library.shelf import Document

Range = tuple[Decimal, Decimal]
"""From and below."""
_MOST = Decimal("Infinity")
_X = r"(?P<x>\d+(?:\.\d+)?)\s*%"
_Y = r"(?P<y>\d+(?:\.\d+)?)\s*%"
_FORMS = (
    re.compile(rf"{_X}\s*(?:至|到|-|–|~|to)\s*{_Y}"),
    re.compile(rf"(?:从|from\s*)?{_X}\s*(?:及?以上|(?:and|or) (?:above|more|over)|up)"),
    re.compile(rf"(?:低于|不足|below|under|less than)\s*{_Y}|{_Y.replace('y>', 'z>')}\s*以下"),
)


def of_tables(document: Document) -> Iterator[Finding | None]:
    """One entry for each two neighbouring rows with a range: a finding where they do not meet."""
    for section in document.sections:
        for ranges in _steps(section.text):
            for one, other in pairwise(sorted(ranges)):
                broken = one[1] != other[0]
                yield _broken(document, section.heading, one, other) if broken else None


def _steps(text: str) -> Iterator[list[Range]]:
    """The ranges of each table, in which at least two rows have one."""
    table: list[Range] = []
    for line in (*text.splitlines(), ""):
        cells = line.strip().strip("|").split(" | ")
        if len(cells) > 1:
            found = _range(fold(cells[0].strip()))
            table += [found] if found else []
            continue
        if len(table) > 1:
            yield table
        table = []


def _range(cell: str) -> Range | None:
    for form in _FORMS:
        match = form.fullmatch(cell)
        if match:
            known = match.groupdict()
            begin, end = known.get("x"), known.get("y") or known.get("z")
            return Decimal(begin or 0), Decimal(end) if end else _MOST
    return None


def _broken(document: Document, heading: str, one: Range, other: Range) -> Finding:
    shown = f"{one[0]}–{one[1]} / {other[0]}–{other[1]}"
    return Finding(
        "broken_steps", document.file, heading, f"区间不相接：{shown}", f"steps do not meet: {shown}"
    )
