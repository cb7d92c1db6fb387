"""The firm's own system over HTTP, as a source of accounts and prices.

It is asked two questions, and answers JSON:

    GET {base}/accounts/{client_id}/events?after=N   {"events": […]}     404 for an unknown client
    GET {base}/prices?code=A&code=B                  {"prices": […]}

An answer counts only if it is whole within the time and the size allowed; whatever else comes is a SourceFailed.
"""

import json
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import httpx

from account_api.sources.ports import Sent, SourceFailed

MOST_BYTES = 1024 * 1024
NOT_FOUND = 404


@dataclass(frozen=True, slots=True)
class HttpSource:
    """`timeout_s` is for the whole answer, however slowly it drips in. `clock` is a monotonic one."""

    name: str
    base_url: str
    timeout_s: float
    token: str | None = None
    transport: httpx.BaseTransport | None = None
    clock: Callable[[], float] = time.monotonic

    def events(self, client_id: str, after: int) -> Sequence[Sent]:
        """What is new of a client."""
        return self._listed(f"/accounts/{quote(client_id, safe='')}/events", "events", {"after": str(after)})

    def prices(self, codes: Collection[str]) -> Sequence[Sent]:
        """The newest ticks of these securities."""
        return self._listed("/prices", "prices", {"code": sorted(codes)}) if codes else []

    def _listed(self, path: str, name: str, query: dict[str, str | list[str]]) -> Sequence[Sent]:
        body = self._body(path, query)
        if body is None:
            return []
        try:
            answer = json.loads(body)
        except (ValueError, RecursionError) as error:
            raise SourceFailed(f"{path}: the answer is no JSON") from error
        items = answer.get(name) if isinstance(answer, dict) else None
        if not isinstance(items, list) or not all(isinstance(each, dict) for each in items):
            raise SourceFailed(f"{path}: the answer has no list of {name}")
        return items

    def _body(self, path: str, query: dict[str, Any]) -> bytes | None:
        """The whole answer; None for a 404."""
        until = self.clock() + self.timeout_s
        headers = {} if self.token is None else {"Authorization": f"Bearer {self.token}"}
        parts: list[bytes] = []
        try:
            with (
                httpx.Client(transport=self.transport, timeout=self.timeout_s, headers=headers) as http,
                http.stream("GET", self.base_url.rstrip("/") + path, params=query) as answer,
            ):
                if answer.status_code == NOT_FOUND:
                    return None
                if not answer.is_success:
                    raise SourceFailed(f"{path}: status {answer.status_code}")
                for part in answer.iter_bytes():
                    parts.append(part)
                    if self.clock() > until:
                        raise SourceFailed(f"{path}: no whole answer within {self.timeout_s:g} s")
                    if sum(map(len, parts)) > MOST_BYTES:
                        raise SourceFailed(f"{path}: the answer is longer than {MOST_BYTES} bytes")
        except httpx.TimeoutException as error:
            raise SourceFailed(f"{path}: no answer within {self.timeout_s:g} s") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise SourceFailed(f"{path}: {type(error).__name__}") from error
        return b"".join(parts)
