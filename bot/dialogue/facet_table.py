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
    """A whole question: the flow that answers it, or what ``say`` names.

    ``dated``: of a day, where one was spoken of; ``named``: with ``{security}`` for the one that was looked up last.
    """

    intent: str
    aspect: str | None = None
    words: Words = field(default_factory=dict)
    say: str | None = None
    choose: tuple[str, ...] = ()
    unknown: bool = False
    dated: bool = False
    named: bool = False


@dataclass(frozen=True, slots=True)
class Topic:
    """A matter: its name, what its facets ask, and what is offered beside a sentence about it.

    ``unknown``: the facets of which nothing is on record; ``called``: the words by which one goes back to it.
    """

    name: Words
    asks: Mapping[str, Question]
    more: tuple[str, ...]
    unknown: frozenset[str] = frozenset()
    called: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Everything that is known: facets in order, topics by name and by intent, what is meant anywhere and what only alone;
    every word of the lists, those that ask or name a matter, and the facets that ask nothing.
    """

    facets: tuple[Facet, ...]
    topics: Mapping[str, Topic]
    after: Mapping[str, str]
    anywhere: Mapping[str, Question]
    alone: Mapping[str, Question]
    by_words: Mapping[str, Question]
    known: frozenset[str]
    asking: frozenset[str]
    pleasant: tuple[Facet, ...]


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
    by_words = {_key(words): each for each in every if not each.named for words in each.words.values()}
    lists: dict[str, list[str]] = wordings["words"]
    known = frozenset(word for words in lists.values() for word in words)
    asking = frozenset(word for name in wordings["asking"] for word in lists[name])
    pleasant = tuple(each for each in facets if each.name in wordings["pleasant"])
    return Table(facets, topics, after, anywhere, alone, by_words, known, asking, pleasant)


def _read(name: str) -> Any:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(files("bot.dialogue").joinpath("data", name).read_text(encoding="utf-8"), Loader=loader)


def _topic(name: str, row: Json, questions: Mapping[str, Json]) -> Topic:
    asks, unknown, called = _asks(row["asks"], questions, name), row.get("unknown", ()), row.get("called", ())
    return Topic(row["name"], asks, tuple(row["more"]), frozenset(unknown), tuple(called))


def _asks(rows: Mapping[str, list[str]], questions: Mapping[str, Json], topic: str) -> dict[str, Question]:
    """The question of each facet."""
    pairs = [(facet, name) for name, facets in rows.items() for facet in facets]
    return {facet: _question(questions[name], topic, facet) for facet, name in pairs}


def _question(row: Json, topic: str, facet: str) -> Question:
    if "say" in row:
        choose, unknown = tuple(row.get("choose", ())), bool(row.get("unknown"))
        return Question(OF_TOPIC, f"{topic}.{facet}", say=row["say"], choose=choose, unknown=unknown)
    words = {lang: row[lang] for lang in ("zh", "en")}
    unknown, dated, named = bool(row.get("unknown")), bool(row.get("dated")), "{security}" in row["zh"]
    return Question(row["intent"], row.get("aspect"), words, unknown=unknown, dated=dated, named=named)


def _key(words: str) -> str:
    return words.lower().strip(EDGES + "？")
