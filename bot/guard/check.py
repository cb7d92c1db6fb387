"""The guard: no text goes out with a number, a quote or a claim that its evidence does not carry.

A number passes only when the measure named nearest before it, in the same sentence, is the measure of a
fact that has this value; dates, times, tickets and codes are matched by their own kind. What stands
inside a quoted passage in force, or inside a formula shown verbatim, has been proved already. There is
no list of numbers that are harmless.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.answer.measures import MEASURES
from bot.guard.evidence import Evidence, Fact
from bot.guard.numerals import Numeral, fold, numerals
from bot.guard.wording import banned

_HOLE = "\0"
_SENTENCE_END = re.compile(r"[。!?;\n]|\.(?=\s|$)")
_CLAUSE_END = re.compile(r"[,，。!?;:\n()]|\.(?=\s|$)")
_QUOTED = re.compile(r"[“「『]([^”」』]{12,})[”」』]")
_PERSONAL = re.compile(r"(?<![\d.,])1[3-9]\d{9}(?![\d.,])|(?<!\d)\d{17}[\dx](?!\d)|(?<!\d)\d{16,19}(?!\d)")
_CLIENT_ID = re.compile(r"\b(?:demo|client|cust)-[a-z0-9]+\b")
_COMMON_LABELS = tuple(label for measure in MEASURES for label in (*measure.zh, *measure.en))


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing that may not go out: ``text`` as found, ``expected`` what the evidence holds, if anything."""

    code: str
    start: int
    end: int
    text: str
    expected: str | None = None


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

    Issue codes: ``unbound_number wrong_value wrong_kind repealed_quote unknown_quote promise forecast
    advice admission liquidation_notice personal_data other_client``.
    """
    folded = fold(text)
    stale = tuple(_repealed(folded, evidence, as_of))
    proved = (*(fold(quote.text) for quote in evidence.quotes), *(fold(span) for span in evidence.spans))
    own_words = _without(folded, proved)
    found = numerals(own_words)
    bound = _Binding(own_words, evidence.facts)
    wrong = tuple(issue for numeral in found if (issue := bound.judge(numeral)) is not None)
    return Verdict(
        (*stale, *_unknown_quotes(own_words), *wrong, *_wording(own_words), *_strangers(own_words, evidence)),
        len(found),
    )


class _Binding:
    """Binds each number of a text to the measure whose name stands nearest to it."""

    def __init__(self, text: str, facts: tuple[Fact, ...]) -> None:
        self.text = text
        self.values: dict[str, set[str]] = {}
        self.typed: dict[str, list[tuple[set[str], set[str]]]] = {}
        for fact in facts:
            self._enter(fact)
        labels = {fold(label) for label in (*_COMMON_LABELS, *self.values)}
        self.labels = re.compile("|".join(re.escape(x) for x in sorted(labels, key=len, reverse=True)))

    def _enter(self, fact: Fact) -> None:
        labels = {fold(label) for label in fact.labels}
        for form in fact.accepted:
            for numeral in numerals(fold(form)):
                self.typed.setdefault(numeral.kind, []).append(({numeral.value}, labels))
                for label in labels:
                    self.values.setdefault(label, set()).add(numeral.value)

    def judge(self, numeral: Numeral) -> Issue | None:
        if numeral.kind != "number":
            return self._judge_typed(numeral)
        label = self._nearest(numeral)
        if label is None:
            return self._issue("unbound_number", numeral)
        allowed = self.values.get(label, set())
        if numeral.value in allowed:
            return None
        return self._issue("wrong_value", numeral, f"{label}: {', '.join(sorted(allowed)) or '—'}")

    def _judge_typed(self, numeral: Numeral) -> Issue | None:
        known = self.typed.get(numeral.kind, [])
        match = [labels for values, labels in known if _same(numeral.value, values)]
        if not match:
            return self._issue(
                "wrong_value", numeral, ", ".join(sorted(v for values, _ in known for v in values)) or None
            )
        own = re.compile(
            "|".join(re.escape(x) for _, labels in known for x in sorted(labels, key=len, reverse=True))
            or "(?!)"
        )
        named = [m.group() for m in own.finditer(self.text, self._clause_start(numeral.start), numeral.start)]
        if named and not any(named[-1] in labels for labels in match):
            return self._issue("wrong_kind", numeral, named[-1])
        return None

    def _nearest(self, numeral: Numeral) -> str | None:
        before = [
            m.group()
            for m in self.labels.finditer(self.text, self._sentence_start(numeral.start), numeral.start)
        ]
        if before:
            return before[-1]
        end = _CLAUSE_END.search(self.text, numeral.end)
        after = self.labels.search(self.text, numeral.end, end.start() if end else len(self.text))
        return after.group() if after else None

    def _sentence_start(self, position: int) -> int:
        return max((m.end() for m in _SENTENCE_END.finditer(self.text, 0, position)), default=0)

    def _clause_start(self, position: int) -> int:
        return max((m.end() for m in _CLAUSE_END.finditer(self.text, 0, position)), default=0)

    def _issue(self, code: str, numeral: Numeral, expected: str | None = None) -> Issue:
        return Issue(code, numeral.start, numeral.end, self.text[numeral.start : numeral.end], expected)


def _same(value: str, values: set[str]) -> bool:
    """Equal, or a date said without its year or day that is the end or the start of a known one."""
    return any(
        value == known or known.endswith("-" + value) or known.startswith(value + "-") for known in values
    )


def _without(text: str, spans: Iterable[str]) -> str:
    for span in sorted({s.strip() for s in spans if s.strip()}, key=len, reverse=True):
        text = text.replace(span, _HOLE * len(span))
    return text


def _repealed(folded: str, evidence: Evidence, as_of: date) -> Iterable[Issue]:
    for quote in evidence.quotes:
        start = folded.find(fold(quote.text).strip())
        if start >= 0 and not quote.in_force(as_of):
            yield Issue("repealed_quote", start, start + len(quote.text), quote.text[:40])


def _unknown_quotes(own_words: str) -> Iterable[Issue]:
    for match in _QUOTED.finditer(own_words):
        if _HOLE not in match.group(1):
            yield Issue("unknown_quote", match.start(), match.end(), match.group(1)[:40])


def _wording(own_words: str) -> Iterable[Issue]:
    for code, start, end in banned(own_words):
        yield Issue(code, start, end, own_words[start:end])


def _strangers(own_words: str, evidence: Evidence) -> Iterable[Issue]:
    for match in _PERSONAL.finditer(own_words):
        yield Issue("personal_data", match.start(), match.end(), match.group()[:3] + "…")
    for match in _CLIENT_ID.finditer(own_words):
        if match.group() != evidence.client_id:
            yield Issue("other_client", match.start(), match.end(), match.group())
