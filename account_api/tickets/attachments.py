"""Files that come with a ticket: kept whole in the database, listed by hash, handed out to whoever may see the ticket."""

from collections.abc import Mapping
from urllib.parse import quote

from sqlmodel import Session

from account_api.audit import Event
from account_api.auth.principal import Principal
from account_api.auth.roles import Role
from account_api.context import Context
from account_api.errors import Conflict, NoSuchTicket
from account_api.tickets import queries, service, view
from account_api.tickets.contract import TicketPublic
from account_api.tickets.files import File
from account_api.tickets.tables import Attachment, FollowUp

MOST = 10
RECEIVED = "已收到附件 / attachment received"


def attach(ctx: Context, session: Session, principal: Principal, number: str, file: File) -> TicketPublic:
    """Adds a file to a ticket. Raises NoSuchTicket, or Conflict where the ticket has ten already."""
    ticket = service.seen(session, principal, number)
    if len(queries.locked_attachments(session, number)) >= MOST:
        raise Conflict("A ticket takes ten files at most.", "每张工单最多附十个文件。")
    now = ctx.clock.now()
    session.add(
        Attachment.of(
            number=number,
            at=now,
            by=principal.user,
            name=file.name,
            media_type=file.media_type,
            sha256=file.sha256,
            size=len(file.content),
            content=file.content,
        )
    )
    session.add(FollowUp.of(number=number, at=now, by=principal.user, text=f"{RECEIVED}：{file.name}"))
    session.flush()
    service.record(ctx, session, "ticket.attached", principal, ticket, {"sha256": file.sha256})
    return view.public(ctx, session, [ticket])[0]


def opened(ctx: Context, session: Session, principal: Principal, number: str, attachment: int) -> Attachment:
    """One file with its content. Raises NoSuchTicket for an unknown one too; a look of staff is audited."""
    ticket = service.seen(session, principal, number)
    found = queries.attachment(session, number, attachment)
    if found is None:
        raise NoSuchTicket.seen(Event("ticket.denied", principal.user, ticket.client_id, {"number": number}))
    if principal.role is not Role.client:
        service.record(ctx, session, "ticket.attachment_read", principal, ticket, {"sha256": found.sha256})
    return found


def headers(file: Attachment) -> Mapping[str, str]:
    """How a file leaves: to be saved under its name, never to be run or guessed at by a browser."""
    return {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name)}",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "no-store",
    }
