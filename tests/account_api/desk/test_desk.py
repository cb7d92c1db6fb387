"""The desk's clients, its call list by deadline, its log of contacts: the own group, and every look audited."""

from datetime import datetime
from typing import Any

import pytest

from account_api.audit import AuditRow
from account_api.client import AccountError, NotAllowed, NotFound

EAST = ["demo-call", "demo-missing", "demo-newcomer", "demo-professional", "demo-safe", "demo-watch"]


@pytest.fixture
def reading(shared_firm: Any) -> Any:
    """A firm these tests only read."""
    return shared_firm


async def test_an_agent_sees_the_clients_of_the_own_group_with_band_and_ratio(reading: Any) -> None:
    rows = await (await reading.signed_in("demo-agent")).desk_clients()
    assert [row["client_id"] for row in rows] == EAST
    called = rows[0]
    assert (called["name_masked"], called["group"], called["band"]) == ("陈**", "east", "call")
    assert called["maintenance_ratio"]["display"] == "128.00%"
    assert rows[1]["band"] == "indeterminate"
    everyone = await (await reading.signed_in("demo-supervisor")).desk_clients()
    assert len(everyone) == 12
    applicant = everyone[0]
    assert applicant["client_id"] == "demo-applicant"
    assert (applicant["band"], applicant["maintenance_ratio"]) == (None, None)


async def test_clients_are_found_by_part_of_id_or_name_and_signs_are_only_signs(reading: Any) -> None:
    agent = await reading.signed_in("demo-agent")
    found = {
        part: [row["client_id"] for row in await agent.desk_clients(part)]
        for part in ("CALL", "追保", "何", "%", "_", "' OR 1=1 --", "nobody")
    }
    assert found == {
        "CALL": ["demo-call"],
        "追保": ["demo-call"],
        "何": [],
        "%": [],
        "_": [],
        "' OR 1=1 --": [],
        "nobody": [],
    }
    with pytest.raises(AccountError) as caught:
        await agent.desk_clients("x" * 65)
    assert caught.value.status == 422


async def test_the_call_list_goes_by_deadline_within_the_own_group(reading: Any) -> None:
    every = await (await reading.signed_in("demo-supervisor")).calls()
    assert [(row["client_id"], row["call"]["state"]) for row in every] == [
        ("demo-overdue", "overdue"),
        ("demo-call", "open"),
    ]
    assert set(every[0]["figures"]) == {"maintenance_ratio", "shortfall_to_restore"}
    assert every[1]["figures"]["shortfall_to_restore"]["value"] == "120000"
    supervisor = await reading.signed_in("demo-supervisor")
    groups = {group: len(await supervisor.calls(group)) for group in ("east", "west", "north")}
    assert groups == {"east": 1, "west": 1, "north": 0}
    assert [row["client_id"] for row in await (await reading.signed_in("demo-agent2")).calls()] == [
        "demo-overdue"
    ]


async def test_an_agent_who_asks_for_another_groups_list_is_refused_and_on_record(firm: Any) -> None:
    agent = await firm.signed_in("demo-agent2")
    for group in ("east", "other"):
        with pytest.raises(NotFound):
            await agent.calls(group)
    assert firm.audit_actions().count("desk.denied") == 2


async def test_each_look_is_audited_with_the_clients_it_showed(reading: Any) -> None:
    before = len(reading.audit_actions())
    agent = await reading.signed_in("demo-agent")
    await agent.desk_clients("call")
    await agent.calls()
    assert reading.audit_actions()[before:] == ["desk.clients_read", "desk.calls_read"]
    with reading.context.transaction(writes=False) as session:
        rows = [session.get_one(AuditRow, before + n) for n in (1, 2)]
    shown = reading.context.trail.pseudonym("demo-call")
    assert [row.detail for row in rows] == [{"clients": [shown]}] * 2


async def test_who_is_not_of_the_desk_has_no_list(reading: Any) -> None:
    for user in ("demo-call", "demo-educator", "demo-legal", "demo-admin"):
        me = await reading.signed_in(user)
        for look in (me.desk_clients(), me.calls()):
            with pytest.raises(NotAllowed):
                await look


async def test_a_contact_is_logged_once_per_key_and_the_last_one_is_shown(either: Any) -> None:
    agent = await either.signed_in("demo-agent")
    assert (await agent.calls())[0]["last_contact"] is None
    first = await agent.log_contact("k1", "demo-call", "phone", "no_answer", "")
    assert await agent.log_contact("k1", "demo-call", "phone", "no_answer", "") == first
    either.now = datetime.fromisoformat("2026-11-20T16:45:00+08:00")
    second = await agent.log_contact("k2", "demo-call", "sms", "reached", "will transfer on Monday")
    assert (await agent.calls())[0]["last_contact"] == second
    assert second == {
        "at": "2026-11-20T16:45:00+08:00",
        "agent_name": "坐席甲",
        "channel": "sms",
        "result": "reached",
        "note": "will transfer on Monday",
    }
    assert either.audit_actions().count("contact.logged") == 2
    with pytest.raises(AccountError) as caught:
        await agent.log_contact("k2", "demo-call", "phone", "reached", "other")
    assert caught.value.status == 409


async def test_a_contact_with_another_groups_client_is_refused_and_audited(firm: Any) -> None:
    agent = await firm.signed_in("demo-agent")
    for client in ("demo-short", "nobody"):
        with pytest.raises(NotFound):
            await agent.log_contact("k", client, "phone", "reached", "x")
    assert firm.audit_actions()[-2:] == ["account.denied", "account.denied"]
    for wrong in (("pigeon", "reached", "x"), ("phone", "eaten", "x"), ("phone", "reached", "x" * 2001)):
        with pytest.raises(AccountError) as caught:
            await agent.log_contact("k", "demo-call", *wrong)
        assert caught.value.status == 422
    with pytest.raises(NotAllowed):
        await (await firm.signed_in("demo-risk")).log_contact("k", "demo-call", "phone", "reached", "x")
