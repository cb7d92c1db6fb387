"""Tickets: open, list, follow up."""

from typing import Annotated, Any

from fastapi import APIRouter, Path

from account_api.auth.principal import Principal, Requires
from account_api.auth.roles import Scope
from account_api.dependencies import Ctx, Reading, Writing
from account_api.idempotency import IdempotencyKey, once
from account_api.texts import Words
from account_api.tickets import service
from account_api.tickets.contract import FollowUpCreate, TicketCreate, TicketPublic

router = APIRouter(tags=["tickets"])
Number = Annotated[Words, Path(max_length=20)]


@router.post("/tickets", status_code=201, response_model=TicketPublic)
def open_ticket(
    ctx: Ctx,
    session: Writing,
    principal: Annotated[Principal, Requires(Scope.tickets_write)],
    key: IdempotencyKey,
    asked: TicketCreate,
) -> dict[str, Any]:
    """Opens a complaint ticket for the signed-in client, once per idempotency key."""
    return once(
        session,
        (principal.user, "tickets", key),
        asked.model_dump(),
        ctx.clock.now(),
        lambda: service.open_ticket(ctx, session, principal, asked).model_dump(mode="json"),
    )


@router.get("/tickets")
def tickets(
    session: Reading, principal: Annotated[Principal, Requires(Scope.tickets_read)]
) -> list[TicketPublic]:
    """The tickets the signed-in principal may see, newest first."""
    return service.listed(session, principal)


@router.post("/tickets/{number}/follow-ups", status_code=201, response_model=TicketPublic)
def follow_up(
    ctx: Ctx,
    session: Writing,
    principal: Annotated[Principal, Requires(Scope.tickets_write)],
    key: IdempotencyKey,
    number: Number,
    asked: FollowUpCreate,
) -> dict[str, Any]:
    """Adds a line to a ticket, once per idempotency key."""
    return once(
        session,
        (principal.user, f"tickets/{number}/follow-ups", key),
        asked.model_dump(),
        ctx.clock.now(),
        lambda: service.follow_up(ctx, session, principal, number, asked.text).model_dump(mode="json"),
    )
