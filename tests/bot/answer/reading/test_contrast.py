"""What holds of one thing says nothing of another that is easily taken for it."""

from __future__ import annotations

import pytest

from bot.answer.reading.contrast import is_of_the_thing, named_apart, of_the_thing_first, strangeness
from tests.bot.dialogue.test_other_flows import Hit, Passage


def hit(text: str, score: float = 10.0, section: str = "标题") -> Hit:
    """A hit on a section of one sentence."""
    return Hit(Passage(text=text, section=section, asks=(), title="文件"), score=score)


@pytest.mark.parametrize(
    ("question", "like", "other"),
    [
        ("科创板能融券吗", "科创板股票可以融券卖出", "科创板股票可以融资买入"),
        ("科创板折算率", "科创板股票的折算率上限", "科创板股票的融资保证金比例"),
        ("停牌股票维持担保比例怎么算", "停牌期间维持担保比例照算", "维持担保比例200%安全吗"),
        ("老合约按哪个比例", "以前开的合约按原规定", "新开合约不得低于100%"),
        ("机构要50万吗", "机构客户不受限制", "个人要满足50万元"),
        (
            "can i short star shares",
            "star shares may be sold short",
            "star shares may be bought on financing",
        ),
    ],
)
def test_a_section_about_the_very_thing_comes_before_one_about_another(
    question: str, like: str, other: str
) -> None:
    right, wrong = hit(like, score=8.0), hit(other, score=10.0)
    assert strangeness(question, right) < strangeness(question, wrong)
    assert of_the_thing_first(question, [wrong, right], 0.6)[0] is right


def test_a_section_that_hardly_fits_is_not_brought_forward() -> None:
    best, far = hit("科创板股票可以融资买入", score=10.0), hit("科创板股票可以融券卖出", score=5.0)
    assert of_the_thing_first("科创板能融券吗", [best, far], 0.6) == [best, far]


def test_what_a_section_replaces_by_another_is_named() -> None:
    assert named_apart("融券能展期几次", hit("融资合约可以展期").passage) == "融券"
    assert named_apart("融券能展期几次", hit("合约可以展期").passage) is None
    assert named_apart("融资融券能展期几次", hit("融资合约可以展期").passage) is None


def test_a_sentence_need_not_repeat_what_its_heading_names() -> None:
    assert not is_of_the_thing("北交所涨跌幅", "北交所30%")
    assert is_of_the_thing("北交所涨跌幅", "北交所30%", "各板块涨跌幅限制")
    assert not is_of_the_thing("北交所涨跌幅", "主板10%", "各板块涨跌幅限制")
