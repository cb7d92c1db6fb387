"""A short message without its matter, read with the one that was spoken of."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.dialogue.matter_named import MATTERS, spoken_of, with_its_matter
from bot.dialogue.requests import Selection
from bot.dialogue.state import Past, State
from bot.dialogue.table import FLOWS
from bot.nlu.model import Gate, Request, Slots, Understanding

CALLED = Past("为什么通知我", "call_why", "answer")
ASKED_BACK = Past("嗯", "oos", "ask")


def after(*trail: Past, topic: str | None = None) -> State:
    return State(client_id="demo-call", role="client", trail=trail, topic=topic)


def reader(intent: str, gate: Gate, heard: list[str]) -> Callable[[str], tuple[Understanding, Selection]]:
    def read(text: str) -> tuple[Understanding, Selection]:
        heard.append(text)
        request = Request(text, intent, 1.0, gate, (), Slots(), "model")
        return Understanding(text, text, "zh", (request,)), Selection((request,))

    return read


def test_every_matter_is_named_after_intents_that_exist() -> None:
    named = [intent for matter in MATTERS for intent in (*matter.after, *matter.also)]
    assert len(named) > 40 and not set(named) - FLOWS.keys()


@pytest.mark.parametrize(
    ("text", "lang", "past", "whole"),
    [
        ("哪天答复?", "zh", Past("合同要改什么", "my_amendment", "answer"), "我的合同变更哪天答复"),
        (
            "by when?",
            "en",
            Past("what changes", "my_amendment", "answer"),
            "by when amendment of my contract",
        ),
        ("批了没", "zh", Past("展期怎么样了", "my_extension", "answer"), "我的展期申请批了没"),
        ("一天多少钱", "zh", Past("我的融资利率是多少", "my_figures", "answer"), "我的利息一天多少钱"),
    ],
)
def test_the_matter_is_named_before_what_was_said(text: str, lang: str, past: Past, whole: str) -> None:
    heard: list[str] = []
    found = with_its_matter(text, after(past), lang, reader(past.intent, "act", heard))
    assert heard == [whole] and found is not None and found[1].now[0].text == whole


def test_a_question_that_was_asked_back_stands_between_but_not_three() -> None:
    assert spoken_of(after(CALLED, ASKED_BACK, ASKED_BACK)) is not None
    assert spoken_of(after(CALLED, ASKED_BACK, ASKED_BACK, ASKED_BACK)) is None
    assert spoken_of(after()) is None


@pytest.mark.parametrize(
    ("intent", "gate", "text"),
    [
        ("call_why", "clarify", "然后"),
        ("complaint", "act", "然后"),
        ("rule_question", "act", "然后"),
        ("call_why", "act", "这句话太长了不可能只是接着上一句说的而已吧"),
    ],
)
def test_what_stays_unclear_or_turns_into_something_else_is_not_taken(
    intent: str, gate: Gate, text: str
) -> None:
    assert with_its_matter(text, after(CALLED), "zh", reader(intent, gate, [])) is None


def test_a_rule_goes_on_with_its_own_question_and_only_to_rules() -> None:
    rule = Past("开户条件", "rule_question", "answer")
    heard: list[str] = []
    state = after(rule, topic="两融开户要什么条件?")
    assert with_its_matter("资产要多少", state, "zh", reader("rule_question", "act", heard))
    assert heard == ["两融开户要什么条件资产要多少"]
    assert with_its_matter("资产要多少", state, "zh", reader("my_figures", "act", [])) is None
