"""The coverage map: how many documents and sections there are of each topic, layer, era and language, and the holes.

A topic is expected of every era and language in each layer in which it is told at all. A cell without a document is
a hole; `holes.yaml` says of those that are meant to be so why they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.library.finding import Finding
from bot.library.shelf import Document
from knowledge.topics import topics

HERE = Path(__file__).parent
NO_LAYER = "—"


@dataclass(frozen=True, slots=True)
class Era:
    """A time, half-open; `end` is `None` for the one that lasts."""

    id: str
    start: date
    end: date | None
    zh: str
    en: str

    def meets(self, document: Document) -> bool:
        start, end = document.meta.effective_from, document.end
        return (end is None or self.start < end) and (self.end is None or start < self.end)


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """One place of the map. A topic that nobody has told at all has no layer (`—`)."""

    topic: str
    layer: str
    era: str
    lang: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """Holes that are meant to be: empty names mean all."""

    topics: tuple[str, ...]
    layers: tuple[str, ...]
    eras: tuple[str, ...]
    langs: tuple[str, ...]
    zh: str
    en: str

    def covers(self, cell: Cell) -> bool:
        asked = (
            (self.topics, cell.topic),
            (self.layers, cell.layer),
            (self.eras, cell.era),
            (self.langs, cell.lang),
        )
        return all(not names or name in names for names, name in asked)


@dataclass(frozen=True, slots=True)
class Map:
    """Documents and sections of every cell that has any, and every hole with the reason it is accepted for."""

    documents: Mapping[Cell, int]
    sections: Mapping[Cell, int]
    holes: Mapping[Cell, Accepted | None]
    idle: tuple[Accepted, ...]

    @property
    def unexplained(self) -> tuple[Cell, ...]:
        return tuple(cell for cell, accepted in self.holes.items() if accepted is None)

    def as_json(self) -> dict[str, Any]:
        return {
            "cells": [
                {**_named(cell), "documents": count, "sections": self.sections[cell]}
                for cell, count in sorted(self.documents.items())
            ],
            "holes": [
                {**_named(cell), "reason": {"zh": known.zh, "en": known.en} if known else None}
                for cell, known in self.holes.items()
            ],
            "unexplained": len(self.unexplained),
        }


def _named(cell: Cell) -> dict[str, str]:
    return {"topic": cell.topic, "layer": cell.layer, "era": cell.era, "lang": cell.lang}


@lru_cache(maxsize=1)
def eras() -> tuple[Era, ...]:
    """The packaged eras, oldest first."""
    return tuple(
        Era(str(row["id"]), row["from"], row["to"], row["zh"], row["en"])
        for row in _data("coverage.yaml")["eras"]
    )


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """The languages the library is written in."""
    return tuple(_data("coverage.yaml")["languages"])


@lru_cache(maxsize=1)
def accepted_holes() -> tuple[Accepted, ...]:
    """The packaged holes that are meant to be."""
    return tuple(read_accepted(_data("holes.yaml")))


def read_accepted(rows: Iterable[Mapping[str, Any]]) -> Iterator[Accepted]:
    """Rows of `holes.yaml`: lists `topics`, `layers`, `eras`, `langs` (left out: all) and the reason `zh`, `en`."""
    for row in rows:
        topics_, layers, eras_, langs = (
            tuple(row.get(name, ())) for name in ("topics", "layers", "eras", "langs")
        )
        yield Accepted(topics_, layers, eras_, langs, row["zh"], row["en"])


def _data(name: str) -> Any:
    import yaml

    return yaml.safe_load((HERE / name).read_text(encoding="utf-8"))


def map_of(documents: Sequence[Document], accepted: Sequence[Accepted]) -> Map:
    """The map of these documents."""
    counted: Counter[Cell] = Counter()
    sections: Counter[Cell] = Counter()
    for document in documents:
        for era in eras():
            if document.meta.topic and era.meets(document):
                cell = Cell(document.meta.topic, document.meta.layer, era.id, document.meta.lang)
                counted[cell] += 1
                sections[cell] += len(document.sections)
    holes = {
        cell: next((known for known in accepted if known.covers(cell)), None)
        for cell in _expected(documents)
        if cell not in counted
    }
    used = set(map(id, holes.values()))
    return Map(counted, sections, holes, tuple(known for known in accepted if id(known) not in used))


def _expected(documents: Iterable[Document]) -> Iterator[Cell]:
    layers: dict[str, set[str]] = {topic: set() for topic in topics()}
    for document in documents:
        if document.meta.topic:
            layers[document.meta.topic].add(document.meta.layer)
    for topic, known in layers.items():
        for layer in sorted(known) or (NO_LAYER,):
            for era in eras():
                yield from (Cell(topic, layer, era.id, lang) for lang in languages())


def of_holes(found: Map) -> Iterator[Finding]:
    """Holes that nobody has explained, and explanations of what is no hole any more."""
    for cell in found.unexplained:
        where = f"{cell.topic} × {cell.layer} × {cell.era} × {cell.lang}"
        yield Finding(
            "unexplained_hole", "holes.yaml", where, f"{where} 没有文件", f"no document for {where}"
        )
    for known in found.idle:
        yield Finding(
            "filled_hole", "holes.yaml", known.zh, "已没有这样的空缺", "there is no such hole any more"
        )
