"""Consents: no word is a no, a change counts at once, and only the client decides."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from account_api.client import AccountError, NotAllowed, NotFound


async def test_without_a_word_nobody_has_agreed(shared_firm: Any) -> None:
    assert await (await shared_firm.signed_in("demo-overdue")).consents() == {
        "education": False,
        "since": None,
    }


async def test_the_demo_firms_willing_clients_have_agreed(shared_firm: Any) -> None:
    agreed = {
        user
        for user in ("demo-safe", "demo-watch", "demo-call", "demo-short", "demo-nodebt", "demo-applicant")
        if (await (await shared_firm.signed_in(user)).consents())["education"]
    }
    assert len(agreed) == 6


async def test_it_stands_since_it_last_changed_and_every_change_is_audited(firm: Any) -> None:
    me = await firm.signed_in("demo-call")
    assert await me.consents() == {"education": True, "since": "2026-11-16T16:00:00+08:00"}
    assert await me.set_consents(False) == {"education": False, "since": "2026-11-20T16:30:00+08:00"}
    firm.now += timedelta(days=1)
    assert (await me.set_consents(False))["since"] == "2026-11-20T16:30:00+08:00", "the same again"
    assert (await me.set_consents(True))["since"] == "2026-11-21T16:30:00+08:00"
    assert firm.audit_actions().count("consent.set") == 2


async def test_a_first_word_said_twice_at_once_is_one(either: Any) -> None:
    me = await either.signed_in("demo-missing")
    answers = await asyncio.gather(*(me.set_consents(True) for _ in range(4)))
    assert {answer["education"] for answer in answers} == {True}
    assert either.audit_actions().count("consent.set") == 1


async def test_staff_see_the_consents_of_their_clients_and_have_none_themselves(firm: Any) -> None:
    agent = await firm.signed_in("demo-agent")
    assert (await agent.consents("demo-call"))["education"]
    assert firm.audit_actions()[-1] == "account.read"
    with pytest.raises(NotFound):
        await agent.consents("demo-short")
    for call in (agent.consents(), agent.set_consents(True), firm.client.consents()):
        with pytest.raises(NotAllowed):
            await call


@pytest.mark.parametrize("body", [{}, {"education": "perhaps"}, {"education": True, "marketing": True}])
async def test_a_word_that_is_no_yes_or_no_is_refused(shared_firm: Any, body: dict[str, Any]) -> None:
    me = await shared_firm.signed_in("demo-call")
    with pytest.raises(AccountError) as caught:
        await me._put("/me/consents", body)
    assert caught.value.status == 422
