"""A case opened, moved on and closed as its call moves; every step is an event of the case and a row of the audit trail.

Each event has a key of what it says, so that finding the same thing twice writes it once.
"""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from account_api.accounts.view import View
from account_api.audit import Event
from account_api.clock import BOOKING_ZONE, local_text
from account_api.context import Context
from account_api.counters import next_number
from account_api.db import insert_if_absent
from account_api.margin_calls import queries
from account_api.margin_calls.amounts import figures_of, money
from account_api.margin_calls.segments import HELD, Segment
from account_api.margin_calls.tables import CallTask, CaseEvent, Happened, MarginCase
from account_api.proposals.service import WORKER
from account_api.snapshots.service import freeze
from account_api.traces.service import keep
from risk.account import Snapshot
from risk.calls.model import Kind

RULE = "liquidation_duty"
CLAUSES: dict[Kind, str] = {
    "maintenance": "call_deadline",
    "minimum": "minimum_line",
    "maturity": "call_deadline",
}
"""Which clause of the contract a call of each kind rests on."""


def opened(
    ctx: Context, session: Session, view: View, call: Segment, contract: str | None, stood: Snapshot
) -> MarginCase:
    """A new case of a call that was made on the account as it `stood`."""
    row = entered(ctx, session, view, call, contract, stood)
    told = {"id": row.id, "kind": row.kind}
    ctx.record(session, Event("margin_call.opened", WORKER, row.client_id, told))
    return row


def entered(
    ctx: Context, session: Session, view: View, call: Segment, contract: str | None, stood: Snapshot
) -> MarginCase:
    """The rows of a new case: itself, its first event and its first task."""
    kind, client_id, today = call.file.kind, view.client.client_id, ctx.clock.today()
    kept, figures = (
        freeze(ctx, session, client_id, stood, "call", call.began),
        figures_of(stood, ctx.rules, contract),
    )
    row = MarginCase.of(
        id=f"C{today:%Y%m%d}-{next_number(session, f'margin_call:{today}'):04d}",
        client_id=client_id,
        kind=kind,
        contract_id=contract,
        open_key=open_key(client_id, kind, contract),
        called_on=call.called_on,
        deadline=call.file.deadline,
        provisional=call.file.provisional,
        state="called",
        amount_at_call=money(figures["amount"]),
        snapshot_id=kept.id,
        rule=RULE,
        clause=stood.terms.clauses.get(CLAUSES[kind]),
        assigned_group=view.client.group,
        opened_at=call.began,
    )
    session.add(row)
    session.flush()
    keep(ctx, session, kept, [each.as_json() for each in figures.values()], f"case {row.id}", row.opened_at)
    said = {"kind": kind, "deadline": _text(row.deadline), "state": row.state}
    noted(session, row, "opened", "opened", row.opened_at, WORKER, kept.id, **said)
    task(ctx, session, row, "call_client", row.deadline)
    return row


def moved(ctx: Context, session: Session, case: MarginCase, call: Segment, account: Snapshot | None) -> bool:
    """Brings the case to where its call stands; whether anything changed."""
    file, before = call.file, (case.state, case.deadline, case.closed_at)
    passed = file.deadline if file.state == "overdue" else None
    at = call.ended or passed or file.last_at or call.began
    if _instant(case.deadline) != file.deadline and file.state in HELD:
        said = {"before": _text(case.deadline), "deadline": _text(file.deadline)}
        noted(session, case, f"deadline/{_text(file.deadline)}", "deadline", at, WORKER, **said)
        case.deadline, case.provisional = file.deadline, file.provisional
    if case.state != file.state:
        cured = file.state in ("met", "met_by_market") and account is not None
        kept = freeze(ctx, session, case.client_id, account, "cure", at).id if cured and account else None
        key = f"state/{file.state}/{_text(at)}"
        noted(session, case, key, "state", at, WORKER, kept, before=case.state, state=file.state)
        told = {"id": case.id, "before": case.state, "state": file.state}
        ctx.record(session, Event("margin_call.moved", WORKER, case.client_id, told))
        case.state = file.state
    if call.ended is not None and case.open_key is not None:
        case.open_key, case.closed_at = None, call.ended
        _no_more_to_do(ctx, session, case)
    session.flush()
    return before != (case.state, case.deadline, case.closed_at)


def lapsed(ctx: Context, session: Session, case: MarginCase) -> None:
    """Closes a case whose call is no more: the contract it was about was given another due day."""
    now = ctx.clock.now()
    noted(
        session,
        case,
        f"state/extended/{_text(now)}",
        "state",
        now,
        WORKER,
        before=case.state,
        state="extended",
    )
    ctx.record(
        session, Event("margin_call.moved", WORKER, case.client_id, {"id": case.id, "state": "extended"})
    )
    case.state, case.open_key, case.closed_at = "extended", None, now
    _no_more_to_do(ctx, session, case)
    session.flush()


def noted(
    session: Session,
    case: MarginCase,
    key: str,
    what: Happened,
    at: datetime,
    by: str,
    snapshot_id: str | None = None,
    **detail: Any,
) -> bool:
    """Adds an event to a case; False where it was noted before."""
    row = CaseEvent.of(
        call_id=case.id,
        key=f"{case.id}/{key}",
        at=at,
        what=what,
        by=by,
        snapshot_id=snapshot_id,
        detail=detail,
    )
    return insert_if_absent(session, CaseEvent, row.model_dump(exclude={"id"}))


def task(
    ctx: Context, session: Session, case: MarginCase, what: str, due: datetime | None, again: str = ""
) -> bool:
    """Something for people to do about a case; False where it was asked for before."""
    row = CallTask.of(
        key=f"{case.id}/{what}{again}",
        client_id=case.client_id,
        call_id=case.id,
        what=what,
        due=due,
        assigned_group=case.assigned_group,
        opened_at=ctx.clock.now(),
    )
    return insert_if_absent(session, CallTask, row.model_dump(exclude={"id"}))


def watch_task(ctx: Context, session: Session, view: View) -> bool:
    """An account that is below the liquidation line before the close is for a person to watch; once a day."""
    row = CallTask.of(
        key=f"watch/{view.client.client_id}/{ctx.clock.today()}",
        client_id=view.client.client_id,
        what="watch",
        assigned_group=view.client.group,
        opened_at=ctx.clock.now(),
    )
    return insert_if_absent(session, CallTask, row.model_dump(exclude={"id"}))


def open_key(client_id: str, kind: str, contract: str | None) -> str:
    """What there may be one open case of."""
    return f"{client_id}/{kind}/{contract or '-'}"


def _no_more_to_do(ctx: Context, session: Session, case: MarginCase) -> None:
    for each in queries.tasks(session, case.id):
        if each.done_at is None:
            each.done_by, each.done_at = WORKER, ctx.clock.now()


def _instant(at: datetime | None) -> datetime | None:
    return None if at is None else at.astimezone(BOOKING_ZONE)


def _text(at: datetime | None) -> str | None:
    return None if at is None else local_text(at)
