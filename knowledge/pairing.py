"""Which article of an older version each article of a newer one was: those with the same words, then the most alike,
then what stands under the same label. Only likely pairs are compared, so a long law costs no more than its length."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Container, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from knowledge.model import Passage
from knowledge.normalise import squeeze

ALIKE = 0.6
CANDIDATES = 6
COMMON = 12
PHRASE = 4
NEAR = 2


@dataclass(frozen=True, slots=True)
class Unit:
    """An article or a section with its whole text, however it was cut for the search."""

    label: str
    text: str


def units(passages: Sequence[Passage]) -> tuple[Unit, ...]:
    """The articles or sections of a version: passages cut from one section are put together again."""
    sections: dict[int, list[Passage]] = {}
    for passage in passages:
        sections.setdefault(passage.group, []).append(passage)
    return tuple(
        Unit(_label(pieces[0]), "\n".join(piece.text for piece in pieces)) for pieces in sections.values()
    )


def _label(passage: Passage) -> str:
    """The article that the text opens with (our own texts name one only as their source), else the headings."""
    if passage.article and passage.text.startswith(passage.article):
        return passage.article
    return " › ".join(passage.path) or passage.title


class _Text(NamedTuple):
    """What units are compared by: the label, and the words without the number they open with, which stay when an
    article moves."""

    label: str
    words: str


def _text(unit: Unit) -> _Text:
    return _Text(unit.label, squeeze(unit.text.removeprefix(unit.label)))


def paired(before: Sequence[Unit], after: Sequence[Unit]) -> dict[int, int]:
    """Which unit of `old` each unit of `new` was, by position: first those with the same words (under the same label
    if there is one), then the most alike, then what stands under the same label."""
    old, new = list(map(_text, before)), list(map(_text, after))
    pairs: dict[int, int] = {}
    _pair_equal(old, new, pairs, lambda text: text)
    _pair_equal(old, new, pairs, lambda text: text.words)
    taken = set(pairs.values())
    for _, i, j in sorted(_likenesses(old, new, pairs)):
        if j not in pairs and i not in taken:
            pairs[j] = i
            taken.add(i)
    _pair_equal(old, new, pairs, lambda text: text.label)
    return pairs


def _pair_equal(
    old: Sequence[_Text], new: Sequence[_Text], pairs: dict[int, int], key: Callable[[_Text], Hashable]
) -> None:
    """Add the pairs, in order, of units not yet paired that have the same key."""
    taken = set(pairs.values())
    waiting: dict[Hashable, deque[int]] = {}
    for i, text in enumerate(old):
        if i not in taken:
            waiting.setdefault(key(text), deque()).append(i)
    for j, text in enumerate(new):
        if j not in pairs and waiting.get(key(text)):
            pairs[j] = waiting[key(text)].popleft()


def _likenesses(
    old: Sequence[_Text], new: Sequence[_Text], pairs: Mapping[int, int]
) -> Iterator[tuple[tuple[float, bool, int], int, int]]:
    """Pairs of the rest that share most of their words, the most alike first; the same label and the nearer place
    break ties."""
    taken = set(pairs.values())
    olds = {i: _pairs_of_characters(text) for i, text in enumerate(old) if i not in taken}
    news = {j: _pairs_of_characters(text) for j, text in enumerate(new) if j not in pairs}
    for i, j in _candidates(old, new, olds, news):
        share = _share(olds[i], news[j])
        if share >= ALIKE:
            yield (-round(share, 3), old[i].label != new[j].label, abs(i - j)), i, j


def _share(one: Counter[str], other: Counter[str]) -> float:
    """How much of both they have in common, 0..1; 0 at once where it cannot be enough."""
    whole = one.total() + other.total()
    repeated = min(one.total() - len(one), other.total() - len(other))
    if 2 * (len(one.keys() & other.keys()) + repeated) < ALIKE * whole:
        return 0.0
    return 2 * (one & other).total() / whole


def _candidates(
    old: Sequence[_Text], new: Sequence[_Text], olds: Iterable[int], news: Container[int]
) -> Iterator[tuple[int, int]]:
    """The pairs worth a closer look: a unit with those that stand near it, those under its label, and the few with
    which it shares the most turns of phrase that few units use. All pairs would be too many in a long law."""
    places = [j for j in range(len(new)) if j in news]
    labelled = _places(places, lambda j: (new[j].label,))
    phrases = _places(places, lambda j: _phrases(new[j]))
    telling = {phrase: held for phrase, held in phrases.items() if len(held) <= COMMON}
    for i in olds:
        near = (j for j in range(i - NEAR, i + NEAR + 1) if j in news)
        same_label = labelled.get(old[i].label, ())[:CANDIDATES]
        shared = Counter(chain.from_iterable(telling.get(phrase, ()) for phrase in _phrases(old[i])))
        most_shared = (j for j, _ in shared.most_common(CANDIDATES))
        yield from ((i, j) for j in dict.fromkeys(chain(near, same_label, most_shared)))


def _places(numbers: Iterable[int], keys: Callable[[int], Iterable[str]]) -> dict[str, list[int]]:
    """Which of the numbers have each key."""
    held: dict[str, list[int]] = {}
    for number in numbers:
        for key in keys(number):
            held.setdefault(key, []).append(number)
    return held


def _phrases(text: _Text) -> set[str]:
    return {text.words[k : k + PHRASE] for k in range(max(len(text.words) - PHRASE + 1, 1))}


def _pairs_of_characters(text: _Text) -> Counter[str]:
    return Counter(text.words[k : k + 2] for k in range(max(len(text.words) - 1, 1)))
