"""The searchable form of all passages: BM25 fields for the text under its headings, the titles, the whole section
of a passage that was cut, the questions a passage answers, and pinyin; and the filters applied before scoring.
An index is immutable: an ingest builds a new one and swaps it in."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge.coverage import Coverage
from knowledge.eligibility import Eligibility
from knowledge.lexical import Bm25, Scores, best_by_group
from knowledge.model import UNVERIFIED, Passage
from knowledge.normalise import fold, squeeze
from knowledge.phrasing import phrasing
from knowledge.query import Query
from knowledge.references import STATUTE, Articles
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
    """All fields over one tuple of passages, in the catalogue's order."""

    def __init__(self, passages: Sequence[Passage], weights: FieldWeights | None = None) -> None:
        self.passages = tuple(passages)
        self.weights = weights or FieldWeights()
        self.fingerprint = fingerprint(self.passages)
        self.position: Mapping[str, int] = {passage.key: i for i, passage in enumerate(self.passages)}
        self.eligibility = Eligibility(self.passages)
        self.squeezed = tuple(squeeze(passage.text) for passage in self.passages)
        headers = [fold(passage.header) for passage in self.passages]
        texts = [fold(passage.text) for passage in self.passages]
        self.text = Bm25(terms(f"{head}\n{text}") for head, text in zip(headers, texts, strict=True))
        self.title = Bm25(map(terms, headers))
        self._build_sections(headers, texts)
        self._build_asks()
        self._build_forms()
        asks = [fold("\n".join(passage.asks)) for passage in self.passages]
        self.everything = Coverage(list(map("\n".join, zip(headers, texts, asks, strict=True))))
        self.vectors = Vectors(self.everything.words)
        self._build_standing()
        self.articles_held = Articles(self.passages)

    def _build_sections(self, headers: Sequence[str], texts: Sequence[str]) -> None:
        """Sections that were cut, each once, share one weight with the text; a passage that is a whole section is its
        own section. Text and title, which the text repeats, are searched as one field."""
        members: dict[tuple[str, int], list[int]] = {}
        for i, passage in enumerate(self.passages):
            members.setdefault((passage.version, passage.group), []).append(i)
        cut = [positions for positions in members.values() if len(positions) > 1]
        whole = ["\n".join([headers[positions[0]], *(texts[i] for i in positions)]) for positions in cut]
        self._cut = np.array([i for positions in cut for i in positions], dtype=np.intp)
        self._section_of = np.repeat(np.arange(len(cut)), list(map(len, cut)))
        self.sections = Bm25(map(terms, whole))
        self._text_share = 1 / (1 + self.weights.section) if cut else 1.0
        scale = np.ones(len(self.passages))
        scale[self._cut] = self._text_share
        self._headed_text = self.text.plus(scale, self.title, self.weights.title)

    def _build_asks(self) -> None:
        pairs = [(i, fold(ask)) for i, passage in enumerate(self.passages) for ask in passage.asks]
        self.ask_owner = np.array([i for i, _ in pairs], dtype=np.intp)
        ask_terms = [terms(ask) for _, ask in pairs]
        self.asks = Bm25(ask_terms)
        self._ask_ceiling = np.array([self.asks.ceiling(dict.fromkeys(found, 1.0)) for found in ask_terms])
        headed = [fold(f"{self.passages[i].section}\n{ask}") for i, ask in pairs]
        self.headed_asks = Coverage(headed)

    def _build_forms(self) -> None:
        """How much of each passage is a kind of answer: its heading or the share of its asks that want it, or, in a
        statute, what the article states, which counts more: it is the answer, not a heading."""
        words = phrasing()
        self._forms = {kind: np.zeros(len(self.passages)) for kind in words.kinds}
        for i, passage in enumerate(self.passages):
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
