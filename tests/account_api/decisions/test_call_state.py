"""Where calls stand, from the ledger of positions, notices and acts."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from account_api.accounts.tables import CallAct
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
