"""More words for the same: suppositions, sessions at the limit, follow-ups for whom and when, threats, choices, shares demanded back."""

from __future__ import annotations

import json

import pytest

from bot.dialogue import planning, serving
from bot.dialogue.flows.stress import asks_more_sessions, scenario_of
from bot.dialogue.follow_up import carried
from bot.dialogue.held import Held
from bot.dialogue.planning import planned
from bot.dialogue.referring import corrected
from bot.dialogue.refusing import refused
from bot.dialogue.requests import select
from bot.dialogue.scope import jurisdiction_of
from bot.dialogue.state import State
from bot.dialogue.supposing import supposed
from bot.nlu.model import Request, SecurityMention, Slots, Understanding
from tests.bot.dialogue.conversation import NOW

MINE = State(client_id="demo-call", role="client")
HELD = (Held("600036.SH", ("招商银行",)), Held("300750.SZ", ("宁德时代",)))


def _request(text: str, intent: str = "oos", gate: str = "clarify", slots: Slots | None = None) -> Request:
    return Request(text, intent, 0.5, gate, ((intent, 0.5),), slots or Slots(), "model")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("假如平仓线调成115", planning.WHAT_IF),
        ("what if the warning line were 145%", planning.WHAT_IF),
        ("连跌两日停板会怎样", planning.STRESS),
        ("补了8万还能撑得住几个跌停", planning.SUITABILITY),
        ("am i above 200% now", planning.TARGET),
        ("我的维保过了250%未", planning.TARGET),
        ("我的每日息多少", planning.DEBT_FIRST),
        ("比例由80%提到100%,我以前开的合约要补吗", "rule_question"),
        ("平仓线是130%吗", "rule_question"),
    ],
)
def test_the_words_decide_what_is_asked_of_the_account(text: str, intent: str) -> None:
    assert planned(_request(text, "rule_question"), MINE, text).intent == intent


def test_a_fall_of_all_assets_is_supposed_and_an_account_of_ones_own_making_is_not() -> None:
    fall, made_up = "总资产再缩水15%会如何", "总资产100万,缩水15%会如何"
    assert planned(_request(fall, "my_figures"), MINE, fall).intent == planning.WHAT_IF
    assert planned(_request(made_up, "my_figures"), MINE, made_up).intent != planning.WHAT_IF


def test_terms_are_supposed_and_only_an_order_changes_them() -> None:
    order, supposes = "把我的平仓线改成120%", "要是把平仓线改成120呢"
    assert planned(_request(order, "rule_question"), MINE, order).intent == planning.NO_ORDERS
    assert planned(_request(supposes, "rule_question"), MINE, supposes).intent == planning.WHAT_IF


def test_a_days_cost_goes_on_from_the_contract_told_before() -> None:
    text = "and what is the charge per day"
    told = State(client_id="demo-short", role="client", last_intent="my_positions")
    assert planned(_request(text), told, text).intent == planning.DEBT_FIRST
    assert planned(_request(text), MINE, text).intent != planning.DEBT_FIRST


@pytest.mark.parametrize(
    ("text", "lang", "change"),
    [
        ("总资产再缩水一成", "zh", {"op": "price", "security": "*", "pct": "-10"}),
        ("if my total assets shrink by 12%", "en", {"op": "price", "security": "*", "pct": "-12"}),
        ("强平线弄成120", "zh", {"op": "line", "line": "liquidation_line", "to": "1.2"}),
        ("what if the restore line were 150%", "en", {"op": "line", "line": "restore_line", "to": "1.5"}),
        ("补咗8万之后", "zh", {"op": "cash", "amount": "80000"}),
    ],
)
def test_what_is_supposed_is_read_from_more_words(text: str, lang: str, change: dict[str, str]) -> None:
    assert [json.loads(each.change) for each in supposed(text, HELD, lang)] == [change]


