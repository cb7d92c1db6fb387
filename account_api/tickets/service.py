"""Opening tickets, following them up, and the desk's work on them."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import func, literal
from sqlmodel import Session, col

from account_api import outbox
from account_api.audit import Event
from account_api.auth.principal import Principal
from account_api.auth.roles import Role
from account_api.clients.queries import client
from account_api.clients.tables import Client
from account_api.columns import Utc
from account_api.context import Context
from account_api.counters import next_number
from account_api.errors import FieldProblem, Malformed, NoSuchTicket, NotAllowed, StateChanged
from account_api.firm.queries import whole_number
from account_api.tickets import queries, view
from account_api.tickets.contract import (
    MOST_DETAILS,
    EvidenceCreate,
    StatusCreate,
    TicketCreate,
    TicketPublic,
)
from account_api.tickets.sla import ANSWERED
from account_api.tickets.tables import Evidence, FollowUp, State, Ticket
from risk.calendar import TradingDay

RECEIVED = "已受理 / received"
MOVES: Mapping[str, tuple[tuple[State, ...], str]] = {
    "in_progress": (("open", "answered"), "处理中 / in progress"),
    "answered": (("open", "in_progress"), "已答复 / answered"),
    "closed": (("open", "in_progress", "answered"), "已结束 / closed"),
}
"""Where a ticket may go, from where, and what the client reads."""

UNANSWERED: tuple[State, ...] = ("open", "in_progress")
AMENDED = "更正 / corrected"


def open_ticket(ctx: Context, session: Session, principal: Principal, asked: TicketCreate) -> TicketPublic:
    """The client's own complaint. Staff open one for a client by `open_for`."""
    owner = None if principal.client_id is None else client(session, principal.client_id)
    if owner is None:
        raise NotAllowed("Only a client can open a ticket here.", "只有客户本人可以在此提交工单。")
    return open_for(ctx, session, principal, owner, asked)


def open_for(
    ctx: Context, session: Session, principal: Principal, owner: Client, asked: TicketCreate
) -> TicketPublic:
    """Ticket, first follow-up, audit and message to the desk, in one transaction."""
    today = ctx.clock.today()
    due = due_on(ctx, session, today)
    ticket = Ticket.of(
        **asked.model_dump(),
        number=f"T{today:%Y%m%d}-{next_number(session, f'ticket:{today}'):04d}",
        client_id=owner.client_id,
        group=owner.group,
        opened_by=principal.user,
        opened_at=ctx.clock.now(),
        due_on=due.date,
        due_provisional=due.provisional,
    )
    session.add(ticket)
    session.flush()
    _follow_up(ctx, session, ticket, principal, RECEIVED)
    record(ctx, session, "ticket.opened", principal, ticket)
    message = {"number": ticket.number, "group": ticket.group}
    outbox.put(session, "ticket_opened", message, f"ticket_opened:{ticket.number}", ctx.clock.wall())
    return _shown(ctx, session, ticket)


def due_on(ctx: Context, session: Session, opened: date) -> TradingDay:
    """The last day for an answer. Business days are counted as trading days, the ones the firm works for
    sure.
    """
    return ctx.calendar.add_sessions(opened, whole_number(session, "complaint_reply_business_days"))


def follow_up(ctx: Context, session: Session, principal: Principal, number: str, text: str) -> TicketPublic:
    """Adds a line to a ticket the principal may see. Raises NoSuchTicket otherwise."""
    ticket = seen(session, principal, number)
    _follow_up(ctx, session, ticket, principal, text)
    record(ctx, session, "ticket.followed_up", principal, ticket)
    return _shown(ctx, session, ticket)


def move(
    ctx: Context, session: Session, principal: Principal, number: str, asked: StatusCreate
) -> TicketPublic:
    """The desk moves a ticket on; the client reads it as a follow-up. Raises NoSuchTicket, or StateChanged where
    the ticket is not in a state from which it may go there.
    """
    seen(session, principal, number)
    from_states, words = MOVES[asked.status]
    values: dict[str, Any] = {"status": asked.status}
    if asked.status in ANSWERED:
        values["answered_at"] = func.coalesce(col(Ticket.answered_at), literal(ctx.clock.now(), Utc()))
    ticket = queries.move(session, principal, number, from_states, values)
    if ticket is None:
        raise _stuck(seen(session, principal, number))
    _follow_up(ctx, session, ticket, principal, f"{words}：{asked.note}")
    record(ctx, session, "ticket.moved", principal, ticket, {"status": asked.status})
    return _shown(ctx, session, ticket)


