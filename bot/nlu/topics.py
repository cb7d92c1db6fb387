"""Which figure, aspect or rulebook parameter a request names; the words live in `data/topics.yaml`."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.nlu.model import Slots

OTHER = "other"


@dataclass(frozen=True, slots=True)
class Topic:
    """A name and the words that stand for it."""

    name: str
    words: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Topics:
    """The word lists, in the order of their rows."""

    measures: tuple[Topic, ...]
    other_measure: re.Pattern[str]
    margin_call: tuple[Topic, ...]
    positions: tuple[Topic, ...]
    learn: tuple[Topic, ...]
    params: tuple[Topic, ...]
    value_asked: re.Pattern[str]
    value_not: re.Pattern[str]
    value_changes: re.Pattern[str]
    value_elsewhere: re.Pattern[str]


def read_topics(data: Mapping[str, object]) -> Topics:
    """Topics from the content of `data/topics.yaml`."""
    return Topics(
        measures=_list(data["measures"]),
        other_measure=re.compile(str(data["other_measure"])),
        margin_call=_list(data["margin_call"]),
        positions=_list(data["positions"]),
        learn=_list(data["learn"]),
        params=_list(data["params"]),
        value_asked=re.compile(str(data["value_asked"])),
        value_not=re.compile(f"{data['value_not']}|{data['value_elsewhere']}"),
        value_changes=re.compile(str(data["value_changes"])),
        value_elsewhere=re.compile(str(data["value_elsewhere"])),
    )


def _list(rows: object) -> tuple[Topic, ...]:
    assert isinstance(rows, list)
    return tuple(Topic(str(row["name"]), re.compile(str(row["words"]))) for row in rows)


def with_topics(slots: Slots, intent: str, text: str, topics: Topics) -> Slots:
    """The slots completed with what the intent leaves open: measures, aspect or parameter."""
    slots = replace(slots, measures=(), aspect=None, param=None)
    match intent:
        case "my_ratio":
            return replace(slots, measures=("maintenance_ratio",))
        case "my_figures":
            return replace(slots, measures=_measures(text, topics))
        case "margin_call":
            return replace(slots, aspect=_first(text, topics.margin_call) or "meaning")
        case "my_positions":
            return replace(slots, aspect=_first(text, topics.positions) or "holdings")
        case "learn":
            return replace(slots, aspect=_first(text, topics.learn))
        case "rule_value":
            return replace(slots, param=_first(text, topics.params))
        case "rule_question" | "security_lookup" if _is_of_a_value(text, topics):
            return replace(slots, param=_first(text, topics.params))
        case "what_if":
            return replace(slots, measures=tuple(_named(text, topics.measures)))
        case _:
            return slots


def intent_of_value(text: str, topics: Topics) -> str:
    """`rule_value` where one number of our rulebook is asked for and nothing more; else the rule itself is."""
    bare = topics.value_asked.search(text) and not topics.value_not.search(text)
    return "rule_value" if bare and _first(text, topics.params) else "rule_question"


def _is_of_a_value(text: str, topics: Topics) -> bool:
    """Whether a question about a rule asks for a value of our rulebook, or how one has changed."""
    changes = topics.value_changes.search(text) and not topics.value_elsewhere.search(text)
    return bool(changes or (topics.value_asked.search(text) and not topics.value_not.search(text)))


def _first(text: str, topics: Sequence[Topic]) -> str | None:
    return next((topic.name for topic in topics if topic.words.search(text)), None)


def _measures(text: str, topics: Topics) -> tuple[str, ...]:
    """Figures in the order of their mention, none for an overview; `other` for own data that margin lending does not hold."""
    named = tuple(_named(text, topics.measures))
    if topics.other_measure.search(text) and not set(named) - {
        "cash",
        "accrued_interest",
        "withdrawable",
        "total_assets",
    }:
        return (OTHER,)
    return named


def _named(text: str, topics: Sequence[Topic]) -> list[str]:
    """Names in order of mention; where two overlap the row that stands first wins."""
    kept: list[tuple[int, int, str]] = []
    for topic in topics:
        match = topic.words.search(text)
        if match and all(match.end() <= start or end <= match.start() for start, end, _ in kept):
            kept.append((match.start(), match.end(), topic.name))
    return [name for _, _, name in sorted(kept)]
