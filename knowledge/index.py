"""The searchable form of all passages: BM25 fields for the text under its headings, the titles, the whole section
of a passage that was cut, the questions a passage answers, and pinyin; and the filters applied before scoring.
An index is immutable: an ingest builds a new one and swaps it in."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence, Set
from copy import copy
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge.coverage import Coverage
from knowledge.eligibility import Eligibility
from knowledge.lexical import Bm25, Places, Scores, best_by_group, kept
from knowledge.model import UNVERIFIED, Passage
from knowledge.normalise import fold, squeeze
from knowledge.phrasing import phrasing
from knowledge.query import Query
from knowledge.references import STATUTE, Articles
from knowledge.staying import staying
from knowledge.tokens import terms
from knowledge.vectors import Vectors

FORMAT = 4
DENY = "deny"
ANYBODY = "other"
STATED = 1.5


@dataclass(frozen=True, slots=True)
class FieldWeights:
    """How much each field counts beside the text (1.0), chosen on the asks of the corpus, each left out in turn;
    `statute` scales statutes where a question is not about the law, `unverified` what nobody has verified, `anybody`
    a source that is neither a rule-maker, the firm nor our own teaching: it comes first only where these say little.
    `uncovered` scales a passage that covers none of the subject, `disagreeing` an ask that names none of it; `form`
    is what the wanted kind of answer adds."""

    title: float = 0.5
    section: float = 0.5
    asks: float = 1.5
    pinyin: float = 0.3
    statute: float = 0.9
    unverified: float = 0.7
    anybody: float = 0.6
    uncovered: float = 0.2
    disagreeing: float = 0.6
    form: float = 0.3


class Fields(NamedTuple):
    """What each field adds to a passage's score, already weighted."""

    text: Scores
    section: Scores
    title: Scores
    asks: Scores
    pinyin: Scores


class Evidence(NamedTuple):
    """Per passage: the combined score, which is the sum of its fields scaled by how much of the subject is covered
    (`coverage`) and by the kind of answer (`form`); 0..1 how like the question is to the nearest one the passage
    answers; 0..1 how much of the question's topic it covers; and how much of the trade they share."""

    total: Scores
    coverage: Scores
    form: Scores
    likeness: Scores
    covered: Scores
    shared: Scores


def fingerprint(passages: Sequence[Passage]) -> str:
    """Names the set of passages and the way they are indexed: equal fingerprints, equal index."""
    parts = [f"{FORMAT}", *(f"{passage.id}{passage.version}{passage.effective_to}" for passage in passages)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24]


