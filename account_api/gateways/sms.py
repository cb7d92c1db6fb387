"""SMS by a plain HTTP call that any gateway, or a few lines before one, can take.

    POST <LIANGRONG_SMS_URL>   Authorization: Bearer <token>   Idempotency-Key: <our id>
    {"id": our id, "client": the client's number, "to": phone or null, "text": the text}
    → 2xx {"id": the gateway's own id}

What an answer proves is said in `account_api.gateways.http`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from account_api.gateways.contract import Gateway, InDoubt, Letter, Taken
from account_api.gateways.http import connected, posted

if TYPE_CHECKING:
    import httpx

    from account_api.gateways.settings import GatewaySettings

LONGEST_ID = 128


def sms_gateway(settings: GatewaySettings) -> Gateway | None:
    """The SMS gateway of these settings; None where no address is set."""
    if settings.sms_url is None:
        return None
    url, field = settings.sms_url, settings.sms_id
    http = connected(url, settings.sms_token, settings.sms_timeout_s)
    return Gateway(settings.sms_name, lambda letter: _sent(http, url, field, letter), settings.sms_dedupes)


def _sent(http: httpx.Client, url: str, field: str, letter: Letter) -> Taken:
    body = {"id": letter.id, "client": letter.client_id, "to": letter.to, "text": letter.body}
    answer = posted(http, url, json.dumps(body, ensure_ascii=False).encode(), {"Idempotency-Key": letter.id})
    return Taken(_own_id(answer, field))


def _own_id(answer: httpx.Response, field: str) -> str:
    try:
        found = answer.json()[field]
    except (ValueError, LookupError, TypeError):
        raise InDoubt(f"the answer names no {field}") from None
    own = str(found) if isinstance(found, str | int) and not isinstance(found, bool) else ""
    if not 0 < len(own) <= LONGEST_ID or not own.isprintable():
        raise InDoubt(f"{field} is no id")
    return own
