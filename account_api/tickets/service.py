"""Opening tickets and following them up."""

from datetime import date

from sqlmodel import Session

from account_api import outbox
from account_api.audit import Event
from account_api.auth.principal import Principal
from account_api.clients.queries import client
from account_api.clock import local_text
from account_api.context import Context
from account_api.counters import next_number
from account_api.errors import NotAllowed, NotFound
from account_api.firm.queries import whole_number
from account_api.tickets import queries
from account_api.tickets.contract import FollowUpPublic, TicketCreate, TicketPublic
from account_api.tickets.tables import FollowUp, Ticket
from risk.calendar import TradingDay


def open_ticket(ctx: Context, session: Session, principal: Principal, asked: TicketCreate) -> TicketPublic:
    """Ticket, first follow-up, audit and message to the desk, in one transaction. Clients only: it is their
    complaint.
    """
    owner = None if principal.client_id is None else client(session, principal.client_id)
    if owner is None:
        raise NotAllowed("Only a client can open a ticket here.", "只有客户本人可以在此提交工单。")
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
    received = _follow_up(ctx, session, ticket, principal, "已受理 / received")
    ctx.record(session, Event("ticket.opened", principal.user, owner.client_id, {"number": ticket.number}))
    message = {"number": ticket.number, "group": ticket.group}
    outbox.put(session, "ticket_opened", message, f"ticket_opened:{ticket.number}", ctx.clock.wall())
    return _public(ticket, [received])


def due_on(ctx: Context, session: Session, opened: date) -> TradingDay:
    """The last day for an answer. Business days are counted as trading days, the ones the firm works for
    sure.
    """
    return ctx.calendar.add_sessions(opened, whole_number(session, "complaint_reply_business_days"))


def follow_up(ctx: Context, session: Session, principal: Principal, number: str, text: str) -> TicketPublic:
    """Adds a line to a ticket the principal may see. Raises NotFound otherwise."""
    ticket = queries.visible_one(session, principal, number)
    if ticket is None:
        raise NotFound("There is no such ticket, or you may not see it.", "没有该工单，或您无权查看。")
    _follow_up(ctx, session, ticket, principal, text)
    ctx.record(session, Event("ticket.followed_up", principal.user, ticket.client_id, {"number": number}))
    return _public(ticket, queries.follow_ups(session, [number])[number])


def listed(session: Session, principal: Principal) -> list[TicketPublic]:
    """The tickets this principal may see, newest first."""
    tickets = queries.visible(session, principal)
    follow_ups = queries.follow_ups(session, [ticket.number for ticket in tickets])
    return [_public(ticket, follow_ups[ticket.number]) for ticket in tickets]


def _follow_up(ctx: Context, session: Session, ticket: Ticket, principal: Principal, text: str) -> FollowUp:
    added = FollowUp.of(number=ticket.number, at=ctx.clock.now(), by=principal.user, text=text)
    session.add(added)
    session.flush()
    return added


def _public(ticket: Ticket, follow_ups: list[FollowUp]) -> TicketPublic:
    return TicketPublic(
        **ticket.model_dump(
            include={"number", "status", "category", "due_on", "due_provisional", "text", "details"}
        ),
        opened_at=local_text(ticket.opened_at),
        follow_ups=[FollowUpPublic(at=local_text(each.at), text=each.text) for each in follow_ups],
    )
