"""Grading makes the question again: the key decides, a wrong answer learns why, and every mark names its clause and day."""

from __future__ import annotations

from bot.education.grading import mark, rules_of
from bot.education.quiz import question
from knowledge.education.curriculum import curriculum
from tests.bot.education.world import TODAY, World

ITEMS = curriculum().items
RATIO = ITEMS["ratio-of-an-account"]


def test_only_the_key_is_right_and_the_same_key_as_was_asked() -> None:
    asked = World().drive(question(RATIO, 11, "zh", TODAY))
    marks = [World().drive(mark(RATIO, 11, answer, "zh", TODAY)) for answer in range(4)]
    assert [each.right for each in marks].index(True) == asked.key
    assert sum(each.right for each in marks) == 1


def test_a_wrong_answer_is_told_what_it_has_mixed_up_and_a_right_one_is_not() -> None:
    marks = [World().drive(mark(RATIO, 11, answer, "zh", TODAY)) for answer in range(4)]
    assert [each.why is None for each in marks] == [each.right for each in marks]
    assert "给证券打了折：折算率不进维持担保比例" in [each.why for each in marks]


def test_an_answer_left_out_or_outside_the_options_is_not_right() -> None:
    for answer in (None, 4, -1):
        left = World().drive(mark(RATIO, 11, answer, "en", TODAY))
        assert left.answer is None and left.letter is None and not left.right and left.why is None


def test_every_mark_cites_a_clause_with_the_day_it_is_in_force_from() -> None:
    cited = 0
    for item in ITEMS.values():
        found = World().drive(mark(item, 1, 0, "zh", TODAY)).cites
        assert found, item.id
        for cite in found:
            assert cite["effective_from"] <= TODAY.isoformat()
            assert cite["source"]
            cited += 1
    assert cited >= len(ITEMS)


def test_a_numeric_mark_shows_the_figure_that_proves_it() -> None:
    shown = World().drive(mark(RATIO, 11, 0, "zh", TODAY)).as_json()
    assert shown["figures"][0]["name"] == "maintenance_ratio"
    assert shown["options"][shown["key"]] == shown["figures"][0]["display"]


def test_what_is_recorded_names_the_rules_and_the_day_each_item_was_written() -> None:
    rows = rules_of((ITEMS["interest-by-contract"], ITEMS["unread-notice"]))
    assert rows == (
        ("interest-by-contract", "interest_days", "2026-11-20"),
        ("interest-by-contract", "day_basis", "2026-11-20"),
    )
