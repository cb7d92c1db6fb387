"""Signing in to the console: password and code, or a member of the demo firm's staff."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from bot.channels.console.contract import Credentials
from bot.channels.console.door import EVERYWHERE, Door, drop_token, keep_token
from bot.channels.console.ports import Accounts, SignInResult
from bot.channels.problem import ProblemRoute, refused_field


@dataclass(frozen=True, slots=True)
class SignIn:
    """The endpoints that need nobody signed in."""

    door: Door
    accounts: Accounts
    demo: bool

    async def sign_in(self, given: Credentials, request: Request) -> Response:
        """A first factor is answered with a challenge; the second one, or a demo persona, with the cookie.

        Whoever has no place anywhere in the console is refused by the account service and stays signed out.
        """
        visitor = request.client.host if request.client else None
        result = await self._identify(given, visitor)
        if result.status == "code_required":
            asked = {"challenge": result.challenge, "demo_code": result.demo_code}
            return JSONResponse({"status": result.status, **asked})
        agent = await self.door.agent(result.token or "", *EVERYWHERE)
        response = JSONResponse({"status": "ok", "principal": agent.principal})
        keep_token(request, response, agent.token)
        return response

    async def sign_out(self) -> Response:
        """Forget who was here."""
        response = JSONResponse({"status": "signed_out"})
        drop_token(response)
        return response

    async def _identify(self, given: Credentials, visitor: str | None) -> SignInResult:
        match given.model_dump(exclude_none=True):
            case {"username": str(name), "password": str(password), **rest} if not rest:
                return await self.accounts.sign_in(name, password, visitor)
            case {"challenge": str(challenge), "code": str(code), **rest} if not rest:
                return await self.accounts.verify_code(challenge, code, visitor)
            case {"persona": str(persona), **rest} if self.demo and not rest:
                return await self.accounts.demo_sign_in(persona)
        raise refused_field(
            "username",
            "incomplete",
            (
                "Give username and password, or challenge and code.",
                "请提供用户名和密码，或验证请求和验证码。",
            ),
        )


def sign_in_router(door: Door, accounts: Accounts, demo: bool) -> APIRouter:
    """``POST /console/api/sign-in`` and ``/sign-out``."""
    endpoints = SignIn(door, accounts, demo)
    router = APIRouter(route_class=ProblemRoute)
    router.add_api_route("/sign-in", endpoints.sign_in, methods=["POST"], response_model=None)
    router.add_api_route("/sign-out", endpoints.sign_out, methods=["POST"], response_model=None)
    return router
