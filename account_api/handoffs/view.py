"""A case as shown: to the one who called, in the desk's queue, and as the desk opens it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from account_api.clients.tables import Client
from account_api.clock import local_text
from account_api.handoffs.contract import HandoffDetail, HandoffPublic, NotePublic, QueuedHandoffPublic
from account_api.handoffs.order import Standing
from account_api.handoffs.queries import LEASE
from account_api.handoffs.tables import Handoff, HandoffNote
from risk.margin_calls import MarginCall


def attended(case: Handoff, wall: datetime) -> bool:
    """Whether somebody has the case and has been heard of lately."""
    return case.state == "claimed" and case.heartbeat_at is not None and case.heartbeat_at >= wall - LEASE


def public(case: Handoff, wall: datetime) -> HandoffPublic:
    """For the one who called."""
    return HandoffPublic.model_validate(_public(case, wall))


def queued(
    cases: Sequence[Handoff],
    clients: dict[str, Client],
    calls: dict[str, MarginCall | None],
    wall: datetime,
) -> list[QueuedHandoffPublic]:
    """The queue in its order, each line with its rank and the reason of it."""
    by_id = {case.id: case for case in cases}
    standings = sorted((_standing(case, calls, wall) for case in cases), key=lambda each: each.key)
    return [
        _line(by_id[standing.id], standing, rank, clients, wall)
        for rank, standing in enumerate(standings, start=1)
    ]


def detail(
    case: Handoff, client: Client | None, notes: Sequence[HandoffNote], wall: datetime
) -> HandoffDetail:
    """For the desk."""
    return HandoffDetail.model_validate(
        {
            **_public(case, wall),
            **case.model_dump(
                include={"summary", "session", "lang", "client_id", "tried", "evidence", "claimed_by"}
            ),
            "name_masked": client and client.name_masked,
            "notes": [note(each) for each in notes],
            "claimed_at": _local(case.claimed_at),
            "outcome": case.outcome,
            "closed_at": _local(case.closed_at),
        }
    )


def note(row: HandoffNote) -> NotePublic:
    """One line of the desk."""
    return NotePublic(at=local_text(row.at), author=row.author, kind=row.kind, text=row.text)


def _standing(case: Handoff, calls: dict[str, MarginCall | None], wall: datetime) -> Standing:
    call = calls.get(case.client_id or "")
    return Standing(case.id, case.reason, attended(case, wall), case.waiting_since, call)


def _line(
    case: Handoff, standing: Standing, rank: int, clients: dict[str, Client], wall: datetime
) -> QueuedHandoffPublic:
    client = clients.get(case.client_id or "")
    return QueuedHandoffPublic.model_validate(
        {
            **_public(case, wall),
            **case.model_dump(include={"summary", "lang", "client_id", "claimed_by"}),
            "rank": rank,
            "why": standing.why(wall),
            "waiting_minutes": standing.waited(wall),
            "name_masked": client and client.name_masked,
            "call": standing.call and standing.call.as_json(),
        }
    )


def _public(case: Handoff, wall: datetime) -> dict[str, Any]:
    return {
        **case.model_dump(include={"id", "reason", "state", "assigned_group", "agent_name"}),
        "raised_at": local_text(case.raised_at),
        "attended": attended(case, wall),
        "answer_by": _local(case.answer_by),
        "call_back": _call_back(case),
    }


def _call_back(case: Handoff) -> dict[str, Any] | None:
    if case.call_back_from is None or case.call_back_until is None:
        return None
    return {
        "from": local_text(case.call_back_from),
        "until": local_text(case.call_back_until),
        "provisional": case.call_back_provisional,
    }


def _local(instant: datetime | None) -> str | None:
    return None if instant is None else local_text(instant)
