"""Which questions ask what would come of one's own account, by their words; and which only sound like it."""

from __future__ import annotations

import json

import pytest

from bot.dialogue import planning
from bot.dialogue.planning import planned
from bot.dialogue.state import State
from bot.nlu.model import Request, Slots

MINE = State(client_id="demo-call", role="client")
STEP = json.dumps([{"op": "price", "security": "*", "pct": "-10"}])
SUPPOSING = State(client_id="demo-call", role="client", last_intent="my_what_if", scenario=(STEP,))
LEFT = State(client_id="demo-call", role="client", last_intent="my_ratio", set_aside=(STEP,))

ASKED = (
    ("大盘跌5%我会怎样", planning.STRESS),
    ("连着两个跌停呢", planning.STRESS),
    ("来个压力测试", planning.STRESS),
    ("怎么把比例恢复到150,最省", planning.PLAN),
    ("步骤最少的方案，不动茅台", planning.PLAN),
    ("how do I get my ratio back to 150%", planning.PLAN),
    ("会被平哪些", planning.LIQUIDATION),
    ("按T+3强平会卖多少股、卖哪只", planning.LIQUIDATION),
    ("换成只卖B股算一遍", planning.LIQUIDATION),
    ("要是当时没补呢", planning.LIQUIDATION),
    ("which shares would be liquidated first", planning.LIQUIDATION),
    ("我的追保到哪一步了", planning.CALL_STATE),
    ("接下来公司会做什么", planning.CALL_STATE),
    ("我能开通吗", planning.ADMISSION),
    ("门槛不是50万吗，差一点点", planning.ADMISSION),
    ("那明天涨上去算不算", planning.ADMISSION),
    ("给我把额度提到200万", planning.CREDIT),
    ("我的额度为什么被冻结", planning.CREDIT),
    ("我的底线是150%,记下来", planning.PLAN_SAVE),
    ("对照我的计划看看", planning.PLAN_REVIEW),
    ("我能承受几个跌停", planning.SUITABILITY),
    ("先还哪笔", planning.DEBT_FIRST),
    ("截图上写160%对不对", planning.SCREENSHOT),
    ("警戒线和平仓线各多少", planning.LINES_ASKED),
    ("还多少能到150%", planning.TARGET),
    ("最多还能融多少还在150以上", planning.TARGET),
    ("要涨多少才安全", planning.TARGET),
    ("维保过了300%没有", planning.TARGET),
)


def _request(text: str, intent: str = "oos", gate: str = "clarify", slots: Slots | None = None) -> Request:
    return Request(text, intent, 0.5, gate, ((intent, 0.5),), slots or Slots(), "model")  # type: ignore[arg-type]


@pytest.mark.parametrize(("text", "intent"), ASKED)
def test_a_question_is_told_by_its_words(text: str, intent: str) -> None:
    assert planned(_request(text), MINE, text).intent == intent


@pytest.mark.parametrize(("text", "_"), ASKED)
def test_nobody_who_is_not_signed_in_is_answered_about_an_account(text: str, _: str) -> None:
    assert planned(_request(text), State(), text).intent not in dict(ASKED).values()


@pytest.mark.parametrize(
    "text",
    [
        "融资保证金比例现在是多少",
        "维持担保比例的公式是什么",
        "什么是强制平仓",
        "开户要什么条件",
        "跌停板规则是什么",
    ],
)
def test_a_question_about_the_rules_stays_one(text: str) -> None:
    request = _request(text, "rule_question", "act")
    assert planned(request, MINE, text).intent == "rule_question"


@pytest.mark.parametrize("intent", ["distress", "complaint", "injection", "privacy_other", "human"])
def test_what_must_never_be_missed_is_not_taken_for_a_plan(intent: str) -> None:
    text = "会被平哪些，我的追保到哪一步了"
    assert planned(_request(text, intent, "act"), MINE, text).intent == intent


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("撤回上一步", planning.UNDO),
        ("不算刚才那步", planning.UNDO),
        ("回到刚才", planning.UNDO),
        ("take that back", planning.UNDO),
        ("那真实的呢", "my_ratio"),
        ("ok and what is it really right now?", "my_ratio"),
        ("再跌10%", planning.WHAT_IF),
        ("过10天", planning.WHAT_IF),
        ("那再补5万呢", planning.WHAT_IF),
        ("按2015年的规则呢", planning.WHAT_IF),
        ("那会触发追保吗？", planning.TARGET),
    ],
)
def test_after_a_supposition_short_words_go_on_from_it(text: str, intent: str) -> None:
    assert planned(_request(text, "deny", "act"), SUPPOSING, text).intent == intent


@pytest.mark.parametrize("text", ["刚才那个再跌10%", "不，是真的那个跌10%", "如果又被调出担保物范围呢"])
def test_a_supposition_that_was_left_can_be_spoken_of_again(text: str) -> None:
    assert planned(_request(text, "deny", "act"), LEFT, text).intent == planning.WHAT_IF


def test_advice_stays_refused_and_a_computation_that_sounds_like_it_is_done() -> None:
    wish = "我该先卖哪只好"
    assert planned(_request(wish, "advice", "act"), MINE, wish).intent == "advice"
    count = "换成只卖招行算一遍"
    assert planned(_request(count, "advice", "act"), MINE, count).intent == planning.LIQUIDATION


def test_another_account_is_supposed_and_a_line_that_is_only_supposed_is_no_request() -> None:
    other = "你就按我账户150万、欠100万算"
    assert planned(_request(other), MINE, other).intent == planning.WHAT_IF
    line = "如果授信额度提到200万呢"
    assert planned(_request(line, "what_if", "act"), MINE, line).intent == planning.WHAT_IF


def test_the_memory_of_suppositions_survives_being_stored() -> None:
    stored = State.from_json(json.loads(json.dumps(SUPPOSING.settled("my_ratio").as_json())))
    assert stored.scenario == () and stored.set_aside == (STEP,)
    assert SUPPOSING.supposing((STEP, STEP)).scenario == (STEP, STEP)
