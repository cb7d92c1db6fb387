"""Messages in pinyin are read as characters; English, numbers and everything else stay as they are."""

import pytest

from bot.nlu.understand import Understander

PINYIN = [
    ("rong zi li xi zen me suan", "融资利息怎么算", "rule_question"),
    ("wode weibaobili shi duoshao", "我的维保比例是多少", "my_ratio"),
    ("heyuedaoqilekeyizhanqima", "合约到期了可以展期吗", "rule_question"),
    ("zhuan ren gong", "转人工", "human"),
    ("wo bu xiang huo le", "我不想活了", "distress"),
    ("rong zi lilu shi duo shao", "融资利率是多少", None),
]
LEFT_ALONE = [
    "what is a margin call",
    "can i change my line",
    "how are you",
    "ni hao",
    "600519 ETF",
    "hello hello hello",
]


@pytest.mark.parametrize(("typed", "characters", "intent"), PINYIN)
def test_pinyin_becomes_characters_and_is_answered_in_chinese(
    typed: str, characters: str, intent: str | None, understand: Understander
) -> None:
    found = understand.understand(typed)
    assert (found.text, found.normal, found.lang) == (typed, characters, "zh")
    assert found.requests[0].text == characters  # the library is asked with the characters too
    assert intent is None or found.requests[0].intent == intent


def test_numbers_and_signs_in_pinyin_stay(understand: Understander) -> None:
    found = understand.understand("wo jie le 50wan, nian hua 6%, 30 tian li xi duo shao")
    calculation = found.requests[0].slots.calculation
    assert calculation is not None and calculation.kind == "interest"
    assert calculation.inputs == {"principal": "500000", "annual_rate": "0.06", "days": "30"}


@pytest.mark.parametrize("typed", LEFT_ALONE)
def test_other_languages_are_left_alone(typed: str, understand: Understander) -> None:
    assert understand.understand(typed).normal == typed.lower()


def test_a_language_that_was_chosen_is_kept(understand: Understander) -> None:
    assert understand.understand("ping cang xian shi duo shao", "en").lang == "en"
