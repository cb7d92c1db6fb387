"""The ledger of notices: what this firm sent, with times, deadline, clause and the amounts it named."""

from datetime import date
from typing import Any

import pytest

from account_api.client import AccountError


async def test_notices_are_listed_with_what_they_said_newest_first(either: Any) -> None:
    sent = await (await either.signed_in("demo-overdue")).notices("demo-overdue")
    assert [(each["kind"], each["channel"]) for each in sent] == [
        ("liquidation", "sms"),
        ("maturity", "sms"),
        ("margin_call", "wechat"),
        ("margin_call", "sms"),
        ("maturity", "app"),
    ]
    assert sent[2]["read_at"] == "2026-11-17T17:42:00+08:00" and sent[3]["read_at"] is None
    assert [each["delivered_at"] is None for each in sent] == [False, True, False, False, False]


async def test_amounts_and_deadlines_in_a_notice_are_those_of_its_day(shared_firm: Any) -> None:
    checked = 0
    for user in ("demo-call", "demo-overdue"):
        client = await shared_firm.signed_in(user)
        for notice in await client.notices(user):
            if notice["amount"] is None:
                continue
            day = date.fromisoformat(notice["sent_at"][:10])
            shortfall = (await client.figures(user, day))["figures"]["shortfall_to_restore"]
            assert shortfall["display"] in notice["text"]
            assert shortfall["display"].replace(",", "").rstrip("0").rstrip(".") == notice["amount"]
            if notice["kind"] == "margin_call":
                call = (await client.cures(user, as_of=day))["call"]
                assert call is not None and call["deadline"] == notice["deadline"]
                ratio = (await client.figures(user, day))["figures"]["maintenance_ratio"]["display"]
                assert ratio in notice["text"]
            checked += 1
    assert checked == 4


async def test_notices_since_a_day(shared_firm: Any) -> None:
    client = await shared_firm.signed_in("demo-overdue")
    assert len(await client.notices("demo-overdue", date(2026, 11, 17))) == 4
    assert len(await client.notices("demo-overdue", date(2026, 11, 18))) == 2
    assert await client.notices("demo-overdue", date(2026, 11, 19)) == []
    with pytest.raises(AccountError) as caught:
        await client._get("/accounts/demo-overdue/notices", since="yesterday")
    assert caught.value.status == 422


async def test_who_was_sent_nothing_has_an_empty_list(shared_firm: Any) -> None:
    for user in ("demo-safe", "demo-applicant", "demo-hk"):
        assert await (await shared_firm.signed_in(user)).notices(user) == []
