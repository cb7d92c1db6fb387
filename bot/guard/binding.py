"""Which measure a number of a text is said of, and whether any fact says that value of it.

The measure is the one named nearest before the number in its sentence; one named right after it, as in
「130% 是平仓线」 or 「130%（平仓线）」, goes first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.answer.measures import MEASURES
from bot.guard.evidence import Fact
from bot.guard.numerals import Numeral, fold, numerals

SENTENCE_END = re.compile(r"[。!?;\n]|\.(?=\s|$)")
_CLAUSE_END = re.compile(r"[,，。!?;:\n()]|\.(?=\s|$)")
_SAID_AFTER = re.compile(
    r"\s*(?:元|股|天|倍)?\s*(?:\(\s*|(?:就?是|即|为|is |are |was )\s*(?:您|你|我|the |your )?的?\s*)"
)
_COMMON_LABELS = tuple(label for measure in MEASURES for label in (*measure.zh, *measure.en))


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing that may not go out: ``text`` as found, ``expected`` what the evidence holds, if anything."""

    code: str
    start: int
    end: int
    text: str
    expected: str | None = None


class Binding:
    """The numbers of ``text`` against what ``facts`` allow."""

    def __init__(self, text: str, facts: tuple[Fact, ...]) -> None:
        self.text = text
        self.values: dict[str, dict[str, set[str]]] = {}
        self.typed: dict[str, list[tuple[set[str], set[str]]]] = {}
        for fact in facts:
            self._enter(fact)
        labels = {fold(label) for label in (*_COMMON_LABELS, *self.values)}
        self.labels = _any_of(labels)

    def _enter(self, fact: Fact) -> None:
        labels = {fold(label) for label in fact.labels}
        units = {numeral.unit for numeral in numerals(fold(fact.shown))[:1] if numeral.unit}
        for form in fact.accepted:
            for numeral in numerals(fold(form)):
                self.typed.setdefault(numeral.kind, []).append(({numeral.value}, labels))
                for label in labels:
                    self.values.setdefault(label, {}).setdefault(numeral.value, set()).update(units)

    def judge(self, numeral: Numeral) -> Issue | None:
        """What is wrong with a number, if anything."""
        if numeral.kind != "number":
            return self._judge_typed(numeral)
        label = self._measure(numeral)
        if label is None:
            return self._issue("unbound_number", numeral)
        allowed = self.values.get(label, {})
        if numeral.value not in allowed:
            return self._issue("wrong_value", numeral, f"{label}: {', '.join(sorted(allowed)) or '—'}")
        units = allowed[numeral.value]
        if numeral.unit and units and numeral.unit not in units:
            return self._issue("wrong_unit", numeral, ", ".join(sorted(units)))
        return None

    def _judge_typed(self, numeral: Numeral) -> Issue | None:
        known = self.typed.get(numeral.kind, [])
        match = [labels for values, labels in known if _same(numeral.value, values)]
        if not match:
            return self._issue(
                "wrong_value", numeral, ", ".join(sorted(v for values, _ in known for v in values)) or None
            )
        own = _any_of({label for _, labels in known for label in labels})
        named = [m.group() for m in own.finditer(self.text, self._clause_start(numeral.start), numeral.start)]
        if named and not any(named[-1] in labels for labels in match):
            return self._issue("wrong_kind", numeral, named[-1])
        return None

    def _measure(self, numeral: Numeral) -> str | None:
        linked = _SAID_AFTER.match(self.text, numeral.end)
        told = self.labels.match(self.text, linked.end()) if linked else None
        if told:
            return told.group()
        start = self._sentence_start(numeral.start)
        before = [m.group() for m in self.labels.finditer(self.text, start, numeral.start)]
        if before:
            return before[-1]
        end = _CLAUSE_END.search(self.text, numeral.end)
        after = self.labels.search(self.text, numeral.end, end.start() if end else len(self.text))
        return after.group() if after else None

    def _sentence_start(self, position: int) -> int:
        return max((m.end() for m in SENTENCE_END.finditer(self.text, 0, position)), default=0)

    def _clause_start(self, position: int) -> int:
        return max((m.end() for m in _CLAUSE_END.finditer(self.text, 0, position)), default=0)

    def _issue(self, code: str, numeral: Numeral, expected: str | None = None) -> Issue:
        return Issue(code, numeral.start, numeral.end, self.text[numeral.start : numeral.end], expected)


def _any_of(labels: set[str]) -> re.Pattern[str]:
    """A pattern for any of the words, longer ones first; for none of them, one that never matches."""
    return re.compile("|".join(re.escape(x) for x in sorted(labels, key=len, reverse=True)) or "(?!)")


def _same(value: str, values: set[str]) -> bool:
    """Equal, or a date said without its year or day that is the end or the start of a known one."""
    return any(
        value == known or known.endswith("-" + value) or known.startswith(value + "-") for known in values
    )
