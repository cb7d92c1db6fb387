"""How the client of the account service speaks HTTP, and the errors it raises. Standard library and httpx only.

AccountError            any answer that is not a success: `.status`, `.problem` (the problem+json body)
├── NotAllowed          401, 403: not signed in, wrong credentials, or no such right
├── NotFound            404: no such thing, or not yours; the two look the same
├── TooManyAttempts     429: locked for a while
└── Unreachable         no answer at all (status 0)
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

import httpx

Json = dict[str, Any]
VISITOR = "X-Visitor-Address"
"""A channel in the service's own process names whom it asks for in this header."""


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
class Transport:
    """Where to ask, and as whom. The calls of `AccountClient` stand in its subclasses, one for each topic."""

    http: httpx.AsyncClient
    token: str | None = None

    async def _get(self, path: str, **query: str | date | Sequence[str] | None) -> Any:
        """A list is asked with its name repeated."""
        params = {name: _asked(value) for name, value in query.items() if value is not None}
        return await self._send("GET", path, params=params)

    async def _post(self, path: str, body: Json, headers: dict[str, str] | None = None) -> Any:
        return await self._send("POST", path, json=body, headers=headers)

    async def _put(self, path: str, body: Json) -> Any:
        return await self._send("PUT", path, json=body)

    async def _bytes(self, path: str) -> bytes:
        """What is there, as it is."""
        return (await self._answer("GET", path)).content

    async def _send(self, method: str, path: str, headers: dict[str, str] | None = None, **more: Any) -> Any:
        return (await self._answer(method, path, headers, **more)).json()

    async def _answer(
        self, method: str, path: str, headers: dict[str, str] | None = None, **more: Any
    ) -> httpx.Response:
        """The answer of a success; the errors of this module for anything else."""
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
            return answer
        raise _ERRORS.get(answer.status_code, AccountError)(answer.status_code, _problem(answer))


def part(text: str) -> str:
    """`text` as one part of a path, whatever is in it."""
    return quote(text, safe="")


def once(key: str) -> dict[str, str]:
    """The header that makes a write happen once."""
    return {"Idempotency-Key": key}


def visiting(address: str | None) -> dict[str, str]:
    """The header by which a channel in this process names whom it asks for."""
    return {} if address is None else {VISITOR: address}


def _asked(value: str | date | Sequence[str]) -> str | list[str]:
    return value.isoformat() if isinstance(value, date) else value if isinstance(value, str) else list(value)


def iso(day: date | None) -> str | None:
    """A day as text; None stays None."""
    return None if day is None else day.isoformat()


def _problem(answer: httpx.Response) -> Json:
    try:
        body = answer.json()
    except ValueError:
        body = None
    return body if isinstance(body, dict) else {"title": answer.reason_phrase, "detail": answer.text[:200]}
