"""The firm called names over a notice: its reason is told and the way to complain is shown; a fraud by others stays an alarm."""

from __future__ import annotations

import pytest

from bot.dialogue.anger import ANGRY, angry_why
from bot.dialogue.case_asked import WHY
from bot.dialogue.state import State
from bot.nlu.model import Request, Slots, Understanding

KNOWN = State(client_id="demo-call", role="client")


def meant(text: str, state: State = KNOWN, intent: str = "account_security") -> Request | None:
    request = Request(text, intent, 1.0, "act", (), Slots(), "rule")
    return angry_why(Understanding(text, text, "zh", (request,)), state)


@pytest.mark.parametrize(
    "text",
    (
        "你们就是骗子,凭什么给我发这个",
        "骗子公司,为什么追我保",
        "一群骗子,凭啥催我补钱",
        "你们凭什么发这个,一群骗子",
        "你哋班老千,点解追我保证金",
        "垃圾公司为什么给我打电话",
        "骗子,凭什么说我逾期",
        "what a scam, why did you text me about margin",
        "you crooks, why did you send me this notice",
        "you are a bunch of scammers, why the margin call",
    ),
)
def test_an_insult_with_why_is_a_question_why(text: str) -> None:
    found = meant(text)
    assert found is not None
    assert (found.intent, found.slots.aspect, found.gate) == (WHY, ANGRY, "act")


@pytest.mark.parametrize(
    "text",
    (
        "有骗子冒充你们给我打电话",
        "有人自称你们公司给我发通知,是骗子吗",
        "骗子发短信让我转账到安全账户",
        "我被骗子骗了,为什么你们不管",
        "你们是骗子,我要投诉",
        "骗子要我的验证码,为什么",
        "你们就是骗子",
        "为什么给我发这个通知",
        "someone impersonates you, why do i get this text",
        "is this a scam, why did you send it",
    ),
)
def test_a_fraud_a_complaint_or_a_plain_question_is_none(text: str) -> None:
    assert meant(text) is None


def test_nobody_unknown_is_told_why_a_call_was_made() -> None:
    assert meant("你们就是骗子,凭什么给我发这个", State()) is None


def test_despair_is_heard_before_anger() -> None:
    text = "你们就是骗子,凭什么追保,我不想活了"
    request = Request(text, "distress", 1.0, "act", (), Slots(), "rule")
    assert angry_why(Understanding(text, text, "zh", (request,)), KNOWN) is None
