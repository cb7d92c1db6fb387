"""A composed text says only what its sentences say: between its facts, names and quotes no word is anybody else's.

The sentences are those of ``bot.answer.texts``; where one of them is turned round (「不低于」 for 「低于」, "need not"
for "must") no number is wrong, and yet the answer is. What stands between two proved things has to be pieces of
the sentences, whole ones, one behind the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import product

from bot.answer.texts import all_texts
from bot.guard.claim import Claim
from bot.guard.evidence import Evidence
from bot.guard.numerals import Numeral, fold_name, numerals

_SLOT = re.compile(r"\{\w+\}")
_BREAK = re.compile(r"[^\w '’-]+")
_STEM = 3
_WITHIN_WORD = re.compile(r"[a-z][a-z]")
_END = "\n"
Pieces = dict[str, tuple[str, ...]]
"""By stem. A piece with an end mark on one side stands there at the edge of its words, not in their middle."""


def unapproved(text: str, numbers: Iterable[Numeral], evidence: Evidence) -> Iterator[Claim]:
    """The words of a composed text (folded, its proved spans blanked) that no sentence of ours has."""
    words = _blanked(text, numbers)
    shown = (fact.shown for fact in evidence.facts)
    own = _by_stem(frozenset(_pieces_of((*evidence.words, *shown))))
    for start, end in _runs(words):
        if not _made_of(words[start:end], own):
            yield Claim("wording", start, end, text[start:end], "wrong", "unknown_wording")


def _runs(text: str) -> Iterator[tuple[int, int]]:
    """The words between two marks, numbers or proved spans."""
    place = 0
    for mark in (*_BREAK.finditer(text), None):
        end = mark.start() if mark else len(text)
        if text[place:end].strip():
            yield place, end
        place = mark.end() if mark else end


def _made_of(words: str, own: Pieces) -> bool:
    """Whether words are whole pieces, one behind the other, with blanks between them or without."""
    run = f"{_END}{words.strip()}{_END}"
    reached = {0, len(_END)}
    while reached:
        place = min(reached)
        reached.discard(place)
        while place < len(run) and run[place] == " ":
            place += 1
        if place >= len(run) - len(_END):
            return True
        stem = run[place : place + _STEM]
        for pieces, known in product((_approved(), own), (stem, stem[:2], stem[:1])):
            ends = (place + len(piece) for piece in pieces.get(known, ()) if run.startswith(piece, place))
            reached.update(end for end in ends if not _WITHIN_WORD.match(run, end - 1))
    return False


@lru_cache(maxsize=1)
def _approved() -> Pieces:
    """The pieces of every sentence."""
    sentences = (words for row in all_texts().values() for words in row.values())
    return _by_stem(frozenset(_pieces_of(sentences, closed=True)))


@lru_cache(maxsize=64)
def _by_stem(pieces: frozenset[str]) -> Pieces:
    """Pieces by their first characters, all of them where they are shorter."""
    found: dict[str, list[str]] = {}
    for piece in pieces:
        found.setdefault(piece[:_STEM], []).append(piece)
    return {stem: tuple(sorted(known, key=len, reverse=True)) for stem, known in found.items()}


def _pieces_of(sentences: Iterable[str], closed: bool = False) -> Iterator[str]:
    """What stands between slots, marks and numbers; ``closed`` sentences keep their marks as edges."""
    for sentence in sentences:
        yield from _pieces(sentence, closed)


@lru_cache(maxsize=16_384)
def _pieces(sentence: str, closed: bool) -> tuple[str, ...]:
    seen = fold_name(_SLOT.sub("\0", sentence))
    words = _blanked(seen, numerals(seen))
    return tuple(
        _edged(words, start, end) if closed else words[start:end].strip() for start, end in _runs(words)
    )


def _edged(words: str, start: int, end: int) -> str:
    """A piece with an end mark on each side where its sentence has a mark of its own."""
    before = _END if words[start - 1 : start].strip("\0") else ""
    behind = _END if words[end : end + 1].strip("\0") else ""
    return f"{before}{words[start:end].strip()}{behind}"


def _blanked(text: str, numbers: Iterable[Numeral]) -> str:
    """``text`` with its numbers taken out, each place kept."""
    for number in numbers:
        text = text[: number.start] + "\0" * (number.end - number.start) + text[number.end :]
    return text
