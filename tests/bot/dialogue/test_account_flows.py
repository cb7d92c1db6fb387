"""What a client hears about the own account, and what nobody hears before identity."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.dialogue.effects import Calculate, Failed
from bot.dialogue.state import State
from bot.nlu.model import Request, Slots
from tests.bot.dialogue.conversation import REMEDY, Conversation, cure, figure, given, sheet

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
        ("meaning", "意思是"),
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


def test_every_figure_named_is_answered_in_the_order_of_the_question() -> None:
    wanted = Slots(measures=("total_liabilities", "total_assets", "credit_line"))
    outcome = Conversation(KNOWN, MINE).say("负债和资产各多少", "my_figures", wanted)
    assert outcome.issues == ()
    assert "您问的数字：总负债 1,000,000.00 元；总资产 1,280,000.00 元。" in outcome.reply.text


def test_nothing_to_withdraw_says_why_in_one_sentence() -> None:
    nothing = figure("withdrawable", "0", "0.00")
    outcome = Conversation({"FetchFigures": sheet(withdrawable=nothing)}, MINE).say(
        "能取多少", "my_figures", Slots(measures=("withdrawable",))
    )
    assert outcome.issues == ()
    assert outcome.reply.text.startswith(
        "您的可取金额是 0.00 元。原因：维持担保比例 128.00%，没有高于提取线 300%。"
    )
    assert "withdrawable = …" not in outcome.reply.text


def test_between_the_lines_the_distance_to_the_liquidation_line_is_told() -> None:
    ratio = figure("maintenance_ratio", "1.3415", "134.15%", "ratio")
    drop = figure("drop", "0.0321", "3.21%", "ratio")
    talk = Conversation(
        {
            "FetchFigures": sheet("warning", maintenance_ratio=ratio),
            "Calculate": {"figures": {"drop": drop}, "assumptions": []},
        },
        MINE,
    )
    for intent in ("my_ratio", "margin_call"):
        outcome = talk.say("?", intent)
        assert outcome.issues == ()
        assert "证券市值再跌 3.21% 会到平仓线 130%" in outcome.reply.text
    (line,) = {dict(effect.inputs)["line"] for effect in talk.effects if isinstance(effect, Calculate)}
    assert line == "1.3"


def test_once_the_deadline_has_passed_that_and_its_consequence_come_first() -> None:
    overdue = {**REMEDY, "call": {**REMEDY["call"], "state": "overdue"}}
    outcome = Conversation({**KNOWN, "FetchCures": overdue}, MINE).say(
        "要补多少", "margin_call", Slots(aspect="amount")
    )
    assert outcome.issues == ()
    text = outcome.reply.text
    assert text.startswith("截止时间 2026-11-23 15:00 已过")
    assert text.index("强制平仓") < text.index("85,714.29")


@pytest.mark.parametrize(
    ("aspect", "first"),
    [
        ("repay_outside_cash", "用账户外现金还款，要还 85,714.29 元"),
        ("add_security", "追加担保物（转入现金或证券），要追加 120,000.00 元"),
        ("sell_to_repay", "卖券还款，要卖出并还款 300,000.00 元"),
    ],
)
def test_the_way_of_restoring_that_was_asked_for_comes_first(aspect: str, first: str) -> None:
    outcome = Conversation(KNOWN, MINE).say("?", "margin_call", Slots(aspect=aspect))
    assert outcome.issues == () and outcome.reply.text.startswith(first)
    assert "另外两种办法" in outcome.reply.text


SIDES = (given("total_assets", "1280000"), given("total_liabilities", "1000000"))
TARGET = given("restore_line", "1.4", "ratio")
SELL = figure(
    "cure_sell_to_repay",
    "300000",
    "300,000.00",
    formula="卖券还款 = (目标比例 × 总负债 − 总资产) ÷ (目标比例 − 1)",
    inputs=(*SIDES, TARGET),
)


def test_how_it_was_computed_is_the_formula_with_the_numbers_put_in() -> None:
    remedy = {**REMEDY, "cures": [cure("sell_to_repay", SELL)]}
    talk = Conversation({**KNOWN, "FetchCures": remedy}, MINE)
    talk.say("要卖多少", "margin_call", Slots(aspect="sell_to_repay"))
    for _ in range(2):
        outcome = talk.say("那公式呢", "rule_question")
        assert outcome.issues == ()
        assert (
            "卖券还款 = (目标比例 140% × 总负债 1,000,000.00 元 − 总资产 1,280,000.00 元) ÷ (目标比例 140% − 1)。"
            in outcome.reply.text
        )


def test_a_sum_over_holdings_is_shown_with_its_inputs() -> None:
    assets = figure(
        "total_assets",
        "1280000",
        "1,280,000.00",
        formula="总资产 = 现金 + Σ证券市值",
        inputs=(
            given("cash", "46000"),
            given("collateral[0].market_value", "1234000", source="600519.SH 100 × 12340"),
        ),
    )
    talk = Conversation({"FetchFigures": sheet(total_assets=assets)}, MINE)
    talk.say("总资产多少", "my_figures", Slots(measures=("total_assets",)))
    outcome = talk.say("怎么算的", "rule_question")
    assert outcome.issues == ()
    assert (
        "总资产 = 现金 + Σ证券市值。由这些数字算出：现金 46,000.00 元，市值（600519.SH 100 × 12340）1,234,000.00 元。"
        in (outcome.reply.text)
    )


def test_a_figure_that_could_not_be_computed_has_a_formula_and_a_gap() -> None:
    gap = figure("total_assets", None, "—", missing=("301236.SZ.price",), formula="总资产 = 现金 + Σ证券市值")
    talk = Conversation({"FetchFigures": sheet("indeterminate", total_assets=gap)}, MINE)
    talk.say("总资产多少", "my_figures", Slots(measures=("total_assets",)))
    outcome = talk.say("怎么算的", "rule_question")
    assert outcome.issues == ()
    assert outcome.reply.text.startswith(
        "总资产 = 现金 + Σ证券市值。暂时无法算出总资产：缺少 301236.SZ 的价格"
    )


def test_cash_is_told_from_what_went_into_the_assets_and_what_is_not_kept_is_said() -> None:
    assets = figure("total_assets", "1280000", "1,280,000.00", inputs=(given("cash", "46000.5"),))
    world = {"FetchFigures": sheet(total_assets=assets)}
    cash = Conversation(world, MINE).say("账上现金多少", "my_figures", Slots(measures=("cash",)))
    assert cash.issues == () and cash.reply.text.startswith("您的现金是 46,000.50 元。")
    line = Conversation(world, MINE).say("那个可以借的总数", "my_figures", Slots(measures=("credit_line",)))
    assert line.issues == () and line.reply.text.startswith("授信额度暂时不能在这里显示")


@pytest.mark.parametrize("intent", ["my_ratio", "my_figures", "margin_call", "my_positions"])
def test_an_expired_sign_in_is_asked_for_again_and_not_called_no_account(intent: str) -> None:
    gone = dict.fromkeys(("FetchFigures", "FetchPositions"), Failed(401))
    outcome = Conversation(gone, MINE).say("?", intent)
    assert outcome.reply.action == "ask" and "重新登录" in outcome.reply.text
    assert ("登录", "登录") in outcome.reply.choices


@pytest.mark.parametrize(
    "intent", ["my_ratio", "my_figures", "margin_call", "my_positions", "complaint_status"]
)
def test_a_staff_account_has_no_account_to_look_at(intent: str) -> None:
    talk = Conversation(KNOWN, State(role="agent"))
    outcome = talk.say("?", intent)
    assert outcome.reply.action == "refuse" and "员工账户" in outcome.reply.text
    assert set(talk.asked()) <= {"FindNotices"}


def test_a_day_before_any_record_is_named_and_nothing_is_claimed_of_it() -> None:
    ratio = figure("maintenance_ratio", None, "—", "ratio", ("contract_terms<=1990-01-01",))
    world = {
        "FetchFigures": sheet("indeterminate", maintenance_ratio=ratio),
        "FetchPositions": {"holdings": [], "contracts": [], "snapshot_time": None},
    }
    outcome = Conversation(world, MINE).say("比例", "my_ratio")
    assert outcome.issues == () and "1990-01-01 及以前的账户记录" in outcome.reply.text
    held = Conversation(world, MINE).say("持仓", "my_positions", as_of=date(1990, 1, 1))
    assert held.issues == () and "到 1990-01-01 为止没有您账户的快照" in held.reply.text
    assert "没有持仓" not in held.reply.text


def test_ones_own_ratio_all_but_named_is_shown_and_a_guess_is_asked_back() -> None:
    def said(confidence: float, state: State = MINE) -> str:
        request = Request(
            "昨天的比例是多少呢",
            "my_ratio",
            confidence,
            "clarify",
            (("my_ratio", confidence),),
            Slots(),
            "model",
        )
        return Conversation(KNOWN, state).hear(request.text, (request,)).reply.action

    assert said(0.95) == "answer" and said(0.5) == "ask"
    assert said(0.95, State()) == "ask"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_way_that_cannot_be_gone_is_said_with_its_reason(lang: str) -> None:
    barred = cure(
        "sell_to_repay",
        SELL,
        feasible=False,
        reason="400 shares are there",
        reason_zh="只有 400 股",
        reason_code="not_enough",
    )
    remedy = {**REMEDY, "cures": [*REMEDY["cures"][:2], barred]}
    outcome = Conversation({**KNOWN, "FetchCures": remedy}, MINE).say("?", "margin_call", lang=lang)
    assert outcome.issues == ()
    assert (
        "走不通：只有 400 股" if lang == "zh" else "not possible: 400 shares are there"
    ) in outcome.reply.text


CALLED = {"contract": None, "closed_at": None, "timeline": [], "notices": [{"id": "n1"}]}


@pytest.mark.parametrize(
    ("lang", "cases", "said"),
    [
        ("zh", [], "现在没有追保：追保按收盘后的账户发出（公司设定）"),
        ("en", [], "No call has been made: a call is made on the closing position (set by the firm)"),
        ("zh", [CALLED], "追保已经发出"),
        ("en", [CALLED], "A margin call was made"),
    ],
)
def test_below_the_line_is_a_call_only_where_one_was_made(lang: str, cases: list[Any], said: str) -> None:
    text = "比例" if lang == "zh" else "my ratio"
    outcome = Conversation({**KNOWN, "FetchCases": cases}, MINE).say(text, "my_ratio", lang=lang)
    assert outcome.issues == () and said in outcome.reply.text
    assert "触发追加担保物" not in outcome.reply.text and "margin call applies" not in outcome.reply.text


@pytest.mark.parametrize(
    ("lang", "cases", "said"),
    [
        ("zh", [], "意思是：您的维持担保比例为 128.00%"),
        ("en", [], "It means: your maintenance ratio is 128.00%"),
        ("zh", [CALLED], "追保通知的意思是"),
        ("en", [CALLED], "The notice means"),
    ],
)
def test_a_notice_is_explained_only_where_one_was_sent(lang: str, cases: list[Any], said: str) -> None:
    known = {**KNOWN, "FetchCases": cases, "FetchCures": {**REMEDY, "call": None}}
    outcome = Conversation(known, MINE).say("说明一下", "margin_call", Slots(aspect="meaning"), lang=lang)
    assert outcome.issues == () and said in outcome.reply.text
    assert (
        ("没有追保" in outcome.reply.text) or ("No call has been made" in outcome.reply.text)
    ) is not bool(cases)


@pytest.mark.parametrize(
    ("lang", "priced", "said"),
    [
        ("zh", "2026-11-20T15:45:00+08:00", "（账户快照 2026-11-20 15:30，价格截至 2026-11-20 15:45）"),
        (
            "en",
            "2026-11-20T15:45:00+08:00",
            "(Account snapshot 2026-11-20 15:30, prices as of 2026-11-20 15:45.)",
        ),
        ("zh", "2026-11-20T15:00:00+08:00", "（账户快照 2026-11-20 15:30）"),
        ("en", None, "(Account snapshot 2026-11-20 15:30.)"),
    ],
)
def test_prices_newer_than_the_account_are_named_beside_it(lang: str, priced: str | None, said: str) -> None:
    known = {**KNOWN, "FetchFigures": {**sheet(), "newest_price_time": priced}}
    outcome = Conversation(known, MINE).say("比例", "my_ratio", lang=lang)
    assert outcome.issues == () and said in outcome.reply.text
