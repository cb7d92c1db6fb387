"""Lessons lie in the same store and are found by who wants to learn; a question about a rule is never answered by one."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.confidence import calibration_set
from knowledge.errors import NotFound
from knowledge.library import Library

from .conftest import TODAY

TAUGHT = (
    ("教我看懂维持担保比例", "lesson-maintenance-ratio"),
    ("教我折算率", "lesson-collateral-and-conversion"),
    ("教我算利息", "lesson-interest-term-rights"),
    ("我想学两融从哪里开始", "lesson-what-margin-trading-is"),
    ("開戶前要學什麼", "lesson-who-may-open"),
    ("教我怎么补保证金", "lesson-four-cures"),
    ("给我讲个爆仓的案例", "lesson-deadline"),
    ("教我行情下跌时怎么办", "lesson-reading-a-fall"),
    ("强平之后怎么办的课", "lesson-after-liquidation"),
    ("teach me the conversion rate", "lesson-collateral-and-conversion"),
    ("teach me the margin ratio", "lesson-margin-ratio"),
)


@pytest.mark.parametrize(("wish", "lesson"), TAUGHT)
def test_who_wants_to_learn_gets_the_lesson_on_it(library: Library, wish: str, lesson: str) -> None:
    found = library.teach(wish, as_of=TODAY)
    assert found.answerable
    assert found.hits[0].passage.document_id == lesson
    assert found.hits[0].passage.lang == ("en" if wish.isascii() else "zh")


@pytest.mark.parametrize("wish", ["教我怎么做红烧肉", "教我区块链挖矿", "teach me to cook noodles"])
def test_what_no_lesson_teaches_is_not_answered(library: Library, wish: str) -> None:
    assert not library.teach(wish, as_of=TODAY).answerable


def test_a_question_about_a_rule_is_never_answered_by_a_lesson(library: Library) -> None:
    questions = [question for question, _ in calibration_set().answerable][::3]
    kinds = {hit.passage.kind for q in questions for hit in library.search(q, as_of=TODAY).hits}
    assert len(questions) >= 40
    assert kinds and "lesson" not in kinds


def test_a_lesson_is_read_in_order_in_either_language_and_its_words_may_be_quoted(library: Library) -> None:
    for lang in ("zh", "en"):
        sections = library.lesson("lesson-deadline", lang, TODAY)
        assert len(sections) == 4 and {each.lang for each in sections} == {lang}
        found = library.in_force(sections[1].lead, TODAY)
        assert found is not None and found.id == sections[1].id


def test_what_is_no_lesson_or_not_yet_one_is_not_found(library: Library) -> None:
    for name, day in (
        ("margin-call", TODAY),
        ("lesson-nothing", TODAY),
        ("lesson-deadline", date(2025, 1, 1)),
    ):
        with pytest.raises(NotFound):
            library.lesson(name, "zh", day)


def test_a_section_is_found_by_its_heading_on_a_day(library: Library) -> None:
    heading = "现行融资保证金比例最低是多少"
    found = library.section("financing-margin-ratio", heading, TODAY)
    assert found is not None and "100%" in found.lead
    earlier = library.section("financing-margin-ratio", heading, date(2025, 1, 1))
    assert earlier is None or earlier.id != found.id
    assert library.section("financing-margin-ratio", "没有这一节", TODAY) is None


def test_an_empty_library_teaches_nothing(empty: Library) -> None:
    assert empty.teach("教我折算率", as_of=TODAY).hits == ()
