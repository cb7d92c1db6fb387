"""The packaged word lists and examples: read once, when an understander is built."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final

import yaml

from bot.nlu.examples import Example, expand, mask, patterns, unmasked_slots
from bot.nlu.gates import Gates
from bot.nlu.labels import Label, read_labels
from bot.nlu.normal import Script, normalise
from bot.nlu.reading import spans
from bot.nlu.rules import Rule, first_match, read_rules
from bot.nlu.securities import gazetteer
from bot.nlu.split import without_politeness
from bot.nlu.topics import Topics, read_topics

VARIANTS_HEARD: Final = 4  # of a pattern, whose other sentences hold the same neighbours


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The packaged word lists."""

    rules: tuple[Rule, ...]
    labels: tuple[Label, ...]
    topics: Topics
    fragments: frozenset[str]
    concepts: Mapping[str, re.Pattern[str]]
    gates: Gates


def read_lexicon() -> Lexicon:
    """The packaged word lists and gates."""
    topics = data("topics.yaml")
    return Lexicon(
        rules=read_rules(data("rules.yaml")),
        labels=read_labels(data("labels.yaml")),
        topics=read_topics(topics),
        fragments=frozenset(topics["fragments"]),
        concepts={name: re.compile(words) for name, words in data("concepts.yaml").items()},
        gates=Gates(**data("gates.yaml")),
    )


def read_examples(tables: Script, lexicon: Lexicon, *, judged: bool = False) -> tuple[Example, ...]:
    """The packaged examples, normalised and masked exactly as messages are; `judged` ones know whether a rule catches them."""
    nothing = gazetteer((), tables)
    examples: dict[str, Example] = {}
    for number, (intent, pattern) in enumerate(patterns(data("intents.yaml"))):
        for sentence in expand(pattern):
            bare = without_politeness(normalise(sentence, tables))
            text = unmasked_slots(mask(bare, spans(bare, nothing)))
            ruled = judged and any(first_match(bare, lexicon.rules, whole=whole) for whole in (True, False))
            examples.setdefault(text, Example(text, intent, number, ruled))
    return tuple(examples.values())


def sentences(tables: Script) -> Iterator[str]:
    """The packaged examples as plain sentences, to learn from which characters stand beside which."""
    for _, pattern in patterns(data("intents.yaml")):
        for sentence in expand(pattern)[:VARIANTS_HEARD]:
            yield normalise(sentence, tables)


def fingerprint() -> str:
    """A hash over word lists and code: either may change what a classifier would learn."""
    digest = hashlib.sha256()
    package = files("bot.nlu")
    for file in sorted([*package.iterdir(), *(package / "data").iterdir()], key=lambda f: f.name):
        if file.name.endswith((".py", ".yaml")):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def data(name: str) -> Any:
    """The content of one packaged data file."""
    text = (files("bot.nlu") / "data" / name).read_text(encoding="utf-8")
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
