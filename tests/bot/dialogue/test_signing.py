"""Signing in chat: every step read in turn, the exact text named, a plain yes, and a code where the firm asks for one."""

from __future__ import annotations

from typing import Any

import pytest

from bot.dialogue.effects import Failed
from bot.dialogue.state import State
from tests.bot.dialogue.conversation import Conversation

MINE = State(client_id="demo-newcomer", role="client")
BOTH = {"zh": "风险自担", "en": "The risk is yours"}
TITLE = {"zh": "融资融券业务合同", "en": "Margin trading agreement"}
STEPS = [
    {"step": each, "kind": "section", "title": TITLE, "texts": [{"no": f"{each}.1", **BOTH}]}
    for each in ("1", "R1")
]
SHA = "ab" * 32


def agreement(done: int, factor: str = "confirmation") -> dict[str, Any]:
    return {
        "id": "G20261120-0001",
        "title": TITLE,
        "version": 2,
        "steps": STEPS,
        "steps_done": done,
        "steps_of": len(STEPS),
        "next_step": STEPS[done]["step"] if done < len(STEPS) else None,
        "blocked": None,
        "sha256": SHA,
        "factor": factor,
    }


def world(factor: str = "confirmation", **changes: Any) -> dict[str, Any]:
    read = iter((agreement(1, factor), agreement(2, factor)))
    signature = {"at": "2026-11-20T16:30:00+08:00"}
    return {
        "FetchAgreements": {"in_force": None, "offered": {}, "admitted": True, "agreements": []},
        "OpenAgreement": agreement(0, factor),
        "ReadStep": lambda _: next(read),
        "SendSigningCode": {"challenge": "c1", "demo_code": "654321"},
        "SignAgreement": {**agreement(2, factor), "signature": signature},
        "RaiseHandoff": Failed(0),
        **changes,
    }


def read_through(conversation: Conversation) -> None:
    first = conversation.say("我要签合同", "rule_question")
    assert first.reply.action == "ask" and first.issues == () and "1/2" in first.reply.text
    assert "2/2" in conversation.say("已阅读", "affirm").reply.text
    ready = conversation.say("已阅读", "affirm")
    assert ready.reply.action == "confirm" and SHA in ready.reply.text and ready.issues == ()


@pytest.mark.parametrize("mixed", ["好的，但先别提交", "确认吗？", "同意，不过利率要改成5%"])
def test_only_a_plain_yes_signs(mixed: str) -> None:
    conversation = Conversation(world(), MINE)
    read_through(conversation)
    conversation.say(mixed, "affirm")
    assert "SignAgreement" not in conversation.asked()
    done = conversation.say("确认", "affirm")
    assert done.issues == () and "已签署" in done.reply.text
    signed = next(each for each in conversation.effects if type(each).__name__ == "SignAgreement")
    assert (signed.sha256, signed.code) == (SHA, None)


def test_a_code_is_sent_after_the_yes_and_only_the_code_signs() -> None:
    conversation = Conversation(world("code"), MINE)
    read_through(conversation)
    sent = conversation.say("确认", "affirm")
    assert "654321" in sent.reply.text and "SignAgreement" not in conversation.asked()
    conversation.say("654321", "oos", gate="oos")
    signed = next(each for each in conversation.effects if type(each).__name__ == "SignAgreement")
    assert (signed.challenge, signed.code) == ("c1", "654321")


def test_a_wrong_code_signs_nothing_and_may_be_typed_again() -> None:
    conversation = Conversation(world("code", SignAgreement=Failed(403, {"detail": "no"})), MINE)
    read_through(conversation)
    conversation.say("确认", "affirm")
    wrong = conversation.say("111111", "oos", gate="oos")
    assert "验证码不对" in wrong.reply.text and conversation.state.pending is not None


def test_a_step_read_too_quickly_waits_and_an_interruption_keeps_the_place() -> None:
    quick = Failed(429, {"detail": "wait 3 seconds", "detail_zh": "请阅读本节内容，3秒后可继续"})
    conversation = Conversation(world(ReadStep=quick), MINE)
    conversation.say("我要签合同", "rule_question")
    slow = conversation.say("已阅读", "affirm")
    assert "3秒后可继续" in slow.reply.text and slow.issues == () and conversation.state.pending is not None
    between = conversation.say("你好", "smalltalk")
    assert "还没有读完" in between.reply.text and conversation.state.pending is not None
