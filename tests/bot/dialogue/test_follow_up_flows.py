"""Answers to short questions that no other flow gives: two days side by side, one's own sale, attempts to reach, what is supposed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.dialogue.state import State
from bot.nlu.model import DateRange, Slots
from tests.bot.dialogue.conversation import NOW, REMEDY, TERMS, Conversation, figure, sheet
from tests.bot.dialogue.test_case_flows import CALLED

MINE = State(client_id="demo-call", role="client")
RUN: dict[str, Any] = {"started_at": "2026-11-24T10:00:00+08:00", "orders": [], "fills": []}
ATTEMPT: dict[str, Any] = {
    "at": "2026-11-20T16:30:00+08:00",
    "what": "attempt",
    "by": None,
    "text": {"zh": "联系客户", "en": "the desk tried to reach the client"},
    "detail": {"channel": "phone", "result": "no_answer"},
    "snapshot_id": None,
}


def day(text: str, ratio: str, shown: str, assets: str) -> dict[str, Any]:
    figures = sheet(
        maintenance_ratio=figure("maintenance_ratio", ratio, shown, "ratio"),
        total_assets=figure("total_assets", assets.replace(",", ""), assets),
    )
    return {**figures, "snapshot_time": f"{text}T16:00:00+08:00"}


def held(code: str, name: str, price: str, quantity: int = 100) -> dict[str, Any]:
    return {"security": code, "name": name, "name_en": name, "quantity": quantity, "price": price}


DAYS = {
    "2026-11-19": day("2026-11-19", "1.3294", "132.94%", "1,329,240.00"),
    None: day("2026-11-20", "1.28", "128.00%", "1,280,000.00"),
}
BOOKS = {
    "2026-11-19": [held("600036.SH", "招商银行", "39.52", 15000), held("600519.SH", "贵州茅台", "1539.2")],
    "2026-11-20": [held("600036.SH", "招商银行", "38", 15000), held("600519.SH", "贵州茅台", "1480")],
}


def account(effect: Any) -> Any:
    return DAYS[effect.as_of.isoformat() if effect.as_of else None]


def book(effect: Any) -> Any:
    return {"holdings": BOOKS[effect.as_of.isoformat()], "contracts": [], "reference": None}


TWO_DAYS = {"FetchFigures": account, "FetchPositions": book, "FetchAccountEvents": []}


def test_the_ratio_of_two_days_is_told_side_by_side() -> None:
    outcome = Conversation(TWO_DAYS, MINE).say("比昨天呢", "ratio_moved")
    assert outcome.issues == ()
    assert "2026-11-20 的维持担保比例 128.00%，低于 2026-11-19 的维持担保比例 132.94%" in outcome.reply.text
    assert "总资产由 1,329,240.00 元 变为 1,280,000.00 元" in outcome.reply.text


def test_why_names_the_prices_that_moved_and_that_nothing_was_booked() -> None:
    outcome = Conversation(TWO_DAYS, MINE).say("为什么变", "ratio_moved", Slots(aspect="why"))
    assert outcome.issues == ()
    first = outcome.reply.text.index("招商银行收盘价由 39.52 元 变为 38 元")
    assert first < outcome.reply.text.index("贵州茅台收盘价由 1,539.2 元 变为 1,480 元")
    assert "没有转入转出" in outcome.reply.text


@pytest.mark.parametrize(
    ("lang", "said"), [("zh", "拖累最大的是招商银行"), ("en", "What weighed most is 招商银行")]
)
def test_the_security_that_weighed_most_comes_first(lang: str, said: str) -> None:
    outcome = Conversation(TWO_DAYS, MINE).say("哪只", "ratio_moved", Slots(aspect="worst"), lang=lang)
    assert outcome.issues == () and outcome.reply.text.startswith(said)


def test_where_no_price_fell_none_is_blamed() -> None:
    same = {
        **TWO_DAYS,
        "FetchPositions": {"holdings": BOOKS["2026-11-20"], "contracts": [], "reference": None},
    }
    outcome = Conversation(same, MINE).say("哪只", "ratio_moved", Slots(aspect="worst"))
    assert outcome.reply.text.startswith("这两天之间，没有证券")


def test_a_day_before_the_first_snapshot_is_not_compared() -> None:
    first = {
        **TWO_DAYS,
        "FetchFigures": DAYS[None],
    }
    outcome = Conversation(first, MINE).say("比昨天呢", "ratio_moved")
    assert "不能比较" in outcome.reply.text and outcome.issues == ()


def test_without_debt_there_is_no_ratio_to_compare() -> None:
    none = sheet(maintenance_ratio=figure("maintenance_ratio", None, "—", "ratio"))
    outcome = Conversation({"FetchFigures": none}, MINE).say("为什么", "ratio_moved", Slots(aspect="why"))
    assert "没有融资融券负债" in outcome.reply.text


def test_the_later_day_is_the_one_that_was_spoken_of() -> None:
    seen: list[Any] = []

    def look(effect: Any) -> Any:
        seen.append(effect.as_of)
        return DAYS[None] if len(seen) == 1 else DAYS["2026-11-19"]

    days = tuple(
        DateRange(each, each, "") for each in (NOW.date().replace(day=18), NOW.date().replace(day=12))
    )
    Conversation({"FetchFigures": look}, MINE).say("那两天怎么比", "ratio_moved", Slots(dates=days))
    assert [each.day for each in seen] == [18, 12]


def case(**more: Any) -> dict[str, Any]:
    return {**CALLED, **more}


SAFE = sheet("safe", maintenance_ratio=figure("maintenance_ratio", "2.28", "228.00%", "ratio"))


def sale(cases: list[dict[str, Any]], now: dict[str, Any] | None = None) -> dict[str, Any]:
    return {
        "FetchFigures": now or sheet(),
        "FetchCases": cases,
        "FetchCures": REMEDY,
        "FetchCallProposals": [],
    }


def test_under_a_call_nothing_is_sold_before_the_deadline_and_then_by_a_person() -> None:
    outcome = Conversation(sale([case()]), MINE).say("你们会卖我的股票吗", "own_sale")
    assert outcome.issues == ()
    assert "期限届满前不得处分" in outcome.reply.text and "2026-11-23 15:00" in outcome.reply.text
    assert not outcome.reply.citations


def test_the_choice_is_ones_own_until_the_deadline_with_the_amount() -> None:
    talk = Conversation(sale([case()]), MINE)
    outcome = talk.say("我能自己选卖哪只吗", "own_sale", Slots(aspect="choose"))
    assert outcome.issues == ()
    assert outcome.reply.text.startswith("截止时间之前，卖不卖、卖哪只、卖多少由您自己决定")
    assert "卖券还款 300,000.00 元" in outcome.reply.text


def test_without_a_call_it_is_said_where_the_account_stands() -> None:
    outcome = Conversation(sale([], SAFE), MINE).say("你们会卖我的股票吗", "own_sale")
    assert outcome.issues == ()
    assert outcome.reply.text.startswith("您现在没有进行中的追保，也没有已批准的处分。")
    assert "维持担保比例" in outcome.reply.text


@pytest.mark.parametrize(
    ("cases", "said"),
    [
        ([case()], "现在没有已批准的处分，也没有卖出"),
        ([case(state="overdue")], "期限已过，但是否处分要由专人审批"),
        ([case(liquidations=[RUN])], "处分经专人审批，2026-11-24 10:00 开始"),
        ([], "您现在没有进行中的追保"),
    ],
)
def test_who_decides_on_a_sale_and_whether_anybody_has(cases: list[dict[str, Any]], said: str) -> None:
    outcome = Conversation(sale(cases), MINE).say("谁批准", "sale_decided")
    assert outcome.issues == ()
    assert (
        outcome.reply.text.startswith("期限过后仍未补足的，系统按规则列出处分方案，交一名风控人员审批")
        and said in outcome.reply.text
    )


def test_attempts_to_reach_the_client_are_told_from_the_case_without_a_name() -> None:
    results = {"FetchCases": [case(timeline=[ATTEMPT])], "FetchSentNotices": []}
    outcome = Conversation(results, MINE).say("谁打的", "contact_attempts")
    assert outcome.issues == ()
    assert "共 1 次：2026-11-20 16:30 电话，无人接听。" in outcome.reply.text
    assert "不写是哪位人员" in outcome.reply.text


def test_where_nobody_tried_the_record_says_so_and_no_more() -> None:
    results = {"FetchCases": [case(timeline=[])], "FetchSentNotices": []}
    outcome = Conversation(results, MINE).say("did you call me?", "contact_attempts", lang="en")
    assert outcome.issues == () and "holds no attempt to phone you" in outcome.reply.text


STEP = ('[{"op":"move","security":"*","change":"-0.05"}]',)


def supposed(ratio: str, shown: str) -> dict[str, Any]:
    figures = {
        name: figure(name, value, display)
        for name, value, display in (
            ("cure_repay_outside_cash", "91000", "91,000.00"),
            ("cure_add_collateral", "127400", "127,400.00"),
            ("cure_sell_to_repay", "318500", "318,500.00"),
        )
    }
    after = {"maintenance_ratio": figure("maintenance_ratio", ratio, shown, "ratio")}
    lines = [{"line": "restore_line", "value": TERMS["restore_line"]}]
    return {"WhatIf": {"lines": lines, "after": after, "target": {"figures": figures}}}


def test_what_would_be_missing_is_said_first_and_marked_as_supposed() -> None:
    state = replace(MINE, scenario=STEP, last_intent="my_what_if")
    outcome = Conversation(supposed("1.2726", "127.26%"), state).say("还差多少", "supposed_missing")
    assert outcome.issues == ()
    assert outcome.reply.text.startswith(
        "【假设】在刚才的假设上，那时要补到补足线 140%，任选其一：用账户外现金还款 91,000.00 元"
    )
    assert outcome.state.scenario == STEP
    assert all(each.get("hypothetical") for each in outcome.reply.figures)


def test_where_nothing_would_be_missing_that_is_said() -> None:
    state = replace(MINE, scenario=STEP, last_intent="my_what_if")
    outcome = Conversation(supposed("1.5", "150.00%"), state).say("够了吗", "supposed_missing")
    assert outcome.issues == () and "那时不低于补足线 140%，不差钱" in outcome.reply.text


def test_a_side_that_is_not_on_record_is_said_of_the_matter_and_the_matter_stays() -> None:
    state = replace(MINE, last_intent="my_announced_change")
    outcome = Conversation({}, state).say("有没有原文", "of_topic", Slots(aspect="announced.original"))
    assert outcome.reply.text.startswith("关于公司公布的变化，原文没有记录在我这里")
    assert outcome.reply.intent == outcome.state.last_intent == "my_announced_change"


def test_a_side_nobody_can_make_out_is_asked_back_with_the_questions_of_the_matter() -> None:
    state = replace(MINE, last_intent="my_announced_change")
    outcome = Conversation({}, state).say("哎那个嘛", "oos", gate="clarify", confidence=0.3)
    assert outcome.reply.action == "ask" and outcome.reply.text == "关于公司公布的变化，您想问哪一个？"
    assert len(outcome.reply.choices) == 5 and outcome.state.misses == 1


def test_nobody_else_is_asked_about_an_account() -> None:
    for intent in ("own_sale", "sale_decided", "contact_attempts", "ratio_moved", "supposed_missing"):
        outcome = Conversation({}, State()).say("谁批准", intent)
        assert outcome.reply.action in ("ask", "refuse") and not outcome.reply.figures


@pytest.mark.parametrize(
    ("lang", "hour", "said"),
    [
        ("zh", 10, "是招商银行，价格由 39.52 元 变为 38 元"),
        ("zh", 16, "是招商银行，收盘价由 39.52 元 变为 38 元"),
        ("en", 10, "招商银行, price from CNY 39.52 to CNY 38"),
        ("en", 16, "招商银行, closing price from CNY 39.52 to CNY 38"),
    ],
)
def test_a_price_of_an_open_session_is_no_closing_price(lang: str, hour: int, said: str) -> None:
    talk = Conversation(TWO_DAYS, MINE, now=NOW.replace(hour=hour))
    outcome = talk.say("哪只拖累最大", "ratio_moved", Slots(aspect="worst"), lang=lang)
    assert outcome.issues == () and said in outcome.reply.text
