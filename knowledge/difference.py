"""What changed between two versions of a document, article by article (section by section where there are none) and
word by word. An article that only got another number is recognised as moved; a new one in its place is new."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal, NamedTuple, get_args

from knowledge.model import Passage
from knowledge.normalise import squeeze
from knowledge.pairing import Unit, paired, units

Change = Literal["same", "changed", "added", "removed", "moved"]
Op = Literal["same", "add", "del"]
KEPT = 16
ISLAND = 2
WORD_BY_WORD = 4_000_000
"""The product of the lengths up to which texts are compared word by word; beyond, it would take seconds."""
_WORD = re.compile(r"\d[\d,.]*%?|[A-Za-z]+(?:['-][A-Za-z]+)*|\s+|.", re.DOTALL)
_SENTENCE = re.compile(r"[^。；;\n]*[。；;\n]+|[^。；;\n]+")


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two versions; `effective_to` is the first day it no longer holds."""

    version: str
    effective_from: date
    effective_to: date | None

    def as_json(self) -> dict[str, str | None]:
        return {
            "version": self.version,
            "effective_from": self.effective_from.isoformat(),
            "effective_to": self.effective_to.isoformat() if self.effective_to else None,
        }


@dataclass(frozen=True, slots=True)
class Part:
    """A run of words that stayed, came or went."""

    op: Op
    text: str


@dataclass(frozen=True, slots=True)
class Article:
    """What became of one article. The `same` and `del` parts make up the text before, `same` and `add` the one after."""

    label: str
    change: Change
    before: Unit | None
    after: Unit | None
    parts: tuple[Part, ...]

    def as_json(self) -> dict[str, object]:
        return {
            "label": self.label,
            "change": self.change,
            "before": self.before.text if self.before else None,
            "after": self.after.text if self.after else None,
            "parts": [{"op": part.op, "text": part.text} for part in self.parts],
        }


@dataclass(frozen=True, slots=True)
class Difference:
    """Two versions of one document side by side, articles in the order of the later version."""

    document: str
    lang: str
    before: Side
    after: Side
    articles: tuple[Article, ...]

    def counts(self) -> dict[Change, int]:
        """How many articles stayed, changed, came, went and moved."""
        counted = Counter(article.change for article in self.articles)
        return {change: counted[change] for change in get_args(Change)}

    def as_json(self) -> dict[str, object]:
        return {
            "document": self.document,
            "lang": self.lang,
            "from": self.before.as_json(),
            "to": self.after.as_json(),
            "articles": [article.as_json() for article in self.articles],
            "counts": self.counts(),
        }


def compare(before: Sequence[Passage], after: Sequence[Passage]) -> Difference:
    """The difference between the passages of two versions, each in reading order and not empty."""
    articles = _compared(units(before), units(after))
    return Difference(after[0].document_id, after[0].lang, _side(before[0]), _side(after[0]), articles)


@lru_cache(maxsize=KEPT)
def _compared(old: tuple[Unit, ...], new: tuple[Unit, ...]) -> tuple[Article, ...]:
    """Kept for the last few pairs of texts: two versions never change, and many people look at the newest change."""
    return _articles(old, new, paired(old, new))


def parts(before: str, after: str) -> tuple[Part, ...]:
    """Word by word: a number is one word, and so is each Chinese character; lone characters that happen to stay
    between two changes are counted as changed with them. Very long texts are first laid side by side by sentences."""
    runs: list[_Run] = []
    for run in _runs(before, after):
        if runs and runs[-1].kind == run.kind:
            runs[-1] = _Run(run.kind, runs[-1].gone + run.gone, runs[-1].come + run.come)
        else:
            runs.append(run)
    return tuple(_parts_of(runs))


class _Run(NamedTuple):
    """A stretch of both texts: equal (`same`) or not (`edit`)."""

    kind: Literal["same", "edit"]
    gone: str
    come: str


def _runs(before: str, after: str) -> Iterator[_Run]:
    if len(before) * len(after) <= WORD_BY_WORD:
        yield from _aligned(_WORD.findall(before), _WORD.findall(after), ISLAND)
        return
    for run in _aligned(_SENTENCE.findall(before), _SENTENCE.findall(after), 0):
        if run.kind == "edit" and 0 < len(run.gone) * len(run.come) <= WORD_BY_WORD:
            yield from _runs(run.gone, run.come)
        else:
            yield run


def _aligned(old: Sequence[str], new: Sequence[str], island: int) -> Iterator[_Run]:
    """The pieces of both texts side by side; an equal run shorter than `island` between two changes joins them."""
    opcodes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for place, (op, i1, i2, j1, j2) in enumerate(opcodes):
        gone, come = "".join(old[i1:i2]), "".join(new[j1:j2])
        stays = op == "equal" and not (0 < place < len(opcodes) - 1 and len(gone.strip()) < island)
        yield _Run("same" if stays else "edit", gone, come)


def _parts_of(runs: Sequence[_Run]) -> Iterator[Part]:
    for kind, gone, come in runs:
        if kind == "same":
            yield Part("same", gone)
            continue
        if gone:
            yield Part("del", gone)
        if come:
            yield Part("add", come)


def _side(passage: Passage) -> Side:
    return Side(passage.version, passage.effective_from, passage.effective_to)


def _articles(old: Sequence[Unit], new: Sequence[Unit], pairs: Mapping[int, int]) -> tuple[Article, ...]:
    """Every unit of both, in the order of `new`; what was removed stands after what it followed."""
    follows: dict[int, list[Article]] = {}
    place_of = {i: j for j, i in pairs.items()}
    last = -1
    for i, unit in enumerate(old):
        if i in place_of:
            last = place_of[i]
        else:
            gone = Article(unit.label, "removed", unit, None, (Part("del", unit.text),))
            follows.setdefault(last, []).append(gone)
    articles = list(follows.get(-1, ()))
    for j, unit in enumerate(new):
        articles.append(_article(old[pairs[j]] if j in pairs else None, unit))
        articles.extend(follows.get(j, ()))
    return tuple(articles)


def _article(before: Unit | None, after: Unit) -> Article:
    if before is None:
        return Article(after.label, "added", None, after, (Part("add", after.text),))
    if before.label != after.label:
        label = f"{before.label} → {after.label}"
        return Article(label, "moved", before, after, parts(before.text, after.text))
    if squeeze(before.text) == squeeze(after.text):
        return Article(after.label, "same", before, after, (Part("same", after.text),))
    return Article(after.label, "changed", before, after, parts(before.text, after.text))
