"""Staff in the chat: the desk's own questions, and a client's figures in the client's words, never another group's."""

from __future__ import annotations

from typing import Any

import pytest

from bot.dialogue.case_effects import FetchCases
from bot.dialogue.effects import Failed, FetchAccount, FetchCures, FetchFigures, FindNotices, ListCalls
from bot.dialogue.flows.desk import calls, desk_flow
from bot.dialogue.staff import draft_in
from bot.dialogue.state import State
from bot.wiring import Product
from tests.bot.dialogue.conversation import CASE, FIRM, REMEDY, Conversation, figure, sheet

AGENT = State(role="agent")
CALL = {
    "client_id": "demo-call",
    "name_masked": "陈**",
    "figures": {
        "maintenance_ratio": figure("maintenance_ratio", "1.28", "128.00%", "ratio"),
        "shortfall_to_restore": figure("shortfall_to_restore", "120000", "120,000.00"),
    },
    "call": {"deadline": "2026-11-23T15:00:00+08:00", "state": "open", "provisional": False},
    "last_contact": None,
}
WAITING = {**CASE, "name_masked": None, "why": {"zh": "情绪危急，最先处理", "en": "distress first"}}
TICKET = {"number": "T20261120-0001", "due_on": "2026-11-27", "status": "open", "sla": {"state": "on_time"}}
WORLD: dict[str, Any] = {
    "FetchAccount": {"client_id": "demo-call"},
    "FetchFigures": sheet(),
    "FetchCures": REMEDY,
    "ListCalls": [CALL],
    "ListHandoffs": [WAITING],
    "ListTickets": [TICKET],
    "ListCampaigns": [{"title": {"zh": "大跌怎么办", "en": "When it falls"}, "state": "held"}],
    "FirmFacts": FIRM,
}


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("demo-call 的维持担保比例是多少", "zh"),
        ("客户demo-call维持担保比例多少？", "zh"),
        ("what is demo-call's maintenance ratio?", "en"),
    ],
)
def test_an_agent_reads_a_clients_figure_as_that_client_would_and_is_told_whose_it_is(
    text: str, lang: str
) -> None:
    talk = Conversation(WORLD, AGENT)
    outcome = talk.say(text, "my_ratio", lang=lang)
    assert outcome.issues == () and "128.00%" in outcome.reply.text
    assert outcome.reply.text.startswith(("客户 demo-call", "Client demo-call"))
    assert [type(effect) for effect in talk.effects] == [FetchAccount, FindNotices, FetchFigures, FetchCases]
    assert outcome.state.client_id is None and outcome.state.subject == "demo-call"


def test_the_client_spoken_of_is_remembered() -> None:
    talk = Conversation(WORLD, AGENT)
    talk.say("demo-call 的比例", "my_ratio")
    outcome = talk.say("他要补多少", "margin_call")
    assert "120,000.00" in outcome.reply.text
    assert [effect.client_id for effect in talk.effects if isinstance(effect, FetchCures)] == ["demo-call"]


@pytest.mark.parametrize("status", [403, 404])
def test_another_groups_client_and_an_unknown_one_are_refused_alike_without_a_figure(status: int) -> None:
    talk = Conversation({**WORLD, "FetchAccount": Failed(status)}, AGENT)
    outcome = talk.say("demo-short 的维持担保比例", "my_ratio")
    assert outcome.reply.action == "refuse" and not outcome.reply.figures
    assert [type(effect) for effect in talk.effects] == [FetchAccount]
    assert outcome.state.subject is None


def test_the_call_list_names_each_client_with_ratio_shortfall_deadline_and_contact() -> None:
    talk = Conversation(WORLD, AGENT)
    outcome = talk.say("今天还没联系上的追保客户按截止时间排给我", "margin_call")
    assert outcome.issues == () and talk.asked() == ["ListCalls"]
    for part in ("demo-call", "128.00%", "120,000.00", "2026-11-23 15:00", "尚未联系上"):
        assert part in outcome.reply.text
    words = talk.say("第一个客户的话术", "rule_question")
    assert words.issues == () and "demo-call" in words.reply.text