def amend(
    ctx: Context, session: Session, principal: Principal, number: str, details: Mapping[str, Any]
) -> TicketPublic:
    """Corrects details before the answer: what is given replaces, null takes away; the client reads both values.

    Raises NoSuchTicket, StateChanged once the ticket was answered, or Malformed where it would have too many details. The
    audit counts them only: their names are the client's own words.
    """
    ticket = seen(session, principal, number)
    was = dict(ticket.details)
    changed = {name: value for name, value in details.items() if was.get(name) != value}
    kept = {name: value for name, value in {**was, **changed}.items() if value is not None}
    if not changed:
        return _shown(ctx, session, ticket)
    if len(kept) > MOST_DETAILS:
        text = f"A ticket has {MOST_DETAILS} details at most."
        text_zh = f"每张工单最多 {MOST_DETAILS} 项细节。"
        problem = FieldProblem("details", "too_long", str(len(kept)), text, text_zh)
        raise Malformed("Please correct: details.", "请更正：details。", [problem])
    amended = queries.move(session, principal, number, UNANSWERED, {"details": kept})
    if amended is None:
        raise _stuck(seen(session, principal, number))
    told = "；".join(f"{name}: {_said(was.get(name))} → {_said(value)}" for name, value in changed.items())
    _follow_up(ctx, session, amended, principal, f"{AMENDED}：{told}")
    record(ctx, session, "ticket.amended", principal, amended, {"details": len(changed)})
    return _shown(ctx, session, amended)


def add_evidence(
    ctx: Context, session: Session, principal: Principal, number: str, asked: EvidenceCreate
) -> TicketPublic:
    """Adds what shows something. Raises NoSuchTicket."""
    ticket = seen(session, principal, number)
    session.add(Evidence.of(number=number, at=ctx.clock.now(), by=principal.user, **asked.model_dump()))
    session.flush()
    record(ctx, session, "ticket.evidence_added", principal, ticket, {"kind": asked.kind})
    return _shown(ctx, session, ticket)


def listed(ctx: Context, session: Session, principal: Principal) -> list[TicketPublic]:
    """The tickets this principal may see, newest first. A look of staff is audited with the clients it saw."""
    tickets = queries.visible(session, principal)
    if principal.role is not Role.client:
        seen = sorted({ctx.trail.pseudonym(ticket.client_id) for ticket in tickets})
        ctx.record(session, Event("tickets.read", principal.user, None, {"clients": seen}))
    return view.public(ctx, session, tickets)


def opened(ctx: Context, session: Session, principal: Principal, number: str) -> TicketPublic:
    """One ticket. Raises NoSuchTicket; a look of staff is audited."""
    ticket = seen(session, principal, number)
    if principal.role is not Role.client:
        record(ctx, session, "ticket.read", principal, ticket)
    return _shown(ctx, session, ticket)


def _shown(ctx: Context, session: Session, ticket: Ticket) -> TicketPublic:
    return view.public(ctx, session, [ticket])[0]


def seen(session: Session, principal: Principal, number: str) -> Ticket:
    """The ticket of that number, for who may see it. Raises NoSuchTicket, on record."""
    ticket = queries.visible_one(session, principal, number)
    if ticket is None:
        owner = queries.owner_of(session, number)
        raise NoSuchTicket.seen(Event("ticket.denied", principal.user, owner, {"number": number}))
    return ticket


def _follow_up(ctx: Context, session: Session, ticket: Ticket, principal: Principal, text: str) -> None:
    session.add(FollowUp.of(number=ticket.number, at=ctx.clock.now(), by=principal.user, text=text))
    session.flush()


def record(
    ctx: Context,
    session: Session,
    action: str,
    principal: Principal,
    ticket: Ticket,
    more: Mapping[str, object] | None = None,
) -> None:
    """Audits what was done to a ticket."""
    about = {"number": ticket.number, **(more or {})}
    ctx.record(session, Event(action, principal.user, ticket.client_id, about))


def _said(value: object) -> str:
    if value is None:
        return "—"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _stuck(ticket: Ticket) -> StateChanged:
    text = f"The ticket is {ticket.status} and cannot go there."
    text_zh = f"该工单当前状态为 {ticket.status}，不能转为所选状态。"
    return StateChanged(text, text_zh, (FieldProblem("status", "state", ticket.status, text, text_zh),))
