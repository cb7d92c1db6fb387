"""Every choice leads somewhere: whatever is offered below an answer is answered when it is pressed, whoever presses it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.answer.texts import all_texts
from bot.wiring import Product

pytestmark = pytest.mark.asyncio(loop_scope="session")

LABELS = {name: words for name, words in all_texts().items() if name.startswith("choice_")}
WAITED_FOR = ("choice_confirm", "choice_cancel", "choice_yes", "choice_no", "choice_drop", "choice_read_on")
"""What only answers something else that was asked."""
ASKS_ON = {
    "choice_complain": ("ask", "confirm"),
    "choice_human": ("handoff",),
    "choice_quiz": ("ask",),
    "choice_quiz_on": ("ask",),
    "choice_own_plan": ("ask",),
    "choice_acknowledge": ("confirm", "answer"),
    "choice_alert_remove_all": ("ask", "confirm"),
    "choice_alert_undo": ("ask", "confirm"),
    "choice_extend": ("ask", "confirm", "answer"),
    "choice_line_ask": ("ask",),
    "choice_questionnaire": ("ask",),
    "choice_questionnaire_on": ("ask",),
}
"""What has to ask on, or to call a person, by what it is."""
OF_STAFF = ("choice_affected", "choice_languages", "choice_replace")
PRESSED = sorted(set(LABELS) - {*WAITED_FOR, *OF_STAFF})
FLOWS = (
    (None, "怎么识别两融骗局？"),
    (None, "哪些交易行为是禁止的？"),
    (None, "折算率有什么用？"),
    (None, "融資融券有哪些風險?"),
    (None, "2015年12月融资保证金比例最低多少"),
    (None, "Which conduct is forbidden?"),
    (None, "How do I recognise margin fraud?"),
    ("demo-call", "折算率有什么用？"),
    ("demo-call", "我的维持担保比例是多少"),
    ("demo-call", "要补多少？"),
    ("demo-call", "我能承受几个跌停"),
    ("demo-short", "股票跌多少会被强制平仓？"),
    ("demo-short", "What is my maintenance ratio?"),
    ("demo-call", "怎么把比例恢复上来"),
)


WAITS_FOR_MORE = {
    words for name in ("choice_human", "choice_sign_in", "choice_own_plan") for words in LABELS[name].values()
}


async def opened(product: Product, client: str | None) -> str:
    token = (await product.accounts.demo_sign_in(client)).token if client else None
    return await product.assistant.open_session(token, None)


def leads_on(name: str, reply: dict[str, Any], client: str | None) -> bool:
    """Whether a reply is what was asked for, or, before anybody has signed in, says that this has to be done first."""
    if reply["action"] in ASKS_ON.get(name, ("answer",)):
        return True
    return client is None and reply["action"] == "ask" and "登录" in reply["answer"]


@pytest.mark.parametrize(("client", "lang"), [("demo-call", "zh"), ("demo-short", "en"), (None, "zh")])
async def test_every_choice_leads_somewhere(product: Product, client: str | None, lang: str) -> None:
    lost = {}
    for name in PRESSED:
        session = await opened(product, client)
        reply = await product.assistant.turn(session, "1", LABELS[name][lang])
        if not leads_on(name, reply, client):
            lost[name] = f"{reply['action']}|{reply['intent']} {reply['answer'][:60]}"
    assert len(PRESSED) > 40
    assert lost == {}


async def test_whatever_an_answer_offers_is_answered(product: Product) -> None:
    lost, pressed = {}, 0
    for client, question in FLOWS:
        offered = await product.assistant.turn(await opened(product, client), "1", question)
        for choice in offered["choices"]:
            if choice["label"] in WAITS_FOR_MORE:
                continue
            session = await opened(product, client)
            await product.assistant.turn(session, "1", question)
            reply = await product.assistant.turn(session, "2", choice["send"])
            pressed += 1
            if reply["action"] != "answer":
                lost[question, choice["label"]] = f"{reply['action']}|{reply['intent']}"
    assert pressed > 30
    assert lost == {}


async def test_a_heading_that_was_offered_is_read_as_of_the_day_of_its_answer(product: Product) -> None:
    session = await opened(product, None)
    first = await product.assistant.turn(session, "1", "2015年12月融资保证金比例最低多少")
    assert "当时的杠杆" in [choice["send"] for choice in first["choices"]]
    reply = await product.assistant.turn(session, "2", "当时的杠杆")
    assert reply["citations"][0]["effective_from"] == "2015-11-23"


async def test_what_sounds_like_an_alarm_is_still_one_where_nobody_offered_it(product: Product) -> None:
    reply = await product.assistant.turn(await opened(product, None), "1", "我已经被骗了怎么办")
    assert reply["action"] == "handoff"


async def test_the_risks_are_told_in_general(product: Product) -> None:
    reply = await product.assistant.turn(await opened(product, None), "1", "融資融券有哪些風險?")
    assert "利息" in reply["answer"] and "ST" not in reply["answer"]
    assert not any(line.strip() == "-" for line in reply["answer"].splitlines())


async def test_how_much_behind_a_question_is_not_asked_back(product: Product) -> None:
    reply = await product.assistant.turn(
        await opened(product, "demo-safe"), "1", "Can I withdraw cash? how much"
    )
    assert "420,000.00" in reply["answer"] and "Do you mean" not in reply["answer"]
