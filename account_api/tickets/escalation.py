"""Tickets past their due day without an answer go to a supervisor, by themselves; the client reads that they did.

The worker runs this, and so does whoever looks at tickets: nobody is shown an overdue ticket that was not escalated.
"""

from sqlmodel import Session

from account_api import outbox
from account_api.audit import Event
from account_api.context import Context
from account_api.tickets import queries
from account_api.tickets.tables import FollowUp, Ticket

SYSTEM = "system"
ESCALATED = "已超过答复期限，已自动升级至客服主管 / past its due day, escalated to the supervisor"


def escalate_overdue(ctx: Context) -> int:
    """Escalates every ticket whose due day has gone by unanswered, once each; how many there were."""
    today = ctx.clock.today()
    with ctx.transaction(writes=False) as session:
        if not queries.any_overdue(session, today):
            return 0
    with ctx.transaction() as session:
        tickets = queries.escalate(session, today, ctx.clock.now())
        for ticket in tickets:
            _tell(ctx, session, ticket)
    return len(tickets)


def _tell(ctx: Context, session: Session, ticket: Ticket) -> None:
    session.add(FollowUp.of(number=ticket.number, at=ctx.clock.now(), by=SYSTEM, text=ESCALATED))
    about = {"number": ticket.number, "due_on": ticket.due_on.isoformat()}
    ctx.record(session, Event("ticket.escalated", SYSTEM, ticket.client_id, about))
    message = {"number": ticket.number, "group": ticket.group}
    outbox.put(session, "ticket_escalated", message, f"ticket_escalated:{ticket.number}", ctx.clock.wall())
