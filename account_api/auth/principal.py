"""Who a request speaks for. `Requires(scope)` in a signature is the only way to ask; its absence means
public.
"""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends
from fastapi.concurrency import run_in_threadpool
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from account_api.audit import Event
from account_api.auth import queries, tokens
from account_api.auth.contract import PrincipalPublic
from account_api.auth.roles import SCOPES, Role, Scope
from account_api.context import Context
from account_api.dependencies import Ctx
from account_api.errors import NotAllowed, NotSignedIn

ASSISTANT = "assistant"


@dataclass(frozen=True, slots=True)
class Principal:
    user: str
    role: Role
    display_name: str
    client_id: str | None = None
    group: str | None = None

    @property
    def scopes(self) -> frozenset[Scope]:
        return SCOPES[self.role]

    def public(self) -> PrincipalPublic:
        return PrincipalPublic(
            user=self.user,
            role=self.role,
            client_id=self.client_id,
            display_name=self.display_name,
            group=self.group,
            scopes=sorted(self.scopes),
        )


_bearer = HTTPBearer(auto_error=False)


def signed_in(
    ctx: Ctx, header: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]
) -> Principal:
    """The principal of the bearer token, looked up anew so that a blocked user is out at once."""
    if header is None:
        raise NotSignedIn.now()
    username = tokens.subject(header.credentials, ctx.home.secrets.token_key, ctx.clock.wall())
    principal = None if username is None else find(ctx, username)
    if principal is None:
        raise NotSignedIn.now()
    return principal


def find(ctx: Context, username: str) -> Principal | None:
    """The assistant is no row of `users`: it has no password and only the app's own process gets its token."""
    if username == ASSISTANT:
        return Principal(ASSISTANT, Role.assistant, "Liangrong")
    with ctx.transaction(writes=False) as session:
        user = queries.active_user(session, username)
        if user is None:
            return None
        group = queries.group_of(session, user)
    return Principal(user.username, Role(user.role), user.display_name, user.client_id, group)


def Requires(scope: Scope) -> Any:  # noqa: N802  reads as part of a signature
    """`principal: Annotated[Principal, Requires(Scope.x)]`: signed in, and with this right. NotAllowed, audited."""

    async def principal_with_scope(
        ctx: Ctx, principal: Annotated[Principal, Depends(signed_in)]
    ) -> Principal:
        if scope not in principal.scopes:
            await run_in_threadpool(_refuse, ctx, principal, scope)
        return principal

    principal_with_scope.scope = scope  # type: ignore[attr-defined]
    return Depends(principal_with_scope)


def _refuse(ctx: Context, principal: Principal, scope: Scope) -> None:
    """Raises NotAllowed; that somebody tried is kept in the audit trail."""
    with ctx.transaction(writes=False):
        raise NotAllowed.lacking(scope, Event("right.denied", principal.user, detail={"right": scope}))
