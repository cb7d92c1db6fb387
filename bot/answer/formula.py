"""A formula as a sentence, and the same formula with the numbers put in behind their names.

「总资产 1,280,000.00 元 ÷ 总负债 1,000,000.00 元」: every number stands behind the name of its input, so the guard
can check it like any other. A formula whose names are not all among its inputs (a sum over holdings)
stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.answer import facts
from bot.answer.measures import labels_of
from bot.guard.evidence import Fact

_AS_WRITTEN = {"restore_line": ("目标比例", "target ratio")}
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Written:
    """A formula; ``facts`` are the numbers put in, ``spans`` what stands verbatim, ``words`` its names and signs."""

    text: str
    facts: tuple[Fact, ...] = ()
    spans: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


def filled(figure: Mapping[str, Any], lang: str, numbers: bool) -> Written:
    """The figure's formula in ``lang``; with ``numbers``, its inputs' values behind their names."""
    words = str(figure["formula_en"] if lang == "en" and figure.get("formula_en") else figure["formula"])
    words = words[:1].upper() + words[1:]
    plain = Written(words, (), (words,))
    left, equals, right = words.partition(" = ")
    if not numbers or not equals:
        return plain
    named = _named(figure, right)
    if named is None:
        return plain
    pattern = re.compile("|".join(re.escape(label) for label in sorted(named, key=len, reverse=True)))
    given = {label: replace(facts.of_given(row, lang, label), lead=label) for label, row in named.items()}
    text = pattern.sub(lambda match: f"{match.group()} {given[match.group()].shown}", right)
    between = (left, *(piece.strip() for piece in pattern.split(right)))
    verbatim = tuple(piece for piece in between if _DIGIT.search(piece))
    return Written(f"{left}{equals}{text}", tuple(given.values()), verbatim, (*between, *named))


def _named(figure: Mapping[str, Any], right: str) -> dict[str, Any] | None:
    """The inputs by the names the formula gives them; ``None`` if one has no value or is not named there."""
    named = {}
    for row in figure["inputs"]:
        labels = (*labels_of(str(row["name"])), *_AS_WRITTEN.get(str(row["name"]), ()))
        label = max((each for each in labels if each in right), key=len, default=None)
        if label is None or row["value"] is None:
            return None
        named[label] = row
    return named or None
