"""Courses, lessons and items fit together, in both languages, and data that does not fit is refused by name."""

from __future__ import annotations

import copy
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.education.curriculum import CORPUS, HERE, curriculum, read_curriculum
from knowledge.education.model import Item, Recipe
from knowledge.errors import BadDocument
from knowledge.library import Library
from risk.calculators import CALCULATORS
from risk.rulebook import CN


@pytest.fixture
def data() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    read = (yaml.safe_load((HERE / f"{name}.yaml").read_text("utf-8")) for name in ("courses", "items"))
    courses, items = read
    return copy.deepcopy(courses), copy.deepcopy(items)


def test_there_are_two_courses_of_ten_lessons_and_enough_items_of_both_kinds() -> None:
    known = curriculum()
    assert [(course.id, len(course.lessons)) for course in known.courses.values()] == [
        ("before-opening", 6),
        ("surviving-a-fall", 4),
    ]
    assert len(known.items) >= 24
    assert min(Counter(item.key is not None for item in known.items.values()).values()) >= 12


def test_every_lesson_has_items_and_is_tested_by_its_course() -> None:
    known = curriculum()
    asked = Counter(item.lesson for item in known.items.values())
    assert all(asked[lesson] >= 1 for lesson in known.lessons)
    for course in known.courses.values():
        for stage in ("before", "after"):
            items = known.items_of(course.id, stage)
            assert len(items) == 6 == len({item.id for item in items})
            assert len({item.lesson for item in items}) >= 4 - (
                stage == "after" and course.id != "before-opening"
            )


def test_every_word_is_there_in_both_languages() -> None:
    known, words = curriculum(), 0
    for item in known.items.values():
        for text in (item.stem, item.explanation, *item.options, *(wrong.why for wrong in item.wrong)):
            assert set(text) == {"zh", "en"} and all(isinstance(said, str) and said for said in text.values())
            words += 1
    assert words > 150


def recipes(item: Item) -> list[Recipe]:
    found = [each for each in (item.key, *(wrong.recipe for wrong in item.wrong)) if each]
    inner = [given for each in found for _, given in each.inputs if isinstance(given, Recipe)]
    return found + inner


def test_calculations_are_ones_the_engine_knows_with_numbers_that_are_drawn() -> None:
    counted = 0
    for item in curriculum().items.values():
        names = {draw.name for draw in item.draws}
        for recipe in recipes(item):
            assert {name for name, _ in recipe.inputs} <= set(CALCULATORS[recipe.kind].inputs), item.id
            plain = [given for _, given in recipe.inputs if not isinstance(given, Recipe)]
            assert all(given in names or given.replace(".", "").isdigit() for given in plain), item.id
            counted += 1
        for lang in ("zh", "en"):
            assert all(f"{{{name}}}" in item.stem[lang] for name in names), item.id
    assert counted >= 60


def test_rules_and_clauses_cited_exist(library: Library) -> None:
    known, looked = curriculum(), 0
    for lesson in known.lessons.values():
        assert lesson.rules and set(lesson.rules) <= set(CN.params()), lesson.id
    for item in known.items.values():
        for cite in item.cites:
            looked += 1
            if cite.param:
                assert CN.in_force(cite.param, item.as_of, **dict(cite.scope)) is not None, (item.id, cite)
                continue
            for lang in ("zh", "en"):
                assert library.section(cite.document, cite.section[lang], item.as_of) is not None, (
                    item.id,
                    cite,
                )
    assert looked >= 50


def test_no_item_and_no_lesson_rests_on_a_rule_that_nobody_has_verified() -> None:
    grounds = {rule for lesson in curriculum().lessons.values() for rule in lesson.rules}
    grounds |= {c.param for item in curriculum().items.values() for c in item.cites if c.param}
    today = next(iter(curriculum().items.values())).as_of
    assert len(grounds) >= 20
    assert [g for g in grounds if all(not row.verified for row in CN.rows(g) if row.covers(today))] == []


def test_an_item_without_four_answers_or_without_a_cite_is_refused(data: Any) -> None:
    courses, items = data
    for broken in ({"options": items[1]["options"][:3]}, {"cites": []}):
        with pytest.raises(BadDocument, match="average-assets"):
            read_curriculum(courses, [items[0], {**items[1], **broken}, *items[2:]], CORPUS)


def test_a_course_that_names_what_is_not_there_is_refused(data: Any, tmp_path: Path) -> None:
    courses, items = data
    with pytest.raises(BadDocument, match="no item nothing"):
        read_curriculum([{**courses[0], "before": ["nothing"]}, courses[1]], items, CORPUS)
    with pytest.raises(BadDocument, match="no such file"):
        read_curriculum(courses, items, tmp_path)
    with pytest.raises(BadDocument, match="is not lesson 1"):
        read_curriculum([{**courses[0], "lessons": courses[0]["lessons"][::-1]}, courses[1]], items, CORPUS)
    with pytest.raises(BadDocument, match="stands twice"):
        read_curriculum(courses, [*items, items[0]], CORPUS)
