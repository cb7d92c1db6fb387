"""「把过程发我，要能复核」: the numbers of what was shown, in every language; nothing is looked up, nothing waited for is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.dialogue.shortcuts import meant
from bot.dialogue.state import Past, Pending, State
from bot.guard.personal import masked

from .conversation import Conversation

FIGURE = ("figure", "维持担保比例", "t38e8be01263f75a271684513")
PASSAGE = ("passage", "融资利息怎么算 融资利息的计算公式", "p65fb31e6b118355a")
ASKED = {
    "zh": "把过程发我,要能复核",
    "zh-Hant": "把過程發我，要能覆核",
    "en": "send me the evidence so I can verify it",
}


def after(*proofs: tuple[str, str, str]) -> State:
    return State(
        trail=(Past("要补多少？", "margin_call", "answer", proofs), Past("谢谢", "smalltalk", "answer"))
    )


@pytest.mark.parametrize("lang", list(ASKED))
def test_what_the_last_proved_answer_rested_on_is_named_by_its_numbers(lang: str) -> None:
    conversation = Conversation({}, after(FIGURE, PASSAGE))
    outcome = conversation.say(ASKED[lang], "oos", gate="oos", lang=lang)
    assert outcome.issues == () and outcome.reply.intent == "evidence"
    assert FIGURE[2] in outcome.reply.text and PASSAGE[2] in outcome.reply.text
    assert "要补多少" in outcome.reply.text
    assert conversation.effects == []


def test_before_anything_was_proved_it_says_so() -> None:
    outcome = Conversation({}, after()).say(ASKED["zh"], "oos", gate="oos")
    assert outcome.issues == () and outcome.reply.choices and FIGURE[2] not in outcome.reply.text


def test_a_complaint_that_waits_for_a_yes_goes_on_waiting() -> None:
    waiting = replace(after(FIGURE), pending=Pending("complaint", {"text": "利息算错了"}))
    outcome = Conversation({}, waiting).say(ASKED["zh"], "oos", gate="oos")
    assert outcome.state.pending == waiting.pending


def test_an_identity_number_in_the_question_is_not_repeated() -> None:
    asked = "身份证110101199003071233,要补多少"
    state = State(trail=(Past(masked(asked), "margin_call", "answer", (FIGURE,)),))
    assert "110101199003071233" not in Conversation({}, state).say(ASKED["zh"], "oos", gate="oos").reply.text


@pytest.mark.parametrize(
    "text",
    [
        "把刚才的计算过程发给我，要能复核",
        "导出这次对话的记录",
        "这个数怎么复核",
        "给我证据，我要存证",
        "Can you give me proof of this?",
    ],
)
def test_a_wish_for_the_proof_is_understood(text: str) -> None:
    request = meant(text, State())
    assert request is not None and request.intent == "evidence"


@pytest.mark.parametrize(
    "text",
    [
        "把开户过程发我",
        "投诉处理过程是什么",
        "怎么核对账单",
        "担保比例怎么算",
        "我要投诉你们的处理过程",
        "交易记录怎么查",
    ],
)
def test_what_only_sounds_like_it_is_not(text: str) -> None:
    assert meant(text, State()) is None


@pytest.mark.parametrize(
    "text",
    ["证据呢", "证据", "上一条回答的依据", "给我看依据", "怎么证明这个数没错", "evidence?", "prove it"],
)
def test_a_bare_wish_for_proof_is_meant_after_figures_only(text: str) -> None:
    figures = State(trail=(Past("要补多少", "margin_call", "answer", (("figure", "追加担保物", "t1"),)),))
    rules = State(trail=(Past("比例最低多少", "rule_value", "answer", (("passage", "比例", "p1"),)),))
    request = meant(text, figures)
    assert request is not None and request.intent == "evidence"
    assert meant(text, rules) is None and meant(text, State()) is None
