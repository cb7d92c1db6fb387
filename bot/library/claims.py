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
from bot.library.moments import holds_on
from bot.library.pieces import Span, pieces
from bot.library.quantities import Quantity
from bot.library.rulebook import Row, Rule, Rulebooks
from bot.library.shelf import Document, Section

Reach = Literal["clause", "sentence", "heading", "document"]
"""By what a number was found to be of a rule."""
Verdict = Literal["agrees", "contradicts", "excused"]
_EVEN_OF_A_RULE = ("example", "hearsay", "denied", "following", "unverified")
_OTHER_UNITS = (("times", "ratio"), ("usd", "cny"))
_BEHIND = re.compile(r"\s*(?:\([^()\d]*\)|(?:for|of|on|to) [^,.;()\d]*)")
_CALCULATED = re.compile(r"[÷×=≈]")


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
        self.quantities = self.pieces.quantities
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
        excuse = self._excuse(quantity, reach) or (None if right else self._state(quantity, rules))
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

    def _excuse(self, quantity: Quantity, reach: Reach) -> str | None:
        """Why a number may stand that no rule holds."""
        clause, sentence = self._clause(quantity), self._sentence(quantity)
        stated = words().binding.search(self.text, clause[0], quantity.start) or self.pieces.dates_in(*clause)
        if self._is_worked(quantity):
            return "example"
        if reach != "clause" and not stated and _is_customary(quantity):
            return "customary"
        whole = ("example", "unrelated", "unverified")
        reaches = dict.fromkeys(whole, sentence) | dict.fromkeys(("contract", "following"), clause)
        reaches["hearsay"] = self._between_colons(sentence, quantity)
        for name, pattern in words().excuses.items():
            begin, end = reaches.get(name, (sentence[0], quantity.start))
            applies = name in _EVEN_OF_A_RULE or reach != "clause" or not stated
            if applies and pattern.search(self.text[begin:end]):
                return name
        return None

    def _state(self, quantity: Quantity, rules: Sequence[Rule]) -> str | None:
        """Why a number named right beside a rule may be another one all the same: it is what an account has or what
        was measured, or what a firm asks that is stricter than the rule."""
        begin, end = self._clause(quantity)
        before, behind = self.text[begin : quantity.start], self.text[quantity.end : end]
        if words().strict.search(before) or words().strict_behind.match(behind):
            return "practice" if all(self._is_stricter(quantity, rule) for rule in rules) else None
        if words().binding.search(before) and not words().measured.search(before):
            return None
        whole = self.text[slice(*self._sentence(quantity))]
        of_an_account = words().account.search(before) and (
            words().account_behind.match(behind) or words().account_whole.search(whole)
        )
        return "account" if of_an_account or words().measured.search(before) else None

    def _is_stricter(self, quantity: Quantity, rule: Rule) -> bool:
        """Whether it asks for no less than a minimum in force, or allows no more than a maximum."""
        rows = [row for row in self._allowed(quantity, rule) if row.value is not None]
        return bool(rows) and all(
            (row.force == "floor" and quantity.value >= (row.value or 0))
            or (row.force == "cap" and quantity.value <= (row.value or 0))
            for row in rows
        )

    def _between_colons(self, sentence: tuple[int, int], quantity: Quantity) -> tuple[int, int]:
        """「…的说法是错的：要求是…」: what is said of a hearsay ends at the colon."""
        begin = self.text.rfind(":", sentence[0], quantity.start)
        end = self.text.find(":", quantity.end, sentence[1])
        return max(begin, sentence[0]), end if end >= 0 else sentence[1]

    def _is_worked(self, quantity: Quantity) -> bool:
        """Whether a calculation elsewhere in the section is made with it."""
        own = self._sentence(quantity)
        return any(
            (each.value, each.sort) == (quantity.value, quantity.sort)
            and self._sentence(each) != own
            and _CALCULATED.search(self.text, *self._sentence(each))
            for each in self.quantities
        )


def _is_customary(quantity: Quantity) -> bool:
    return str(quantity.value.normalize()) in words().customary.get(quantity.sort, ())


def _last(patterns: Mapping[str, re.Pattern[str]], text: str, begin: int, end: int) -> str | None:
    """The scope named last in a piece of a text."""
    named = [
        (match.start(), name)
        for name, known in patterns.items()
        for match in known.finditer(text, begin, end)
    ]
    return max(named)[1] if named else None
