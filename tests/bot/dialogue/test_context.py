"""What a short message means after the answer before it, and what keeps its own meaning."""

from __future__ import annotations

import pytest

from bot.dialogue.context import in_context
from bot.dialogue.state import State
from bot.nlu.model import Request, Slots

RATIO = State("demo-call", "client", last_intent="my_ratio", shown=("maintenance_ratio",))
CALL = State("demo-call", "client", last_intent="margin_call", shown=("cure_sell_to_repay",))
FILED = State("demo-call", "client", last_intent="complaint_filed")


def read(
    text: str, state: State, intent: str = "oos", gate: str = "clarify", source: str = "model"
) -> Request:
    return in_context(Request(text, intent, 0.5, gate, (), Slots(), source), state)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "那公式呢",
        "怎么算的",
        "公式",
        "这个是怎么算出来的？",
        "怎麼算的",
        "how is it calculated?",
        "and the formula?",
    ],
)
@pytest.mark.parametrize("gate", ["act", "clarify"])
def test_after_a_figure_the_formula_is_that_figures(text: str, gate: str) -> None:
    assert read(text, RATIO, "rule_question", gate).intent == "how_computed"


@pytest.mark.parametrize("text", ["利息怎么算", "融资利息的公式", "how is interest calculated"])
def test_a_formula_asked_for_by_name_keeps_its_meaning(text: str) -> None:
    assert read(text, RATIO, "rule_question", "act").intent == "rule_question"


def test_without_a_figure_there_is_no_formula_of_it() -> None:
    assert read("怎么算的", State(), "rule_question", "act").intent == "rule_question"


@pytest.mark.parametrize(
    ("text", "aspect"),
    [
        ("为什么三个数不一样", "compare"),
        ("哪个“划算”？", "compare"),
        ("why do they differ", "compare"),
        ("我从银行转钱还债呢？", "repay_outside_cash"),
        ("那我转股票进来呢？", "add_security"),
        ("卖一部分行不行", "sell_to_repay"),
        ("那我打点钱进来呢", "add_cash"),
    ],
)
@pytest.mark.parametrize("gate", ["act", "clarify"])
def test_after_a_margin_call_a_way_of_restoring_it_is_about_that_call(
    text: str, aspect: str, gate: str
) -> None:
    request = read(text, CALL, "my_positions", gate)
    assert (request.intent, request.gate, request.slots.aspect) == ("margin_call", "act", aspect)


@pytest.mark.parametrize(("text", "aspect"), [("来得及吗", "deadline"), ("不管它", "consequence")])
def test_an_unclear_word_after_a_margin_call_is_about_that_call(text: str, aspect: str) -> None:
    assert read(text, CALL).slots.aspect == aspect
    assert read(text, CALL, "rule_question", "act").intent == "rule_question"


def test_a_clear_request_after_a_margin_call_keeps_its_meaning() -> None:
    assert read("融券怎么还券", CALL, "rule_question", "act").intent == "rule_question"
    assert read("转人工呢", CALL, "human", "act", "rule").intent == "human"


def test_after_a_complaint_progress_is_the_tickets() -> None:
    assert read("到哪一步了？", FILED).intent == "complaint_status"
    assert read("到哪一步了？", RATIO).intent == "oos"


def test_after_a_hypothetical_the_real_one_is_the_accounts() -> None:
    hypothetical = State("demo-call", "client", last_intent="calculation")
    assert read("那真实的呢", hypothetical).intent == "my_ratio"
