"""The own-account rule, here and nowhere else: whose client and whose account a principal may see.

A client sees itself, an agent the clients of its own group, supervisors, risk, compliance and legal every
client. To everyone else the client does not exist: the answer for somebody else's client is the answer for
an unknown one, word for word, and both are audited.
"""

from typing import Annotated

from fastapi import Depends, Path

from account_api.audit import Event
from account_api.auth.principal import Principal, Requires
from account_api.auth.roles import SEES_EVERY_CLIENT, SEES_OWN_GROUP, Role, Scope
from account_api.clients import queries
from account_api.clients.tables import Client
from account_api.dependencies import Reading
from account_api.errors import NoSuchAccount
from account_api.texts import Words

ClientId = Annotated[Words, Path(min_length=1, max_length=64)]


def may_see(principal: Principal, client: Client) -> bool:
    if principal.role is Role.client:
        return principal.client_id == client.client_id
    if principal.role in SEES_OWN_GROUP:
        return principal.group is not None and principal.group == client.group
    return principal.role in SEES_EVERY_CLIENT


def visible_client(
    client_id: ClientId, principal: Annotated[Principal, Requires(Scope.account_read)], session: Reading
) -> Client:
    """The client named in the path, for a principal that may see it. Raises NoSuchAccount otherwise."""
    client = queries.client(session, client_id)
    if client is None or not may_see(principal, client):
        raise NoSuchAccount.seen(Event("account.denied", principal.user, client_id))
    return client


VisibleClient = Annotated[Client, Depends(visible_client)]
