"""What people and payments do to a case: topped up in part and in full, more time, waived, refused, sold no more than ordered."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from account_api.accounts.tables import CallAct
from account_api.auth.principal import Principal
from account_api.auth.roles import Role
from account_api.client import AccountError, NotAllowed, NotFound
from account_api.errors import Problem
from account_api.proposals import service as proposals
from account_api.proposals.kinds import KINDS
from tests.account_api.margin_calls.conftest import JSON, Desk, at


async def called(desk: Desk) -> JSON:
    """The call of demo-call, as a case: 1,280,000 of assets, 1,000,000 of debt, 120,000 lacking."""
    desk.sweep()
    return await desk.case("demo-call")


async def test_payments_of_the_feed_meet_a_call_in_part_and_then_in_full(desk_on_either: Desk) -> None:
    desk = desk_on_either
    case = await called(desk)
    assert case["missing_amount"]["value"] == "120000"
    desk.firm.now += timedelta(minutes=5)
    desk.feed("demo-call", 1, "cash_in", amount="50000")
    desk.sweep("intraday")
    part = await desk.case("demo-call")
    assert (part["id"], part["state"], part["missing_amount"]["value"]) == (case["id"], "part_met", "70000")
    assert part["figures"]["contributed"]["value"] == "50000"
    desk.firm.now += timedelta(minutes=5)
    desk.feed("demo-call", 2, "cash_in", amount="70000")
    desk.sweep("intraday")
    met = await desk.case("demo-call")
    assert (met["id"], met["state"], met["missing_amount"]) == (case["id"], "met", None)
    assert [each["what"] for each in met["timeline"]].count("top_up") == 2
    assert "call_ended" in [each["kind"] for each in met["notices"]]
    before = desk.counted()
    desk.sweep("intraday")
    assert desk.counted() == before and desk.sound()
    with desk.firm.context.transaction(writes=False) as session:
        acts = session.exec(select(CallAct).where(CallAct.client_id == "demo-call")).all()
        assert [str(each.amount) for each in acts] == ["50000.0000", "70000.0000"]


async def test_payments_seen_together_meet_a_call_at_the_prices_of_now_only(desk: Desk) -> None:
    case = await called(desk)
    desk.day(23, 9, 40, "0.90")
    desk.feed("demo-call", 1, "cash_in", amount="125000")
    desk.firm.now += timedelta(minutes=1)
    desk.feed("demo-call", 2, "cash_in", amount="1")
    desk.sweep("intraday")
    part = await desk.case("demo-call")
    assert (part["id"], part["state"], part["missing_amount"]["value"]) == (case["id"], "part_met", "118399")
    assert part["figures"]["contributed"]["value"] == "125001"
    assert "call_ended" not in [each["kind"] for each in part["notices"]]


async def test_a_payment_that_the_ledger_does_not_show_yet_is_entered_by_a_person(desk: Desk) -> None:
    case = await called(desk)
    desk.firm.now += timedelta(minutes=5)
    risk = await desk.firm.signed_in("demo-risk")
    part = await risk.call_top_up("k", case["id"], "1000.50", "银行回单")
    assert (part["state"], part["missing_amount"] and part["figures"]["shortfall_to_restore"]["value"]) == (
        "part_met",
        "118999.5",
    )
    again = await risk.call_top_up("k", case["id"], "1000.50", "银行回单")
    assert again == part
    agent = await desk.firm.signed_in("demo-agent")
    with pytest.raises(NotAllowed):
        await agent.call_top_up("k", case["id"], "1")


@pytest.mark.parametrize("user", ["demo-compliance", "demo-supervisor"])
async def test_more_time_is_proposed_by_one_and_given_by_another_and_told(desk: Desk, user: str) -> None:
    case = await called(desk)
    desk.firm.now += timedelta(minutes=5)
    risk = await desk.firm.signed_in("demo-risk")
    made = await risk.propose_call_extension("k", case["id"], at(25, 15), "客户已约定卖出")
    with pytest.raises(AccountError):
        await risk.approve(made["proposal"], "自己批")
    assert (await desk.case("demo-call"))["state"] == "called"
    await (await desk.firm.signed_in(user)).approve(made["proposal"], "同意")
    extended = await desk.case("demo-call")
    assert (extended["state"], extended["deadline"]) == ("extended", "2026-11-25T15:00:00+08:00")
    assert "deadline_extended" in [each["kind"] for each in extended["notices"]]
    shown = await (await desk.firm.signed_in("demo-call")).client_proposals("demo-call")
    assert [each["kind"] for each in shown] == ["call_extension"]
    earlier = await risk.propose_call_extension("k2", case["id"], at(24, 15), "提前")
    with pytest.raises(AccountError, match="not later"):
        await (await desk.firm.signed_in(user)).approve(earlier["proposal"], "同意")
    assert (await desk.case("demo-call"))["deadline"] == "2026-11-25T15:00:00+08:00"


async def test_a_waived_call_is_closed_and_made_again_when_the_waiver_ends(desk: Desk) -> None:
    case = await called(desk)
    desk.firm.now += timedelta(minutes=5)
    risk = await desk.firm.signed_in("demo-risk")
    made = await risk.propose_call_waiver("k", case["id"], at(23, 23), "系统故障")
    await (await desk.firm.signed_in("demo-compliance")).approve(made["proposal"], "同意")
    waived = await desk.case("demo-call")
    assert (waived["state"], waived["closed_at"] is not None) == ("waived", True)
    desk.day(23, 15, 40, "1.00")
    assert "demo-call" not in [each["client_id"] for each in await risk.call_cases()]
    desk.sweep()
    assert [each["id"] for each in await desk.cases("demo-call")] == [case["id"]]
    desk.day(24, 15, 40, "1.00")
    desk.sweep()
    new, old = (each for each in await desk.cases("demo-call") if each["kind"] == "maintenance")
    assert (new["state"], new["called_on"], old["id"]) == ("called", "2026-11-24", case["id"])
    with pytest.raises(AccountError) as refused:
        await risk.propose_call_waiver("k3", case["id"], at(30, 15), "再豁免")
    assert refused.value.status == 409


async def test_an_attempt_stands_in_the_log_and_in_the_case_and_reached_ends_the_task(desk: Desk) -> None:
    case = await called(desk)
    agent = await desk.firm.signed_in("demo-agent")
    await agent.log_call_attempt("k", case["id"], "phone", "no_answer", "无人接听")
    assert [each["what"] for each in (await agent.call_case(case["id"]))["tasks"]] == ["call_client"]
    await agent.log_call_attempt("k2", case["id"], "phone", "reached", "已告知")
    told = await agent.call_case(case["id"])
    assert told["tasks"][0]["done_by"] == "demo-agent"
    assert [each["detail"]["result"] for each in told["timeline"] if each["what"] == "attempt"] == [
        "no_answer",
        "reached",
    ]
    (line,) = [each for each in await agent.call_cases() if each["id"] == case["id"]]
    assert line["last_attempt"] and line["last_attempt"]["result"] == "reached"
    own = await desk.cases("demo-call", "demo-call")
    attempts = [each for each in own[0]["timeline"] if each["what"] == "attempt"]
    assert [(each["by"], "note" in each["detail"]) for each in attempts] == [(None, False), (None, False)]


async def test_an_attempt_is_logged_once_for_each_key(desk_on_either: Desk) -> None:
    case = await called(desk_on_either)
    agent = await desk_on_either.firm.signed_in("demo-agent")
    said = ("phone", "no_answer", "无人接听")
    first = await agent.log_call_attempt("k", case["id"], *said)
    assert await agent.log_call_attempt("k", case["id"], *said) == first
    with pytest.raises(AccountError) as other:
        await agent.log_call_attempt("k", case["id"], "phone", "busy", "占线")
    assert other.value.status in (409, 422)
    timeline = (await agent.call_case(case["id"]))["timeline"]
    assert [each["detail"]["result"] for each in timeline if each["what"] == "attempt"] == ["no_answer"]
    await agent.log_call_attempt("k2", case["id"], *said)
    timeline = (await agent.call_case(case["id"]))["timeline"]
    assert len([each for each in timeline if each["what"] == "attempt"]) == 2


async def test_nobody_sees_or_moves_the_cases_of_others(desk: Desk) -> None:
    case = await called(desk)
    west = await desk.firm.signed_in("demo-agent2")
    with pytest.raises(NotFound) as unseen:
        await west.call_case(case["id"])
    with pytest.raises(NotFound) as unknown:
        await west.call_case("C20261120-9999")
    assert unseen.value.problem == unknown.value.problem
    assert case["id"] not in [each["id"] for each in await west.call_cases()]
    other = await desk.firm.signed_in("demo-safe")
    with pytest.raises(NotFound):
        await other.margin_calls("demo-call")
    with pytest.raises(NotAllowed):
        await other.call_cases()
    for refused in (west.log_call_attempt("k", case["id"], "phone", "busy", ""), west.call_task_done("k", 1)):
        with pytest.raises(NotFound):
            await refused
    assert "margin_call.denied" in desk.firm.audit_actions()


async def liquidating(desk: Desk) -> JSON:
    """The liquidation of demo-overdue, approved."""
    desk.sweep()
    risk = await desk.firm.signed_in("demo-risk")
    (made,) = await risk.proposals("liquidation", "proposed", "demo-overdue")
    desk.firm.now += timedelta(minutes=1)
    await risk.approve(made["id"], "按合同处分")
    case = await desk.case("demo-overdue")
    return dict((await risk.call_case(case["id"]))["liquidations"][0])


def filled(desk: Desk, run: JSON, name: str, quantity: int, **more: Any) -> JSON:
    order = run["orders"][0]
    fill = {"id": name, "order": order["id"], "at": desk.firm.now.isoformat(), "quantity": quantity}
    return fill | {"price": order["price"], "costs": "5"} | more


async def test_fills_come_in_parts_once_each_and_never_more_than_ordered(desk_on_either: Desk) -> None:
    desk = desk_on_either
    run = await liquidating(desk)
    order = run["orders"][0]
    feeder = await desk.firm.signed_in("demo-feeder")
    desk.firm.now += timedelta(minutes=1)
    first = filled(desk, run, "f1", 100)
    answer = await feeder.send_fills(run["id"], [first, first, filled(desk, run, "f2", order["quantity"])])
    assert (answer["applied"], answer["known"], [each["id"] for each in answer["refused"]]) == (
        ["f1"],
        ["f1"],
        ["f2"],
    )
    assert "left" in answer["refused"][0]["problem"]["detail"]
    assert desk.firm.audit_actions()[-2:] == ["liquidation.refused", "liquidation.fills"]
    other = await feeder.send_fills(
        run["id"], [first | {"quantity": 200}, filled(desk, run, "f3", 100, order="x")]
    )
    assert [each["problem"]["status"] for each in other["refused"]] == [409, 404]
    rest = order["quantity"] - 100
    desk.firm.now += timedelta(minutes=1)
    assert (await feeder.send_fills(run["id"], [filled(desk, run, "f4", rest)]))["applied"] == ["f4"]
    shown = await feeder.liquidation_run(run["id"])
    assert (shown["orders"][0]["filled"], [each["id"] for each in shown["fills"]]) == (
        order["quantity"],
        ["f1", "f4"],
    )
    assert desk.sound()


async def test_selling_waits_for_a_person_and_ends_with_a_statement_that_has_arrived(desk: Desk) -> None:
    run = await liquidating(desk)
    risk = await desk.firm.signed_in("demo-risk")
    with pytest.raises(AccountError) as early:
        await risk.finish_call("k", run["call_id"], "结束")
    assert early.value.status == 409
    desk.firm.now += timedelta(minutes=1)
    feeder = await desk.firm.signed_in("demo-feeder")
    await feeder.send_fills(run["id"], [filled(desk, run, "f1", 100)])
    ended = await risk.draw_up_statement("k2", run["id"])
    assert ended["statement"] and ended["statement"]["unfilled"]
    late = await feeder.send_fills(run["id"], [filled(desk, run, "f2", 100)])
    assert late["applied"] == ["f2"], (
        "what the market did is booked; that it is not in the statement is for a person"
    )
    tasks = (await risk.call_case(run["call_id"]))["tasks"]
    assert [each["what"] for each in tasks if each["done_at"] is None][-1] == "sold_too_much"


async def test_a_proposal_about_a_call_that_was_met_meanwhile_sells_nothing(desk: Desk) -> None:
    desk.sweep()
    risk = await desk.firm.signed_in("demo-risk")
    (made,) = await risk.proposals("liquidation", "proposed", "demo-overdue")
    desk.firm.now += timedelta(minutes=5)
    desk.feed("demo-overdue", 1, "cash_in", amount="900000")
    desk.sweep("intraday")
    assert (await desk.case("demo-overdue"))["state"] == "met"
    with pytest.raises(AccountError) as refused:
        await risk.approve(made["id"], "按合同处分")
    assert refused.value.status == 409
    assert (await risk.proposal(made["id"]))["state"] == "proposed"


async def test_an_order_list_from_before_a_payment_is_not_carried_out(desk: Desk) -> None:
    desk.sweep()
    risk = await desk.firm.signed_in("demo-risk")
    (made,) = await risk.proposals("liquidation", "proposed", "demo-overdue")
    desk.firm.now += timedelta(minutes=5)
    desk.feed("demo-overdue", 1, "cash_in", amount="114987.04")
    with pytest.raises(AccountError, match="worked out") as refused:
        await risk.approve(made["id"], "按合同处分")
    assert refused.value.status == 409
    await risk.refuse(made["id"], "已有款项到账")
    desk.sweep("intraday")
    case = await desk.case("demo-overdue")
    assert (case["state"], case["liquidations"], case["missing_amount"]["value"]) == (
        "overdue",
        [],
        "1000.002",
    )
    (anew,) = await risk.proposals("liquidation", "proposed", "demo-overdue")
    await risk.approve(anew["id"], "按合同处分")
    (run,) = (await desk.case("demo-overdue"))["liquidations"]
    assert made["content"]["orders"] and not run["orders"], "what came in repays, and nothing need be sold"


async def test_an_instant_that_no_calendar_counts_is_refused_by_name(desk: Desk) -> None:
    case = await called(desk)
    risk = await desk.firm.signed_in("demo-risk")
    for year in (1, 9999):
        at_an_end = datetime.fromisoformat(f"{year:04}-12-31T23:59:00-12:00")
        with pytest.raises(AccountError) as refused:
            await risk.propose_call_extension(f"k{year}", case["id"], at_an_end, "很久")
        assert refused.value.status == 422


def test_nobody_who_proposed_decides(desk: Desk) -> None:
    desk.sweep()
    maker = Principal("demo-agent", Role.agent, "坐席甲", group="east")
    with (
        desk.firm.context.transaction(writes=False) as session,
        pytest.raises(Problem, match="may not propose"),
    ):
        proposals.make(
            desk.firm.context, session, KINDS["call_waiver"], maker, "demo-call", {}, {"summary": {}}
        )
