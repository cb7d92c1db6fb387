"""Where a sentence puts its facts: the words right before and behind a slot, and whom or what the sentence is about.

The guard holds a number of a composed text to its place, so that two figures of one measure cannot change places.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.guard.evidence import Fact

LEAD, TRAIL = 60, 6
"""Characters of the sentence that are remembered before a slot, as it is filled, and behind it, as it is written."""

_GOES_ON = ("，", ",")
_ABOUT = ("contract", "name")
"""Slots that name what a sentence is about, the most particular first."""


def placed(template: str, values: Mapping[str, Fact | str], said: str = "") -> tuple[Fact, ...]:
    """The facts of a sentence as they stand in its ``template``; a slot that stands there twice gives no place.

    One that goes on with what was ``said`` (「，{at} 送达」) has its place behind that.
    """
    said = said if template.startswith(_GOES_ON) else ""
    shown = {slot: value.shown if isinstance(value, Fact) else value for slot, value in values.items()}
    subjects = subjects_in(template, shown)
    return tuple(
        _placed(value, template, slot, shown, value.subjects or subjects, said)
        for slot, value in values.items()
        if isinstance(value, Fact)
    )


def _placed(
    fact: Fact, template: str, slot: str, shown: Mapping[str, str], subjects: tuple[str, ...], said: str
) -> Fact:
    mark = "{" + slot + "}"
    if template.count(mark) != 1:
        return replace(fact, subjects=subjects)
    before, _, behind = template.partition(mark)
    lead = (said + before.format(**shown))[-LEAD:].strip()
    return replace(fact, subjects=subjects, lead=lead, trail=behind.partition("{")[0][:TRAIL].strip())


def subjects_in(template: str, shown: Mapping[str, str]) -> tuple[str, ...]:
    """What the sentence speaks of, with the words that tell it from its like: 「中国平安（融资买入）」."""
    slot = next((each for each in _ABOUT if shown.get(each)), None)
    if slot is None:
        return ()
    behind = template.partition("{" + slot + "}")[2].partition("{")[0]
    aside = re.match(r"\s?[（(][^（）()]+[）)]", behind)
    name = shown[slot]
    return (f"{name}{aside.group()}",) if aside else (name,)
