"""The typed client of the account service: the only door through which the assistant reaches accounts.

It speaks HTTP, either to an app in this process (no socket) or over the network; the calls are the same.
Figures are passed on as the service made them and never computed again. Standard library and httpx only.

    AccountError            any answer that is not a success: `.status`, `.problem` (the problem+json body)
    ├── NotAllowed          401, 403: not signed in, wrong credentials, or no such right
    ├── NotFound            404: no such thing, or not yours; the two look the same
    ├── TooManyAttempts     429: locked for a while
    └── Unreachable         no answer at all (status 0)
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, Self, cast
from urllib.parse import quote

import httpx

from account_api import payloads

Json = dict[str, Any]
AsgiApp = Callable[[Any, Any, Any], Awaitable[None]]
TIMEOUT_S = 10.0
IN_PROCESS = "in-process"
VISITOR = "X-Visitor-Address"
"""A channel in the service's own process (its peer is `IN_PROCESS`) names whom it asks for in this header."""


class AccountError(Exception):
    """The service refused or failed; `problem` is its problem+json body."""

    def __init__(self, status: int, problem: Json) -> None:
        super().__init__(f"{status} {problem.get('title', '')}: {problem.get('detail', '')}")
        self.status = status
        self.problem = problem


class NotAllowed(AccountError): ...


class NotFound(AccountError): ...


class TooManyAttempts(AccountError): ...


class Unreachable(AccountError): ...


_ERRORS: Mapping[int, type[AccountError]] = {
    401: NotAllowed,
    403: NotAllowed,
    404: NotFound,
    429: TooManyAttempts,
}


@dataclass(frozen=True, slots=True)
class SignIn:
    """`ok` carries a token; `code_required` a challenge (and, in a demo home only, the code itself)."""

    status: Literal["ok", "code_required"]
    token: str | None
    challenge: str | None
    demo_code: str | None


