"""The own-account rule, here and nowhere else: whose client and whose account a principal may see.

A client sees itself, an agent the clients of its own group, supervisors, risk, compliance and legal every
client, so far as their rights let them ask at all. Whoever may inspect may be given the pack of any client. To everyone else the client does not exist: the answer for somebody else's client is the answer for
an unknown one, word for word, and both are audited. So is every look that staff takes at a client.
"""

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, Path, Request
from sqlalchemy import ColumnElement, false, true
from sqlalchemy.orm import Mapped

from account_api.audit import Event
from account_api.auth.principal import Principal, Requires
from account_api.auth.roles import SEES_EVERY_CLIENT, SEES_OWN_GROUP, Role, Scope
from account_api.clients import queries
from account_api.clients.tables import Client
from account_api.context import Context
from account_api.dependencies import WRITERS_AT_ONCE, Ctx
from account_api.errors import NoSuchAccount
from account_api.sources import pull
from account_api.texts import Words

ClientId = Annotated[Words, Path(min_length=1, max_length=64)]


def may_see(principal: Principal, client: Client) -> bool:
    """The rule for one client."""
    if principal.role is Role.client:
        return principal.client_id == client.client_id
    if principal.role in SEES_OWN_GROUP:
        return principal.group is not None and principal.group == client.group
    return principal.role in SEES_EVERY_CLIENT


def among_visible(
    principal: Principal,
    owner: Mapped[str] | Mapped[str | None],
    group: Mapped[str],
) -> ColumnElement[bool]:
    """The same rule as a condition on rows that belong to a client (`owner`) and a group."""
    if principal.role is Role.client:
        return owner == (principal.client_id or "")
    if principal.role in SEES_OWN_GROUP:
        return group == (principal.group or "")
    return true() if principal.role in SEES_EVERY_CLIENT else false()


def visible_client(
    client_id: ClientId,
    principal: Annotated[Principal, Requires(Scope.account_read)],
    ctx: Ctx,
    request: Request,
) -> Client:
    """The client named in the path, for a principal that may see it, brought up to date from the firm's own system where
    there is one. Raises NoSuchAccount otherwise.
    """
    client = look_at(ctx, principal, client_id, request.scope["route"].path)
    sources = pull.configured(ctx)
    if sources is not None:
        pull.refresh(ctx, sources, client.client_id)
    return client


def look_at(
    ctx: Context,
    principal: Principal,
    client_id: str,
    at: str,
    sees: Callable[[Principal, Client], bool] = may_see,
) -> Client:
    """The client, for a principal that sees it, who looks from `at`. Raises NoSuchAccount otherwise."""
    is_staff = principal.role is not Role.client
    with ctx.transaction(writes=is_staff) as session:
        client = queries.client(session, client_id)
        if client is None or not sees(principal, client):
            raise NoSuchAccount.seen(Event("account.denied", principal.user, client_id))
        if is_staff:
            ctx.record(session, Event("account.read", principal.user, client_id, {"at": at}))
    return client


VisibleClient = Annotated[Client, Depends(visible_client, max_concurrency=WRITERS_AT_ONCE)]


def inspected_client(
    client_id: ClientId,
    principal: Annotated[Principal, Requires(Scope.inspection)],
    ctx: Ctx,
    request: Request,
) -> Client:
    """The client named in the path, for whoever may inspect. Raises NoSuchAccount as everywhere."""
    return look_at(ctx, principal, client_id, request.scope["route"].path, sees=_may_inspect)


def _may_inspect(principal: Principal, _client: Client) -> bool:
    return Scope.inspection in principal.scopes


InspectedClient = Annotated[Client, Depends(inspected_client, max_concurrency=WRITERS_AT_ONCE)]
