"""The call list over the real account service: by deadline, whose clients, what proves what, and what is only proposed."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest
from fastapi import FastAPI

from account_api.margin_calls.sweep import run_clock
from tests.account_api.conftest import Firm

from .conftest import Seat, SeatOf, over_the_firm

NUMBERS = count()
OVERDUE, CALLED = "demo-overdue", "demo-call"
UNTIL = "2026-11-25T15:00:00+08:00"


@pytest.fixture
def app(house: Firm) -> FastAPI:
    """Where time has done to the demo firm's calls what it does: the overdue one waits for a person."""
    run_clock(house.context, house.now)
    return over_the_firm(house)


def keyed(**body: Any) -> dict[str, Any]:
    return {"key": f"k{next(NUMBERS)}", **body}


async def cases(seat: Seat) -> list[dict[str, Any]]:
    return list((await seat.get("margin-calls")).json()["cases"])


async def case_of(seat: Seat, client: str, kind: str = "maintenance") -> str:
    return next(row["id"] for row in await cases(seat) if (row["client_id"], row["kind"]) == (client, kind))


async def approve(seat: Seat, proposal: str) -> None:
    answer = await seat.post(f"approvals/{proposal}/approve", keyed(reason="同意"))
    assert answer.status_code == 200, answer.text


async def test_the_earliest_deadline_is_first_and_an_agent_sees_the_own_group(seat: SeatOf) -> None:
    rows = await cases(await seat("demo-risk"))
    deadlines = [row["deadline"] for row in rows]
    assert deadlines == sorted(deadlines) and len(rows) == 3
    assert [row["client_id"] for row in await cases(await seat("demo-agent"))] == [CALLED]
    assert (await (await seat("demo-agent")).get(f"margin-calls/{rows[0]['id']}")).status_code == 404


async def test_a_case_has_its_notices_with_proof_and_its_frozen_account(seat: SeatOf) -> None:
    agent = await seat("demo-agent2")
    case = (await agent.get(f"margin-calls/{await case_of(agent, OVERDUE)}")).json()
    assert case["may"] == ["attempt"] and case["timeline"][0]["snapshot_id"] == case["snapshot_id"]
    proof = (await agent.get(f"margin-calls/{case['id']}/notices/{case['notices'][0]['id']}")).json()
    assert (
        proof["notice"]["case"] == case["id"] and "补足" in proof["body"] and proof["notice"]["delivered_at"]
    )


async def test_an_attempt_that_reached_the_client_ends_the_task(seat: SeatOf) -> None:
    agent = await seat("demo-agent")
    case = await case_of(agent, CALLED)
    body = keyed(channel="phone", result="reached", note="客户知悉")
    assert (await agent.post(f"margin-calls/{case}/attempts", body)).status_code == 200
    assert (await agent.post(f"margin-calls/{case}/attempts", body)).status_code == 200
    seen = (await agent.get(f"margin-calls/{case}")).json()
    assert [task["done_by"] for task in seen["tasks"] if task["what"] == "call_client"] == ["demo-agent"]
    assert [row["what"] for row in seen["timeline"]].count("attempt") == 1


@pytest.mark.parametrize(("what", "state"), [("extension", "extended"), ("waiver", "waived")])
async def test_more_time_and_a_waiver_are_proposed_and_count_when_approved(
    seat: SeatOf, what: str, state: str
) -> None:
    risk, supervisor = await seat("demo-risk"), await seat("demo-supervisor")
    case = await case_of(risk, CALLED)
    made = await risk.post(f"margin-calls/{case}/{what}", keyed(until=UNTIL, reason="客户已出售其他资产"))
    assert made.status_code == 200, made.text
    assert (await risk.get(f"margin-calls/{case}")).json()["state"] == "called"
    await approve(supervisor, made.json()["proposal"])
    assert (await risk.get(f"margin-calls/{case}")).json()["state"] == state


async def test_an_agent_proposes_neither_time_nor_a_sale(seat: SeatOf) -> None:
    agent = await seat("demo-agent2")
    case = await case_of(agent, OVERDUE)
    body = keyed(until=UNTIL, reason="请求")
    assert (await agent.post(f"margin-calls/{case}/extension", body)).status_code == 403
    assert (await agent.post(f"margin-calls/{case}/liquidation", keyed())).status_code == 403


@pytest.mark.parametrize("until", ["2026-11-25T15:00", "tomorrow", ""])
async def test_an_instant_without_its_zone_is_refused_by_name(seat: SeatOf, until: str) -> None:
    risk = await seat("demo-risk")
    path = f"margin-calls/{await case_of(risk, CALLED)}/waiver"
    answer = await risk.post(path, keyed(until=until, reason="理由"))
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "until")


async def test_a_sale_from_its_approval_over_its_fills_to_the_statement(seat: SeatOf) -> None:
    risk = await seat("demo-risk")
    case = await case_of(risk, OVERDUE)
    (proposal,) = (await risk.get(f"margin-calls/{case}")).json()["proposals"]
    await approve(risk, proposal["id"])
    (run,) = (await risk.get(f"margin-calls/{case}")).json()["liquidations"]
    (order,) = run["orders"]
    listed = await risk.get(f"liquidations/{run['id']}/orders.csv")
    assert order["security"] in listed.text and listed.headers["content-type"].startswith("text/csv")
    fill = {
        "id": "F1",
        "order": order["id"],
        "at": "2026-11-20T16:30:00+08:00",
        "quantity": order["quantity"],
        "price": "24.10",
        "costs": "138.58",
    }
    for expected in ("applied", "known"):
        taken = (await risk.post(f"liquidations/{run['id']}/fills", {"fills": [fill]})).json()
        assert taken[expected] == ["F1"], taken
    over = await risk.post(f"liquidations/{run['id']}/fills", {"fills": [fill | {"id": "F2", "quantity": 1}]})
    assert over.json()["refused"][0]["problem"]["detail_zh"]
    ended = (await risk.post(f"liquidations/{run['id']}/statement", keyed())).json()
    assert ended["ended_at"] and ended["statement"]["figures"]["sold"]["value"]


async def test_a_task_is_done_once(seat: SeatOf) -> None:
    agent = await seat("demo-agent")
    (task,) = [row for row in (await agent.get("margin-calls")).json()["tasks"] if row["client_id"] == CALLED]
    body = keyed(note="")
    for _ in range(2):
        done = await agent.post(f"call-tasks/{task['id']}/done", body)
        assert (done.status_code, done.json()["done_by"]) == (200, "demo-agent")
