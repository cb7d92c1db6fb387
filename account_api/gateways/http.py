"""One POST to a gateway, and what its answer proves about whether anything went out.

A refusal (4xx) proves that nothing went out: 408, 425 and 429 mean later, 401 and 403 a wrong token that somebody mends, all
others never. No connection proves it too. Everything else is a doubt: a server error, no answer in time, an answer that is cut
off or makes no sense. Addresses and tokens are no part of an error: errors are shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx

from account_api.gateways.contract import InDoubt
from account_api.relay import NotSent, Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import SecretStr

LATER = frozenset({401, 403, 408, 425, 429})


def connected(url: str, token: SecretStr | None, timeout_s: float) -> httpx.Client:
    """A client for one address, with a bearer token where there is one."""
    headers = {} if token is None else {"Authorization": f"Bearer {token.get_secret_value()}"}
    certified = url.startswith("https:")  # to read all certificates takes long, and a plain address has none
    return httpx.Client(headers=headers, timeout=timeout_s, verify=certified)


def posted(http: httpx.Client, url: str, body: bytes, headers: Mapping[str, str]) -> httpx.Response:
    """The answer of one that took it. Raises NotSent, Refused or InDoubt."""
    try:
        answer = http.post(url, content=body, headers={"Content-Type": "application/json", **headers})
    except (httpx.ConnectError, httpx.ConnectTimeout) as error:
        raise NotSent(type(error).__name__) from None
    except httpx.TransportError as error:
        raise InDoubt(type(error).__name__) from None
    if answer.is_success:
        return answer
    if answer.status_code in LATER:
        raise NotSent(f"status {answer.status_code}")
    raise (Refused if 400 <= answer.status_code < 500 else InDoubt)(f"status {answer.status_code}")
