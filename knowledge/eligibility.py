"""Which passages may answer at all: in force that day, of the right jurisdiction, meant for the reader, and in the
preferred language wherever the same document exists in it. Decided before anything is scored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from knowledge.model import Passage

OPEN_END = date(9999, 12, 31).toordinal()
EVERYWHERE = "*"
PUBLIC = ("client", "public", "all")
STAFF = "staff"

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Scope:
    """Which passages may answer: in force on `as_of`, for `jurisdiction` and `audience`, preferably in `lang`
    (None: the question's own language; a region such as `zh-Hant` counts as its language)."""

    as_of: date
    jurisdiction: str = "CN"
    audience: str = "client"
    lang: str | None = None

    def language(self, of_question: str) -> str:
        """The language preferred for a question asked in `of_question`."""
        return (self.lang or of_question).split("-")[0]


class Eligibility:
    """The filter over one tuple of passages, by position. Whoever is not the public reads what is for staff, too."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._start = np.array([passage.effective_from.toordinal() for passage in passages], dtype=np.int64)
        self._end = np.array(
            [passage.effective_to.toordinal() if passage.effective_to else OPEN_END for passage in passages],
            dtype=np.int64,
        )
        self._jurisdiction = np.array([passage.jurisdiction for passage in passages], dtype=np.str_)
        self._audience = np.array([passage.audience for passage in passages], dtype=np.str_)
        self._lang = np.array([passage.lang for passage in passages], dtype=np.str_)
        numbers: dict[str, int] = {}
        self._document = np.array(
            [numbers.setdefault(passage.document_id, len(numbers)) for passage in passages], dtype=np.intp
        )
        self.mask = lru_cache(maxsize=256)(self._mask)

    def excluded(self, scope: Scope, lang: str) -> Mapping[str, int]:
        """How many passages each test turns away that passed the tests before it."""
        left = np.ones(len(self._start), dtype=bool)
        counts: dict[str, int] = {}
        for name, passes in self._tests(scope):
            counts[name] = int(np.sum(left & ~passes))
            left &= passes
        return {**counts, "language": int(np.sum(left & ~self._preferred(left, lang)))}

    def _mask(self, scope: Scope, lang: str) -> Mask:
        left = np.ones(len(self._start), dtype=bool)
        for _, passes in self._tests(scope):
            left &= passes
        return left & self._preferred(left, lang)

    def _tests(self, scope: Scope) -> tuple[tuple[str, Mask], ...]:
        day = scope.as_of.toordinal()
        readable = PUBLIC if scope.audience in PUBLIC else (*PUBLIC, STAFF, scope.audience)
        return (
            ("not_in_force", np.asarray((self._start <= day) & (day < self._end))),
            ("jurisdiction", np.isin(self._jurisdiction, [scope.jurisdiction, EVERYWHERE])),
            ("audience", np.isin(self._audience, list(readable))),
        )

    def _preferred(self, left: Mask, lang: str) -> Mask:
        """In `lang`, or of a document that `lang` does not have."""
        spoken = self._lang == lang
        return np.asarray(spoken | ~np.isin(self._document, self._document[left & spoken]))
