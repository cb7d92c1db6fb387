"""Where calls stand, from the ledger of positions, notices and acts."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import select

from account_api.accounts.tables import CallAct, ContractTerms, CreditAccount
from account_api.clock import BOOKING_ZONE
from account_api.firm.tables import FirmParameter
from account_api.notices.tables import SentNotice


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=BOOKING_ZONE)


async def calls(firm: Any, user: str, as_of: date | None = None) -> dict[str, dict[str, Any]]:
    found = await (await firm.signed_in(user)).call_state(user, as_of)
    return {each["kind"]: each for each in found["calls"]}


def written(firm: Any, *rows: Any) -> None:
    with firm.context.transaction() as session:
        session.add_all(rows)


def act(kind: str, name: str, when: datetime, **more: Any) -> CallAct:
    return CallAct.of(client_id="demo-call", kind=kind, act=name, at=when, **more)


async def test_a_call_is_open_from_the_day_it_was_made_with_its_notice_served(shared_firm: Any) -> None:
    call = (await calls(shared_firm, "demo-call"))["maintenance"]
    assert (call["state"], call["called_on"]) == ("called", "2026-11-20")
    assert call["deadline"] == "2026-11-23T15:00:00+08:00"
    assert (call["owed"], call["served"]) == ([], ["call"])
    assert [each["code"] for each in call["next"]] == ["restore", "wait_for_deadline"]
    assert call["figures"]["shortfall_to_restore"]["value"] == "120000"
    client = await shared_firm.signed_in("demo-call")
    assert (await client.cures("demo-call"))["call"]["deadline"] == call["deadline"]
    assert Decimal((await client.notices("demo-call"))[0]["amount"] or 0) == 120_000


async def test_an_overdue_call_and_a_contract_past_due_stand_beside_each_other(shared_firm: Any) -> None:
    found = await calls(shared_firm, "demo-overdue")
    assert found["maintenance"]["state"] == "overdue"
    assert found["maintenance"]["served"] == ["call", "overdue"]
    assert [each["code"] for each in found["maintenance"]["next"]] == ["decide"]
    due = found["maturity"]
    assert (due["contract"], due["called_on"]) == ("OVERDUE-F1", "2026-11-18")
    assert [each["code"] for each in due["owed"]] == ["call"], "nobody told the client on the day it came due"


async def test_an_account_above_its_lines_has_no_call(shared_firm: Any) -> None:
    assert await calls(shared_firm, "demo-safe") == {}
    assert await calls(shared_firm, "demo-nodebt") == {}


async def test_a_day_in_the_past_is_seen_as_it_stood(shared_firm: Any) -> None:
    then = (await calls(shared_firm, "demo-overdue", date(2026, 11, 17)))["maintenance"]
    assert (then["state"], then["served"]) == ("called", ["call"])
    watched = (await calls(shared_firm, "demo-call", date(2026, 11, 19)))["maintenance"]
    assert watched["state"] == "watch"


async def test_a_payment_in_part_an_extension_and_a_waiver_move_the_call(either: Any) -> None:
    written(either, act("maintenance", "top_up", at(20, 16, 20), amount="1000"))
    assert (await calls(either, "demo-call"))["maintenance"]["state"] == "part_met"
    written(either, act("maintenance", "extend", at(20, 16, 25), until=at(25, 15)))
    extended = (await calls(either, "demo-call"))["maintenance"]
    assert (extended["state"], extended["deadline"]) == ("extended", "2026-11-25T15:00:00+08:00")
    assert [each["code"] for each in extended["owed"]] == ["deadline_extended"]
    written(either, act("maintenance", "waive", at(20, 16, 28), until=at(27, 15)))
    assert (await calls(either, "demo-call"))["maintenance"]["state"] == "waived"


async def test_a_payment_to_the_restore_line_meets_the_call(own_firm: Any) -> None:
    """1,280,000 + 120,000 = 1.40 × 1,000,000."""
    written(own_firm, act("maintenance", "top_up", at(20, 16, 20), amount="120000"))
    assert (await calls(own_firm, "demo-call"))["maintenance"]["state"] == "met"


async def test_payments_in_part_add_up_until_the_next_closing_position(own_firm: Any) -> None:
    """1,280,000 + 50,000 + 70,000 = 1.40 × 1,000,000; a fen less does not do."""
    written(own_firm, act("maintenance", "top_up", at(20, 16, 10), amount="50000"))
    written(own_firm, act("maintenance", "top_up", at(20, 16, 20), amount="69999.99"))
    call = (await calls(own_firm, "demo-call"))["maintenance"]
    assert (call["state"], call["figures"]["contributed"]["value"]) == ("part_met", "119999.99")
    assert call["figures"]["shortfall_to_restore"]["value"] == "0.01"
    written(own_firm, act("maintenance", "top_up", at(20, 16, 25), amount="0.01"))
    assert (await calls(own_firm, "demo-call"))["maintenance"]["state"] == "met"


async def test_a_payment_of_an_unknown_sum_meets_no_call_and_leaves_the_ratio_unknown(own_firm: Any) -> None:
    written(own_firm, act("maintenance", "top_up", at(20, 16, 10)))
    call = (await calls(own_firm, "demo-call"))["maintenance"]
    assert (call["state"], call["figures"]["maintenance_ratio"]["value"]) == ("part_met", None)


async def test_what_is_sold_repays_and_no_more_than_the_restore_line_needs_may_be_sold(own_firm: Any) -> None:
    """(1,280,000 − 300,000) / (1,000,000 − 300,000) = 1.40. An end that does not say what remained is no end."""
    notice = SentNotice.of(
        id="n",
        client_id="demo-call",
        kind="liquidation",
        channel="app",
        text="x",
        sent_at=at(23, 15, 30),
        delivered_at=at(23, 15, 31),
    )
    acts = (
        act("maintenance", "start_liquidation", at(24, 9, 31)),
        act("maintenance", "sale", at(24, 9, 40), amount="100000"),
        act("maintenance", "sale", at(24, 9, 45), amount="200000"),
        act("maintenance", "sale", at(24, 9, 50), amount="1"),
        act("maintenance", "finish", at(24, 10)),
    )
    written(own_firm, notice, *acts)
    own_firm.now = at(24, 11)
    call = (await calls(own_firm, "demo-call"))["maintenance"]
    assert call["state"] == "liquidating"
    assert call["figures"]["maintenance_ratio"]["value"] == "1.4"
    refused = [row["refusal"]["code"] for row in call["history"] if row["event"] == "sale" and row["refusal"]]
    assert refused == ["enough_sold"]


async def test_a_due_contract_is_repaid_by_what_is_brought(own_firm: Any) -> None:
    due = (await calls(own_firm, "demo-overdue"))["maturity"]
    assert due["state"] in ("called", "overdue")
    paid = CallAct.of(
        client_id="demo-overdue",
        kind="maturity",
        contract_id="OVERDUE-F1",
        act="top_up",
        at=at(20, 16),
        amount="900000",
    )
    written(own_firm, paid)
    assert (await calls(own_firm, "demo-overdue"))["maturity"]["state"] == "met"


async def priced(firm: Any, factor: str) -> None:
    """A closing position on the 23rd like that of the 20th, all prices times a factor."""
    with firm.context.transaction() as session:
        for table, columns in LEDGER.items():
            wanted = columns.format("'2026-11-23'").replace("price", f"CAST(price * {factor} AS INTEGER)")
            last = f"SELECT {wanted} FROM {table} WHERE day = '2026-11-20'"
            session.execute(text(f"INSERT INTO {table} ({columns.format('day')}) {last}"))
    firm.now = at(23, 16)


LEDGER = {
    "account_days": "account_id, {}, cash, other_collateral, fees, taken_at",
    "holdings": "account_id, {}, security, quantity",
    "contract_days": "contract_id, {}, quantity, amount, interest",
    "prices": "code, {}, price, at",
}


@pytest.mark.parametrize(("factor", "state"), [("1.06", "open"), ("1.2", None)])
async def test_both_answers_end_a_call_at_the_restore_line_and_not_at_the_line_that_began_it(
    own_firm: Any, factor: str, state: str | None
) -> None:
    """128 % × 1.06 is above the liquidation line of 130 % and below the restore line of 140 %."""
    await priced(own_firm, factor)
    client = await own_firm.signed_in("demo-call")
    own_firm.now = at(23, 14)
    call = (await client.cures("demo-call"))["call"]
    told = (await calls(own_firm, "demo-call")).get("maintenance", {"state": "normal"})
    assert (call and call["state"], told["state"]) == (state, "called" if state else "met_by_market")


async def test_an_extension_and_a_waiver_are_told_by_both_answers(own_firm: Any) -> None:
    written(own_firm, act("maintenance", "extend", at(20, 16, 25), until=at(25, 15)))
    client = await own_firm.signed_in("demo-call")
    assert (await client.cures("demo-call"))["call"]["deadline"] == "2026-11-25T15:00:00+08:00"
    written(own_firm, act("maintenance", "waive", at(20, 16, 28), until=at(27, 15)))
    assert (await client.cures("demo-call"))["call"] is None


async def test_a_line_that_is_raised_calls_nobody_in_hindsight(own_firm: Any) -> None:
    """132.94 % on the 19th was above the line of that day; the line is 135 % from the 20th."""
    with own_firm.context.transaction(writes=False) as session:
        account = session.exec(select(CreditAccount).where(CreditAccount.client_id == "demo-call")).one()
        terms = session.exec(
            select(ContractTerms).where(ContractTerms.account_id == account.account_id)
        ).all()
    newest = max(terms, key=lambda each: each.valid_from)
    raised = {"valid_from": date(2026, 11, 20), "liquidation_line": newest.liquidation_line * 135 / 130}
    written(own_firm, ContractTerms.of(**{**newest.model_dump(), **raised}))
    assert (await calls(own_firm, "demo-call"))["maintenance"]["called_on"] == "2026-11-20"


async def test_acts_of_the_other_kind_and_of_other_clients_are_not_counted(own_firm: Any) -> None:
    other = CallAct.of(
        client_id="demo-watch", kind="maintenance", act="top_up", at=at(20, 16, 20), amount="1"
    )
    written(own_firm, act("minimum", "top_up", at(20, 16, 20), amount="1000"), other)
    assert (await calls(own_firm, "demo-call"))["maintenance"]["state"] == "called"


async def test_a_notice_that_did_not_arrive_was_not_served(own_firm: Any) -> None:
    with own_firm.context.transaction() as session:
        session.get_one(SentNotice, "demo-call-notice-1").delivered_at = None
    call = (await calls(own_firm, "demo-call"))["maintenance"]
    assert ([each["code"] for each in call["owed"]], call["served"]) == (["call"], [])
    own_firm.now = at(24, 9)
    later = (await calls(own_firm, "demo-call"))["maintenance"]
    assert later["history"][-1]["refusal"]["code"] == "notice_owed", "it is not overdue before it was told"


async def test_a_day_on_which_the_exchange_was_closed_moves_the_deadline_everywhere(own_firm: Any) -> None:
    written(own_firm, FirmParameter.of(name="unplanned_closures", value=["2026-11-23"], shown=False))
    call = (await calls(own_firm, "demo-call"))["maintenance"]
    assert call["deadline"] == "2026-11-24T15:00:00+08:00"
    client = await own_firm.signed_in("demo-call")
    assert (await client.cures("demo-call"))["call"]["deadline"] == call["deadline"]


@pytest.mark.parametrize("kind", ["general", "change"])
async def test_a_notice_of_another_kind_serves_nothing_that_is_owed(own_firm: Any, kind: str) -> None:
    with own_firm.context.transaction() as session:
        session.get_one(SentNotice, "demo-call-notice-1").kind = kind
    assert (await calls(own_firm, "demo-call"))["maintenance"]["served"] == []
