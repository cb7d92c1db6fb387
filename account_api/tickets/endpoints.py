"""Tickets: open, list, follow up; the desk opens one for a client, moves it on, adds evidence."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Path
from pydantic import BaseModel
from sqlmodel import Session

from account_api.auth.principal import Principal, Requires
from account_api.auth.roles import Role, Scope
from account_api.clients.access import VisibleClient
from account_api.context import Context
from account_api.dependencies import Ctx, Turnstile, Writing
from account_api.idempotency import IdempotencyKey, once
from account_api.texts import Words
from account_api.tickets import service
from account_api.tickets.contract import (
    AmendmentCreate,
    EvidenceCreate,
    FollowUpCreate,
    StatusCreate,
    TicketCreate,
    TicketPublic,
)
from account_api.tickets.escalation import escalate_overdue

router = APIRouter(tags=["tickets"])
Number = Annotated[Words, Path(max_length=20)]
Reader = Annotated[Principal, Requires(Scope.tickets_read)]
Writer = Annotated[Principal, Requires(Scope.tickets_write)]
Handler = Annotated[Principal, Requires(Scope.tickets_handle)]


@router.post("/tickets", status_code=201, response_model=TicketPublic)
def open_ticket(
    ctx: Ctx, session: Writing, principal: Writer, key: IdempotencyKey, asked: TicketCreate
) -> dict[str, Any]:
    """Opens a complaint ticket for the signed-in client, once per idempotency key."""

    def work() -> TicketPublic:
        return service.open_ticket(ctx, session, principal, asked)

    return _once(ctx, session, (principal.user, "tickets", key), asked, work)


@router.get("/tickets", dependencies=[Turnstile])
def tickets(ctx: Ctx, principal: Reader) -> list[TicketPublic]:
    """The tickets the signed-in principal may see, newest first; a look of staff is audited."""
    escalate_overdue(ctx)
    with ctx.transaction(writes=principal.role is not Role.client) as session:
        return service.listed(ctx, session, principal)


@router.get("/tickets/{number}", dependencies=[Turnstile])
def ticket(ctx: Ctx, principal: Reader, number: Number) -> TicketPublic:
    """One ticket with its history, evidence and clock; a look of staff is audited."""
    escalate_overdue(ctx)
    with ctx.transaction(writes=principal.role is not Role.client) as session:
        return service.opened(ctx, session, principal, number)


@router.post("/tickets/{number}/follow-ups", status_code=201, response_model=TicketPublic)
def follow_up(
    ctx: Ctx, session: Writing, principal: Writer, key: IdempotencyKey, number: Number, asked: FollowUpCreate
) -> dict[str, Any]:
    """Adds a line to a ticket, once per idempotency key."""

    def work() -> TicketPublic:
        return service.follow_up(ctx, session, principal, number, asked.text)

    return _once(ctx, session, (principal.user, f"tickets/{number}/follow-ups", key), asked, work)


@router.post("/tickets/{number}/amendments", status_code=201, response_model=TicketPublic)
def amend(
    ctx: Ctx, session: Writing, principal: Writer, key: IdempotencyKey, number: Number, asked: AmendmentCreate
) -> dict[str, Any]:
    """Corrects details of a ticket before its answer, once per idempotency key; the old values stay readable."""

    def work() -> TicketPublic:
        return service.amend(ctx, session, principal, number, asked.details)

    return _once(ctx, session, (principal.user, f"tickets/{number}/amendments", key), asked, work)


@router.post("/tickets/{number}/status", status_code=201, response_model=TicketPublic)
def move(
    ctx: Ctx, session: Writing, principal: Handler, key: IdempotencyKey, number: Number, asked: StatusCreate
) -> dict[str, Any]:
    """Moves a ticket on, once per idempotency key; the client reads it as a follow-up."""

    def work() -> TicketPublic:
        return service.move(ctx, session, principal, number, asked)

    return _once(ctx, session, (principal.user, f"tickets/{number}/status", key), asked, work)


@router.post("/tickets/{number}/evidence", status_code=201, response_model=TicketPublic)
def add_evidence(
    ctx: Ctx, session: Writing, principal: Handler, key: IdempotencyKey, number: Number, asked: EvidenceCreate
) -> dict[str, Any]:
    """Adds what shows something, once per idempotency key."""

    def work() -> TicketPublic:
        return service.add_evidence(ctx, session, principal, number, asked)

    return _once(ctx, session, (principal.user, f"tickets/{number}/evidence", key), asked, work)


@router.post("/desk/clients/{client_id}/tickets", status_code=201, response_model=TicketPublic)
def open_for(
    client: VisibleClient,
    ctx: Ctx,
    session: Writing,
    principal: Handler,
    key: IdempotencyKey,
    asked: TicketCreate,
) -> dict[str, Any]:
    """Opens a ticket for a client the principal looks after, once per idempotency key."""

    def work() -> TicketPublic:
        return service.open_for(ctx, session, principal, client, asked)

    operation = f"desk/clients/{client.client_id}/tickets"
    return _once(ctx, session, (principal.user, operation, key), asked, work)


def _once(
    ctx: Context,
    session: Session,
    identity: tuple[str, str, str],
    asked: BaseModel,
    work: Callable[[], TicketPublic],
) -> dict[str, Any]:
    body, now = asked.model_dump(), ctx.clock.now()
    return once(session, identity, body, now, lambda: work().model_dump(mode="json"))
