"""Which words ask about the interest of one's own contracts, and what is answered from the figures of the account service."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bot.dialogue.effects import Failed
from bot.dialogue.interest_asked import (
    CHARGED,
    DEAREST,
    FIRST_DUE,
    OVERDUE,
    RATE,
    RATE_AHEAD,
    REPAYMENT,
    about_interest,
    asks_repayment,
)
from bot.dialogue.planning import INTEREST_TO_COME
from bot.dialogue.state import Pending, State
from bot.dialogue.turn import Outcome
from bot.nlu.dates import find_dates
from bot.nlu.model import Amount, Request, Slots
from tests.bot.dialogue.conversation import NOW, Conversation, figure, sheet

KNOWN = State(client_id="demo-call", role="client")


def asked(text: str, state: State = KNOWN, intent: str = "oos", slots: Slots | None = None) -> Request | None:
    request = Request(text, intent, 0.4, "clarify", (), slots or Slots(), "model")
    return about_interest(request, state)


MEANT = (
    ("我现在的融资利率是多少", RATE, None),
    ("那笔平安的年利率是多少", RATE, None),
    ("我的融券费率几多", RATE, None),
    ("what is my annual rate", RATE, None),
    ("what rate do i pay", RATE, None),
    ("融资利率下半年会不会上调", RATE_AHEAD, None),
    ("以后利率会降吗", RATE_AHEAD, None),
    ("is my rate going up next year", RATE_AHEAD, None),
    ("你们几号扣利息", CHARGED, None),
    ("利息多久结一次", CHARGED, None),
    ("when is interest debited", CHARGED, None),
    ("到年末一共要付多少利息", INTEREST_TO_COME, None),
    ("利息到下个月总共多少", INTEREST_TO_COME, None),
    ("how much interest till the due date", INTEREST_TO_COME, None),
    ("届时要还多少", INTEREST_TO_COME, REPAYMENT),
    ("到期本金加利息一共多少", INTEREST_TO_COME, REPAYMENT),
    ("principal plus interest at maturity", INTEREST_TO_COME, REPAYMENT),
    ("哪笔合约的利息最高", DEAREST, None),
    ("边笔贵啲", DEAREST, None),
    ("which debt costs the most", DEAREST, None),
    ("过期那笔利息怎么还在涨", OVERDUE, None),
    ("逾期利率是多少", OVERDUE, None),
    ("does the overdue loan still accrue interest", OVERDUE, None),
    ("哪笔最先到期", FIRST_DUE, None),
    ("最近的那笔几号到期", FIRST_DUE, None),
    ("when is the next contract due", FIRST_DUE, None),
)


@pytest.mark.parametrize(("text", "intent", "aspect"), MEANT)
def test_words_ask_about_ones_interest(text: str, intent: str, aspect: str | None) -> None:
    found = asked(text)
    assert found is not None and (found.intent, found.slots.aspect, found.gate) == (intent, aspect, "act")


@pytest.mark.parametrize(
    ("last", "text", "intent"),
    [
        (RATE, "下个月会涨吗", RATE_AHEAD),
        (RATE, "will it change soon", RATE_AHEAD),
        (RATE, "每天呢", DEAREST),
        (RATE, "how much is that a day", DEAREST),
        (DEAREST, "到年底一共多少", INTEREST_TO_COME),
        (DEAREST, "and in total by the due date", INTEREST_TO_COME),
        (OVERDUE, "比合同多收了多少", OVERDUE),
        (OVERDUE, "how much extra", OVERDUE),
    ],
)
def test_a_few_words_go_on_from_an_answer_about_interest(last: str, text: str, intent: str) -> None:
    found = asked(text, replace(KNOWN, last_intent=last))
    assert found is not None and found.intent == intent
    assert asked(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "融资利息怎么算",
        "罚息一般是多少",
        "你们公司的融资利率是多少",
        "如果逾期利息怎么收",
        "我想展期",
        "how is interest calculated",
        "what is the standard rate",
        "保证金比例是多少",
    ],
)
def test_the_rules_of_interest_are_left_to_the_rules(text: str) -> None:
    assert asked(text) is None


def test_nothing_is_read_for_strangers_staff_sums_and_while_something_is_asked_for() -> None:
    text = "我的融资利率是多少"
    assert asked(text, State()) is None and asked(text, replace(KNOWN, role="agent")) is None
    sums = Slots(amounts=(Amount(Decimal(100000), "yuan", "10万"),))
    assert asked(text, slots=sums) is None
    assert asked(text, replace(KNOWN, pending=Pending("own_plan", {}))) is None
    assert asked(text, replace(KNOWN, pending=Pending("complaint", {}))) is not None
    alarmed = Request(text, "distress", 0.9, "act", (), Slots(), "model")
    assert about_interest(alarmed, KNOWN) is None
    assert asks_repayment("到时候要还多少", KNOWN) and not asks_repayment("到时候要还多少", State())


def contract(code: str, **more: Any) -> dict[str, Any]:
    return {
        "contract": code,
        "kind": "financing",
        "security": "600036.SH",
        "name": "招商银行",
        "name_en": "China Merchants Bank",
        "quantity": 100,
        "price": "38",
        "market_value": "3800",
        "amount": "600000",
        "due": "2027-02-17",
        "days_to_due": 89,
        "annual_rate": "0.065",
        "fee_basis": None,
        **more,
    }


F1 = contract("CALL-F1")
F2 = contract("CALL-F2", amount="300000", due="2027-04-12", days_to_due=143, name="宁德时代", name_en="CATL")
LATE = contract("LATE-F1", due="2026-11-18", days_to_due=-2)
S1 = contract(
    "CALL-S1", kind="short", due="2027-01-11", days_to_due=52, annual_rate="0.085", fee_basis="proceeds"
)


def scheduled(penalty: str | None = "0.0975", monthly: int | None = None) -> Any:
    def answer(effect: Any) -> dict[str, Any]:
        code = effect.contract or "CALL-F1"
        whole = figure(f"repayment.{code}", "619933.34", "619,933.34")
        row = {
            "total": figure(f"interest_schedule.{code}", "19933.34", "19,933.34"),
            "repayment": None if "-S" in code else whole,
            "penalty_more": figure(f"penalty_more.{code}", "54.17", "54.17"),
        }
        total = figure("interest_total", "32650.04", "32,650.04")
        origin = {"snapshot_time": "2026-11-20T16:00:00+08:00"}
        return {**origin, "penalty_rate": penalty, "monthly_day": monthly, "contracts": [row], "total": total}

    return answer


def daily(effect: Any) -> dict[str, Any]:
    inputs = dict(effect.inputs)
    value = {"600000": "108.33", "300000": "54.17"}[inputs["principal"]]
    value = "162.50" if inputs["annual_rate"] == "0.0975" else value
    return {"figures": {"interest": {**figure("interest", value, value), "trace_id": f"t-{value}"}}}


def said(text: str, *rows: dict[str, Any], lang: str = "zh", state: State = KNOWN, **changes: Any) -> Outcome:
    account = sheet()
    account["terms"] = {**account["terms"], "day_basis": 360, "clauses": {"interest": "8.2"}}
    book = {"snapshot_time": "2026-11-20T16:00:00+08:00", "contracts": list(rows)}
    world = {
        "FetchPositions": book,
        "FetchFigures": account,
        "FetchInterest": scheduled(),
        "Calculate": daily,
        "FetchContractChanges": {"changes": [{"name": "financing_rate", "valid_from": "2026-08-01"}]},
        "SearchKnowledge": Failed(0),
        **changes,
    }
    dates = tuple(span for span, _, _ in find_dates(text, NOW.date()))
    outcome = Conversation(world, state).say(text, "oos", Slots(dates=dates), gate="clarify", lang=lang)
    assert outcome.issues == (), outcome.issues
    return outcome


def test_the_rate_comes_first_with_its_clause_and_each_contract_it_holds_for() -> None:
    for text, lang in (
        ("我的融资利率是多少", "zh"),
        ("我的融資利率是多少", "zh-Hant"),
        ("what is my rate", "en"),
    ):
        answer = said(text.replace("資", "资"), F1, F2, lang=lang).reply.text
        assert "6.5%" in answer.split("\n")[0][:45] and "8.2" in answer and "CALL-F2" in answer
    differ = said("我的融资利率是多少", F1, {**F2, "annual_rate": "0.07"}).reply.text
    assert "不同" in differ and "7%" in differ
    assert "8.5%" in said("我的费率多少", F1, S1).reply.text
    assert "没有" in said("我的费率是多少").reply.text


def test_a_forecast_is_not_made_and_the_rate_as_it_is_is_said() -> None:
    for text, lang in (("利率明年会涨吗", "zh"), ("will my rate drop next year", "en")):
        answer = said(text, F1, lang=lang).reply.text
        assert "6.5%" in answer and "2026-08-01" in answer
        assert "不预测" in answer or "do not forecast" in answer
    assert "2026-08-01" not in said("利率明年会涨吗", F1, FetchContractChanges=Failed(0)).reply.text


@pytest.mark.parametrize(
    ("text", "lang"),
    [("哪笔合约每天的利息最多", "zh"), ("哪筆貴", "zh-Hant"), ("which loan costs most per day", "en")],
)
def test_the_contract_that_costs_most_is_named_first(text: str, lang: str) -> None:
    answer = said(text.replace("筆貴", "笔贵"), F2, F1, lang=lang).reply.text
    assert "CALL-F1" in answer.split("\n")[0] and "108.33" in answer.split("\n")[0] and "54.17" in answer


def test_interest_to_a_day_has_a_total_and_to_the_due_day_a_row_each_marked_as_supposed() -> None:
    reply = said("到2026-12-31一共多少利息", F1, F2).reply
    assert "【假设】" in reply.text and "2026-12-31" in reply.text and "32,650.04" in reply.text
    assert all(each.get("hypothetical") for each in reply.figures)
    english = said("how much interest until the due date", F1, lang="en").reply.text
    assert "[Supposed]" in english and "2027-02-17" in english and "CNY 19,933.34" in english


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("how much interest until the end of the year", "2026-12-31"),
        ("how much interest until month-end", "2026-11-30"),
    ],
)
def test_the_end_of_the_month_and_of_the_year_are_days(text: str, day: str) -> None:
    assert day in said(text, F1, lang="en").reply.text


def test_what_is_overdue_costs_its_own_rate_a_day() -> None:
    answer = said("哪笔合约每天的利息最多", LATE, F1).reply.text
    assert "LATE-F1" in answer.split("\n")[0] and "162.50" in answer.split("\n")[0] and "9.75%" in answer


def test_what_is_to_be_repaid_is_the_amount_with_its_interest_and_a_short_goes_back_in_shares() -> None:
    answer = said("到期连本带利要还多少", F1, S1).reply.text
    assert "600,000.00" in answer and "619,933.34" in answer and "按股数归还" in answer
    english = said("principal and interest at maturity", F1, lang="en").reply.text
    assert "to repay in all CNY 619,933.34" in english
    late = said("到期一共要还多少", LATE).reply.text
    assert "已于 2026-11-18 到期" in late
    unknown = scheduled()(type("E", (), {"contract": "CALL-F1"}))
    unknown["contracts"][0]["total"]["value"] = None
    assert "CALL-F1" not in said("到期一共要还多少", F1, FetchInterest=unknown).reply.text
    assert "没有" in said("到期一共要还多少").reply.text


def test_the_overdue_contract_says_the_penalty_rate_and_how_much_more_it_is() -> None:
    for text, lang in (
        ("逾期那笔还在算利息吗", "zh"),
        ("is there penalty interest on my overdue loan", "en"),
    ):
        answer = said(text, LATE, F1, lang=lang).reply.text
        assert all(part in answer for part in ("LATE-F1", "9.75%", "6.5%", "162.50", "54.17"))
        assert "CALL-F1" not in answer
    assert "没有另外登记罚息" in said("罚息多少", LATE, FetchInterest=scheduled(None)).reply.text
    assert "9.75%" in said("penalty interest?", F1, lang="en").reply.text
    none = said("罚息多少", F1).reply.text
    assert "没有逾期的合约" in none and "9.75%" in none


def test_when_interest_is_taken_is_said_as_the_firm_counts() -> None:
    assert "一并结清" in said("利息什么时候扣", F1).reply.text
    monthly = said(
        "when is my interest charged", F1, lang="en", FetchInterest=scheduled(monthly=20)
    ).reply.text
    assert "on day 20 of each month" in monthly and "32,650.04" in monthly


def test_what_is_due_first_is_of_the_kind_that_is_spoken_of() -> None:
    assert "CALL-F1" in said("最早的那笔哪天到期", F2, F1).reply.text
    short = said("最早那只哪天还", F1, S1).reply.text
    assert "CALL-S1" in short and "2027-01-11" in short
    assert "没有" in said("最早那只哪天还").reply.text


def test_a_service_that_is_out_is_said_and_nothing_is_made_up() -> None:
    for text in ("我的融资利率是多少", "罚息多少", "哪笔最贵", "利息什么时候扣", "到期一共要还多少"):
        outcome = said(text, F1, FetchPositions=Failed(0), FetchInterest=Failed(0))
        assert outcome.reply.figures == () and "600,000" not in outcome.reply.text


def test_a_day_asked_for_is_read_from_the_message() -> None:
    spans = find_dates("到2026-12-31一共多少利息", NOW.date())
    assert spans and spans[0][0].end == date(2026, 12, 31)
