"""The rows of the rulebook that something rests on, then and now: what a reader sees of a rule that has changed.

A row is the same while whatever a text could say of it is: value, source, article and first day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.answer.script import in_script

Row = Mapping[str, Any]
_IDENTITY = ("value", "unit", "layer", "force", "source", "article", "valid_from", "applies_to", "scope")


def in_force(rule: Row) -> list[Row]:
    """Every row in force of one parameter as the account service shows it, whatever its scope."""
    return [row for row in (rule["in_force"], *rule["variants"]) if row is not None]


def moved(old: Sequence[Row], new: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """The rows that are no more, and those that were not yet; two empty lists where nothing has changed."""
    was, now = [_identity(row) for row in old], [_identity(row) for row in new]
    return [row for row in old if _identity(row) not in now], [
        row for row in new if _identity(row) not in was
    ]


def label_of_rule(rule: Row, lang: str) -> str:
    """The name of a parameter for a reader."""
    return in_script(rule["label_en" if lang == "en" else "label_zh"], lang)


def shown(row: Row, lang: str) -> dict[str, Any]:
    """A row for a reader: what it says, where that stands, and since when. A word for machines is not shown."""
    display = row["display_en" if lang == "en" else "display"]
    return {
        "display": in_script(display, lang),
        "source": in_script(row["source"], lang),
        "article": row["article"] and in_script(row["article"], lang),
        "valid_from": row["valid_from"],
        "valid_to": row["valid_to"],
        "scope": row["scope"],
    }


def _identity(row: Row) -> tuple[Any, ...]:
    return tuple(row[name] for name in _IDENTITY)
