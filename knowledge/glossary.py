"""Words of the trade that mean the same: one group holds a term, its synonyms and slang, Traditional and regional
wording and English. A question that uses one of them also searches for the others, at half weight."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from knowledge.errors import BadDocument
from knowledge.normalise import fold, tidy
from knowledge.phrasing import phrasing
from knowledge.tokens import terms

_LATIN = re.compile(r"[a-z0-9][a-z0-9 +/'-]*")


@dataclass(frozen=True, slots=True)
class Concept:
    """A group as found in a question: the span of the folded question, every wording as its terms, and how much it
    counts beside the others."""

    start: int
    end: int
    group: int
    wordings: tuple[tuple[str, ...], ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Glossary:
    """`groups` holds folded wordings. They are looked up by their first character, Latin ones only as whole words."""

    groups: tuple[tuple[str, ...], ...] = ()
    _by_first: Mapping[str, tuple[tuple[str, int], ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_first: dict[str, list[tuple[str, int]]] = {}
        for number, group in enumerate(self.groups):
            for wording in group:
                by_first.setdefault(wording[:1], []).append((wording, number))
        frozen = {first: tuple(wordings) for first, wordings in by_first.items()}
        object.__setattr__(self, "_by_first", frozen)

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256(repr(self.groups).encode()).hexdigest()[:12]

    def concepts(self, folded: str) -> tuple[Concept, ...]:
        """The groups a folded question mentions, by position. A wording inside a longer one that also occurs
        does not count: 担保 is not what a question about 维持担保比例 asks for."""
        found = sorted(self._mentions(folded), key=lambda item: (item[0] - item[1], item[0], item[2]))
        taken: list[tuple[int, int]] = []
        concepts: list[Concept] = []
        for start, end, group in found:
            if any(start < other_end and other_start < end for other_start, other_end in taken):
                continue
            taken.append((start, end))
            wordings = tuple(map(topic, self.groups[group]))
            concepts.append(Concept(start, end, group, wordings))
        return tuple(sorted(concepts, key=lambda concept: concept.start))

    def _mentions(self, folded: str) -> Iterator[tuple[int, int, int]]:
        for position, character in enumerate(folded):
            for wording, group in self._by_first.get(character, ()):
                if folded.startswith(wording, position) and _stands_alone(folded, position, wording):
                    yield position, position + len(wording), group


def _stands_alone(folded: str, position: int, wording: str) -> bool:
    """Han may stand anywhere; a Latin wording must not be part of a longer word, a plural `s` apart."""
    if not _LATIN.fullmatch(wording):
        return True
    before = folded[position - 1 : position]
    after = folded[position + len(wording) :]
    return not re.match(r"[a-z0-9]", before) and not re.match(r"(?!s\b)[a-z0-9]", after)


@lru_cache(maxsize=10_000)
def topic(wording: str) -> tuple[str, ...]:
    """The terms of a wording without its words of asking (保存 of 保存多少年), unless no pair is left."""
    bare = terms(phrasing().subject(wording))
    return tuple(bare if any(len(term) > 1 for term in bare) else terms(wording))


def load_glossary(path: Path) -> Glossary:
    """The glossary file: a list of mappings with `term` and optional lists `zh`, `hant`, `en`. A missing file is
    an empty glossary; a malformed one is an error."""
    if not path.is_file():
        return Glossary()
    import yaml

    entries = yaml.load(
        path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    )
    if not isinstance(entries, list) or not all(isinstance(entry, Mapping) for entry in entries):
        raise BadDocument(
            f"{path.name}: must be a list of terms", f"{path.name}：必须是术语列表", field=path.name
        )
    return Glossary(tuple(_group(entry) for entry in entries))


def _group(entry: Mapping[str, object]) -> tuple[str, ...]:
    wordings: list[str] = [str(entry.get("term", ""))]
    for key in ("zh", "hant", "en"):
        values = entry.get(key) or ()
        wordings.extend(
            map(str, values) if isinstance(values, Sequence) and not isinstance(values, str) else ()
        )
    folded = (tidy(fold(wording)) for wording in wordings)
    return tuple(dict.fromkeys(wording for wording in folded if len(wording) > 1))
