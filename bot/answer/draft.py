"""Build one reply: sentences filled by facts, quotes with their citations, figures, choices.

The draft collects the evidence as it goes, so that the guard can check the finished text against it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from typing import Any

from bot.answer import facts
from bot.answer.formula import filled
from bot.answer.places import placed
from bot.answer.reading.spans import after
from bot.answer.texts import text
from bot.guard.evidence import Evidence, Fact, Quote
from bot.guard.personal import masked
from bot.library_port import Hit

Json = Mapping[str, Any]

Sentence = tuple[str, Mapping[str, Fact | str]]
"""A sentence's id and what fills its slots."""

_INNER_MARKS = str.maketrans("「」", "『』")
_LINE, _GAP = re.compile(r"\s*\n\s*"), re.compile(r"(?<=[\w)%]) (?=[,.](?:\s|$))")


@dataclass(frozen=True, slots=True)
class Reply:
    """A finished answer before it is rendered for a channel; ``details`` are the lines of ``text`` that a page unfolds."""

    text: str
    action: str
    intent: str
    confidence: float
    lang: str
    rules_day: date
    citations: tuple[Json, ...] = ()
    figures: tuple[Json, ...] = ()
    choices: tuple[tuple[str, str], ...] = ()
    charts: tuple[Json, ...] = ()
    details: tuple[str, ...] = ()
    evidence: Evidence = field(default_factory=Evidence)


