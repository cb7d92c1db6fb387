"""A rule change holds exactly what rests on the rule: items and lessons are listed with the reason, the rest goes on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.dialogue.effects import Failed, LookUpRule
from bot.education.impact import held
from knowledge.education.curriculum import curriculum
from risk.rulebook import CN
from risk.rulebook.model import Rulebook
from tests.bot.education.world import TODAY, World

CHANGE = date(2027, 3, 1)
AFTER = date(2027, 3, 2)


def with_a_new_row(param: str, value: str) -> Rulebook:
    """The rulebook with another value of ``param`` from the day of the change on."""
    rows = []
    for name in CN.params():
        for row in CN.rows(name):
            if name == param and row.valid_to is None:
                rows.append(replace(row, valid_to=CHANGE))
                row = replace(row, valid_from=CHANGE, value=value, source="一份新的通知")
            rows.append(row)
    return Rulebook(rows)


def test_nothing_is_held_on_the_day_it_was_written() -> None:
    assert World().drive(held(curriculum(), TODAY)) == ()


def test_a_changed_rule_holds_every_item_and_lesson_that_cites_it_and_nothing_else() -> None:
    world = World(with_a_new_row("financing_margin_ratio", "1.20"))
    found = world.drive(held(curriculum(), AFTER))
    items = {
        i.id for i in curriculum().items.values() if any(c.param == "financing_margin_ratio" for c in i.cites)
    }
    assert {each.id for each in found if each.kind == "item"} == items
    assert len(items) >= 3
    assert [each.id for each in found if each.kind == "lesson"] == ["lesson-margin-ratio"]
    assert all(each.changed == ("financing_margin_ratio",) for each in found)


def test_a_rule_announced_for_later_holds_nothing_before_its_day() -> None:
    world = World(with_a_new_row("financing_margin_ratio", "1.20"))
    assert world.drive(held(curriculum(), date(2027, 2, 28))) == ()


def test_a_row_of_a_single_scope_counts_too() -> None:
    world = World(with_a_new_row("conversion_rate_cap", "0.50"))
    found = world.drive(held(curriculum(), AFTER))
    assert {each.id for each in found} == {"lesson-collateral-and-conversion", "highest-rate"}


def test_another_text_under_the_cited_heading_holds_the_items_that_cite_it() -> None:
    world = World(changed={"forced-liquidation": CHANGE})
    found = world.drive(held(curriculum(), AFTER))
    assert {each.id for each in found} == {"who-picks-the-shares", "still-owed"}
    assert found[0].as_json()["changed"] == ["forced-liquidation:平哪些股票、按什么顺序"]


def test_one_course_alone_can_be_looked_at_and_each_rule_is_looked_up_once_a_day() -> None:
    world = World(with_a_new_row("liquidation_duty", "later"))
    found = world.drive(held(curriculum(), AFTER, "surviving-a-fall"))
    assert found and {each.course for each in found} == {"surviving-a-fall"}
    asked = [effect for effect in world.asked if isinstance(effect, LookUpRule)]
    assert len(asked) == len(set(asked)) > 10


def test_what_cannot_be_looked_up_is_not_taken_for_unchanged() -> None:
    assert isinstance(World(down=True).drive(held(curriculum(), TODAY)), Failed)
