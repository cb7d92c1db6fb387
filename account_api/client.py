"""The typed client of the account service: the only door through which the assistant reaches accounts.

It speaks HTTP, either to an app in this process (no socket) or over the network; the calls are the same, and so
are the errors (drawn in `transport`). Figures are passed on as the service made them and never computed again.
Standard library and httpx only.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, Self, cast

import httpx

from account_api import payloads
from account_api.client_admission import AdmissionCalls
from account_api.client_agreements import AgreementCalls
from account_api.client_books import BookCalls
from account_api.client_calls import MarginCallCalls
from account_api.client_decisions import DecisionCalls
from account_api.client_desk import DeskCalls
from account_api.client_feed import FeedCalls
from account_api.client_jobs import JobCalls
from account_api.client_learning import CampaignCalls, LearningCalls
from account_api.client_notices import AlertCalls, NoticeCalls
from account_api.client_planning import PlanningCalls
from account_api.client_policy import PolicyCalls
from account_api.client_proposals import ProposalCalls
from account_api.client_published import PublishedCalls
from account_api.transport import (
    VISITOR,
    AccountError,
    Json,
    NotAllowed,
    NotFound,
    TooManyAttempts,
    Unreachable,
    iso,
    once,
    part,
    visiting,
)

__all__ = [
    "IN_PROCESS",
    "VISITOR",
    "AccountClient",
    "AccountError",
    "NotAllowed",
    "NotFound",
    "SignIn",
    "TooManyAttempts",
    "Unreachable",
]

AsgiApp = Callable[[Any, Any, Any], Awaitable[None]]
TIMEOUT_S = 10.0
IN_PROCESS = "in-process"
"""The peer that a service sees when it is called within its own process."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """`ok` carries a token; `code_required` a challenge (and, in a demo home only, the code itself)."""

    status: Literal["ok", "code_required"]
    token: str | None
    challenge: str | None
    demo_code: str | None


@dataclass(frozen=True, slots=True)
class AccountClient(
    NoticeCalls,
    AlertCalls,
    DeskCalls,
    PlanningCalls,
    DecisionCalls,
    LearningCalls,
    CampaignCalls,
    ProposalCalls,
    PolicyCalls,
    PublishedCalls,
    AdmissionCalls,
    FeedCalls,
    AgreementCalls,
    BookCalls,
    MarginCallCalls,
    JobCalls,
):
    """One principal's view of the service. `as_token` gives the same transport with another principal."""

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
        return SignIn(**await self._post("/auth/token", asked, visiting(visitor)))

    async def verify_code(self, challenge: str, code: str, visitor: str | None = None) -> SignIn:
        """Second factor. NotAllowed for a wrong, used or expired code; TooManyAttempts after five of them."""
        asked = {"challenge": challenge, "code": code}
        return SignIn(**await self._post("/auth/code", asked, visiting(visitor)))

    async def demo_sign_in(self, user: str) -> SignIn:
        """A persona of the demo firm, without password. NotFound outside a demo home."""
        return SignIn(**await self._post("/auth/demo", {"user": user}))

    async def me(self) -> payloads.Principal:
        return cast(payloads.Principal, await self._get("/me"))

    # --- the account

    async def account(self, client_id: str) -> payloads.Account:
        return cast(payloads.Account, await self._get(f"/accounts/{part(client_id)}"))

    async def figures(self, client_id: str, as_of: date | None = None) -> payloads.Figures:
        """All figures from the newest position day not after `as_of`, under the rules of `as_of`."""
        return cast(payloads.Figures, await self._get(f"/accounts/{part(client_id)}/figures", as_of=as_of))

    async def cures(
        self,
        client_id: str,
        target: str | None = None,
        as_of: date | None = None,
        *,
        limit: str | None = None,
        now: datetime | None = None,
        sell: Sequence[str] = (),
        add: Sequence[str] = (),
    ) -> payloads.Cures:
        """The ways back to `target` (default: the contract's restore line) and the margin call, if open.

        `limit` is a sum from outside, `now` the instant it would start, `sell` the securities to sell in this order,
        `add` further securities to bring in. AccountError 422 names what is refused.
        """
        asked: dict[str, Any] = {"target": target, "as_of": as_of, "limit": limit, "now": now}
        path = f"/accounts/{part(client_id)}/cures"
        return cast(payloads.Cures, await self._get(path, **asked, sell=list(sell), add=list(add)))

    async def positions(self, client_id: str, as_of: date | None = None) -> payloads.Positions:
        return cast(
            payloads.Positions, await self._get(f"/accounts/{part(client_id)}/positions", as_of=as_of)
        )

    async def history(self, client_id: str, as_of: date | None = None) -> payloads.History:
        return cast(payloads.History, await self._get(f"/accounts/{part(client_id)}/history", as_of=as_of))

    # --- rules, market, firm: public

    async def rule(self, param: str, as_of: date | None = None, **scope: str) -> payloads.Rule:
        """One rule parameter over time; `scope` narrows it, for instance `client_class="private_fund"`."""
        return cast(payloads.Rule, await self._get(f"/rules/{part(param)}", as_of=as_of, **scope))

    async def rules(
        self, as_of: date | None = None, jurisdiction: str | None = None, known_on: date | None = None
    ) -> list[payloads.Rule]:
        """Every rule parameter of a jurisdiction (CN), as seen from `as_of`, as it was known on `known_on`."""
        asked = {"as_of": as_of, "jurisdiction": jurisdiction, "known_on": known_on}
        return cast(list[payloads.Rule], await self._get("/rules", **asked))

    async def rule_changes(self, param: str, as_of: date | None = None, **scope: str) -> Json:
        """How a parameter changed, oldest first; `jurisdiction="US"` asks another rulebook."""
        return cast(Json, await self._get(f"/rules/{part(param)}/changes", as_of=as_of, **scope))

    async def firm_rules(self, jurisdiction: str = "CN") -> Json:
        """The rows the firm has brought. NotAllowed for anybody but its risk officers."""
        return cast(Json, await self._get("/firm-rules", jurisdiction=jurisdiction))

    async def bring_rules(self, idempotency_key: str, body: Json, dry_run: bool = False) -> Json:
        """Takes over the firm's rows of one jurisdiction; AccountError 422 names what is refused."""
        return cast(
            Json,
            await self._post("/firm-rules", body | {"dry_run": dry_run}, once(idempotency_key)),
        )

    async def calculate(
        self, kind: str, inputs: dict[str, str], as_of: date | None = None
    ) -> payloads.Calculation:
        """A hypothetical calculation with the asker's own numbers; AccountError 422 names a wrong input."""
        answer = await self._post(f"/calculations/{part(kind)}", {"inputs": inputs, "as_of": iso(as_of)})
        return cast(payloads.Calculation, answer)

    async def securities(self) -> list[payloads.Security]:
        return cast(list[payloads.Security], await self._get("/securities"))

    async def firm(self) -> Json:
        """What the firm has set for itself, each `{value, confidence: "firm-set"}`, with `now` and `demo`."""
        return cast(Json, await self._get("/firm"))

    async def clock(self) -> payloads.ClockReading:
        return cast(payloads.ClockReading, await self._get("/clock"))
