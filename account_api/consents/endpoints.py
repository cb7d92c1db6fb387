"""A client's own consents, and staff's look at them."""

from typing import Annotated

from fastapi import APIRouter

from account_api.auth.principal import Principal, Requires
from account_api.auth.roles import Scope
from account_api.clients.access import VisibleClient
from account_api.consents import service
from account_api.consents.contract import ConsentPublic, ConsentUpdate
from account_api.dependencies import Ctx, Reading, Writing

router = APIRouter(tags=["consents"])


@router.get("/me/consents")
def consents(session: Reading, principal: Annotated[Principal, Requires(Scope.mail_own)]) -> ConsentPublic:
    """What the signed-in client has agreed to, and since when."""
    return service.of_client(session, service.own(principal))


@router.put("/me/consents")
def put_consents(
    ctx: Ctx,
    session: Writing,
    principal: Annotated[Principal, Requires(Scope.mail_own)],
    asked: ConsentUpdate,
) -> ConsentPublic:
    """Agrees or opts out; it counts at once, also for what is about to be sent."""
    return service.put(ctx, session, principal, asked.education)


@router.get("/clients/{client_id}/consents")
def consents_of(client: VisibleClient, session: Reading) -> ConsentPublic:
    """What this client has agreed to."""
    return service.of_client(session, client.client_id)