class Index:
    """All fields over one tuple of passages, in the catalogue's order. What an earlier index knows of passages that
    stay is taken over: a small change costs little."""

    squeezed: tuple[str, ...]
    text: Bm25
    title: Bm25
    sections: Bm25
    asks: Bm25
    headed_asks: Coverage
    everything: Coverage
    _first_ask: Places
    _forms: dict[str, Scores]
    _cut_sections: dict[tuple[str, int], list[int]]

    def __init__(
        self,
        passages: Sequence[Passage],
        weights: FieldWeights | None = None,
        before: Index | None = None,
    ) -> None:
        self.passages = tuple(passages)
        self.weights = weights or FieldWeights()
        self.fingerprint = fingerprint(self.passages)
        self.position: Mapping[str, int] = {passage.key: i for i, passage in enumerate(self.passages)}
        self.eligibility = Eligibility(self.passages)
        places = staying(self.passages, before.passages if before else ())
        new = np.flatnonzero(places < 0).tolist()
        headers = {i: fold(self.passages[i].header) for i in new}
        texts = {i: fold(self.passages[i].text) for i in new}
        headed = [terms(f"{headers[i]}\n{texts[i]}") for i in new]
        self.text = Bm25(headed, kept(before.text if before else None, places))
        self.title = Bm25((terms(headers[i]) for i in new), kept(before.title if before else None, places))
        self._build_sections(before, places)
        self._build_asks(before, places)
        self._build_forms(before, places)
        asks = {i: fold("\n".join(self.passages[i].asks)) for i in new}
        whole = [f"{headers[i]}\n{texts[i]}\n{asks[i]}" for i in new]
        self.everything = Coverage(whole, before.everything if before else None, places)
        self.vectors = Vectors(self.everything.words)
        self.squeezed = tuple(
            before.squeezed[place] if before and place >= 0 else squeeze(passage.text)
            for place, passage in zip(places.tolist(), self.passages, strict=True)
        )
        self._build_standing()
        self.articles_held = Articles(self.passages)

    def without(self, versions: Set[str]) -> Index:
        """The same index in which these versions, and the answers that rest on them, are in force on no day: what is
        left of it until the next one is built."""
        standing = {passage.id for passage in self.passages if passage.version not in versions}
        left = copy(self)
        left.passages = tuple(
            replace(passage, effective_to=passage.effective_from)
            if passage.version in versions or not standing.issuperset(passage.cites)
            else passage
            for passage in self.passages
        )
        left.eligibility = Eligibility(left.passages)
        left.articles_held = Articles(left.passages)
        return left

    def _build_sections(self, before: Index | None, places: Places) -> None:
        """Sections that were cut, each once, share one weight with the text; a passage that is a whole section is its
        own section. Text and title, which the text repeats, are searched as one field."""
        members: dict[tuple[str, int], list[int]] = {}
        for i, passage in enumerate(self.passages):
            members.setdefault((passage.version, passage.group), []).append(i)
        self._cut_sections = {name: held for name, held in members.items() if len(held) > 1}
        cut = list(self._cut_sections.values())
        numbers = {name: number for number, name in enumerate(before._cut_sections if before else ())}
        stays = [
            numbers.get(name, -1) if (places[held] >= 0).all() else -1
            for name, held in self._cut_sections.items()
        ]
        whole = (self._section_text(held) for held, place in zip(cut, stays, strict=True) if place < 0)
        self._cut = np.array([i for positions in cut for i in positions], dtype=np.intp)
        self._section_of = np.repeat(np.arange(len(cut)), list(map(len, cut)))
        self.sections = Bm25(
            map(terms, whole), kept(before.sections if before else None, np.array(stays, dtype=np.intp))
        )
        self._text_share = 1 / (1 + self.weights.section) if cut else 1.0
        scale = np.ones(len(self.passages))
        scale[self._cut] = self._text_share
        self._headed_text = self.text.plus(scale, self.title, self.weights.title)

    def _section_text(self, positions: Sequence[int]) -> str:
        texts = (self.passages[i].text for i in positions)
        return fold("\n".join([self.passages[positions[0]].header, *texts]))

    def _build_asks(self, before: Index | None, places: Places) -> None:
        passages = self.passages
        self.ask_owner = np.array([i for i, each in enumerate(passages) for _ in each.asks], dtype=np.intp)
        firsts = np.searchsorted(self.ask_owner, np.arange(len(passages)))
        stays = np.full(len(self.ask_owner), -1, dtype=np.intp)
        if before is not None:
            kept_asks = np.flatnonzero(places[self.ask_owner] >= 0)
            owners = self.ask_owner[kept_asks]
            stays[kept_asks] = before._first_ask[places[owners]] + kept_asks - firsts[owners]
        self._first_ask = firsts
        new = [(i, fold(ask)) for i in np.flatnonzero(places < 0).tolist() for ask in passages[i].asks]
        self.asks = Bm25((terms(ask) for _, ask in new), kept(before.asks if before else None, stays))
        self._ask_ceiling = self.asks.ceilings()
        headed = [f"{fold(passages[i].section)}\n{ask}" for i, ask in new]
        self.headed_asks = Coverage(headed, before.headed_asks if before else None, stays)

    def _build_forms(self, before: Index | None, places: Places) -> None:
        """How much of each passage is a kind of answer: its heading or the share of its asks that want it, or, in a
        statute, what the article states, which counts more: it is the answer, not a heading."""
        words = phrasing()
        self._forms = {kind: np.zeros(len(self.passages)) for kind in words.kinds}
        if before is not None:
            for kind, strength in self._forms.items():
                strength[places >= 0] = before._forms[kind][places[places >= 0]]
        for i in np.flatnonzero(places < 0).tolist():
            passage = self.passages[i]
            asked = [words.forms(fold(ask)) for ask in passage.asks]
            heading = words.forms(fold(passage.section))
            stated = words.stated(fold(passage.text)) if passage.kind == STATUTE else frozenset()
            for kind, strength in self._forms.items():
                share = sum(kind in found for found in asked) / max(len(asked), 1)
                strength[i] = 1.0 if kind in heading else share * (kind != DENY)
                strength[i] = STATED if kind in stated else strength[i]

    def _build_standing(self) -> None:
        """What a passage's source makes of its score, and the names by which statutes are called."""
        passages, weights = self.passages, self.weights
        self.statute = np.array([passage.kind == STATUTE for passage in passages], dtype=bool)
        unverified = np.array([passage.confidence == UNVERIFIED for passage in passages], dtype=bool)
        anybody = np.array([passage.tier == ANYBODY for passage in passages], dtype=bool)
        self.unverified = np.where(unverified, weights.unverified, 1.0)
        self.tier = np.where(anybody, weights.anybody, 1.0)
        self.standing = self.unverified * self.tier
        self.yielding = self.standing * np.where(self.statute, weights.statute, 1.0)
        names = [fold(passage.short_title) if passage.kind == STATUTE else "" for passage in passages]
        self._names = sorted(set(names) - {""})
        self._statute_names = np.array(names, dtype=np.str_)
        labels: dict[str, list[int]] = {}
        for i in np.flatnonzero(self.statute).tolist():
            labels.setdefault(passages[i].article or "", []).append(i)
        self._labels = {label: np.array(places, dtype=np.intp) for label, places in labels.items()}

    def names_in(self, folded: str) -> tuple[str, ...]:
        """The statutes that a folded question calls by name."""
        return tuple(name for name in self._names if name in folded)

    def of_statutes(self, names: Sequence[str]) -> NDArray[np.bool_]:
        """The passages of the statutes of these names, as `names_in` returns them."""
        return np.isin(self._statute_names, list(names))

    def of_generic(self, noun: str) -> NDArray[np.bool_]:
        """The passages of statutes whose name ends with `noun`: those a question may mean by 条例 alone."""
        return self.of_statutes([name for name in self._names if name.endswith(noun)])

    def stating(self, kind: str) -> NDArray[np.bool_]:
        """The passages of statutes that state this kind of answer."""
        return np.asarray(self.statute & (self._forms[kind] == STATED))

    def is_about(self, position: int, kind: str) -> bool:
        """Whether the passage as a whole is this kind of answer."""
        return bool(self._forms[kind][position] >= 1.0)

    def articles(self, label: str) -> NDArray[np.intp]:
        """The positions of this article in every statute."""
        return self._labels.get(label, np.zeros(0, dtype=np.intp))

    def evidence(self, query: Query) -> Evidence:
        """Scores of all passages for the question; the caller applies the filter."""
        size, weights = len(self.passages), self.weights
        by_ask = self._by_ask(query)
        total = self._headed_text.scores(query.weights)
        total[self._cut] += self._cut_section(query)
        total += weights.asks * best_by_group(by_ask, self.ask_owner, size)
        total += weights.pinyin * self.everything.pinyin.scores(query.pinyin)
        covered = self.everything.share(query)
        coverage = weights.uncovered + (1 - weights.uncovered) * covered
        form = 1 + weights.form * self._wanted(query)
        total *= coverage
        total *= form
        highest = np.sqrt(np.maximum(self._ask_ceiling * self.asks.ceiling(query.weights), 1e-9))
        likeness = best_by_group(np.minimum(by_ask / highest, 1.0), self.ask_owner, size)
        return Evidence(total, coverage, form, likeness, covered, self.everything.shared(query))

    def fields(self, query: Query) -> Fields:
        """The parts of which `evidence` adds up its scores, for an explanation."""
        weights = self.weights
        text = self.text.scores(query.weights)
        section = text * (1 - self._text_share)
        section[self._cut] = self._cut_section(query)
        return Fields(
            text=text * self._text_share,
            section=section,
            title=weights.title * self.title.scores(query.weights),
            asks=weights.asks * best_by_group(self._by_ask(query), self.ask_owner, len(self.passages)),
            pinyin=weights.pinyin * self.everything.pinyin.scores(query.pinyin),
        )

    def _by_ask(self, query: Query) -> Scores:
        """One score an ask, less where it and its heading do not name the subject."""
        weight = self.weights.disagreeing
        return self.asks.scores(query.weights) * (weight + (1 - weight) * self.headed_asks.share(query))

    def _cut_section(self, query: Query) -> Scores:
        """What the whole section adds to each passage that is a piece of one."""
        return (self.sections.scores(query.weights) * (1 - self._text_share))[self._section_of]

    def _wanted(self, query: Query) -> Scores:
        """How much each passage is the kind of answer the question wants, 0..1; less where its heading denies and
        the question does not: 哪些不能 is another matter than 哪些."""
        wanted = np.zeros(len(self.passages))
        for kind in sorted(query.forms):
            wanted += self._forms[kind]
        wanted /= max(len(query.forms), 1)
        return wanted if DENY in query.forms else wanted - self._forms[DENY]