class Draft:
    """A reply in the making.

    ``lang``: the language it is composed in, ``zh`` or ``en``; ``rules_day``: when what it quotes must be in force.
    """

    def __init__(
        self, lang: str, rules_day: date, intent: str, action: str = "answer", confidence: float = 1.0
    ) -> None:
        self.lang = "en" if lang == "en" else "zh"
        self.rules_day = rules_day
        self.intent, self.action, self.confidence = intent, action, confidence
        self._sentences: list[str] = []
        self._folds: list[int] = []
        self._facts: list[Fact] = []
        self._quotes: list[Quote] = []
        self._spans: list[str] = []
        self._words: list[str] = []
        self._citations: list[Json] = []
        self._figures: list[Json] = []
        self._choices: list[tuple[str, str]] = []
        self._charts: list[Json] = []
        self._topics: list[str] = []

    def say(self, text_id: str, **values: Fact | str) -> Draft:
        """Add the sentence ``text_id``; facts carry numbers, plain strings are words."""
        template = text(text_id, self.lang)
        shown = {slot: value.shown if isinstance(value, Fact) else value for slot, value in values.items()}
        self._facts.extend(placed(template, values, self._sentences[-1] if self._sentences else ""))
        self._words.extend(value for value in values.values() if isinstance(value, str))
        self._sentences.append(template.format(**shown))
        return self

    def items(self, *parts: Sentence) -> Draft:
        """Add several sentences as one list: commas between them are semicolons, the last one ends it."""
        for text_id, values in parts:
            self.say(text_id, **values)
        if parts:
            glue, end = ("; ", ".") if self.lang == "en" else ("；", "。")
            self._sentences[-len(parts) :] = [glue.join(self._sentences[-len(parts) :]) + end]
        return self

    def line(self) -> Draft:
        """What follows stands on a line of its own: the direct answer first, what it rests on below."""
        self._sentences.append("\n")
        return self

    def fold(self) -> Draft:
        """What follows, up to ``unfold``, is what the answer depends on: a page shows it when it is asked for."""
        if not self._is_folded:
            self.line()._folds.append(len(self._sentences))
        return self

    def unfold(self) -> Draft:
        """The end of what ``fold`` began; nothing where nothing is folded."""
        if self._is_folded:
            self.line()._folds.append(len(self._sentences))
        return self

    @property
    def _is_folded(self) -> bool:
        return len(self._folds) % 2 == 1

    def lead(self, first: Draft) -> Draft:
        """Put what ``first`` says before everything said here, with what it rests on."""
        said = [*first._sentences, "\n"]
        self._sentences[:0] = said
        self._folds = [place + len(said) for place in self._folds]
        self._facts += first._facts
        self._quotes += first._quotes
        self._spans += first._spans
        self._words += first._words
        self._topics += first._topics
        return self

    def name(self, words: str) -> str:
        """Words that may hold digits of their own, such as a security's name; they may stand verbatim."""
        self._spans.append(words)
        return words

    def said(self, words: str, room: int) -> str:
        """The reader's own words in quotation marks, cut to ``room``, without anybody's numbers in full.

        Marks among the words are changed, so that nothing of the reader's can stand outside the quotation.
        """
        short = masked(" ".join(words.split())).translate(_INNER_MARKS)
        return self.name(f"「{short if len(short) <= room else short[: room - 1] + '…'}」")

    def formula(self, figure: Json, numbers: bool = False, result: bool = False) -> Draft:
        """Add the figure's formula as a sentence; ``numbers`` puts its inputs in, ``result`` what comes out.

        A display that is no rounding of the value is left out.
        """
        written = filled(figure, self.lang, numbers)
        if result and figure["display"] in facts.of_figure(figure, self.lang).accepted:
            outcome = f"= {figure['display']}"
            written = replace(written, text=f"{written.text} {outcome}", spans=(*written.spans, outcome))
        self._facts.extend(written.facts)
        self._spans.extend(written.spans)
        self._words.extend(written.words)
        self._sentences.append(written.text + ("." if self.lang == "en" else "。"))
        return self

    def inputs(self, figure: Json, most: int) -> Draft:
        """Add what the figure was computed from, at most ``most`` inputs."""
        rows = [row for row in figure["inputs"] if row["value"] is not None]
        glue, end = (", ", ".") if self.lang == "en" else ("，", "。")
        listed = glue.join(self._input(row) for row in rows[:most])
        more = text("more_inputs", self.lang) if len(rows) > most else ""
        self._sentences.append(text("from_inputs", self.lang).format(listed=listed) + more + end)
        return self

    def quote(self, hit: Hit, prefix: str | None = None, span: str | None = None) -> Draft:
        """Add a passage's answering span, or another exact piece of its text, with its citation."""
        passage, words = hit.passage, span or hit.quote
        self._quotes.append(Quote(words, passage.effective_from, passage.effective_to))
        if prefix:
            self._sentences.append(text(prefix, self.lang))
        self._sentences.append(words)
        return self.cite(hit)

    def details(self, hit: Hit, room: int) -> Draft:
        """Add what follows the answering span in the passage, whole sentences only, up to ``room`` characters."""
        span = after(hit.passage.text, hit.quote, room)
        return self.quote(hit, span=span) if span else self

    def notice(self, words: str, since: date, until: date | None) -> Draft:
        """Add a notice of the firm word for word; ``until`` is the first day it is over."""
        self._quotes.append(Quote(words, since, until))
        self._sentences.append(words)
        return self

    def cite(self, hit: Hit) -> Draft:
        """Add a citation without quoting in the text."""
        if hit.passage.topic:
            self._topics.append(hit.passage.topic)
        citation = citation_of(hit, self.lang)
        if all(citation["passage"] != known["passage"] for known in self._citations):
            self._citations.append(citation)
        return self

    def citation(self, citation: Json) -> Draft:
        """Add a citation object made elsewhere, such as that of a quiz item."""
        self._citations.append(citation)
        return self

    def show(self, *figures: Json) -> Draft:
        """Attach figures; the page unfolds them."""
        known = {each["trace_id"] for each in self._figures}
        self._figures.extend(each for each in figures if each["trace_id"] not in known)
        return self

    def supposed(self, account: Iterable[Json] = ()) -> Draft:
        """Mark the figures attached so far as ones of a supposition, but for those of the ``account`` as it is."""
        real = {figure["trace_id"] for figure in account}
        self._figures = [f if f["trace_id"] in real else {**f, "hypothetical": True} for f in self._figures]
        return self

    def figure(self, figure: Json) -> Fact:
        """Attach a figure and return it as a fact to be said."""
        self.show(figure)
        return facts.of_figure(figure, self.lang)

    def _input(self, row: Json) -> str:
        """「市值（600519.SH 100 × 1480）148,000.00 元」: one of many of its kind says which it is."""
        label, fact = facts.of_input(row, self.lang)
        self._facts.append(fact)
        self._words.append(label)
        which = f"（{self.name(str(row['source']))}）" if "[" in str(row["name"]) else " "
        return f"{label}{which}{fact.shown}"

    @property
    def figure_names(self) -> tuple[str, ...]:
        """The names of the figures attached so far."""
        return tuple(str(figure["name"]) for figure in self._figures)

    @property
    def topics(self) -> tuple[str, ...]:
        """The topics of the library's passages that it rests on."""
        return tuple(dict.fromkeys(self._topics))

    @property
    def length(self) -> int:
        """How many characters have been said."""
        return sum(len(sentence) for sentence in self._sentences)

    def chart(self, spec: Json) -> Draft:
        """Attach a chart, as data; the channel draws it."""
        self._charts.append(spec)
        return self

    def choose(self, *text_ids: str) -> Draft:
        """Offer ready-made questions: a choice sends what its label says."""
        for text_id in text_ids:
            label = text(text_id, self.lang)
            self._choices.append((label, label))
        return self

    def offer(self, label: str, send: str) -> Draft:
        """Offer one choice with its own text; a label may say the reader's words, and no number in full that is anybody's own."""
        self._choices.append((masked(label), send))
        return self

    def finish(self, client_id: str | None = None) -> Reply:
        """The reply, with everything its text rests on."""
        glue = " " if self.lang == "en" else ""
        rests_on = tuple(self._facts), tuple(self._quotes), tuple(self._spans)
        evidence = Evidence(*rests_on, client_id, words=tuple(self._words), composed=True)
        marks = [0, *self._folds, len(self._sentences)]
        parts = [_tidy(glue.join(self._sentences[a:b])) for a, b in pairwise(marks)]
        return Reply(
            "\n".join(part for part in parts if part),
            self.action,
            self.intent,
            self.confidence,
            self.lang,
            self.rules_day,
            tuple(self._citations),
            tuple(self._figures),
            tuple(self._choices),
            tuple(self._charts),
            tuple(line for part in parts[1::2] for line in part.split("\n") if line),
            evidence,
        )


def _tidy(text: str) -> str:
    return _LINE.sub("\n", _GAP.sub("", text)).strip()


def citation_of(hit: Hit, lang: str = "zh") -> Json:
    """The citation object of ``ask``; ``passage`` is the address of the quoted text, ``validity`` says when it holds."""
    passage, (since, until) = hit.passage, (hit.passage.effective_from, hit.passage.effective_to)
    validity = text("validity_open" if until is None else "validity_closed", lang).format(
        since=since, until=until
    )
    return {
        "document": passage.document_id,
        "title": passage.title,
        "kind": passage.kind,
        "section": passage.section,
        "article": passage.article,
        "quote": hit.quote,
        "effective_from": since.isoformat(),
        "effective_to": until.isoformat() if until else None,
        "validity": validity,
        "confidence": passage.confidence,
        "source": passage.source,
        "passage": passage.id,
    }
