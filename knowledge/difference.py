"""What changed between two versions of a document, article by article (section by section where there are none) and
word by word. An article that only got another number is recognised as moved; a new one in its place is new."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Literal, NamedTuple, get_args

from knowledge.model import Passage
from knowledge.normalise import squeeze

Change = Literal["same", "changed", "added", "removed", "moved"]
Op = Literal["same", "add", "del"]
ALIKE = 0.6
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
class Unit:
    """An article or a section with its whole text, however it was cut for the search."""

    label: str
    text: str


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
    old, new = units(before), units(after)
    pairs = _paired(old, new)
    return Difference(
        after[0].document_id, after[0].lang, _side(before[0]), _side(after[0]), _articles(old, new, pairs)
    )


def units(passages: Sequence[Passage]) -> tuple[Unit, ...]:
    """The articles or sections of a version: passages cut from one section are put together again."""
    sections: dict[int, list[Passage]] = {}
    for passage in passages:
        sections.setdefault(passage.group, []).append(passage)
    return tuple(
        Unit(_label(pieces[0]), "\n".join(piece.text for piece in pieces)) for pieces in sections.values()
    )


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


def _label(passage: Passage) -> str:
    """The article that the text opens with (our own texts name one only as their source), else the headings."""
    if passage.article and passage.text.startswith(passage.article):
        return passage.article
    return " › ".join(passage.path) or passage.title


def _paired(old: Sequence[Unit], new: Sequence[Unit]) -> dict[int, int]:
    """Which unit of `old` each unit of `new` was, by position: first those with the same words (under the same label
    if there is one), then the most alike, then what stands under the same label."""
    pairs: dict[int, int] = {}
    _pair_equal(old, new, pairs, lambda unit: (unit.label, _words(unit)))
    _pair_equal(old, new, pairs, _words)
    for _, i, j in sorted(_likenesses(old, new, pairs)):
        if j not in pairs and i not in pairs.values():
            pairs[j] = i
    _pair_equal(old, new, pairs, lambda unit: unit.label)
    return pairs


def _pair_equal(
    old: Sequence[Unit], new: Sequence[Unit], pairs: dict[int, int], key: Callable[[Unit], Hashable]
) -> None:
    """Add the pairs, in order, of units not yet paired that have the same key."""
    taken = set(pairs.values())
    waiting: dict[Hashable, deque[int]] = {}
    for i, unit in enumerate(old):
        if i not in taken:
            waiting.setdefault(key(unit), deque()).append(i)
    for j, unit in enumerate(new):
        if j not in pairs and waiting.get(key(unit)):
            pairs[j] = waiting[key(unit)].popleft()


def _likenesses(
    old: Sequence[Unit], new: Sequence[Unit], pairs: Mapping[int, int]
) -> Iterator[tuple[tuple[float, bool, int], int, int]]:
    """Pairs of the rest that share most of their words, the most alike first; the same label and the nearer place
    break ties."""
    taken = set(pairs.values())
    olds = {i: _pairs_of_characters(unit) for i, unit in enumerate(old) if i not in taken}
    news = {j: _pairs_of_characters(unit) for j, unit in enumerate(new) if j not in pairs}
    for i, before in olds.items():
        for j, after in news.items():
            share = 2 * (before & after).total() / (before.total() + after.total())
            if share >= ALIKE:
                yield (-round(share, 3), old[i].label != new[j].label, abs(i - j)), i, j


def _words(unit: Unit) -> str:
    """The text without the number it opens with: what stays when an article moves."""
    return squeeze(unit.text.removeprefix(unit.label))


def _pairs_of_characters(unit: Unit) -> Counter[str]:
    text = _words(unit)
    return Counter(text[k : k + 2] for k in range(max(len(text) - 1, 1)))


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
