"""Which rule a number of a document states, and whether the rulebook says so for the time of which it speaks.

A number belongs to the parameters of its own sort whose words (`cues.yaml`) stand in its clause, else in its
sentence, else in its heading, else that the document rests on. It agrees when a row holds it that is in force as
the document's validity ends, so that a document speaks for all its readers of today; beside a date, the row of
that day; beside a word of the past, any row that has ended. What is an example, a usual practice, a line of a
contract or a hearsay is no statement of the rule, and is excused where it agrees with nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from bot.library.cues import names_scope_of, speaks_of, words
from bot.library.excuses import Excuses, Reach
from bot.library.moments import holds_on
from bot.library.pieces import Span, pieces
from bot.library.quantities import Quantity
from bot.library.rulebook import Row, Rule, Rulebooks
from bot.library.shelf import Document, Section

Verdict = Literal["agrees", "contradicts", "excused"]
_OTHER_UNITS = (("times", "ratio"), ("usd", "cny"))
_BEHIND = re.compile(r"\s*(?:\([^()\d]*\)|(?:for|of|on|to) [^,.;()\d]*)")


@dataclass(frozen=True, slots=True)
class Stated:
    """A number of a section: where it stands in the text as written, of which parameters, and what is right instead.

    ``place`` is where in the folded text. ``timeless``: neither a date nor a word of the past stands in its sentence, so that it speaks of all the time
    its document holds. ``is_statement``: it states the rule, not an example, a practice or a hearsay that happens
    to have its number.
    """

    section: Section
    start: int
    end: int
    params: tuple[str, ...]
    reach: Reach
    verdict: Verdict
    is_statement: bool
    timeless: bool
    place: Span
    expected: tuple[tuple[str, str], ...] = ()
    sources: tuple[Row, ...] = ()

    @property
    def compared(self) -> bool:
        """Whether it was held against the rulebook, not excused."""
        return self.verdict != "excused"

    @property
    def text(self) -> str:
        return self.section.text[self.start : self.end]


def stated(document: Document, rulebooks: Rulebooks) -> Iterator[Stated]:
    """Every number of a document that belongs to a rule, judged."""
    rules = [rule for rule in rulebooks.of(document.meta.jurisdiction) if rule.sort]
    for section in document.sections:
        yield from _Reading(document, section, rules).judged()


class _Reading:
    """One section, read for the rules of its place."""

    def __init__(self, document: Document, section: Section, rules: Sequence[Rule]) -> None:
        self.document, self.section, self.rules = document, section, rules
        self.pieces = pieces(section.heading, section.text)
        self.text, self.heading = self.pieces.text, self.pieces.heading
        self.quantities, self.excuses = self.pieces.quantities, Excuses(self.pieces)
        self.rows_of = {rule.param: rule.rows for rule in rules}
        self.sorts = {rule.param: rule.sort for rule in rules}

    def judged(self) -> Iterator[Stated]:
        for quantity in self.quantities:
            rules, reach = self._bound(quantity)
            if rules:
                yield self._judge(quantity, rules, reach)

    def _bound(self, quantity: Quantity) -> tuple[list[Rule], Reach]:
        """The rules a number may be of, and by what they were found."""
        clause = self.text[slice(*self._clause(quantity))]
        fit = [
            rule
            for rule in self.rules
            if rule.sort == quantity.sort or self._may_mean(quantity, rule, clause)
        ]
        sentence = self.text[slice(*self._sentence(quantity))]
        own = [rule for rule in fit if rule.param in self.document.meta.rules]
        in_clause = [rule for rule in fit if speaks_of(rule.param, clause, clause)]
        in_sentence = [rule for rule in fit if speaks_of(rule.param, sentence, clause)]
        in_heading = [rule for rule in fit if speaks_of(rule.param, self.heading, clause)]
        found: tuple[tuple[Reach, list[Rule]], ...] = (
            ("clause", in_clause or [rule for rule in own if names_scope_of(rule, clause)]),
            ("sentence", in_sentence and list(dict.fromkeys((*in_sentence, *in_heading)))),
            ("heading", in_heading),
        )
        return next(((rules, reach) for reach, rules in found if rules), (own, "document"))

    def _may_mean(self, quantity: Quantity, rule: Rule, clause: str) -> bool:
        """Whether a rule named beside a number is meant by it in another unit: 2.8倍 of a percentage, dollars of yuan."""
        return (quantity.sort, rule.sort) in _OTHER_UNITS and speaks_of(rule.param, clause, clause)

    def _clause(self, quantity: Quantity) -> Span:
        return self.pieces.clause(quantity.start, quantity.end)

    def _sentence(self, quantity: Quantity) -> Span:
        return self.pieces.sentence(quantity.start, quantity.end)

    def _judge(self, quantity: Quantity, rules: Sequence[Rule], reach: Reach) -> Stated:
        start, end = self.pieces.seen.span(quantity.start, quantity.end)
        params = tuple(rule.param for rule in rules)
        rows = [row for rule in rules for row in self._allowed(quantity, rule)]
        right = tuple(row for row in rows if self._states(quantity, row))
        expected = tuple(dict.fromkeys((row.shown, row.shown_en) for row in rows))
        excuse = self.excuses.of(quantity, reach) or (None if right else self._state(quantity, rules))
        verdict: Verdict = "agrees" if right else "contradicts"
        unclaimed = reach == "document" and not self._is_normative(quantity)
        if not right and (unclaimed or not expected or excuse):
            verdict = "excused"
        is_statement = bool(right) and not unclaimed and not excuse
        timeless = not self._speaks_of_a_time(quantity)
        place = (quantity.start, quantity.end)
        return Stated(
            self.section, start, end, params, reach, verdict, is_statement, timeless, place, expected, right
        )

    def _states(self, quantity: Quantity, row: Row) -> bool:
        """Whether a number is a row's: dollars are never the same number of yuan."""
        other = (quantity.sort, self.sorts[row.param]) == ("usd", "cny")
        return row.holds(quantity.value) and not other

    def _is_normative(self, quantity: Quantity) -> bool:
        """Whether the words behind a number make it one of a rule, though none is named."""
        return bool(words().normative.match(self.text, quantity.end))

    def _speaks_of_a_time(self, quantity: Quantity) -> bool:
        begin, end = self._sentence(quantity)
        return bool(self.pieces.dates_in(begin, end) or self._is_past(begin, end))

    def _allowed(self, quantity: Quantity, rule: Rule) -> list[Row]:
        """The rows of a rule that may be stated here."""
        rows = [row for row in rule.rows if row.value is not None and self._is_said(row, quantity)]
        return self._of_scope(rows, self._clause(quantity)[0], quantity)

    def _is_said(self, row: Row, quantity: Quantity) -> bool:
        begin, end = self._clause(quantity)
        if self._on_a_day(row, quantity, begin, end) or self._is_before_another(row, quantity):
            return True
        if self.pieces.dates_in(begin, end):
            return False
        begin, end = self._sentence(quantity)
        return (
            self._is_current(row)
            or self._on_a_day(row, quantity, begin, end)
            or (row.end is not None and self._is_past(begin, end))
            or (row.end is None and bool(words().today.search(self.text, begin, end)))
        )

    def _is_before_another(self, row: Row, quantity: Quantity) -> bool:
        """「由80%提高到100%」: the row before, beside the number of the row that followed it."""
        clause = self._clause(quantity)
        if row.end is None or not words().just_before.search(self.text, clause[0], quantity.start):
            return False
        behind = [each for each in self.quantities if quantity.end <= each.start < clause[1]]
        following = [each for each in self.rows_of[row.param] if each.start == row.end]
        return bool(behind and any(each.holds(behind[0].value) for each in following))

    def _on_a_day(self, row: Row, quantity: Quantity, begin: int, end: int) -> bool:
        """Whether a row is of a day named in a piece of the text, or had just ended there."""
        ended = words().ended.search(self.text, begin, end)
        before = words().just_before.search(self.text, begin, quantity.start)
        days = self.pieces.dates_in(begin, end)
        return any(holds_on(row, day, self.text, bool(ended or before)) for day in days)

    def _is_past(self, begin: int, end: int) -> bool:
        return bool(words().past.search(self.text, begin, end) or words().past.search(self.heading))

    def _state(self, quantity: Quantity, rules: Sequence[Rule]) -> str | None:
        """Why a number named beside a rule may be another one all the same."""
        if self.excuses.is_a_firms_own(quantity):
            return "practice" if all(self._is_stricter(quantity, rule) for rule in rules) else None
        return self.excuses.as_a_state(quantity)

    def _is_stricter(self, quantity: Quantity, rule: Rule) -> bool:
        """Whether it asks for no less than a minimum in force, or allows no more than a maximum."""
        rows = [row for row in self._allowed(quantity, rule) if row.value is not None]
        return bool(rows) and all(
            (row.force == "floor" and quantity.value >= (row.value or 0))
            or (row.force == "cap" and quantity.value <= (row.value or 0))
            for row in rows
        )

    def _is_current(self, row: Row) -> bool:
        end = self.document.end
        return row.end is None if end is None else row.covers(end - timedelta(days=1))

    def _of_scope(self, rows: list[Row], begin: int, quantity: Quantity) -> list[Row]:
        """Those of the scope that is named beside the number; else the general ones."""
        scope = self._scope(rows, begin, quantity)
        if scope:
            return [row for row in rows if scope in row.scopes]
        general = [row for row in rows if not row.scopes]
        return rows if not general or self._may_be_of_a_scope(begin, quantity) else general

    def _scope(self, rows: list[Row], begin: int, quantity: Quantity) -> str | None:
        """The scope named right behind the number, last before it in its clause, or since the number before."""
        known = {scope for row in rows for scope in row.scopes if scope in words().scopes}
        patterns = {name: words().scopes[name] for name in sorted(known)}
        behind = _BEHIND.match(self.text, quantity.end)
        tied = next(
            (name for name, known in patterns.items() if behind and known.search(behind.group())), None
        )
        since = max(self._sentence(quantity)[0], self._end_of_the_last(quantity))
        before = (_last(patterns, self.text, place, quantity.start) for place in (begin, since))
        return tied or next(filter(None, before), None)

    def _end_of_the_last(self, quantity: Quantity) -> int:
        """Where the number before ends."""
        return max((each.end for each in self.quantities if each.end <= quantity.start), default=0)

    def _may_be_of_a_scope(self, begin: int, quantity: Quantity) -> bool:
        """Whether a scope is named before in the sentence or in the heading, or the clause lists several numbers."""
        before = self.text[self._sentence(quantity)[0] : quantity.start]
        end = self._clause(quantity)[1]
        listed = [
            each for each in self.quantities if begin <= each.start < end and each.sort == quantity.sort
        ]
        anywhere, in_clause = (
            any(pattern.search(piece) for pattern in words().scopes.values())
            for piece in (f"{self.heading}\n{before}", self.text[begin:end])
        )
        return anywhere or (len(listed) > 1 and not in_clause)


def _last(patterns: Mapping[str, re.Pattern[str]], text: str, begin: int, end: int) -> str | None:
    """The scope named last in a piece of a text."""
    named = [
        (match.start(), name)
        for name, known in patterns.items()
        for match in known.finditer(text, begin, end)
    ]
    return max(named)[1] if named else None
