"""Several requests in one message are cut in order; facts stay with the question they belong to."""

import pytest

from bot.nlu.references import LAST, is_correction, ordinal
from bot.nlu.split import MOST_REQUESTS, without_politeness
from bot.nlu.understand import Understander

MESSAGES = [
    ("我的维持担保比例是多少,什么时候到期?", ["my_ratio", "my_positions"]),
    ("我被追保了怎么办?要补多少?什么时候补?", ["margin_call"] * 3),
    ("1.平仓线是什么 2.警戒线是什么", ["rule_question"] * 2),
    ("1我的比例多少 2要补多少 3怎么投诉", ["my_ratio", "margin_call", "rule_question"]),
    ("一、我的比例多少?二、要补多少?", ["my_ratio", "margin_call"]),
    ("转人工,另外我的比例是多少", ["human", "my_ratio"]),
    ("我的维持擔保比例是多少？還有,我欠多少錢？", ["my_ratio", "my_figures"]),
    ("what is my maintenance ratio? also, how much do i owe?", ["my_ratio", "my_figures"]),
    ("茅台会涨吗?我的维保比例多少?", ["advice", "my_ratio"]),
    ("我的资产200万。负债150万。维持担保比例多少?", ["calculation"]),
    ("股票市值200万,借了120万,平仓线130%,还能跌多少", ["calculation"]),
    ("你好,我的维保比例多少?谢谢", ["my_ratio"]),
    ("融资融券交易因为它的高风险性质,对于时间有严格规定,合约期限是多久?", ["rule_value"]),
    ("我是刚接触两融的,啥都不懂,什么叫折算率啊", ["rule_question"]),
    ("老师您好,打扰了,想咨询下强制平仓的顺序是什么呢,麻烦您了", ["rule_question"]),
    ("维持担保比例到底怎么算啊,感觉好复杂", ["rule_question"]),
    ("我想换一家券商做两融,怎么转过来", ["rule_question"]),
    ("凉山市低息费开户后,若维持担保比例低于平仓线会怎么样", ["rule_question"]),
    (
        "my stocks are worth 1.5m and i owe 1m. the liquidation line is 130%. how far can they fall?",
        ["calculation"],
    ),
    ("我还欠多少钱,今天要补多少", ["my_figures", "margin_call"]),
    ("我维保多少，还有融券利率几个点？", ["my_ratio", "rule_question"]),
    ("我欠多少 能取多少 哪天到期", ["my_figures", "my_figures", "my_positions"]),
    ("我的维保几多 同埋我仲可以攞几多钱", ["my_ratio", "my_figures"]),
    ("怎么开户 要多少钱 多久能批", ["rule_question"]),
    ("茅台能融吗 还有我上周五维保多少", ["security_lookup", "my_ratio"]),
    ("what's my ratio and when is my loan due", ["my_ratio", "my_positions"]),
    ("我要投诉,你们上周五没通知就把我的茅台平了", ["complaint"]),
]


@pytest.mark.parametrize(("said", "intents"), MESSAGES)
def test_a_message_is_cut_into_its_requests(said: str, intents: list[str], understand: Understander) -> None:
    assert [request.intent for request in understand.understand(said).requests] == intents


def test_a_security_is_carried_to_the_next_question(understand: Understander) -> None:
    first, second = understand.understand("茅台能融资吗?折算率多少?").requests
    assert [first.intent, second.intent] == ["security_lookup"] * 2
    assert second.slots.securities[0].code == "600519.SH"


def test_a_flood_of_questions_is_bounded(understand: Understander) -> None:
    assert len(understand.understand("我的维保比例多少?" * 40).requests) == MOST_REQUESTS


def test_politeness_is_taken_off_unless_it_is_all() -> None:
    assert without_politeness("你好,请问维保比例怎么算,谢谢") == "维保比例怎么算"
    assert without_politeness("客服几点上班") == "客服几点上班"
    assert without_politeness("你好") == "你好"


@pytest.mark.parametrize(
    ("said", "position"),
    [
        ("第二个", 2),
        ("看第3个", 3),
        ("2", 2),
        ("选第一个吧", 1),
        ("最后一个", LAST),
        ("the second one", 2),
        ("第二天", None),
        ("第一个月", None),
    ],
)
def test_ordinals_point_into_what_was_offered(said: str, position: int | None) -> None:
    assert ordinal(said) == position


@pytest.mark.parametrize(("said", "corrects"), [
    ("不是7号,是6号", True), ("说错了,是600036", True), ("i meant 600036", True), ("我不是专业投资者", False), ("是不是要补", False),
])  # fmt: skip
def test_corrections_are_noticed(said: str, corrects: bool) -> None:
    assert is_correction(said) is corrects


def test_a_correction_is_not_acted_on_as_a_no(understand: Understander) -> None:
    assert understand.understand("不是7号,是6号").requests[0].gate != "act"
