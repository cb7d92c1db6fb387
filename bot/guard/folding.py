"""Fold a text for looking, and remember where each folded character stood, so that marks fall on the original."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from bot.guard.numerals import LIST_MARK, simplified


@dataclass(frozen=True, slots=True)
class Folded:
    """``text`` is ``original`` folded as ``numerals.fold`` does; ``places[i]`` is where ``text[i]`` comes from."""

    original: str
    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A span of the folded text in the original."""
        if not self.places or start >= len(self.places):
            return len(self.original), len(self.original)
        return self.places[start], self.places[max(start, end - 1)] + 1 if end > start else self.places[start]


def folded(text: str) -> Folded:
    """``text`` folded character by character; what cannot be seen is left out."""
    pieces: list[str] = []
    places: list[int] = []
    marked = LIST_MARK.sub(" ", text)
    for place, char in enumerate(marked):
        seen = char if char.isascii() else _seen(char)
        pieces.append(seen)
        places.extend([place] * len(seen))
    plain = "".join(pieces)
    same = simplified(plain)
    if len(same) != len(plain):
        same = "".join(simplified(char)[:1] or char for char in plain)
    lower = same.lower()
    if len(lower) != len(same):
        lower = "".join(char.lower() if len(char.lower()) == 1 else char for char in same)
    return Folded(text, lower, tuple(places))


@lru_cache(maxsize=8_192)
def _seen(char: str) -> str:
    """What is seen of one character, in its plain form; of a joiner or the like nothing."""
    plain = (piece for piece in unicodedata.normalize("NFKC", char) if unicodedata.category(piece) != "Cf")
    return "".join("-" if piece == "−" else piece for piece in plain)
