"""The guard: no text goes out with a number, a quote or a claim that its evidence does not carry.

A number passes only when the measure it is said of is the measure of a fact with this value and unit
(``bot.guard.binding``); dates, times, tickets and codes are matched by their own kind. What stands inside
a quoted passage in force, or inside a formula shown verbatim, has been proved already. There is no list of
numbers that are harmless.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.guard.binding import Binding, Issue
from bot.guard.comparison import compared
from bot.guard.evidence import Evidence
from bot.guard.numerals import fold, numerals
from bot.guard.personal import CLIENT_ID, PERSONAL
from bot.guard.wording import banned

_HOLE = "\0"
_QUOTED = re.compile(r"[“「『]([^”」』]{7,})[”」』]|\"([^\"\n]{7,})\"")
_BESIDE_QUOTE = re.compile(r"[\0\s,.。;:!?、…()]*")


@dataclass(frozen=True, slots=True)
class Verdict:
    """``issues`` empty: the text may go out. ``checked`` counts the numbers that were looked at."""

    issues: tuple[Issue, ...]
    checked: int

    @property
    def passed(self) -> bool:
        """Whether nothing was found."""
        return not self.issues


def check(text: str, evidence: Evidence, as_of: date) -> Verdict:
    """Check ``text`` against ``evidence``; quotes must be in force on ``as_of``.

    Issue codes: ``unbound_number wrong_value wrong_unit wrong_kind wrong_comparison repealed_quote
    unknown_quote promise forecast advice admission liquidation_notice loose_time personal_data
    other_client``.
    """
    folded = fold(text)
    stale = tuple(_repealed(folded, evidence, as_of))
    proved = (*(fold(quote.text) for quote in evidence.quotes), *(fold(span) for span in evidence.spans))
    own_words = _without(folded, proved)
    found = numerals(own_words)
    bound = Binding(own_words, evidence.facts)
    wrong = tuple(issue for numeral in found if (issue := bound.judge(numeral)) is not None)
    issues = (
        *stale,
        *_unknown_quotes(own_words),
        *wrong,
        *compared(own_words, found),
        *_wording(own_words),
        *_strangers(own_words, evidence),
    )
    return Verdict(issues, len(found))


def _without(text: str, spans: Iterable[str]) -> str:
    """``text`` with the proved spans blanked; a span never bites a piece out of a longer number."""
    for span in sorted({s.strip() for s in spans if s.strip()}, key=len, reverse=True):
        before = r"(?<![\d.,])" if span[0].isdigit() else ""
        after = r"(?![\d%]|[.,]\d)" if span[-1].isdigit() else ""
        text = re.sub(before + re.escape(span) + after, _HOLE * len(span), text)
    return text


def _repealed(folded: str, evidence: Evidence, as_of: date) -> Iterable[Issue]:
    for quote in evidence.quotes:
        start = folded.find(fold(quote.text).strip())
        if start >= 0 and not quote.in_force(as_of):
            yield Issue("repealed_quote", start, start + len(quote.text), quote.text[:40])


def _unknown_quotes(own_words: str) -> Iterable[Issue]:
    """Quotation marks around anything but a proved span, whole."""
    for match in _QUOTED.finditer(own_words):
        quoted = match.group(1) or match.group(2)
        if not _BESIDE_QUOTE.fullmatch(quoted):
            yield Issue("unknown_quote", match.start(), match.end(), quoted.replace(_HOLE, "")[:40])


def _wording(own_words: str) -> Iterable[Issue]:
    for code, start, end in banned(own_words):
        yield Issue(code, start, end, own_words[start:end])


def _strangers(own_words: str, evidence: Evidence) -> Iterable[Issue]:
    for match in PERSONAL.finditer(own_words):
        yield Issue("personal_data", match.start(), match.end(), match.group()[:3] + "…")
    for match in CLIENT_ID.finditer(own_words):
        if match.group() != evidence.client_id:
            yield Issue("other_client", match.start(), match.end(), match.group())
