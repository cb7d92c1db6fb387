"""The desk at work on cases: look, claim, stay, release, close, note.

Whoever changes a case does it in one statement that says how the case must stand; of two at once one finds it
so, and the other is told who has it.
"""

from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session

from account_api.accounts.margin_calls import call_of
from account_api.audit import Event
from account_api.auth.principal import Principal
from account_api.clients import queries as clients
from account_api.clock import local_text
from account_api.context import Context
from account_api.errors import FieldProblem, NoSuchCase, StateChanged
from account_api.handoffs import queries, view
from account_api.handoffs.contract import (
    CloseCreate,
    HandoffDetail,
    HandoffPublic,
    NotePublic,
    QueuedHandoffPublic,
)
from account_api.handoffs.tables import Handoff, HandoffNote, NoteKind, State

OPEN: tuple[State, ...] = ("waiting", "claimed")
NOBODY = {
    "state": "waiting",
    "claimed_by": None,
    "agent_name": None,
    "claimed_at": None,
    "heartbeat_at": None,
}


def queue(
    ctx: Context, session: Session, principal: Principal, state: State | None
) -> list[QueuedHandoffPublic]:
    """The cases this principal may see, in the order they should be worked."""
    cases = queries.visible(session, principal, OPEN if state is None else (state,))
    named = clients.named(session, (case.client_id for case in cases))
    waiting = {case.client_id for case in cases if case.state in OPEN}
    calls = {each: call_of(ctx, session, client) for each, client in named.items() if each in waiting}
    return view.queued(cases, named, calls, ctx.clock.wall())


def status(ctx: Context, session: Session, principal: Principal, handoff_id: str) -> HandoffPublic:
    """How the case stands, for the one who called. Raises NoSuchCase for somebody else's."""
    case = queries.followed_one(session, principal, handoff_id)
    if case is None:
        raise _denied(session, principal, handoff_id)
    return view.public(case, ctx.clock.wall())


def opened(ctx: Context, session: Session, principal: Principal, handoff_id: str) -> HandoffDetail:
    """The case with everything the desk knows of it. Raises NoSuchCase."""
    case = _seen(session, principal, handoff_id)
    _record(ctx, session, "handoff.read", principal, case)
    return _detail(ctx, session, case)


def claim(ctx: Context, session: Session, principal: Principal, handoff_id: str) -> HandoffDetail:
    """Takes a case nobody has, or whose holder has fallen silent. Raises NoSuchCase, or StateChanged naming the
    holder. Claiming one's own again only says that one is there.
    """
    seen = _seen(session, principal, handoff_id)
    if seen.state == "claimed" and seen.claimed_by == principal.user:
        return _detail(ctx, session, _beat(ctx, session, principal, handoff_id))
    before = seen.claimed_by
    wall = ctx.clock.wall()
    values = {
        "state": "claimed",
        "claimed_by": principal.user,
        "agent_name": principal.display_name,
        "claimed_at": ctx.clock.now(),
        "heartbeat_at": wall,
    }
    case = _change(session, principal, handoff_id, queries.free_at(wall), values)
    if before is None:
        _record(ctx, session, "handoff.claimed", principal, case)
    else:
        _record(ctx, session, "handoff.taken_over", principal, case, {"from": ctx.trail.pseudonym(before)})
    return _detail(ctx, session, case)


def heartbeat(ctx: Context, session: Session, principal: Principal, handoff_id: str) -> HandoffPublic:
    """The holder is still there. Raises NoSuchCase, or StateChanged when somebody else has taken the case."""
    _seen(session, principal, handoff_id)
    return view.public(_beat(ctx, session, principal, handoff_id), ctx.clock.wall())


def release(
    ctx: Context, session: Session, principal: Principal, handoff_id: str, note: str
) -> HandoffDetail:
    """Puts a case one holds back into the queue, at its old place. Raises NoSuchCase or StateChanged."""
    _seen(session, principal, handoff_id)
    case = _change(session, principal, handoff_id, queries.held_by(principal.user), NOBODY)
    _note(ctx, session, principal, case, "released", note)
    _record(ctx, session, "handoff.released", principal, case)
    return _detail(ctx, session, case)


