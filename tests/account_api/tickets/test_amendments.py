"""Details of a ticket are corrected before its answer; both values stay readable."""

from typing import Any

import pytest
from sqlalchemy import text

from account_api.client import AccountError, NotFound

BODY = ("fee", "佣金与约定不符", {"开户日期": "2026-01-07", "charged": "0.0018", "asks": ["退差额"]})


async def test_a_corrected_detail_replaces_the_first_and_both_are_told(either: Any) -> None:
    me = await either.signed_in("demo-call")
    number = (await me.open_ticket("k", *BODY))["number"]
    asked = {"开户日期": "2026-01-06", "charged": None, "asks": ["退差额", "道歉"], "new": 1}
    amended = await me.amend_ticket("a", number, asked)
    assert amended["details"] == {"开户日期": "2026-01-06", "asks": ["退差额", "道歉"], "new": 1}
    assert amended["follow_ups"][-1]["text"] == (
        "更正 / corrected：开户日期: 2026-01-07 → 2026-01-06；charged: 0.0018 → —；"
        'asks: ["退差额"] → ["退差额", "道歉"]；new: — → 1'
    )
    assert await me.amend_ticket("a", number, asked) == amended
    assert either.audit_actions().count("ticket.amended") == 1


async def test_a_correction_that_changes_nothing_leaves_no_line(firm: Any) -> None:
    me = await firm.signed_in("demo-call")
    number = (await me.open_ticket("k", *BODY))["number"]
    same = await me.amend_ticket("a", number, {"charged": "0.0018"})
    assert len(same["follow_ups"]) == 1


async def test_after_the_answer_nothing_is_corrected(firm: Any) -> None:
    me, agent = await firm.signed_in("demo-call"), await firm.signed_in("demo-agent")
    number = (await me.open_ticket("k", *BODY))["number"]
    await agent.ticket_status("s", number, "answered", "说明")
    with pytest.raises(AccountError) as caught:
        await me.amend_ticket("a", number, {"charged": "0.0010"})
    assert caught.value.status == 409
    assert (await me.ticket(number))["details"] == BODY[2]


async def test_a_correction_of_nothing_or_of_somebody_elses_ticket_is_refused(firm: Any) -> None:
    me, other = await firm.signed_in("demo-call"), await firm.signed_in("demo-safe")
    number = (await me.open_ticket("k", *BODY))["number"]
    with pytest.raises(AccountError) as caught:
        await me.amend_ticket("a", number, {})
    assert [each["field"] for each in caught.value.problem["errors"]] == ["body.details"]
    with pytest.raises(NotFound):
        await other.amend_ticket("a", number, {"charged": "1"})


async def test_corrections_do_not_make_a_ticket_grow_without_end(firm: Any) -> None:
    me = await firm.signed_in("demo-call")
    number = (await me.open_ticket("k", *BODY))["number"]
    await me.amend_ticket("a", number, {f"n{each}": each for each in range(37)})
    with pytest.raises(AccountError) as caught:
        await me.amend_ticket("b", number, {"one more": 1})
    assert [each["field"] for each in caught.value.problem["errors"]] == ["details"]
    assert len((await me.ticket(number))["details"]) == 40


async def test_the_audit_holds_none_of_the_clients_words(firm: Any) -> None:
    me = await firm.signed_in("demo-call")
    number = (await me.open_ticket("k", *BODY))["number"]
    await me.amend_ticket("a", number, {"王五 13800138000": "x"})
    with firm.context.transaction(writes=False) as session:
        trail = str(session.execute(text("SELECT * FROM audit")).all())
    assert "ticket.amended" in trail and "13800138000" not in trail
