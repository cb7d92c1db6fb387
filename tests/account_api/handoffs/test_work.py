"""The desk at work: one case in one pair of hands, whatever happens at once, and every step written down."""

import asyncio
import threading
from datetime import timedelta
from typing import Any

import pytest

from account_api.auth.principal import find
from account_api.client import AccountError, NotAllowed
from account_api.errors import StateChanged
from account_api.handoffs import work

AGENTS = ("demo-agent", "demo-supervisor")


async def raised(firm: Any, user: str = "demo-call", session: str = "s", reason: str = "request") -> str:
    case = await (await firm.signed_in(user)).raise_handoff(f"{user}-{session}", reason, "x", session)
    number: str = case["id"]
    return number


async def refused(call: Any) -> dict[str, Any]:
    with pytest.raises(AccountError) as caught:
        await call
    return caught.value.problem


async def test_a_claimed_case_is_attended_and_says_by_whom(firm: Any) -> None:
    case = await raised(firm)
    agent = await firm.signed_in("demo-agent")
    taken = await agent.claim(case)
    assert (taken["state"], taken["claimed_by"], taken["attended"]) == ("claimed", "demo-agent", True)
    status = await (await firm.signed_in("demo-call")).handoff_status(case)
    assert (status["state"], status["attended"], status["agent_name"]) == ("claimed", True, "坐席甲")
    assert firm.audit_actions()[-1] == "handoff.claimed"


async def test_of_two_threads_that_claim_at_once_one_wins_and_the_other_learns_who(either: Any) -> None:
    for number in range(2):
        case = await raised(either, session=f"s{number}")
        together = threading.Barrier(2)
        outcomes: list[object] = []

        def attempt(user: str, case: str, together: threading.Barrier, outcomes: list[object]) -> None:
            principal = find(either.context, user)
            assert principal is not None
            together.wait()
            try:
                with either.context.transaction() as session:
                    outcomes.append(work.claim(either.context, session, principal, case).claimed_by)
            except StateChanged as error:
                outcomes.append(error)

        threads = [threading.Thread(target=attempt, args=(user, case, together, outcomes)) for user in AGENTS]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        winners = [each for each in outcomes if isinstance(each, str)]
        losers = [each for each in outcomes if isinstance(each, StateChanged)]
        assert (len(winners), len(losers)) == (1, 1)
        holder = find(either.context, winners[0])
        assert holder is not None and holder.display_name in losers[0].detail_zh


async def test_many_who_claim_over_http_leave_one_holder(either: Any) -> None:
    case = await raised(either)
    both = [await either.signed_in(user) for user in AGENTS]
    answers = await asyncio.gather(*(me.claim(case) for me in both), return_exceptions=True)
    lost = [answer for answer in answers if isinstance(answer, AccountError)]
    assert [answer.status for answer in lost] == [409]
    assert lost[0].problem["errors"][0]["field"] == "claimed_by"
    assert either.audit_actions().count("handoff.claimed") == 1


async def test_claiming_the_own_case_again_only_says_that_one_is_there(firm: Any) -> None:
    case, agent = await raised(firm), await firm.signed_in("demo-agent")
    await agent.claim(case)
    firm.wall += timedelta(seconds=80)
    await agent.claim(case)
    firm.wall += timedelta(seconds=80)
    assert (await agent.handoff(case))["attended"]
    assert firm.audit_actions().count("handoff.claimed") == 1


async def test_a_holder_who_fell_silent_is_not_there_and_may_be_replaced(either: Any) -> None:
    case = await raised(either)
    agent, supervisor = [await either.signed_in(user) for user in AGENTS]
    await agent.claim(case)
    either.wall += timedelta(seconds=89)
    assert (await refused(supervisor.claim(case)))["status"] == 409
    await agent.heartbeat(case)
    either.wall += timedelta(seconds=89)
    assert (await agent.handoff(case))["attended"]
    either.wall += timedelta(seconds=2)
    assert not (await agent.handoff(case))["attended"]
    assert (await supervisor.claim(case))["claimed_by"] == "demo-supervisor"
    assert either.audit_actions()[-1] == "handoff.taken_over"
    lost = await refused(agent.heartbeat(case))
    assert (lost["status"], lost["errors"][0]["value"]) == (409, "客服主管")


async def test_a_holder_who_fell_silent_and_was_not_replaced_comes_back(firm: Any) -> None:
    case, agent = await raised(firm), await firm.signed_in("demo-agent")
    await agent.claim(case)
    firm.wall += timedelta(hours=1)
    assert (await agent.heartbeat(case))["attended"]


async def test_a_released_case_waits_again_at_its_old_place_with_the_note(firm: Any) -> None:
    case, agent = await raised(firm), await firm.signed_in("demo-agent")
    await agent.claim(case)
    firm.wall += timedelta(minutes=7)
    freed = await agent.release(case, "needs the supervisor")
    assert (freed["state"], freed["claimed_by"], freed["agent_name"]) == ("waiting", None, None)
    assert [(note["kind"], note["text"]) for note in freed["notes"]] == [("released", "needs the supervisor")]
    assert (await agent.handoffs())[0]["waiting_minutes"] == 7
    assert (await (await firm.signed_in("demo-supervisor")).claim(case))["state"] == "claimed"


