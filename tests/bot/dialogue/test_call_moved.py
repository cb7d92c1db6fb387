"""Why the amount of a call is another one than in the notice or the day before: both ends, and what came in since."""

from __future__ import annotations

from typing import Any

import pytest

from bot.dialogue.state import State
from tests.bot.dialogue.conversation import figure, given, sheet
from tests.bot.dialogue.test_case_flows import AT_CALL, CALLED, NOTICE, talk

AFTER = State(client_id="demo-call", role="client", last_intent="margin_call")
THEN: dict[str, Any] = {
    **AT_CALL,
    "figures": {
        "maintenance_ratio": figure(
            "maintenance_ratio",
            "1.28",
            "128.00%",
            "ratio",
            inputs=(given("total_assets", "1280000"), given("total_liabilities", "1000000")),
        ),
        "missing_amount": figure("shortfall_to_restore", "120000", "120,000.00"),
    },
}
TOLD = {**NOTICE, "amount": "120000"}
NOW = sheet(
    "call",
    total_assets=figure("total_assets", "1330000", "1,330,000.00"),
    accrued_interest=figure("accrued_interest", "13016.68", "13,016.68"),
    shortfall_to_restore=figure("shortfall_to_restore", "70000", "70,000.00"),
)
CASE = {**CALLED, "at_call": THEN, "amount_at_call": "120000"}


def asked(text: str, case: dict[str, Any] = CASE, **more: Any) -> str:
    known = {"FetchSentNotices": [TOLD], "FetchFigures": NOW, **more}
    return talk(case, state=AFTER, **known).say(text, "oos").reply.text


@pytest.mark.parametrize("text", ("那为什么和短信里的12万不一样", "为什么不是短信说的那个数", "怎么又变了"))
def test_the_notice_and_the_live_amount_stand_side_by_side(text: str) -> None:
    said = asked(text)
    assert "载明的差额 120,000.00 元" in said and "现在距补足线的差额 70,000.00 元" in said
    assert "1,280,000.00" in said and "1,330,000.00" in said and "13,016.68" in said
    assert "追保以来转入 50,000.00 元" in said and "2026-11-23 15:00" in said


def test_in_english_the_figures_are_the_same() -> None:
    said = asked("why is it not the same as the text message")
    assert all(part in said for part in ("120,000.00", "70,000.00", "1,280,000.00", "1,330,000.00"))


def test_equal_amounts_are_said_to_be_equal() -> None:
    case = {**CASE, "missing_amount": figure("shortfall_to_restore", "120000", "120,000.00")}
    said = asked("怎么又变了", case)
    assert "一致" in said and "1,280,000.00" not in said


def test_the_day_before_is_told_by_its_own_account() -> None:
    said = asked("怎么比昨天多了")
    assert "收盘时距补足线的差额" in said and "载明" not in said


def test_a_notice_of_another_day_is_no_account_frozen_at_the_call() -> None:
    said = asked("怎么又变了", FetchSentNotices=[{**TOLD, "amount": "99000"}])
    assert "99,000.00" in said and "当时" not in said


def test_nothing_that_came_in_is_said_to_be_nothing() -> None:
    bare = {**CASE, "figures": {"maintenance_ratio": CASE["figures"]["maintenance_ratio"]}, "timeline": []}
    assert "没有计入" in asked("怎么又变了", bare)


def test_an_amount_that_cannot_be_worked_out_is_said_so() -> None:
    unknown = {**CASE, "missing_amount": figure("shortfall_to_restore", None, "—")}
    assert "算不出来" in asked("怎么又变了", unknown)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("会不会强平我", ("期限届满前不得处分", "2026-11-23 15:00", "70,000.00")),
        ("are you going to liquidate me", ("before the deadline nothing may be sold", "70,000.00")),
    ],
)
def test_whether_it_is_sold_is_told_with_what_is_missing(text: str, parts: tuple[str, ...]) -> None:
    said = talk(CASE).say(text, "oos", lang="en" if text.isascii() else "zh").reply.text
    assert all(part in said for part in parts)


def test_anger_is_heard_and_answered() -> None:
    said = talk(CASE).say("你们就是骗子，凭什么给我发这个", "account_security").reply
    assert said.action == "answer" and "128.00%" in said.text and "13.1" in said.text
    assert any(send == "我要投诉" for _, send in said.choices)


def test_whether_we_sent_it_shows_what_we_sent_last() -> None:
    said = talk(CASE).say("系咪你哋发", "notice_check").reply
    assert said.action == "answer" and "2026-11-20 16:12" in said.text
