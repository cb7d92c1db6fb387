"""What waits for a second person, over the real account service: seen by whom, decided by whom, and by one of two only."""

from __future__ import annotations

import asyncio
from itertools import count
from typing import Any

import pytest
from fastapi import FastAPI

from account_api.margin_calls.sweep import run_clock
from tests.account_api.conftest import Firm

from .conftest import Seat, SeatOf, over_the_firm

NUMBERS = count()
POLICY = {
    "security": {"code": "600519.SH", "conversion_rate": "0.55"},
    "effective": "2026-12-07",
    "reason": "波动加大",
}


@pytest.fixture
def app(house: Firm) -> FastAPI:
    """Where time has done to the demo firm's calls what it does: the overdue one waits for a person."""
    run_clock(house.context, house.now)
    return over_the_firm(house)


def keyed(**body: Any) -> dict[str, Any]:
    return {"key": f"k{next(NUMBERS)}", **body}


async def waiting(seat: Seat, kind: str) -> dict[str, Any]:
    rows = (await seat.get("approvals")).json()["proposals"]
    return next(row for row in rows if row["kind"] == kind and row["state"] == "proposed")


async def proposed_policy(risk: Seat) -> str:
    draft = (await risk.post("policies", keyed(policy=POLICY))).json()
    assert (await risk.post(f"policies/{draft['id']}/impact")).status_code == 200
    proposed = (await risk.post(f"policies/{draft['id']}/propose", keyed())).json()
    return str(proposed["proposal"])


# --- who sees what


async def test_each_role_sees_the_kinds_it_has_to_do_with(seat: SeatOf) -> None:
    kinds = {}
    for person in ("demo-risk", "demo-supervisor", "demo-agent"):
        rows = (await (await seat(person)).get("approvals")).json()["proposals"]
        kinds[person] = {row["kind"] for row in rows if row["state"] == "proposed"}
    assert kinds["demo-risk"] == {"liquidation", "admission", "extension"}
    assert kinds["demo-supervisor"] == {"admission", "extension"}
    assert kinds["demo-agent"] == {"admission", "extension"}


async def test_the_list_carries_a_sentence_and_no_explanation(seat: SeatOf) -> None:
    row = await waiting(await seat("demo-risk"), "liquidation")
    assert (
        set(row) >= {"summary", "may_decide", "made_by"} and "explanation" not in row and "content" not in row
    )


async def test_an_educator_has_no_place_there_and_it_is_kept(seat: SeatOf, house: Firm) -> None:
    educator = await seat("demo-educator")
    assert (await educator.get("approvals")).status_code == 403
    assert house.audit_actions()[-1] == "right.denied"
    assert (await educator.http.get("/console/approvals")).status_code == 403


# --- what a decision rests on


async def test_a_liquidation_shows_its_orders_and_the_call(seat: SeatOf) -> None:
    risk = await seat("demo-risk")
    seen = (await risk.get(f"approvals/{(await waiting(risk, 'liquidation'))['id']}")).json()
    assert [order["security"] for order in seen["content"]["orders"]] == ["300059.SZ"]
    assert seen["about"]["state"] == "overdue" and seen["about"]["missing_amount"]["trace_id"]
    assert not any("_" in point["zh"] for point in seen["explanation"]["points"])


async def test_an_extension_and_an_admission_say_everything_themselves(seat: SeatOf) -> None:
    risk = await seat("demo-risk")
    for kind in ("extension", "admission"):
        seen = (await risk.get(f"approvals/{(await waiting(risk, kind))['id']}")).json()
        assert seen["about"] is None and seen["explanation"]["points"]


async def test_an_amendment_and_a_template_bring_their_terms(seat: SeatOf) -> None:
    compliance = await seat("demo-compliance")
    rows = (await compliance.get("approvals")).json()["proposals"]
    for kind, part in (("agreement_amendment", "clauses"), ("agreement_template", "named_terms")):
        row = next(row for row in rows if row["kind"] == kind)
        seen = (await compliance.get(f"approvals/{row['id']}")).json()
        assert seen["about"][part], kind


async def test_words_come_in_the_readers_script(seat: SeatOf) -> None:
    risk = await seat("demo-risk")
    row = await waiting(risk, "liquidation")
    seen = (await risk.get(f"approvals/{row['id']}?lang=zh-Hant")).json()
    assert seen["title"]["zh"] == "處分擔保物" and seen["title"]["en"] == row["title"]["en"]


# --- deciding


async def test_who_proposed_may_not_decide_and_may_withdraw(seat: SeatOf) -> None:
    risk = await seat("demo-risk")
    proposal = await proposed_policy(risk)
    seen = (await risk.get(f"approvals/{proposal}")).json()
    assert (seen["own"], seen["may_decide"], seen["may_withdraw"]) == (True, False, True)
    refused = await risk.post(f"approvals/{proposal}/approve", keyed(reason="同意"))
    assert refused.status_code == 403
    withdrawn = await risk.post(f"approvals/{proposal}/withdraw", keyed(reason="数据有误"))
    assert withdrawn.json()["state"] == "withdrawn"


async def test_of_two_who_decide_at_once_one_is_told_that_somebody_was_quicker(
    seat: SeatOf, house: Firm
) -> None:
    risk, supervisor = await seat("demo-risk"), await seat("demo-supervisor")
    proposal = (await waiting(risk, "extension"))["id"]
    answers = await asyncio.gather(
        risk.post(f"approvals/{proposal}/approve", keyed(reason="同意")),
        supervisor.post(f"approvals/{proposal}/refuse", keyed(reason="不同意")),
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    late = next(answer for answer in answers if answer.status_code == 409)
    assert late.json()["detail_zh"]
    decided = [
        action for action in house.audit_actions() if action in ("proposal.approved", "proposal.refused")
    ]
    assert len(decided) == 1


async def test_the_same_key_again_decides_once(seat: SeatOf) -> None:
    risk = await seat("demo-risk")
    path, body = f"approvals/{(await waiting(risk, 'admission'))['id']}/approve", keyed(reason="同意")
    first, second = await risk.post(path, body), await risk.post(path, body)
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json()["decided_at"] == second.json()["decided_at"]


async def test_a_reason_is_asked_for(seat: SeatOf) -> None:
    risk = await seat("demo-risk")
    proposal = (await waiting(risk, "extension"))["id"]
    answer = await risk.post(f"approvals/{proposal}/refuse", keyed(reason=""))
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "reason")


async def test_compliance_sees_the_impact_and_what_differs_when_it_is_computed_anew(seat: SeatOf) -> None:
    risk, compliance = await seat("demo-risk"), await seat("demo-compliance")
    proposal = await proposed_policy(risk)
    seen = (await compliance.get(f"approvals/{proposal}")).json()
    top = seen["about"]["impact"]["top"][0]
    assert (top["client_id"], top["before"]["maintenance_ratio"]["display"]) == ("demo-safe", "707.83%")
    anew = (await compliance.post(f"policies/{seen['about']['id']}/impact")).json()
    assert anew["difference"] == {"moved": 0, "accounts": [], "counts": {}, "figures": {}}
    approved = await compliance.post(f"approvals/{proposal}/approve", keyed(reason="同意"))
    assert approved.json()["state"] == "approved"
    policies = (await risk.get("policies")).json()["policies"]
    assert {row["state"] for row in policies if row["proposal"] == proposal} == {"announced"}
