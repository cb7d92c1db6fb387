"""A paper deals items of a level for a day, is the same for the same seed, and exchanges what a change touches."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from bot.education.papers import Paper, dealt, exchanged, level_of
from knowledge.education.curriculum import curriculum

DAY = date(2026, 11, 20)


def test_the_levels_of_the_curriculum_are_all_there() -> None:
    levels = Counter(level_of(item) for item in curriculum().items.values())
    assert set(levels) == {"easy", "medium", "hard"} and sum(levels.values()) == len(curriculum().items) > 30


@pytest.mark.parametrize("level", ["easy", "medium", "hard"])
def test_a_paper_takes_the_level_first_and_fills_up_with_others(level: str) -> None:
    found = dealt(curriculum(), 7, DAY, 5, level, ())  # type: ignore[arg-type]
    asked = [item for item in curriculum().items.values() if level_of(item) == level]
    of_level = [name for name in found.items if level_of(curriculum().items[name]) == level]
    assert len(found.items) == 5 and len(of_level) == min(5, len(asked))


def test_the_same_seed_deals_the_same_paper_and_it_can_be_kept() -> None:
    one, other = dealt(curriculum(), 7, DAY, 10, None, ()), dealt(curriculum(), 7, DAY, 10, None, ())
    assert one == other == Paper.of(one.kept())
    assert len(set(one.items)) == 10 and Paper.of(()) is None


def test_an_item_that_is_held_is_never_dealt() -> None:
    gone = set(list(curriculum().items)[:20])
    found = dealt(curriculum(), 7, DAY, 20, None, gone)
    assert not gone & set(found.items) and len(found.items) == len(curriculum().items) - 20


def test_what_a_change_touches_is_exchanged_within_its_course_or_falls_away() -> None:
    known = curriculum()
    paper = dealt(known, 7, DAY, 10, None, ())
    touched = paper.items[0]
    new, swaps = exchanged(paper, known, {touched}, date(2026, 12, 1))
    (other,) = swaps.values()
    assert other is not None and other not in paper.items
    assert known.items[other].course == known.items[touched].course
    assert new.items == (other, *paper.items[1:]) and new.day == date(2026, 12, 1)
    everything = set(known.items)
    left, gone = exchanged(paper, known, everything, DAY)
    assert left.items == () and set(gone.values()) == {None}


def test_the_matter_asked_for_comes_before_the_level() -> None:
    about = set(list(curriculum().items)[:3])
    found = dealt(curriculum(), 7, DAY, 5, "hard", (), about)
    assert about <= set(found.items) and len(found.items) == 5
