"""What a client hears about the own account, and what nobody hears before identity."""

from __future__ import annotations

import pytest

from bot.dialogue.effects import Failed
from bot.dialogue.state import State
from bot.nlu.model import Slots
from tests.bot.dialogue.conversation import REMEDY, Conversation, figure, sheet

MINE = State(client_id="demo-call", role="client")
KNOWN = {"FetchFigures": sheet(), "FetchCures": REMEDY, "SearchKnowledge": Failed(0)}


def test_my_ratio_comes_with_its_line_its_terms_and_its_time() -> None:
    outcome = Conversation(KNOWN, MINE).say("我的维持担保比例是多少？", "my_ratio")
    assert outcome.issues == ()
    assert outcome.reply.text.startswith("您的维持担保比例是 128.00%，已低于平仓线 130%")
    assert "1,280,000.00 元 ÷ 总负债 1,000,000.00 元" in outcome.reply.text
    assert "2026-11-20 15:30" in outcome.reply.text
    assert [f["name"] for f in outcome.reply.figures] == [
        "maintenance_ratio",
        "total_assets",
        "total_liabilities",
    ]


def test_my_ratio_in_english_has_the_same_figures() -> None:
    outcome = Conversation(KNOWN, MINE).say("what is my ratio", "my_ratio", lang="en")
    assert outcome.issues == ()
    assert "128.00%" in outcome.reply.text and "CNY 1,280,000.00" in outcome.reply.text


@pytest.mark.parametrize(
    "intent", ["my_ratio", "my_figures", "margin_call", "my_positions", "complaint_status"]
)
def test_an_anonymous_asker_is_asked_to_sign_in_and_no_account_is_touched(intent: str) -> None:
    talk = Conversation(KNOWN)
    outcome = talk.say("我的数字是多少", intent)
    assert outcome.reply.action == "ask" and outcome.reply.figures == ()
    assert "登录" in outcome.reply.text
    assert not any(char.isdigit() for char in outcome.reply.text)
    assert not {"FetchFigures", "FetchCures", "FetchPositions", "ListTickets"} & set(talk.asked())


def test_the_three_cures_differ_and_carry_the_deadline() -> None:
    outcome = Conversation(KNOWN, MINE).say("要补多少?", "margin_call", Slots(aspect="amount"))
    assert outcome.issues == ()
    for part in (
        "85,714.29 元",
        "120,000.00 元",
        "300,000.00 元",
        "截止时间 2026-11-23 15:00",
        "合同 12.3 条",
        "补足线 140%",
    ):
        assert part in outcome.reply.text
    assert len(outcome.reply.text) <= 600


@pytest.mark.parametrize(
    ("aspect", "first"),
    [
        ("deadline", "截止时间"),
        ("consequence", "截止前没有补足"),
        ("meaning", "追保通知的意思"),
        ("compare", "三个数不同"),
    ],
)
def test_the_aspect_asked_for_comes_first(aspect: str, first: str) -> None:
    outcome = Conversation(KNOWN, MINE).say("?", "margin_call", Slots(aspect=aspect))
    assert outcome.issues == ()
    assert outcome.reply.text.startswith(first)


def test_without_a_call_nothing_has_to_be_added() -> None:
    ratio = figure("maintenance_ratio", "1.6589", "165.89%", "ratio")
    outcome = Conversation({"FetchFigures": sheet("safe", maintenance_ratio=ratio)}, MINE).say(
        "要补多少", "margin_call"
    )
    assert outcome.issues == ()
    assert "没有触发追加担保物" in outcome.reply.text and "165.89%" in outcome.reply.text


def test_a_missing_price_is_named_and_nothing_is_called_safe() -> None:
    ratio = figure("maintenance_ratio", None, "—", "ratio", ("price 000858.SZ",))
    outcome = Conversation({"FetchFigures": sheet("indeterminate", maintenance_ratio=ratio)}, MINE).say(
        "比例", "my_ratio"
    )
    assert outcome.issues == ()
    assert "000858.SZ" in outcome.reply.text and "无法算出" in outcome.reply.text


def test_without_debt_there_is_no_ratio() -> None:
    ratio = figure("maintenance_ratio", None, "—", "ratio")
    outcome = Conversation({"FetchFigures": sheet("no_debt", maintenance_ratio=ratio)}, MINE).say(
        "比例", "my_ratio"
    )
    assert "没有融资融券负债" in outcome.reply.text


def test_a_service_that_is_out_is_said_and_not_guessed() -> None:
    outcome = Conversation({}, MINE).say("比例", "my_ratio")
    assert outcome.reply.action == "handoff" and "没有应答" in outcome.reply.text


def test_an_applicant_without_account_hears_so() -> None:
    outcome = Conversation({"FetchFigures": Failed(404)}, MINE).say("比例", "my_ratio")
    assert "没有找到您名下" in outcome.reply.text


@pytest.mark.parametrize("display", ["138.00%", "12.80%", "128.01%"])
def test_a_figure_whose_display_is_not_its_value_is_held_back(display: str) -> None:
    lying = figure("maintenance_ratio", "1.28", display, "ratio")
    outcome = Conversation({"FetchFigures": sheet(maintenance_ratio=lying)}, MINE).say("比例", "my_ratio")
    assert outcome.issues and outcome.reply.action == "handoff"
    assert display not in outcome.reply.text
