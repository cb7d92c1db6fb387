"""A verified answer holds no longer than what it cites: its validity is cut to that of every passage it rests on, and
one that cites what is no longer in use is not searched at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

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
    start, end = answer.effective_from, answer.effective_to
    for ground in grounds:
        if ground is None:
            return None
        start = max(start, ground.effective_from)
        end = _earlier(end, ground.effective_to)
    return (
        None if end is not None and end <= start else replace(answer, effective_from=start, effective_to=end)
    )


def fallen(cites: Iterable[str], in_use: Mapping[str, Passage], as_of: date) -> tuple[str, ...]:
    """Which of the cited passages are not in force that day."""
    return tuple(cited for cited in cites if cited not in in_use or not in_use[cited].is_in_force(as_of))


def _earlier(one: date | None, other: date | None) -> date | None:
    days = [day for day in (one, other) if day is not None]
    return min(days, default=None)
