"""Sign-in and `me`."""

from typing import Annotated

from fastapi import APIRouter

from account_api.auth import service
from account_api.auth.attempts import Address
from account_api.auth.contract import CodeSignIn, DemoSignIn, PasswordSignIn, PrincipalPublic, SignInPublic
from account_api.auth.principal import Principal, Requires
from account_api.auth.roles import Scope
from account_api.dependencies import Ctx, Turnstile

router = APIRouter(tags=["auth"])


@router.post("/auth/token", dependencies=[Turnstile])
def sign_in(ctx: Ctx, asked: PasswordSignIn, address: Address) -> SignInPublic:
    """First factor: user name and password."""
    return service.with_password(ctx, asked, address)


@router.post("/auth/code", dependencies=[Turnstile])
def verify_code(ctx: Ctx, asked: CodeSignIn, address: Address) -> SignInPublic:
    """Second factor: the six-digit code of a challenge."""
    return service.with_code(ctx, asked, address)


@router.post("/auth/demo", dependencies=[Turnstile])
def demo_sign_in(ctx: Ctx, asked: DemoSignIn) -> SignInPublic:
    """A persona of the demo firm; not found in any other home."""
    return service.as_persona(ctx, asked.user)


@router.get("/me")
def me(principal: Annotated[Principal, Requires(Scope.profile)]) -> PrincipalPublic:
    """Who the token speaks for."""
    return principal.public()
