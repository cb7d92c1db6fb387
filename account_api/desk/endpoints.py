"""The desk: its clients, its people, the call list, the log of contacts.

The two lists compute many figures: they are made in a transaction that locks nothing, and the look is audited in
a short one of its own before the answer leaves.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from account_api.auth import queries as users
from account_api.auth.principal import Principal, Requires
from account_api.auth.roles import Scope
from account_api.clients.access import VisibleClient
from account_api.dependencies import Ctx, Reading, Turnstile, Writing
from account_api.desk import service
from account_api.desk.contract import (
    CallLinePublic,
    ColleaguePublic,
    ContactCreate,
    ContactPublic,
    DeskClientPublic,
)
from account_api.idempotency import IdempotencyKey, once
from account_api.texts import Words

router = APIRouter(prefix="/desk", tags=["desk"])
Reader = Annotated[Principal, Requires(Scope.desk_read)]
Part = Annotated[Words | None, Query(max_length=64, description="part of an id or of a name")]

Group = Annotated[Words | None, Query(max_length=64, description="of this group only")]


@router.get("/clients", dependencies=[Turnstile])
def clients(ctx: Ctx, principal: Reader, q: Part = None) -> list[DeskClientPublic]:
    """The clients one looks after, with band and maintenance ratio; the look is audited."""
    with ctx.transaction(writes=False) as session:
        found = service.clients(ctx, session, principal, q)
    with ctx.transaction() as session:
        service.looked(ctx, session, principal, "desk.clients_read", found)
    return found


@router.get("/staff", dependencies=[Requires(Scope.desk_read)])
def staff(session: Reading) -> list[ColleaguePublic]:
    """The names of all colleagues, for whoever reads who has done something."""
    rows = users.staff(session)
    return [ColleaguePublic(user=row.username, display_name=row.display_name) for row in rows]


@router.get("/calls", dependencies=[Turnstile])
def calls(ctx: Ctx, principal: Reader, group: Group = None) -> list[CallLinePublic]:
    """The clients with an open margin call, by deadline; the look is audited."""
    with ctx.transaction(writes=False) as session:
        found = service.calls(ctx, session, principal, group)
    with ctx.transaction() as session:
        service.looked(ctx, session, principal, "desk.calls_read", found)
    return found


@router.post("/clients/{client_id}/contacts", status_code=201, response_model=ContactPublic)
def log_contact(
    client: VisibleClient,
    ctx: Ctx,
    session: Writing,
    principal: Annotated[Principal, Requires(Scope.contacts_log)],
    key: IdempotencyKey,
    asked: ContactCreate,
) -> dict[str, Any]:
    """Logs one attempt to reach a client, once per idempotency key."""
    return once(
        session,
        (principal.user, f"desk/clients/{client.client_id}/contacts", key),
        asked.model_dump(),
        ctx.clock.now(),
        lambda: service.log_contact(ctx, session, principal, client, asked).model_dump(mode="json"),
    )