def close(
    ctx: Context, session: Session, principal: Principal, handoff_id: str, asked: CloseCreate
) -> HandoffDetail:
    """Ends a case one holds. Raises NoSuchCase or StateChanged, also for one that is closed already."""
    _seen(session, principal, handoff_id)
    values = {"state": "closed", "outcome": asked.outcome, "closed_at": ctx.clock.now()}
    case = _change(session, principal, handoff_id, queries.held_by(principal.user), values)
    _note(ctx, session, principal, case, "closed", asked.note)
    _record(ctx, session, "handoff.closed", principal, case, {"outcome": asked.outcome})
    return _detail(ctx, session, case)


def note(ctx: Context, session: Session, principal: Principal, handoff_id: str, text: str) -> NotePublic:
    """An internal note; whoever works at the desk may write one, also on a closed case. Raises NoSuchCase."""
    case = _seen(session, principal, handoff_id)
    written = _note(ctx, session, principal, case, "note", text)
    _record(ctx, session, "handoff.noted", principal, case)
    return view.note(written)


def _beat(ctx: Context, session: Session, principal: Principal, handoff_id: str) -> Handoff:
    """Not audited: it says nothing but that a page is open, every half minute."""
    beat = {"heartbeat_at": ctx.clock.wall()}
    return _change(session, principal, handoff_id, queries.held_by(principal.user), beat)


def _change(
    session: Session,
    principal: Principal,
    handoff_id: str,
    condition: ColumnElement[bool],
    values: dict[str, Any],
) -> Handoff:
    case = queries.change(session, principal, handoff_id, condition, values)
    if case is None:
        raise _stands_otherwise(_seen(session, principal, handoff_id))
    return case


def _detail(ctx: Context, session: Session, case: Handoff) -> HandoffDetail:
    client = None if case.client_id is None else clients.client(session, case.client_id)
    return view.detail(case, client, queries.notes(session, case.id), ctx.clock.wall())


def _note(
    ctx: Context, session: Session, principal: Principal, case: Handoff, kind: NoteKind, text: str
) -> HandoffNote:
    written = HandoffNote.of(
        handoff_id=case.id,
        at=ctx.clock.now(),
        by=principal.user,
        author=principal.display_name,
        kind=kind,
        text=text,
    )
    session.add(written)
    session.flush()
    return written


def _record(
    ctx: Context,
    session: Session,
    action: str,
    principal: Principal,
    case: Handoff,
    more: dict[str, object] | None = None,
) -> None:
    ctx.record(session, Event(action, principal.user, case.client_id, {"id": case.id, **(more or {})}))


def _seen(session: Session, principal: Principal, handoff_id: str) -> Handoff:
    case = queries.visible_one(session, principal, handoff_id)
    if case is None:
        raise _denied(session, principal, handoff_id)
    return case


def _denied(session: Session, principal: Principal, handoff_id: str) -> NoSuchCase:
    owner = queries.owner_of(session, handoff_id)
    return NoSuchCase.seen(Event("handoff.denied", principal.user, owner, {"id": handoff_id}))


def _stands_otherwise(case: Handoff) -> StateChanged:
    """How the case stands, in words and as a field: `state`, or `claimed_by` with the holder's name."""
    if case.state == "claimed":
        holder, since = case.agent_name, local_text(case.claimed_at or case.raised_at)
        text, text_zh = f"{holder} has this case since {since}.", f"{holder}已于 {since} 接手该会话。"
        field = FieldProblem("claimed_by", "claimed", holder, text, text_zh)
    elif case.state == "closed":
        text, text_zh = f"This case is closed ({case.outcome}).", f"该会话已结束（{case.outcome}）。"
        field = FieldProblem("state", "closed", case.state, text, text_zh)
    else:
        text, text_zh = "Nobody has this case; claim it first.", "该会话尚无人接手，请先接手。"
        field = FieldProblem("state", "waiting", case.state, text, text_zh)
    return StateChanged(text, text_zh, (field,))
