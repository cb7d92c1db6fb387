"""What is said around the figures and the dates of a rule: since when, how (at least, at most), whether at all, by whom.

A figure may be right and its sentence wrong. A date beside 起, 至 or 取消 must be one on which a row of the rule of
its clause begins or ends; a figure must be bounded from the side from which its rule bounds it; what happened may
not be denied; and who set a rule is its layer. What a text tells as an example, a hearsay or of an account is left
alone, as it is for figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from bot.guard.numerals import Numeral
from bot.library.articles import laws
from bot.library.claims import Stated
from bot.library.cues import is_elsewhere, speaks_of, told, words
from bot.library.finding import Finding
from bot.library.moments import span_of
from bot.library.pieces import Pieces, Span, pieces
from bot.library.rulebook import Rule, Rulebooks
from bot.library.shelf import Document, Section

_A_WEEKEND = timedelta(days=4)
_A_DAY = timedelta(days=1)
_OURS = "education"
"""In our own teaching every day on which something begins or ends is one that is known; a firm has days of its own."""
_BESIDE = ("firm", "contract")
"""Who also decides what no rule fixes: of the rule only where nothing else is the subject, 「…不低于100%，由公司规定」."""
_OPPOSITE = {"floor": "cap", "cap": "floor"}


def misstated(
    document: Document, claims: Sequence[Stated], rulebooks: Rulebooks, turns: frozenset[date]
) -> Iterator[Finding | None]:
    """One entry for each date, bound, denial and layer that is said of a rule: a finding where it is not so.

    ``turns`` are the other days on which something began or ended: those of all documents.
    """
    rules = rulebooks.of(document.meta.jurisdiction)
    others = turns | _turns(rules) | told().turns.keys() | {day for law in laws() for day, _ in law.editions}
    for section in document.sections:
        own = [claim for claim in claims if claim.section is section]
        yield from _Around(document, section, own, rules, others).findings()


def turns_of(documents: Iterable[Document]) -> frozenset[date]:
    """The days on which a document begins or ends to hold."""
    days = (day for each in documents for day in (each.meta.effective_from, each.end))
    return frozenset(day for day in days if day is not None)


class _Around:
    """One section with the figures of rules in it."""

    def __init__(
        self,
        document: Document,
        section: Section,
        claims: Sequence[Stated],
        rules: Sequence[Rule],
        others: frozenset[date],
    ) -> None:
        self.document, self.section, self.claims = document, section, claims
        self.others, self.own = others, turns_of((document,))
        self.rules = {rule.param: rule for rule in rules}
        self.pieces: Pieces = pieces(section.heading, section.text)
        self.text = self.pieces.text

    def findings(self) -> Iterator[Finding | None]:
        yield from self._of_dates()
        yield from self._of_bounds()
        yield from self._of_layers()
        yield from self._of_denials()

    def _of_dates(self) -> Iterator[Finding | None]:
        for day in self.pieces.dates:
            clause = self.pieces.clause(day.start, day.end)
            if self._marked(day, clause) and not self._is_told_of_others(clause[0], day.start, clause[1]):
                rules = self._dated(clause)
                named = rules or self._spoken_of(clause, self.pieces.sentence(day.start, day.end))
                if named or self.document.meta.tier == _OURS:
                    turns = self.others if not rules else _turns(rules) | self.own
                    yield self._of_a_day(day, clause, named, turns)

    def _dated(self, clause: Span) -> list[Rule]:
        """The rules whose figures stand in the clause of a date, or in the one behind it."""
        following = self.pieces.clause(clause[1] + 1, clause[1] + 1) if clause[1] < len(self.text) else clause
        same = following[1] <= self.pieces.sentence(*clause)[1] and not self.pieces.dates_in(*following)
        return self._claimed(clause) or (self._claimed(following) if same else [])

    def _of_a_day(
        self, day: Numeral, clause: Span, rules: Sequence[Rule], turns: frozenset[date]
    ) -> Finding | None:
        said = self.text[day.start : day.end]
        slack = _A_WEEKEND if told().after_close.match(self.text, day.end) else _A_DAY
        first, last = span_of(day.value)
        if not any(first <= turn <= last + slack for turn in turns):
            names = ", ".join(rule.param for rule in rules)
            zh, en = f"{names or '规则'} 在这一天没有变", f"{names or 'no rule'} did not change then"
            return self._found("wrong_date", said, zh, en)
        denied = told().never.search(self.text, clause[0], day.start) or told().never_after.match(
            self.text, day.end
        )
        return self._found("denied_fact", said, "那天确实变了", "it did change then") if denied else None

    def _marked(self, day: Numeral, clause: Span) -> bool:
        """Whether something is said to begin or to end on that day."""
        return bool(
            told().turn_before.search(self.text, clause[0], day.start)
            or told().turn_after.match(self.text, day.end, clause[1])
        )

    def _claimed(self, piece: Span) -> list[Rule]:
        """The rules whose figures stand in a piece."""
        claims = (claim for claim in self.claims if piece[0] <= claim.place[0] < piece[1])
        params = dict.fromkeys(param for claim in claims for param in _params(claim))
        return [self.rules[param] for param in params]

    def _spoken_of(self, clause: Span, sentence: Span) -> list[Rule]:
        """The rules whose figures or words stand in the clause, else whose figures stand in the sentence."""
        piece, whole = self.text[slice(*clause)], self.text[slice(*sentence)]
        named = [rule for rule in self.rules.values() if speaks_of(rule.param, piece, whole)]
        return self._claimed(clause) or named or self._claimed(sentence)

    def _is_told_of_others(self, begin: int, place: int, end: int) -> bool:
        """Whether it is a hearsay; 「这个说法是错的：…」 is told of what stands before the colon."""
        colon = self.text.rfind(":", begin, place)
        return bool(words().excuses["hearsay"].search(self.text, max(colon, begin), end))

    def _of_bounds(self) -> Iterator[Finding | None]:
        for claim in self.claims:
            forces = {row.force for row in claim.sources}
            if not claim.is_statement or len(forces) != 1 or not forces <= _OPPOSITE.keys():
                continue
            (force,) = forces
            said = self._bound(claim.place)
            if said is not None:
                wrong = said == _OPPOSITE[force]
                yield self._found("wrong_bound", claim.text, *_BOUNDS[force]) if wrong else None

    def _bound(self, place: Span) -> str | None:
        """From which side the words around a figure bound it: `floor`, `cap`, or nothing is said."""
        begin, end = self.pieces.clause(*place)[0], self.pieces.sentence(*place)[1]
        before, behind = self.text[begin : place[0]], self.text[place[1] : end]
        for force, pattern in told().bounds.items():
            if pattern[0].search(before) or pattern[1].match(behind):
                return force
        for force, pattern in told().sides.items():
            if pattern[0].search(before) or pattern[1].match(behind):
                if told().demanded.search(before):
                    return force
                allowed = told().consequence.search(behind)
                return None if not allowed else force if allowed["may"] else _OPPOSITE[force]
        return None

    def _of_denials(self) -> Iterator[Finding | None]:
        """「不受300%提取线限制」: a figure in force said not to hold."""
        for claim in self.claims:
            begin, end = self.pieces.sentence(*claim.place)
            clause = self.pieces.clause(*claim.place)[0]
            in_force = any(row.end is None for row in claim.sources)
            if in_force and told().not_bound.search(self.text, clause, claim.place[0]):
                free = told().free.search(self.text, begin, end) or claim.verdict == "excused"
                yield (
                    None
                    if free
                    else self._found("denied_fact", claim.text, "这是现行规则", "it is the rule in force")
                )

    def _of_layers(self) -> Iterator[Finding | None]:
        for match in told().layer.finditer(self.text):
            layer = next(name for name, found in match.groupdict().items() if found).split("_")[0]
            clause, sentence = self.pieces.clause(*match.span()), self.pieces.sentence(*match.span())
            subject = self.text[clause[0] : match.start()]
            if layer in _BESIDE and not told().of_the_figure.fullmatch(subject):
                continue
            layers = self._layers(clause, sentence, beside=layer in _BESIDE and not subject.strip())
            if layers and not self._is_told_of_others(sentence[0], match.start(), sentence[1]):
                right = "/".join(sorted(layers))
                wrong = self._found("wrong_layer", match.group(), f"应为 {right}", f"it is {right}")
                yield None if layer in layers else wrong

    def _layers(self, clause: Span, sentence: Span, *, beside: bool) -> set[str]:
        """Who set what the sentence speaks of; where it has no figure, what is spoken of last before it, else what the
        document rests on."""
        claims = [claim for claim in self.claims if sentence[0] <= claim.place[0] < sentence[1]]
        if not beside:
            before = [claim for claim in self.claims if claim.place[1] <= sentence[0] and claim.sources]
            claims = claims or before[-1:]
        layers = {row.layer for claim in claims for row in claim.sources}
        if layers or beside:
            return layers
        whole = self.text[slice(*sentence)]
        rules = [rule for rule in self._spoken_of(clause, sentence) if not is_elsewhere(rule.param, whole)]
        rules = rules or [self.rules[name] for name in self.document.meta.rules if name in self.rules]
        return {row.layer for rule in rules for row in rule.rows}

    def _found(self, code: str, said: str, zh: str, en: str) -> Finding:
        return Finding(code, self.document.file, self.section.heading, f"“{said}”：{zh}", f"“{said}”: {en}")


_BOUNDS = {
    "floor": ("规则定的是下限", "the rule is a minimum"),
    "cap": ("规则定的是上限", "the rule is a maximum"),
}


def _params(claim: Stated) -> Iterable[str]:
    return (row.param for row in claim.sources) if claim.sources else claim.params


def _turns(rules: Iterable[Rule]) -> frozenset[date]:
    """The days on which a row of these rules begins or ends."""
    days = (day for rule in rules for row in rule.rows for day in (row.start, row.end))
    return frozenset(day for day in days if day is not None)
