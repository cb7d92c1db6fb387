"""A section folded for looking: where its clauses and sentences begin and end, and the dates and quantities in them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache

from bot.guard.folding import folded
from bot.guard.numerals import Numeral
from bot.guard.passages import CLAUSE_END, SENTENCE_END
from bot.library.moments import dates
from bot.library.quantities import quantities

Bounds = tuple[tuple[int, ...], tuple[int, ...]]
"""Where the clauses or the sentences of a text begin, and where they end."""
Span = tuple[int, int]


class Pieces:
    """One section under its heading. ``text`` is folded, and so are all places in it."""

    def __init__(self, heading: str, text: str) -> None:
        self.seen = folded(text)
        self.text = self.seen.text
        self.heading = folded(heading).text
        self.dates = tuple(dates(self.heading, self.text))
        self.quantities = tuple(quantities(self.text))
        self._clauses = _bounds(CLAUSE_END, self.text)
        self._sentences = _bounds(SENTENCE_END, self.text)

    def clause(self, start: int, end: int) -> Span:
        """The clause in which something stands."""
        return self._around(self._clauses, start, end)

    def sentence(self, start: int, end: int) -> Span:
        """The sentence in which something stands."""
        return self._around(self._sentences, start, end)

    def dates_in(self, begin: int, end: int) -> list[Numeral]:
        """The dates of a piece of the text."""
        return [day for day in self.dates if begin <= day.start < end]

    def _around(self, bounds: Bounds, start: int, end: int) -> Span:
        begins, ends = bounds
        last = bisect_left(ends, end)
        return begins[bisect_right(begins, start) - 1], ends[last] if last < len(ends) else len(self.text)


@lru_cache(maxsize=4096)
def pieces(heading: str, text: str) -> Pieces:
    """A section looked at once, however often it is asked about."""
    return Pieces(heading, text)


def _bounds(ending: re.Pattern[str], text: str) -> Bounds:
    found = tuple(ending.finditer(text))
    return (0, *(match.end() for match in found)), tuple(match.start() for match in found)
