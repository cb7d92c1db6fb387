"""A contract that comes due: called on the morning of that session, and where it stays unpaid, sold for by people."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import select

from account_api.accounts.tables import AccountDay, Contract, ContractDay
from account_api.client import AccountError
from account_api.proposals.kinds import KINDS
from account_api.proposals.service import expire
from tests.account_api.margin_calls.conftest import Desk, at

JSON = dict[str, Any]


def falls_due(desk: Desk, contract: str, day: date) -> None:
    with desk.firm.context.transaction() as session:
        session.get_one(Contract, contract).due = day


async def proposals(desk: Desk, client: str) -> list[JSON]:
    risk = await desk.firm.signed_in("demo-risk")
    return [
        dict(await risk.proposal(each["id"]))
        for each in await risk.proposals("liquidation", "proposed", client)
    ]


async def test_it_is_called_on_the_morning_of_its_session_and_has_until_the_close(desk: Desk) -> None:
    desk.sweep()
    falls_due(desk, "SAFE-F1", date(2026, 11, 23))
    desk.day(23, 8, 55, "1.00")
    with desk.firm.context.transaction() as session:
        session.get_one(AccountDay, ("demo-safe-credit", desk.firm.now.date())).taken_at = at(23, 8, 50)
    desk.sweep("intraday")
    assert await desk.cases("demo-safe") == [], "a price of the early morning calls nobody"
    desk.firm.now = at(23, 9, 0)
    desk.sweep("intraday")
    (case,) = await desk.cases("demo-safe")
    assert (case["kind"], case["contract"], case["called_on"]) == ("maturity", "SAFE-F1", "2026-11-23")
    assert (case["opened_at"], case["deadline"]) == ("2026-11-23T09:00:00+08:00", "2026-11-23T15:00:00+08:00")
    assert {each["kind"] for each in case["notices"]} == {"maturity"}


async def test_due_on_a_day_without_a_session_it_is_called_on_the_next_one(desk: Desk) -> None:
    desk.sweep()
    falls_due(desk, "SAFE-F1", date(2026, 11, 21))
    desk.day(23, 9, 30, "1.00")
    desk.sweep("intraday")
    (case,) = await desk.cases("demo-safe")
    assert (case["opened_at"], case["deadline"]) == ("2026-11-23T09:00:00+08:00", "2026-11-23T15:00:00+08:00")


async def unpaid(desk: Desk, client: str, contract: str) -> JSON:
    """The proposal about a contract that was called, told and not repaid."""
    desk.sweep()
    falls_due(desk, contract, date(2026, 11, 23))
    desk.day(23, 9, 30, "1.00")
    desk.sweep("intraday")
    desk.delivered()
    desk.firm.now = at(23, 15, 1)
    desk.sweep("intraday")
    desk.delivered()
    desk.sweep("intraday")
    (made,) = [
        each for each in await proposals(desk, client) if contract in each["explanation"]["summary"]["zh"]
    ]
    return made


async def executed(desk: Desk, made: JSON) -> JSON:
    """The liquidation approved, all its orders filled at their own prices at no cost; the case."""
    risk, feeder = await desk.firm.signed_in("demo-risk"), await desk.firm.signed_in("demo-feeder")
    desk.firm.now += timedelta(minutes=1)
    await risk.approve(made["id"], "按合同处分")
    case = await risk.call_case(made["content"]["call_id"])
    (run,) = case["liquidations"]
    for order in run["orders"]:
        desk.firm.now += timedelta(minutes=1)
        fill = {"id": f"f{order['number']}", "order": order["id"], "at": desk.firm.now.isoformat()}
        fill |= {"quantity": order["quantity"], "price": order["price"], "costs": "0"}
        answer = await feeder.send_fills(run["id"], [fill])
        assert answer["applied"] == [fill["id"]], answer
    return dict(await risk.call_case(made["content"]["call_id"]))


async def test_an_overdue_contract_is_put_before_a_person_and_sold_for_alone(desk_on_either: Desk) -> None:
    desk = desk_on_either
    made = await unpaid(desk, "demo-safe", "SAFE-F1")
    assert made["made_by"] == "worker" and "SAFE-F1" in made["explanation"]["summary"]["en"]
    assert [each["side"] for each in made["content"]["orders"]] == ["sell"] * len(made["content"]["orders"])
    others = owed(desk, "demo-safe", but="SAFE-F1")
    case = await executed(desk, made)
    assert case["state"] == "liquidating" and case["missing_amount"]["value"] == "0"
    assert owed(desk, "demo-safe", but="SAFE-F1") == others
    assert desk.sound()


def owed(desk: Desk, client: str, but: str) -> list[tuple[str, Any, Any]]:
    with desk.firm.context.transaction(writes=False) as session:
        rows = session.exec(
            select(ContractDay)
            .join(Contract)
            .where(Contract.account_id == f"{client}-credit", ContractDay.day == desk.firm.now.date())
        )
        return sorted((row.contract_id, row.amount, row.quantity) for row in rows if row.contract_id != but)


async def test_an_overdue_short_is_bought_back_and_its_fee_paid(desk: Desk) -> None:
    made = await unpaid(desk, "demo-short", "SHORT-S1")
    assert "buy" in [each["side"] for each in made["content"]["orders"]]
    case = await executed(desk, made)
    assert case["missing_amount"]["value"] == "0"
    risk = await desk.firm.signed_in("demo-risk")
    statement = (await risk.draw_up_statement("k", case["liquidations"][0]["id"]))["statement"]
    assert statement is not None
    parts = {
        name: statement["figures"][name]["value"] for name in ("repaid_principal", "bought_back", "repaid")
    }
    assert parts["repaid_principal"] == "0" and parts["bought_back"] != "0"


async def test_shares_bought_that_the_client_returned_meanwhile_are_booked_and_repay_nothing(
    desk_on_either: Desk,
) -> None:
    desk = desk_on_either
    made = await unpaid(desk, "demo-short", "SHORT-S1")
    (order,) = [each for each in made["content"]["orders"] if each["side"] == "buy"]
    risk = await desk.firm.signed_in("demo-risk")
    desk.firm.now += timedelta(minutes=1)
    await risk.approve(made["id"], "按合同处分")
    bought = {name: order[name] for name in ("quantity", "price")}
    desk.feed(
        "demo-short",
        1,
        "buy_to_return",
        contract="SHORT-S1",
        **{**bought, "quantity": 100},
    )
    (run,) = (await risk.call_case(made["content"]["call_id"]))["liquidations"]
    fill = {
        "id": "f1",
        "order": run["orders"][0]["id"],
        "at": desk.firm.now.isoformat(),
        "costs": "0",
        **bought,
    }
    answer = await (await desk.firm.signed_in("demo-feeder")).send_fills(run["id"], [fill])
    assert answer["applied"] == ["f1"], answer["refused"]
    held = (await risk.positions("demo-short"))["holdings"]
    assert [each["quantity"] for each in held if each["security"] == order["security"]] == [100]
    tasks = (await risk.call_case(run["call_id"]))["tasks"]
    assert "sold_too_much" in [each["what"] for each in tasks]
    statement = (await risk.draw_up_statement("k", run["id"]))["statement"]
    assert statement is not None
    figures = statement["figures"]
    assert Decimal(figures["bought_back"]["value"] or "0") == (order["quantity"] - 100) * Decimal(
        order["price"]
    )
    assert desk.sound()


async def test_it_may_be_approved_at_the_very_instant_at_which_the_notice_arrived(desk: Desk) -> None:
    """Cash repays at once; what selling waits for has arrived before that, though its instant is the same."""
    made = await unpaid(desk, "demo-safe", "SAFE-F1")
    assert made["content"]["repaid_inside"] and made["made_at"] == "2026-11-23T15:01:00+08:00"
    risk = await desk.firm.signed_in("demo-risk")
    await risk.approve(made["id"], "按合同处分")
    assert (await risk.call_case(made["content"]["call_id"]))["state"] == "liquidating"


async def test_an_account_is_sold_down_for_one_call_at_a_time(desk: Desk) -> None:
    desk.sweep()
    desk.delivered()
    desk.day(23, 15, 31, "1.00")
    for _ in range(3):
        desk.sweep()
        desk.delivered()
        desk.firm.now += timedelta(minutes=1)
        with desk.firm.context.transaction() as session:
            expire(desk.firm.context, session, KINDS, desk.firm.now)
    first, second = await proposals(desk, "demo-overdue")
    risk = await desk.firm.signed_in("demo-risk")
    await risk.approve(first["id"], "按合同处分")
    with pytest.raises(AccountError) as caught:
        await risk.approve(second["id"], "按合同处分")
    assert caught.value.status == 409 and "处分" in caught.value.problem["detail_zh"]


@pytest.mark.parametrize(
    ("hour", "minute", "deadline"),
    [
        (14, 59, "2026-11-23T15:00:00+08:00"),
        (15, 0, "2026-11-24T15:00:00+08:00"),
        (16, 30, "2026-11-24T15:00:00+08:00"),
    ],
)
async def test_told_at_three_or_later_it_has_until_three_of_the_next_session(
    desk: Desk, hour: int, minute: int, deadline: str
) -> None:
    desk.sweep()
    falls_due(desk, "SAFE-F1", date(2026, 11, 23))
    desk.day(23, hour, minute, "1.00")
    desk.sweep("intraday")
    (case,) = await desk.cases("demo-safe")
    assert (case["called_on"], case["opened_at"]) == ("2026-11-23", "2026-11-23T09:00:00+08:00")
    assert {each["deadline"] for each in case["notices"]} == {deadline}
    desk.delivered()
    assert (await desk.case("demo-safe", "maturity"))["deadline"] == deadline