async def test_a_case_closes_once_and_by_its_holder_alone(either: Any) -> None:
    case = await raised(either)
    agent, supervisor = [await either.signed_in(user) for user in AGENTS]
    assert (await refused(agent.close(case, "solved", "?")))["errors"][0]["code"] == "waiting"
    await agent.claim(case)
    assert (await refused(supervisor.close(case, "solved", "?")))["errors"][0]["code"] == "claimed"
    closed = await agent.close(case, "call_back", "rings on Monday")
    assert (closed["state"], closed["outcome"], closed["attended"]) == ("closed", "call_back", False)
    assert closed["closed_at"] == "2026-11-20T16:30:00+08:00"
    for late in (
        agent.close(case, "solved", "?"),
        agent.release(case, "?"),
        agent.claim(case),
        agent.heartbeat(case),
    ):
        assert (await refused(late))["errors"][0]["code"] == "closed"
    assert either.audit_actions().count("handoff.closed") == 1
    assert await agent.handoffs() == []
    assert [row["id"] for row in await agent.handoffs("closed")] == [case]


async def test_a_note_is_written_once_per_key_and_also_on_a_closed_case(firm: Any) -> None:
    case, agent = await raised(firm), await firm.signed_in("demo-agent")
    await agent.claim(case)
    first = await agent.note_handoff("k", case, "checked the ledger")
    assert await agent.note_handoff("k", case, "checked the ledger") == first
    await agent.close(case, "solved", "explained")
    await agent.note_handoff("k2", case, "called again")
    notes = (await agent.handoff(case))["notes"]
    assert [note["text"] for note in notes] == ["checked the ledger", "explained", "called again"]
    assert (first["author"], first["kind"]) == ("坐席甲", "note")


async def test_a_case_of_another_group_does_not_exist_and_every_try_is_audited(firm: Any) -> None:
    case = await raised(firm)
    west = await firm.signed_in("demo-agent2")
    tries = (
        west.claim(case),
        west.handoff(case),
        west.heartbeat(case),
        west.release(case, "?"),
        west.close(case, "solved", "?"),
        west.note_handoff("k", case, "?"),
        west.claim("H20261120-9999"),
    )
    before = len(firm.audit_actions())
    problems = [await refused(each) for each in tries]
    assert {problem["status"] for problem in problems} == {404}
    assert len({problem["trace_id"] for problem in problems}) == 1
    assert firm.audit_actions()[before:] == ["handoff.denied"] * len(tries)
    assert await west.handoffs() == []
    assert len(await (await firm.signed_in("demo-supervisor")).handoffs()) == 1


async def test_who_is_not_of_the_desk_neither_reads_nor_works(firm: Any) -> None:
    case = await raised(firm)
    for user in ("demo-call", "demo-educator", "demo-legal", "demo-adviser", "demo-admin"):
        me = await firm.signed_in(user)
        for look in (me.handoffs(), me.handoff(case), me.claim(case), me.note_handoff("k", case, "x")):
            with pytest.raises(NotAllowed):
                await look


async def test_risk_and_compliance_read_every_case_and_work_on_none(firm: Any) -> None:
    case = await raised(firm)
    for user in ("demo-risk", "demo-compliance"):
        me = await firm.signed_in(user)
        assert [row["id"] for row in await me.handoffs()] == [case]
        assert (await me.handoff(case))["client_id"] == "demo-call"
        with pytest.raises(NotAllowed):
            await me.claim(case)


async def test_the_queue_says_rank_and_reason_and_the_margin_call_of_the_client(firm: Any) -> None:
    order = [("demo-safe", "request"), ("demo-call", "misses"), ("demo-watch", "distress")]
    for user, reason in order:
        await raised(firm, user, reason=reason)
    rows = await (await firm.signed_in("demo-agent")).handoffs()
    assert [(row["rank"], row["client_id"]) for row in rows] == [
        (1, "demo-watch"),
        (2, "demo-call"),
        (3, "demo-safe"),
    ]
    assert rows[1]["call"] == {
        "called_on": "2026-11-20",
        "deadline": "2026-11-23T15:00:00+08:00",
        "provisional": False,
        "state": "open",
    }
    assert rows[1]["why"]["zh"] == "机器人两次未听懂；追保截止 2026-11-23 15:00；已等 0 分钟"
    assert (rows[1]["name_masked"], rows[2]["call"]) == ("陈**", None)


async def test_the_queue_can_be_narrowed_to_a_state_that_exists(firm: Any) -> None:
    first, second = await raised(firm), await raised(firm, "demo-safe")
    agent = await firm.signed_in("demo-agent")
    await agent.claim(second)
    assert [row["id"] for row in await agent.handoffs("waiting")] == [first]
    assert [row["id"] for row in await agent.handoffs("claimed")] == [second]
    assert [row["id"] for row in await agent.handoffs()] == [first, second]
    assert (await refused(agent.handoffs("lost")))["errors"][0]["field"] == "query.state"


async def test_an_overlong_note_is_refused_and_changes_nothing(firm: Any) -> None:
    case, agent = await raised(firm), await firm.signed_in("demo-agent")
    await agent.claim(case)
    for call in (
        agent.release(case, "x" * 2001),
        agent.close(case, "solved", "x" * 2001),
        agent.note_handoff("k", case, "x" * 4001),
    ):
        assert (await refused(call))["status"] == 422
    after = await agent.handoff(case)
    assert (after["state"], after["notes"]) == ("claimed", [])
