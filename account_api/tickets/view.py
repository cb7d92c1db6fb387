"""Tickets as shown to the client and to the desk."""

from collections.abc import Sequence

from sqlmodel import Session

from account_api.clients import queries as clients
from account_api.clock import BOOKING_ZONE, local_text
from account_api.context import Context
from account_api.tickets import queries
from account_api.tickets.contract import (
    AttachmentPublic,
    EvidencePublic,
    FollowUpPublic,
    SlaPublic,
    TicketPublic,
)
from account_api.tickets.sla import sla
from account_api.tickets.tables import Attachment, Evidence, FollowUp, Ticket


def public(ctx: Context, session: Session, tickets: Sequence[Ticket]) -> list[TicketPublic]:
    """Tickets in the order given, each with its history, its evidence and its clock."""
    numbers = [ticket.number for ticket in tickets]
    follow_ups = queries.follow_ups(session, numbers)
    evidence, attached = queries.evidence(session, numbers), queries.attachments(session, numbers)
    named = clients.named(session, (ticket.client_id for ticket in tickets))
    return [
        TicketPublic(
            **ticket.model_dump(
                include={"number", "client_id", "status", "category", "due_on", "due_provisional"}
            ),
            text=ticket.text,
            details=ticket.details,
            name_masked=named[ticket.client_id].name_masked,
            opened_at=local_text(ticket.opened_at),
            follow_ups=[_follow_up(each) for each in follow_ups[ticket.number]],
            sla=_sla(ctx, ticket),
            evidence=[_evidence(each) for each in evidence[ticket.number]],
            attachments=[attachment(each) for each in attached[ticket.number]],
            escalated_at=None if ticket.escalated_at is None else local_text(ticket.escalated_at),
        )
        for ticket in tickets
    ]


def attachment(row: Attachment) -> AttachmentPublic:
    """A file as it is listed."""
    shown = row.model_dump(include={"id", "name", "media_type", "sha256", "size"})
    return AttachmentPublic(at=local_text(row.at), **shown)


def _sla(ctx: Context, ticket: Ticket) -> SlaPublic:
    clock = sla(ticket.due_on, ctx.clock.today(), ticket.status, ctx.calendar)
    answered = ticket.answered_at
    return SlaPublic(
        due_on=ticket.due_on,
        business_days_left=clock.business_days_left,
        state=clock.state,
        provisional=ticket.due_provisional,
        answered_on=None if answered is None else answered.astimezone(BOOKING_ZONE).date(),
    )


def _follow_up(row: FollowUp) -> FollowUpPublic:
    return FollowUpPublic(at=local_text(row.at), text=row.text)


def _evidence(row: Evidence) -> EvidencePublic:
    return EvidencePublic(at=local_text(row.at), kind=row.kind, title=row.title, detail=row.detail)
