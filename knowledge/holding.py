"""A verified answer holds no longer than what it cites: its validity is cut to that of every passage it rests on, and
one that cites what is no longer in use is not searched at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from knowledge.days import earlier
from knowledge.model import Passage

ANSWER = "answer"


def held_to_their_grounds(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """The passages, answers with the validity their grounds leave them; those without any are left out."""
    by_id = {passage.id: passage for passage in passages}
    kept = (
        passage if passage.kind != ANSWER else grounded(passage, map(by_id.get, passage.cites))
        for passage in passages
    )
    return tuple(passage for passage in kept if passage is not None)


def grounded(answer: Passage, grounds: Iterable[Passage | None]) -> Passage | None:
    """The answer, in force on the days on which all its `grounds` are; None for a missing one or no common day."""
    days = common_days(answer.effective_from, answer.effective_to, grounds)
    return None if days is None else replace(answer, effective_from=days[0], effective_to=days[1])


def common_days(
    start: date, end: date | None, grounds: Iterable[Passage | None]
) -> tuple[date, date | None] | None:
    """What is left of `start` until `end` on which all `grounds` are in force, or None."""
    for ground in grounds:
        if ground is None:
            return None
        start = max(start, ground.effective_from)
        end = earlier(end, ground.effective_to)
    return None if end is not None and end <= start else (start, end)


def fallen(cites: Iterable[str], in_use: Mapping[str, Passage], as_of: date) -> tuple[str, ...]:
    """Which of the cited passages are not in force that day."""
    return tuple(cited for cited in cites if cited not in in_use or not in_use[cited].is_in_force(as_of))
