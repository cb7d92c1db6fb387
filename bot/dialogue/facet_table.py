"""The packaged wordings and questions (``data/facets.yaml``, ``data/topics.yaml``), read once: what a matter is, and what may be asked of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any

from bot.dialogue.wordings import Facet, facet

Json = Mapping[str, Any]
Words = Mapping[str, str]

OF_TOPIC = "of_topic"
"""The intent of what is answered with a sentence about the matter itself."""
EDGES = " ,.?!。,、;~～…"


@dataclass(frozen=True, slots=True)
class Question:
    """A whole question: the flow that answers it, or what ``say`` names; ``dated``: of a day, where one was spoken of."""

    intent: str
    aspect: str | None = None
    words: Words = field(default_factory=dict)
    say: str | None = None
    choose: tuple[str, ...] = ()
    unknown: bool = False
    dated: bool = False


@dataclass(frozen=True, slots=True)
class Topic:
    """A matter: its name, what its facets ask, and what is offered beside a sentence about it."""

    name: Words
    asks: Mapping[str, Question]
    more: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Everything that is known: facets in order, topics by name and by intent, what is meant anywhere and what only alone."""

    facets: tuple[Facet, ...]
    topics: Mapping[str, Topic]
    after: Mapping[str, str]
    anywhere: Mapping[str, Question]
    alone: Mapping[str, Question]
    by_words: Mapping[str, Question]


@lru_cache(maxsize=1)
def table() -> Table:
    """The packaged wordings and questions, read once."""
    wordings, matters = _read("facets.yaml"), _read("topics.yaml")
    facets = tuple(facet(name, row, wordings["words"]) for name, row in wordings["facets"].items())
    questions: dict[str, Json] = matters["questions"]
    topics = {name: _topic(name, row, questions) for name, row in matters["topics"].items()}
    anywhere, alone = (_asks(matters[name], questions, name) for name in ("anywhere", "alone"))
    after = {intent: name for name, row in matters["topics"].items() for intent in row["after"]}
    every = [each for topic in topics.values() for each in topic.asks.values()]
    every += [*anywhere.values(), *alone.values()]
    by_words = {_key(words): each for each in every for words in each.words.values()}
    return Table(facets, topics, after, anywhere, alone, by_words)


def _read(name: str) -> Any:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(files("bot.dialogue").joinpath("data", name).read_text(encoding="utf-8"), Loader=loader)


def _topic(name: str, row: Json, questions: Mapping[str, Json]) -> Topic:
    return Topic(row["name"], _asks(row["asks"], questions, name), tuple(row["more"]))


def _asks(rows: Mapping[str, list[str]], questions: Mapping[str, Json], topic: str) -> dict[str, Question]:
    """The question of each facet."""
    pairs = [(facet, name) for name, facets in rows.items() for facet in facets]
    return {facet: _question(questions[name], topic, facet) for facet, name in pairs}


def _question(row: Json, topic: str, facet: str) -> Question:
    if "say" in row:
        choose, unknown = tuple(row.get("choose", ())), bool(row.get("unknown"))
        return Question(OF_TOPIC, f"{topic}.{facet}", say=row["say"], choose=choose, unknown=unknown)
    words = {lang: row[lang] for lang in ("zh", "en")}
    unknown, dated = bool(row.get("unknown")), bool(row.get("dated"))
    return Question(row["intent"], row.get("aspect"), words, unknown=unknown, dated=dated)


def _key(words: str) -> str:
    return words.lower().strip(EDGES + "？")
