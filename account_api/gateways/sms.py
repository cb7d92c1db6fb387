"""SMS by a plain HTTP call that any gateway, or a few lines before one, can take.

    POST <LIANGRONG_SMS_URL>   Authorization: Bearer <token>   Idempotency-Key: <our id>
    {"id": our id, "client": the client's number, "to": phone or null, "text": the text}
    → 2xx {"id": the gateway's own id}

A refusal (4xx) proves that nothing went out: 408, 425 and 429 mean later, 401 and 403 a wrong token that somebody mends, all
others never. No connection proves it too. Everything else is a doubt: a server error, no answer in time, an answer that is cut
off or makes no sense.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx

from account_api.gateways.contract import Gateway, InDoubt, Letter, Taken
from account_api.relay import NotSent, Refused

if TYPE_CHECKING:
    from account_api.gateways.settings import GatewaySettings

LATER = frozenset({401, 403, 408, 425, 429})
LONGEST_ID = 128


def sms_gateway(settings: GatewaySettings) -> Gateway | None:
    """The SMS gateway of these settings; None where no address is set."""
    if settings.sms_url is None:
        return None
    token = settings.sms_token
    headers = {} if token is None else {"Authorization": f"Bearer {token.get_secret_value()}"}
    url, field = settings.sms_url, settings.sms_id
    certified = url.startswith("https:")  # to read all certificates takes long, and a plain address has none
    http = httpx.Client(headers=headers, timeout=settings.sms_timeout_s, verify=certified)
    return Gateway(settings.sms_name, lambda letter: _sent(http, url, field, letter), settings.sms_dedupes)


def _sent(http: httpx.Client, url: str, field: str, letter: Letter) -> Taken:
    """Addresses and tokens are no part of an error: errors are shown."""
    body = {"id": letter.id, "client": letter.client_id, "to": letter.to, "text": letter.body}
    try:
        answer = http.post(url, json=body, headers={"Idempotency-Key": letter.id})
    except (httpx.ConnectError, httpx.ConnectTimeout) as error:
        raise NotSent(type(error).__name__) from None
    except httpx.TransportError as error:
        raise InDoubt(type(error).__name__) from None
    if answer.is_success:
        return Taken(_own_id(answer, field))
    if answer.status_code in LATER:
        raise NotSent(f"status {answer.status_code}")
    raise (Refused if 400 <= answer.status_code < 500 else InDoubt)(f"status {answer.status_code}")


def _own_id(answer: httpx.Response, field: str) -> str:
    try:
        found = answer.json()[field]
    except (ValueError, LookupError, TypeError):
        raise InDoubt(f"the answer names no {field}") from None
    own = str(found) if isinstance(found, str | int) and not isinstance(found, bool) else ""
    if not 0 < len(own) <= LONGEST_ID or not own.isprintable():
        raise InDoubt(f"{field} is no id")
    return own