@dataclass(frozen=True, slots=True)
class AccountClient:
    """One principal's view of the service. `as_token` gives the same transport with another principal."""

    http: httpx.AsyncClient
    token: str | None = None

    @classmethod
    def in_process(cls, app: AsgiApp, token: str | None = None) -> Self:
        """A client of an ASGI app in this process."""
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False, client=(IN_PROCESS, 0))
        return cls(
            httpx.AsyncClient(transport=transport, base_url="http://accounts", timeout=TIMEOUT_S), token
        )

    @classmethod
    def network(cls, base_url: str, token: str | None = None) -> Self:
        """A client of a service elsewhere, for instance `http://127.0.0.1:8000`."""
        return cls(httpx.AsyncClient(base_url=base_url, timeout=TIMEOUT_S), token)

    def as_token(self, token: str | None) -> "AccountClient":
        return AccountClient(self.http, token)

    async def aclose(self) -> None:
        await self.http.aclose()

    # --- identity

    async def sign_in(self, username: str, password: str, visitor: str | None = None) -> SignIn:
        """First factor. NotAllowed for unknown user and wrong password alike, TooManyAttempts when locked.

        In the service's own process, `visitor` is the address whose attempts are counted.
        """
        asked = {"username": username, "password": password}
        return SignIn(**await self._post("/auth/token", asked, _visitor(visitor)))

    async def verify_code(self, challenge: str, code: str, visitor: str | None = None) -> SignIn:
        """Second factor. NotAllowed for a wrong, used or expired code; TooManyAttempts after five of them."""
        asked = {"challenge": challenge, "code": code}
        return SignIn(**await self._post("/auth/code", asked, _visitor(visitor)))

    async def demo_sign_in(self, user: str) -> SignIn:
        """A persona of the demo firm, without password. NotFound outside a demo home."""
        return SignIn(**await self._post("/auth/demo", {"user": user}))

    async def me(self) -> payloads.Principal:
        return cast(payloads.Principal, await self._get("/me"))

    # --- the account

    async def account(self, client_id: str) -> payloads.Account:
        return cast(payloads.Account, await self._get(f"/accounts/{_part(client_id)}"))

    async def figures(self, client_id: str, as_of: date | None = None) -> payloads.Figures:
        """All figures from the newest position day not after `as_of`, under the rules of `as_of`."""
        return cast(payloads.Figures, await self._get(f"/accounts/{_part(client_id)}/figures", as_of=as_of))

    async def cures(
        self, client_id: str, target: str | None = None, as_of: date | None = None
    ) -> payloads.Cures:
        """The ways back to `target` (default: the contract's restore line) and the margin call, if open."""
        return cast(
            payloads.Cures, await self._get(f"/accounts/{_part(client_id)}/cures", target=target, as_of=as_of)
        )

    async def positions(self, client_id: str, as_of: date | None = None) -> payloads.Positions:
        return cast(
            payloads.Positions, await self._get(f"/accounts/{_part(client_id)}/positions", as_of=as_of)
        )

    async def history(self, client_id: str, as_of: date | None = None) -> payloads.History:
        return cast(payloads.History, await self._get(f"/accounts/{_part(client_id)}/history", as_of=as_of))

    # --- rules, market, firm: public

    async def rule(self, param: str, as_of: date | None = None, **scope: str) -> payloads.Rule:
        """One rule parameter over time; `scope` narrows it, for instance `client_class="private_fund"`."""
        return cast(payloads.Rule, await self._get(f"/rules/{_part(param)}", as_of=as_of, **scope))

    async def calculate(
        self, kind: str, inputs: dict[str, str], as_of: date | None = None
    ) -> payloads.Calculation:
        """A hypothetical calculation with the asker's own numbers; AccountError 422 names a wrong input."""
        answer = await self._post(f"/calculations/{_part(kind)}", {"inputs": inputs, "as_of": _day(as_of)})
        return cast(payloads.Calculation, answer)

    async def securities(self) -> list[payloads.Security]:
        return cast(list[payloads.Security], await self._get("/securities"))

    async def firm(self) -> Json:
        """What the firm has set for itself, each `{value, confidence: "firm-set"}`, with `now` and `demo`."""
        return cast(Json, await self._get("/firm"))

    async def clock(self) -> payloads.ClockReading:
        return cast(payloads.ClockReading, await self._get("/clock"))

    # --- writes

    async def open_ticket(
        self, idempotency_key: str, category: str, text: str, details: Json
    ) -> payloads.Ticket:
        """Opens a complaint ticket once per key; the same key with another body is AccountError 409."""
        body = {"category": category, "text": text, "details": details}
        return cast(payloads.Ticket, await self._post("/tickets", body, _once(idempotency_key)))

    async def tickets(self) -> list[payloads.Ticket]:
        return cast(list[payloads.Ticket], await self._get("/tickets"))

    async def raise_alert(
        self,
        idempotency_key: str,
        kind: Literal["distress", "handoff", "security"],
        summary: str,
        session: str,
    ) -> payloads.Alert:
        """Calls a person, once per key. `summary` must carry no account figure and no name."""
        body = {"kind": kind, "summary": summary, "session": session}
        return cast(payloads.Alert, await self._post("/alerts", body, _once(idempotency_key)))

    # --- transport

    async def _get(self, path: str, **query: str | date | None) -> Any:
        params = {name: str(value) for name, value in query.items() if value is not None}
        return await self._send("GET", path, params=params)

    async def _post(self, path: str, body: Json, headers: dict[str, str] | None = None) -> Any:
        return await self._send("POST", path, json=body, headers=headers)

    async def _send(self, method: str, path: str, headers: dict[str, str] | None = None, **more: Any) -> Any:
        bearer = {} if self.token is None else {"Authorization": f"Bearer {self.token}"}
        try:
            answer = await self.http.request(
                method, f"/api/v1{path}", headers={**bearer, **(headers or {})}, **more
            )
        except httpx.TransportError as error:
            raise Unreachable(
                0, {"title": "The account service does not answer", "detail": str(error)}
            ) from error
        if answer.is_success:
            return answer.json()
        raise _ERRORS.get(answer.status_code, AccountError)(answer.status_code, _problem(answer))


def _part(text: str) -> str:
    """`text` as one part of a path, whatever is in it."""
    return quote(text, safe="")


def _once(key: str) -> dict[str, str]:
    return {"Idempotency-Key": key}


def _visitor(address: str | None) -> dict[str, str]:
    return {} if address is None else {VISITOR: address}


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _problem(answer: httpx.Response) -> Json:
    try:
        body = answer.json()
    except ValueError:
        body = None
    return body if isinstance(body, dict) else {"title": answer.reason_phrase, "detail": answer.text[:200]}
