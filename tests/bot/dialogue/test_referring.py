"""Words that point back: at what was offered, at the last question, at the one before."""

from __future__ import annotations

from datetime import date

import pytest

from bot.dialogue.referring import continued, corrected, goes_back, picked, points_nowhere, rest_of
from bot.dialogue.state import State
from bot.nlu.model import Request, SecurityMention, Slots
from tests.bot.dialogue.conversation import FIRM, NOW, Conversation, sheet

TODAY = date(2026, 11, 20)
OFFERED = ("要补多少?", "维持担保比例怎么算?", "转人工")
MINE = State(client_id="demo-call", role="client")


@pytest.mark.parametrize(
    ("text", "place"),
    [("第二个", 1), ("2", 1), ("选第一个", 0), ("最后一个", 2), ("the second one", 1), ("就第三个吧", 2)],
)
def test_a_place_picks_what_was_offered(text: str, place: int) -> None:
    assert picked(text, OFFERED) == OFFERED[place] and not points_nowhere(text, OFFERED)


@pytest.mark.parametrize("text", ["第五个", "那个", "上面那条"])
def test_a_place_that_is_not_there_is_asked_back(text: str) -> None:
    assert picked(text, OFFERED) is None and points_nowhere(text, OFFERED)


def test_that_one_is_the_only_one_offered() -> None:
    assert picked("那个", OFFERED[:1]) == OFFERED[0]


@pytest.mark.parametrize("text", ["第二个合约什么时候到期", "我的第2笔融资利息是多少", "多少"])
def test_a_question_of_its_own_picks_nothing(text: str) -> None:
    assert picked(text, OFFERED) is None and not points_nowhere(text, OFFERED)


@pytest.mark.parametrize(
    ("text", "asked", "whole"),
    [
        ("不是7号,是6号", "11月7号我的比例多少", "11月6号我的比例多少"),
        ("应该是6号", "1月7号我多少", "1月6号我多少"),
        ("我说的是融券", "融资保证金比例最低多少", "融券保证金比例最低多少"),
        ("写错了,是50万", "我从银行转30万还债够吗", "我从银行转50万还债够吗"),
        ("不是10%,是8%", "茅台跌10%会怎样", "茅台跌8%会怎样"),
        ("i meant short selling", "what is the financing margin ratio", "what is the short margin ratio"),
        ("not 10%, but 8%", "what if it falls 10%", "what if it falls 8%"),
    ],
)
def test_a_correction_puts_the_last_question_right(text: str, asked: str, whole: str) -> None:
    assert corrected(text, asked, TODAY) == whole


@pytest.mark.parametrize("text", ["我是谁", "融资利率多少", "不是这样的", "写错了,是50万"])
def test_what_corrects_nothing_of_the_last_question_stands_by_itself(text: str) -> None:
    assert corrected(text, "维持担保比例怎么算", TODAY) is None and corrected(text, None, TODAY) is None


def named_in(text: str) -> tuple[SecurityMention, ...]:
    known = {"招商银行": "600036.SH", "茅台": "600519.SH"}
    return tuple(
        SecurityMention(code, name, "name", name, 0, 0) for name, code in known.items() if name in text
    )


def test_one_security_is_meant_instead_of_another() -> None:
    assert corrected("我说的是招商银行", "茅台折算率多少", TODAY, named_in) == "招商银行折算率多少"
    assert continued("那招商银行呢", "茅台折算率多少", TODAY, named_in) == "招商银行折算率多少"


@pytest.mark.parametrize(
    ("text", "asked", "whole"),
    [
        ("那11月19号呢", "我的负债多少", "11月19号我的负债多少"),
        ("11月18日呢", "11月19号我的负债多少", "11月18日我的负债多少"),
        ("现在呢", "11月19号我的负债多少", "我的负债多少"),
        ("那怎么办呢", "我的负债多少", None),
        ("那融券呢", None, None),
    ],
)
def test_the_last_question_goes_on_for_another_day(text: str, asked: str | None, whole: str | None) -> None:
    assert continued(text, asked, TODAY) == whole


def test_one_line_is_meant_instead_of_another_and_the_rest_is_asked_for_together() -> None:
    assert corrected("我问的是平仓线", "6月30号我的预警线是多少", TODAY) == "6月30号我的平仓线是多少"
    assert rest_of("剩下的呢", OFFERED) == "\n".join(OFFERED) and rest_of("剩下的呢", ()) is None


def test_going_back_is_told_from_everything_else() -> None:
    assert goes_back("回到刚才的问题") and not goes_back("回到刚才,开户是6号")


def ratio(text: str) -> tuple[Request, ...]:
    return (Request(text, "my_ratio", 1.0, "act", (), Slots(), "rule"),)


def test_in_a_conversation_a_place_sends_what_the_choice_says_and_an_unclear_one_is_offered_again() -> None:
    talk = Conversation({"FetchFigures": sheet(), "FirmFacts": FIRM, "FindNotices": []}, MINE)
    first = talk.hear("我的比例", ratio("我的比例"))
    assert talk.state.offered == tuple(send for _, send in first.reply.choices)
    again = talk.hear("第九个", ratio("第九个"))
    assert again.reply.text == "请问您指的是下面哪一个？" and again.reply.choices == tuple(
        (send, send) for send in talk.state.offered
    )
    assert NOW.date() == TODAY