@pytest.mark.parametrize(
    ("text", "lang", "part"),
    [
        ("现在谁在排队", "zh", "情绪危急"),
        ("who is waiting?", "en", "distress first"),
        ("我组待办工单", "zh", "T20261120-0001"),
        ("哪些活动暂停了", "zh", "大跌怎么办"),
    ],
)
def test_the_desk_can_be_asked_in_words(text: str, lang: str, part: str) -> None:
    outcome = Conversation(WORLD, AGENT).say(text, "rule_question", lang=lang)
    assert outcome.issues == () and part in outcome.reply.text


def test_a_message_to_everybody_is_not_sent_from_a_chat() -> None:
    outcome = Conversation(WORLD, AGENT).say("给这300人群发一条", "rule_question")
    assert outcome.reply.action == "refuse" and "第二人审批" in outcome.reply.text


def test_another_groups_list_is_asked_of_the_service_so_that_it_is_on_record() -> None:
    talk = Conversation({**WORLD, "ListCalls": Failed(404)}, AGENT)
    outcome = talk.say("把隔壁组的也给我", "rule_question")
    assert outcome.reply.action == "refuse" and talk.effects == [ListCalls("other")]


def test_a_client_who_names_another_client_gets_nothing_of_it() -> None:
    talk = Conversation(WORLD, State(client_id="demo-safe", role="client"))
    talk.say("demo-call 的维持担保比例是多少", "privacy_other")
    assert "FetchAccount" not in talk.asked() and "FetchFigures" not in talk.asked()


def test_rules_are_answered_to_staff_as_to_anybody() -> None:
    outcome = Conversation(WORLD, AGENT).say("我的比例", "my_ratio")
    assert "员工账户" in outcome.reply.text


def test_words_for_nobody_in_particular_ask_which_client() -> None:
    outcome = Conversation(WORLD, AGENT).say("话术给我一份", "rule_question")
    assert outcome.reply.action == "ask" and "哪位客户" in outcome.reply.text


@pytest.mark.parametrize("text", ["给我异常交易监控汇总", "全公司的信用风险情况", "给全部账户做压力测试"])
def test_the_whole_book_is_told_where_it_is_asked_for(text: str) -> None:
    reply = Conversation(WORLD, State(role="risk")).say(text, "oos").reply
    assert reply.intent == "desk_book" and "/desk/credit-risk" in reply.text and not reply.figures


def test_a_text_to_be_checked_for_nobody_in_particular_is_a_draft() -> None:
    assert draft_in("帮我核对:您的比例低于平仓线会被强制平仓") == "您的比例低于平仓线会被强制平仓"
    assert draft_in("帮我核对一下陈先生的账户") is None


@pytest.mark.parametrize(
    "text", ["哪些客户低于平仓线", "谁跌破了预警线", "which clients are below the liquidation line"]
)
def test_who_is_below_a_line_is_the_call_list(text: str) -> None:
    assert desk_flow(text) is calls


@pytest.mark.parametrize(
    ("text", "intent"), [("什么时候到期", "my_positions"), ("when is it due?", "margin_call")]
)
def test_a_question_about_an_account_that_names_nobody_goes_on_about_the_client_spoken_of(
    text: str, intent: str
) -> None:
    talk = Conversation(WORLD, AGENT)
    talk.say("demo-call 的比例", "my_ratio")
    talk.say("他要补多少", "margin_call")
    before = len(talk.effects)
    outcome = talk.say(text, intent)
    assert outcome.state.subject == "demo-call" and outcome.state.client_id is None
    assert FetchAccount("demo-call") in talk.effects[before:]
    assert "demo-call" in outcome.reply.text


def test_a_question_about_an_account_is_nobodys_where_no_client_was_spoken_of() -> None:
    talk = Conversation(WORLD, AGENT)
    talk.say("什么时候到期", "my_positions")
    assert not [effect for effect in talk.effects if isinstance(effect, FetchAccount)]


@pytest.mark.asyncio(loop_scope="session")
async def test_the_agents_next_question_is_answered_about_the_same_client(product: Product) -> None:
    token = (await product.accounts.demo_sign_in("demo-agent")).token
    session = await product.assistant.open_session(token, "zh")
    for number, said in enumerate(("demo-call 的维持担保比例是多少", "他要补多少", "什么时候到期")):
        told = await product.assistant.turn(session, str(number), said)
        assert "demo-call" in told["answer"] and "登录" not in told["answer"], told["answer"]
