"""Cases opened, moved on and closed as their calls move; every step is an event of the case and a row of the audit trail.

Each event has a key of what it says, so that finding the same thing twice writes it once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from account_api.accounts.view import View
from account_api.audit import Event
from account_api.clock import BOOKING_ZONE, local_text
from account_api.counters import next_numbers
from account_api.db import columns_of, insert_all
from account_api.margin_calls import queries
from account_api.margin_calls.amounts import money
from account_api.margin_calls.batch import Batch, Noted, Task
from account_api.margin_calls.segments import HELD, Segment
from account_api.margin_calls.tables import CallTask, CaseEvent, Happened, MarginCase
from account_api.proposals.service import WORKER
from risk.account import Snapshot
from risk.calls.model import Kind

RULE = "liquidation_duty"
CLAUSES: dict[Kind, str] = {
    "maintenance": "call_deadline",
    "minimum": "minimum_line",
    "maturity": "call_deadline",
}
"""Which clause of the contract a call of each kind rests on."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A call that has no case yet, made on the account as it `stood`; `account` is that of now."""

    view: View
    account: Snapshot
    call: Segment
    contract: str | None
    stood: Snapshot


def opened(batch: Batch, openings: Sequence[Opening]) -> list[MarginCase]:
    """New cases, one for each of these calls."""
    made = entered(batch, openings)
    for row in made:
        batch.record(Event("margin_call.opened", WORKER, row.client_id, {"id": row.id, "kind": row.kind}))
    return made


def entered(batch: Batch, openings: Sequence[Opening]) -> list[MarginCase]:
    """The rows of new cases: each itself, its first event and its first task."""
    if not openings:
        return []
    numbers = next_numbers(batch.session, f"margin_call:{batch.today}", len(openings))
    return [
        _entered(batch, f"C{batch.today:%Y%m%d}-{number:04d}", each)
        for number, each in zip(numbers, openings, strict=True)
    ]


def _entered(batch: Batch, number: str, opening: Opening) -> MarginCase:
    call, client, stood = opening.call, opening.view.client, opening.stood
    kind, client_id = call.file.kind, client.client_id
    kept, shown = batch.freeze(client_id, stood, "call", call.began), batch.shown(stood, opening.contract)
    row = MarginCase.of(
        id=number,
        client_id=client_id,
        kind=kind,
        contract_id=opening.contract,
        open_key=open_key(client_id, kind, opening.contract),
        called_on=call.called_on,
        deadline=call.file.deadline,
        provisional=call.file.provisional,
        state="called",
        amount_at_call=money(shown.figures["amount"]),
        snapshot_id=kept,
        rule=RULE,
        clause=stood.terms.clauses.get(CLAUSES[kind]),
        assigned_group=client.group,
        opened_at=call.began,
    )
    batch.cases.append(row)
    batch.keep(client_id, kept, shown, f"case {row.id}", row.opened_at)
    said: dict[str, Any] = {"kind": kind, "deadline": _text(row.deadline), "state": row.state}
    said |= {"closed": sorted(day.isoformat() for day in call.file.closures)} if call.file.closures else {}
    batch.note(row, "opened", "opened", row.opened_at, WORKER, kept, **said)
    task(batch, row, "call_client", row.deadline)
    return row


def moved(batch: Batch, case: MarginCase, call: Segment, account: Snapshot) -> bool:
    """Brings the case to where its call stands; whether anything changed."""
    file, before = call.file, (case.state, case.deadline, case.closed_at)
    passed = file.deadline if file.state == "overdue" else None
    at = call.ended or passed or file.last_at or call.began
    if _instant(case.deadline) != file.deadline and file.state in HELD:
        said = {"before": _text(case.deadline), "deadline": _text(file.deadline)}
        batch.note(case, f"deadline/{_text(file.deadline)}", "deadline", at, WORKER, **said)
        case.deadline, case.provisional = file.deadline, file.provisional
    if case.state != file.state:
        cured = file.state in ("met", "met_by_market")
        kept = batch.freeze(case.client_id, account, "cure", at) if cured else None
        _stands(batch, case, file.state, at, kept)
    if call.ended is not None and case.open_key is not None:
        case.open_key, case.closed_at = None, call.ended
        batch.ended.append(case.id)
    return before != (case.state, case.deadline, case.closed_at)


def closed_on(batch: Batch, case: MarginCase, closed: Mapping[date, datetime]) -> None:
    """Keeps when the case learned of days on which the exchange was closed after all."""
    for day, at in closed.items():
        if f"{case.id}/closed/{day}" not in batch.known:
            batch.note(case, f"closed/{day}", "deadline", at, WORKER, closed=[day.isoformat()])


def lapsed(batch: Batch, case: MarginCase) -> None:
    """Closes a case whose call is no more: the contract it was about was given another due day."""
    _stands(batch, case, "extended", batch.now, None)
    case.open_key, case.closed_at = None, batch.now
    batch.ended.append(case.id)


def _stands(batch: Batch, case: MarginCase, state: str, at: datetime, kept: str | None) -> None:
    key = f"state/{state}/{_text(at)}"
    batch.note(case, key, "state", at, WORKER, kept, before=case.state, state=state)
    told = {"id": case.id, "before": case.state, "state": state}
    batch.record(Event("margin_call.moved", WORKER, case.client_id, told))
    case.state = state


def noted(
    session: Session,
    case: MarginCase,
    key: str,
    what: Happened,
    at: datetime,
    by: str,
    snapshot_id: str | None = None,
    **detail: Any,
) -> None:
    """Adds one event to a case at once, unless it was noted before."""
    event = Noted(case.id, f"{case.id}/{key}", at, what, by, snapshot_id, detail)
    insert_all(session, CaseEvent, [columns_of(event)])


def task(batch: Batch, case: MarginCase, what: str, due: datetime | None) -> None:
    """Something for people to do about a case."""
    key = f"{case.id}/{what}"
    batch.ask(Task(key, case.client_id, case.id, what, due, case.assigned_group, batch.now))


def ask(session: Session, case: MarginCase, key: str, what: str, now: datetime) -> None:
    """The same at once, unless it was asked before."""
    row = Task(f"{case.id}/{key}", case.client_id, case.id, what, None, case.assigned_group, now)
    insert_all(session, CallTask, [columns_of(row)])


def watch_tasks(batch: Batch, views: Sequence[View]) -> set[str]:
    """Accounts that are below the liquidation line before the close are for a person to watch, once a day; those of these
    clients for whom it was not asked yet.
    """
    keys = {f"watch/{each.client.client_id}/{batch.today}": each.client for each in views}
    new = keys.keys() - queries.asked_for(batch.session, keys)
    for key in keys:
        if key in new:
            client = keys[key]
            batch.ask(Task(key, client.client_id, None, "watch", None, client.group, batch.now))
    return {keys[key].client_id for key in new}


def open_key(client_id: str, kind: str, contract: str | None) -> str:
    """What there may be one open case of."""
    return f"{client_id}/{kind}/{contract or '-'}"


def _instant(at: datetime | None) -> datetime | None:
    return None if at is None else at.astimezone(BOOKING_ZONE)


def _text(at: datetime | None) -> str | None:
    return None if at is None else local_text(at)