@pytest.mark.parametrize(
    ("text", "scenario", "more"),
    [
        ("three limit-downs in a row", "limit_down_3", False),
        ("连跌两日停板", "limit_down_2", False),
        ("三天跌停", "limit_down_3", False),
        ("连续6个跌停", "limit_down_3", True),
        ("两个跌停", "limit_down_2", False),
        ("跌停的话", "limit_down_1", False),
    ],
)
def test_the_sessions_said_are_the_sessions_worked_out(text: str, scenario: str, more: bool) -> None:
    assert (scenario_of(text), asks_more_sessions(text)) == (scenario, more)


def test_another_number_for_the_last_supposition() -> None:
    asked = "招行折算率降到60%会怎样"
    assert corrected("弄成40%呢", asked, NOW.date()) == "招行折算率降到40%会怎样"


@pytest.mark.parametrize(
    ("said", "topic", "whole"),
    [
        ("这么今日新开的呢", "2022年开的融资合约保证金比例多少", "现在新开的融资合约保证金比例多少"),
        (
            "and for contracts opened today?",
            "what was the financing margin ratio in 2022",
            "what is the financing margin ratio for new contracts?",
        ),
        (
            "and an ordinary investor?",
            "can a private fund apply for a margin account",
            "can an individual apply for a margin account?",
        ),
        (
            "and for ordinary clients?",
            "which short margin applies to private funds?",
            "which short margin applies for everybody?",
        ),
    ],
)
def test_for_whom_and_for_when_a_question_goes_on(said: str, topic: str, whole: str) -> None:
    assert carried(said, topic) == whole


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("你承诺我赚两成,不然我去证监会举报", "promise"),
        ("guarantee me 5% or i will sue", "promise"),
        ("推荐一只,否则投诉", "advice"),
        ("排骨好还是牛腩好", "oos"),
        ("coffee or tea, which is better", "oos"),
        ("how do i answer the suitability test to get c5", "illegal"),
    ],
)
def test_what_is_refused_is_told_by_its_words(text: str, intent: str) -> None:
    found = refused(_request(text), text)
    assert found is not None and found[0] == intent


@pytest.mark.parametrize(
    "text", ["融资好还是融券好", "还款好还是补仓好", "is a margin account better or a cash account"]
)
def test_a_choice_within_the_business_is_not_of_other_things(text: str) -> None:
    assert refused(_request(text), text) is None


def test_which_of_two_securities_is_better_is_advice() -> None:
    slots = Slots(securities=(SecurityMention("600036.SH", "招商银行", "name", "招行", 0, 2),))
    assert refused(_request("招行好还是平安好", slots=slots), "招行好还是平安好") == ("advice", None)


@pytest.mark.parametrize(
    ("text", "complains"),
    [
        ("比例136%都没到线就把我平仓了,把持仓还给我", True),
        ("you liquidated me at 138%. give me my shares back.", True),
        ("强平以后股票能还给我吗", False),
        ("如果被平仓,股票会恢复吗", False),
    ],
)
def test_shares_demanded_back_are_a_complaint_and_a_question_is_none(text: str, complains: bool) -> None:
    said = Understanding(text, text, "en", (_request(text),))
    chosen = select(said, State()).now
    assert (chosen[0].intent == "complaint") == complains


@pytest.mark.parametrize(
    "text", ["除了找公司还能去哪投诉", "你们不处理我去哪反映", "where else can i report this to"]
)
def test_channels_outside_are_a_question_and_no_complaint(text: str) -> None:
    assert serving.served(_request(text, "complaint", "act"), State()).intent == "rule_question"


def test_hong_kong_stocks_bought_on_margin_are_a_question_about_this_firm() -> None:
    assert (
        jurisdiction_of("可以融资买入港股吗")
        == "CN"
        == jurisdiction_of("can i buy hong kong shares on margin")
    )
    assert jurisdiction_of("港股孖展按仓多少") == "HK" == jurisdiction_of("margin call rules in hong kong")
