"""Whether the ledger adds up: every difference, by line, day and client."""

from datetime import date
from typing import Any

import pytest

from account_api.accounts.tables import AccountDay, Holding
from account_api.client import AccountError, NotAllowed, NotFound
from account_api.feed.reconciliation import reconciled

THE_19TH = date(2026, 11, 19)


async def test_the_demo_firm_adds_up(firm: Any) -> None:
    with firm.context.transaction(writes=False) as session:
        found = reconciled(session, None, None)
    assert (found.accounts, found.days, found.differences) == (8, 32, [])
    assert found.lines > 200


async def test_one_request_reads_one_day_or_one_client_never_the_whole_ledger(firm: Any) -> None:
    risk = await firm.signed_in("demo-risk")
    found = await risk.reconcile(day=THE_19TH)
    assert found["accounts"] == found["days"] == 8 and not found["differences"]
    with pytest.raises(AccountError) as caught:
        await risk.reconcile()
    assert (caught.value.status, caught.value.problem["errors"][0]["field"]) == (422, "day")


async def test_a_row_that_somebody_changed_is_named_with_what_it_should_be(firm: Any) -> None:
    with firm.context.transaction() as session:
        account = "demo-call-credit"
        session.get_one(AccountDay, (account, THE_19TH)).cash += 100
        session.get_one(Holding, (account, date(2026, 11, 20), "600519.SH")).quantity = 90
    risk = await firm.signed_in("demo-risk")
    found = (await risk.reconcile("demo-call"))["differences"]
    told = [(each["day"], each["line"], each["closing"], each["difference"]) for each in found]
    assert told == [
        ("2026-11-19", "cash", "46100", "100"),
        ("2026-11-20", "cash", "46000", "-100"),
        ("2026-11-20", "holding 600519.SH", "90", "-10"),
    ]
    assert found[0]["opening"] == "46000" and found[0]["opening_day"] == "2026-11-18"
    one = await risk.reconcile("demo-call", THE_19TH)
    assert one["days"] == 1 and len(one["differences"]) == 1
    assert not (await risk.reconcile("demo-safe"))["differences"]


async def test_it_is_for_who_watches(firm: Any) -> None:
    with pytest.raises(NotAllowed):
        await (await firm.signed_in("demo-agent")).reconcile("demo-call")
    risk = await firm.signed_in("demo-risk")
    with pytest.raises(NotFound):
        await risk.reconcile("nobody")
    with pytest.raises(AccountError) as caught:
        await risk.reconcile("n" * 65)
    assert caught.value.status == 422
