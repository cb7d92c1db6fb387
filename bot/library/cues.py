"""The words of `cues.yaml`: under which a text speaks of a parameter, of a scope, of the past, and what excuses a number."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from pathlib import Path

from bot.library.rulebook import Rule


@dataclass(frozen=True, slots=True)
class Words:
    """`cues.yaml`, compiled."""

    cues: Mapping[str, re.Pattern[str]]
    scopes: Mapping[str, re.Pattern[str]]
    elsewhere: Mapping[str, re.Pattern[str]]
    excuses: Mapping[str, re.Pattern[str]]
    customary: Mapping[str, tuple[str, ...]]
    binding: re.Pattern[str]
    normative: re.Pattern[str]
    past: re.Pattern[str]
    today: re.Pattern[str]
    ended: re.Pattern[str]
    just_before: re.Pattern[str]
    strict: re.Pattern[str]
    strict_behind: re.Pattern[str]
    account: re.Pattern[str]
    account_behind: re.Pattern[str]
    account_whole: re.Pattern[str]
    measured: re.Pattern[str]
    instance: re.Pattern[str]


@lru_cache(maxsize=1)
def words() -> Words:
    """The packaged words."""
    import yaml

    data = yaml.safe_load(Path(__file__).with_name("cues.yaml").read_text(encoding="utf-8"))
    cues = {name: _any(known) for place in data["cues"].values() for name, known in place.items()}
    excuses = {name: re.compile(pattern) for name, pattern in data["excuses"].items()}
    scopes, elsewhere = (
        {name: _any(known) for name, known in data[key].items()} for key in ("scopes", "elsewhere")
    )
    single = (re.compile(data[each.name]) for each in fields(Words)[5:])
    return Words(cues, scopes, elsewhere, excuses, data["customary"], *single)


def _any(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(patterns) or r"(?!)")


def names_scope_of(rule: Rule, clause: str) -> bool:
    """Whether a clause names a condition of a rule's rows: ETF, private funds, the main board."""
    names = {scope for row in rule.rows for scope in row.scopes if scope in words().scopes}
    named = any(words().scopes[name].search(clause) for name in names)
    return named and not is_elsewhere(rule.param, clause)


def speaks_of(param: str, piece: str, clause: str) -> bool:
    """Whether a piece of text speaks of a parameter, in whose clause nothing says that another one is meant."""
    known = words().cues.get(param)
    return bool(known and known.search(piece) and not is_elsewhere(param, clause))


def is_elsewhere(param: str, clause: str) -> bool:
    """Whether a clause speaks of another thing under the words of a parameter."""
    away = words().elsewhere.get(param)
    return bool(away and away.search(clause))


@dataclass(frozen=True, slots=True)
class Told:
    """`told.yaml`, compiled: words around the dates and the figures of a rule. A pair is of what stands before a
    figure and what stands behind it."""

    turn_before: re.Pattern[str]
    turn_after: re.Pattern[str]
    after_close: re.Pattern[str]
    never: re.Pattern[str]
    never_after: re.Pattern[str]
    not_bound: re.Pattern[str]
    free: re.Pattern[str]
    demanded: re.Pattern[str]
    consequence: re.Pattern[str]
    layer: re.Pattern[str]
    of_the_figure: re.Pattern[str]
    turns: Mapping[date, str]
    bounds: Mapping[str, tuple[re.Pattern[str], ...]]
    sides: Mapping[str, tuple[re.Pattern[str], ...]]


@lru_cache(maxsize=1)
def told() -> Told:
    """The packaged words."""
    import yaml

    data = yaml.safe_load(Path(__file__).with_name("told.yaml").read_text(encoding="utf-8"))
    bounds, sides = (
        {force: tuple(map(re.compile, pair)) for force, pair in data.pop(key).items()}
        for key in ("bounds", "sides")
    )
    turns = data.pop("turns")
    single = {name: re.compile(pattern) for name, pattern in data.items()}
    return Told(**single, turns=turns, bounds=bounds, sides=sides)
