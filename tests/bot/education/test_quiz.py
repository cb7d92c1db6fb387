"""Every item yields four different answers with one right one, whatever the seed; the same seed, the same question."""

from __future__ import annotations

import re

import pytest

from bot.answer.facts import of_figure
from bot.dialogue.effects import Calculate, Failed
from bot.education.quiz import deal, question
from knowledge.education.curriculum import curriculum
from tests.bot.education.world import TODAY, World

ITEMS = tuple(curriculum().items.values())
NUMERIC = tuple(item for item in ITEMS if item.key is not None)
SEEDS = range(200)


@pytest.mark.parametrize("item", NUMERIC, ids=lambda item: item.id)
def test_a_numeric_item_has_four_different_answers_and_one_right_one_for_any_seed(item) -> None:
    world, keys, stems = World(plain=True), set(), set()
    for seed in SEEDS:
        asked = world.drive(question(item, seed, "zh", TODAY))
        texts = [option.text for option in asked.options]
        assert len(set(texts)) == 4, (seed, texts)
        right = of_figure(asked.figures[0], "zh").shown
        assert texts[asked.key] == right and texts.count(right) == 1
        assert [option.why is None for option in asked.options].count(True) == 1
        assert asked.options[asked.key].why is None
        assert not re.search(r"[{}]", asked.stem)
        keys.add(asked.key)
        stems.add(asked.stem)
    assert keys == {0, 1, 2, 3}
    assert len(stems) > len(SEEDS) / 4


def test_a_choice_item_keeps_its_four_options_and_moves_the_right_one() -> None:
    choices = [item for item in ITEMS if item.key is None]
    assert len(choices) >= 10
    for item in choices:
        for lang in ("zh", "en"):
            keys = set()
            for seed in SEEDS:
                asked = World().drive(question(item, seed, lang, TODAY))
                texts = [option.text for option in asked.options]
                assert len(set(texts)) == 4
                assert texts[asked.key] == item.options[0][lang]
                keys.add(asked.key)
            assert keys == {0, 1, 2, 3}


def test_the_same_seed_asks_the_same_question_in_both_languages() -> None:
    for item in ITEMS:
        chinese, again, english = (
            World().drive(question(item, 7, lang, TODAY)) for lang in ("zh", "zh", "en")
        )
        assert chinese == again
        assert english.key == chinese.key and english.figures == chinese.figures


def test_every_number_of_an_answer_comes_from_the_engine() -> None:
    world = World()
    for item in NUMERIC:
        asked = world.drive(question(item, 3, "zh", TODAY))
        assert asked.figures[0]["trace_id"].startswith("t")
    assert sum(isinstance(effect, Calculate) for effect in world.asked) >= 4 * len(NUMERIC)


def test_no_question_is_made_up_when_the_engine_is_out_of_reach() -> None:
    assert all(isinstance(World(down=True).drive(question(item, 1, "zh", TODAY)), Failed) for item in NUMERIC)


def test_a_sample_is_drawn_by_the_seed_and_never_holds_an_item_twice() -> None:
    first, again, other = (deal(ITEMS, seed, 5) for seed in (1, 1, 2))
    assert first == again != other
    assert len({item.id for item in first}) == 5
    assert deal(ITEMS[:3], 1, 5) == ITEMS[:3]
