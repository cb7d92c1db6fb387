"""The ways back, the open call and its deadline."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, text
from sqlmodel import Session, select

from account_api.accounts.tables import AccountDay, ContractDay, Holding
from account_api.client import AccountError
from account_api.db import insert_all
from account_api.market.tables import Price


@pytest.fixture
def firm(shared_firm: Any) -> Any:
    return shared_firm


async def cures(firm: Any, user: str, **more: Any) -> dict[str, Any]:
    found: dict[str, Any] = await (await firm.signed_in(user)).cures(user, **more)
    return found


async def test_three_ways_back_need_three_amounts(firm: Any) -> None:
    found = await cures(firm, "demo-call")
    plain = {cure["kind"]: cure["amount"]["display"] for cure in found["cures"] if cure["security"] is None}
    assert plain["repay_outside_cash"] == "85,714.29"
    assert plain["add_cash"] == plain["add_security"] == "120,000.00"
    assert plain["sell_to_repay"] == "300,000.00"
    assert found["target"] == "1.4"
    assert found["clauses"]["restore_line"] == "12.4"


async def test_a_call_of_today_is_open_until_the_next_session_at_three(firm: Any) -> None:
    assert (await cures(firm, "demo-call"))["call"] == {
        "called_on": "2026-11-20",
        "deadline": "2026-11-23T15:00:00+08:00",
        "provisional": False,
        "state": "open",
    }


async def test_a_call_counts_from_the_first_day_below_and_is_overdue_after_its_deadline(firm: Any) -> None:
    call = (await cures(firm, "demo-overdue"))["call"]
    assert (call["called_on"], call["deadline"], call["state"]) == (
        "2026-11-17",
        "2026-11-18T15:00:00+08:00",
        "overdue",
    )
    assert (await cures(firm, "demo-overdue", as_of=date(2026, 11, 17)))["call"]["state"] == "open"
    assert (await cures(firm, "demo-overdue", as_of=date(2026, 11, 16)))["call"] is None


LEDGER: tuple[Any, ...] = (AccountDay, Holding, ContractDay, Price)
THAT_DAY = date(2026, 11, 20)


def say_again(session: Session, days: Sequence[date]) -> None:
    """What the ledger says of the twentieth it says of these days, whatever it said of them."""
    for table in reversed(LEDGER):
        session.execute(delete(table).where(table.day.in_(days)))
    for table in LEDGER:
        rows = [row.model_dump() for row in session.exec(select(table).where(table.day == THAT_DAY))]
        assert rows
        insert_all(session, table, [{**row, "day": day} for day in days for row in rows])


async def test_a_call_reaches_back_as_far_as_it_has_stood(own_firm: Any) -> None:
    with own_firm.context.transaction() as session:
        say_again(session, [date(2026, 11, 17) - timedelta(days=before) for before in range(1, 41)])
    assert (await cures(own_firm, "demo-overdue"))["call"]["called_on"] == "2026-10-08"


async def test_a_contract_past_its_due_day_is_told_in_days(firm: Any) -> None:
    positions = await (await firm.signed_in("demo-overdue")).positions("demo-overdue")
    days = {row["contract"]: row["days_to_due"] for row in positions["contracts"]}
    assert days == {"OVERDUE-F1": -2, "OVERDUE-F2": 112}


@pytest.mark.parametrize("user", ["demo-safe", "demo-watch", "demo-short", "demo-nodebt", "demo-missing"])
async def test_whoever_is_not_below_the_line_has_no_call(firm: Any, user: str) -> None:
    assert (await cures(firm, user))["call"] is None


async def test_past_the_published_sessions_a_deadline_is_provisional(own_firm: Any) -> None:
    with own_firm.context.transaction() as session:
        say_again(session, [date(2026, 12, 31)])
        for table in reversed(LEDGER):
            session.execute(delete(table).where(table.day == THAT_DAY))
        for table in ("margin_call_tasks", "margin_call_events", "margin_calls"):
            session.execute(text(f"DELETE FROM {table}"))  # the call of the twentieth never was
    own_firm.now = datetime.fromisoformat("2026-12-31T16:30:00+08:00")
    call = (await cures(own_firm, "demo-call"))["call"]
    assert (call["called_on"], call["provisional"], call["state"]) == ("2026-12-31", True, "open")


async def test_securities_moved_in_count_a_session_later_than_cash(firm: Any) -> None:
    found = {cure["kind"]: cure for cure in (await cures(firm, "demo-call"))["cures"] if not cure["security"]}
    assert found["add_cash"]["counts_from"] == "2026-11-23"
    assert found["add_security"]["counts_from"] == "2026-11-24"
    assert found["add_security"]["feasible"] is False


async def test_another_target_is_taken(firm: Any) -> None:
    found = await cures(firm, "demo-call", target="1.50")
    amounts = {cure["kind"]: cure["amount"]["value"] for cure in found["cures"] if not cure["security"]}
    assert amounts["add_cash"] == "220000"


@pytest.mark.parametrize("target", ["1", "0.9", "abc", "1e2", "-1"])
async def test_a_target_that_is_no_ratio_above_one_is_refused_by_name(firm: Any, target: str) -> None:
    with pytest.raises(AccountError) as caught:
        await cures(firm, "demo-call", target=target)
    assert caught.value.status == 422
    assert caught.value.problem["errors"][0]["field"] == "target"


async def test_history_tells_the_days_oldest_first(firm: Any) -> None:
    me = await firm.signed_in("demo-call")
    days = (await me.history("demo-call"))["days"]
    assert [(day["date"][-2:], day["band"], day["maintenance_ratio"]["display"]) for day in days] == [
        ("16", "safe", "144.13%"),
        ("17", "safe", "141.03%"),
        ("18", "warning", "136.69%"),
        ("19", "warning", "132.94%"),
        ("20", "call", "128.00%"),
    ]
