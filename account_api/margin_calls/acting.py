"""Acts about a call: each is put to the state machine, kept if it may happen, and followed by what it brings about.

A refusal of the machine is told in its own words, in both languages; nothing is kept then.
"""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlmodel import Session

from account_api.accounts.tables import CallAct
from account_api.accounts.view import View, look
from account_api.audit import Event
from account_api.clients import queries as clients
from account_api.clock import BOOKING_ZONE, local_text
from account_api.context import Context
from account_api.decisions.call_state import followed
from account_api.errors import StateChanged
from account_api.margin_calls import cases
from account_api.margin_calls.following import follow
from account_api.margin_calls.segments import segments
from account_api.margin_calls.tables import MarginCase
from account_api.snapshots.service import freeze
from account_api.texts import plain
from risk.calls import REFUSALS, CallFile
from risk.calls.model import EventName
from risk.calls.transitions import Refusal


def acted(
    ctx: Context,
    session: Session,
    case: MarginCase,
    act: EventName,
    by: str,
    *,
    amount: Decimal | None = None,
    until: datetime | None = None,
    **detail: Any,
) -> CallAct:
    """Keeps an act of now and brings the case to where it then stands. Raises StateChanged with the machine's refusal."""
    row = _kept(case, act, ctx.clock.now(), amount, until)
    row.source_id = f"{case.id}/{by}"
    session.add(row)
    session.flush()
    refuse_if_refused(ctx, session, case, row)
    said = {"act": act, "amount": None if amount is None else plain(amount), **detail}
    said |= {} if until is None else {"until": local_text(until)}
    cases.noted(session, case, f"act/{row.id}", "act", row.at, by, row.snapshot_id, **said)
    ctx.record(session, Event("margin_call.act", by, case.client_id, {"id": case.id, **said}))
    follow(ctx, session, view_of(ctx, session, case), "intraday")
    return row


def sale(
    ctx: Context, session: Session, case: MarginCase, at: datetime, amount: Decimal, source: str
) -> tuple[CallAct, Refusal | None]:
    """What a liquidation made, with the account frozen as it stands after it, and why the call would not have had it: what was
    sold was sold, so it is kept all the same.
    """
    account = view_of(ctx, session, case).snapshot
    kept = None if account is None else freeze(ctx, session, case.client_id, account, "force", at)
    row = _kept(case, "sale", at, amount, None)
    row.snapshot_id, row.source_id = None if kept is None else kept.id, source
    session.add(row)
    session.flush()
    return row, _refusal(ctx, session, case, row)


def refuse_if_refused(ctx: Context, session: Session, case: MarginCase, row: CallAct) -> None:
    """Raises StateChanged where the machine refuses what was just kept; the caller's transaction ends with it."""
    refusal = _refusal(ctx, session, case, row)
    if refusal is not None:
        raise StateChanged(*REFUSALS[refusal])


def _refusal(ctx: Context, session: Session, case: MarginCase, row: CallAct) -> Refusal | None:
    at = row.at.astimezone(BOOKING_ZONE)
    for call in followed(ctx, session, view_of(ctx, session, case), ctx.clock.local()):
        if (call.file.kind, call.contract) != (case.kind, case.contract_id):
            continue
        mine = [each for each in call.outcomes if each.event.name == row.act and each.event.at == at]
        return mine[-1].refusal if mine else None
    return None


def standing(ctx: Context, session: Session, case: MarginCase) -> CallFile | None:
    """Where an open case stands now; None where its call is over."""
    for call in followed(ctx, session, view_of(ctx, session, case), ctx.clock.local()):
        if (call.file.kind, call.contract) == (case.kind, case.contract_id):
            mine = [each for each in segments(call.outcomes) if each.called_on == case.called_on]
            return mine[0].file if mine and mine[0].ended is None else None
    return None


def view_of(ctx: Context, session: Session, case: MarginCase) -> View:
    """The account of a case as it is seen today."""
    client = clients.client(session, case.client_id)
    assert client is not None
    return look(session, client, ctx.clock.today())


def _kept(
    case: MarginCase,
    act: EventName,
    at: datetime,
    amount: Decimal | None,
    until: datetime | None,
) -> CallAct:
    return CallAct.of(
        client_id=case.client_id,
        kind=case.kind,
        contract_id=case.contract_id,
        act=act,
        at=at,
        amount=amount,
        until=until,
    )
