"""Order lists on their way to whoever executes them in the market: a signed HTTP call, or a file in a directory.

    POST <LIANGRONG_ORDERS_URL>   Authorization: Bearer <token>   Idempotency-Key: <id>   X-Liangrong-Signature: <hex>
    {"id": …, "kind": "liquidation_orders" or "liquidation_cancelled", "liquidation", "call", "account", "orders": […]}
    → any 2xx

The signature is the HMAC-SHA-256 of the body under `LIANGRONG_ORDERS_SECRET`. A file has the same body and is named by its id;
it appears whole or not at all, its signature beside it. Whoever takes files away does not know one that comes again, unless
the firm says so (`LIANGRONG_ORDERS_DEDUPES`): then, as over HTTP, one of which nobody knows whether it went out waits for a person.
"""

from __future__ import annotations

import hmac
import json
import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from account_api.gateways.http import connected, posted
from account_api.relay import NotSent

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from account_api.gateways.settings import GatewaySettings

SIGNATURE = "X-Liangrong-Signature"
Signed = tuple[bytes, str | None]


@dataclass(frozen=True, slots=True)
class Executor:
    """`send` takes the id of a message, its kind and its payload; it raises NotSent or Refused where nothing went out."""

    send: Callable[[str, str, Mapping[str, Any]], None]
    knows_repetition: bool


def executor(settings: GatewaySettings) -> Executor | None:
    """The way that these settings name, the address before the directory; None where there is neither."""
    secret = settings.orders_secret
    key = None if secret is None else secret.get_secret_value()
    if settings.orders_url is not None:
        url = settings.orders_url
        http = connected(url, settings.orders_token, settings.orders_timeout_s)

        def call(number: str, kind: str, payload: Mapping[str, Any]) -> None:
            body, signature = _signed(number, kind, payload, key)
            headers = {"Idempotency-Key": number} | ({} if signature is None else {SIGNATURE: signature})
            posted(http, url, body, headers)

        return Executor(call, settings.orders_dedupes)
    if settings.orders_dir is None:
        return None
    directory = settings.orders_dir

    def put(number: str, kind: str, payload: Mapping[str, Any]) -> None:
        _put(directory, number, _signed(number, kind, payload, key))

    return Executor(put, settings.orders_dedupes)


def _signed(number: str, kind: str, payload: Mapping[str, Any], key: str | None) -> Signed:
    body = json.dumps({"id": number, "kind": kind, **payload}, ensure_ascii=False, sort_keys=True).encode()
    return body, None if key is None else hmac.new(key.encode(), body, sha256).hexdigest()


def _put(directory: Path, number: str, signed: Signed) -> None:
    """The signature first, so that a list is never there without it. Raises NotSent where the directory cannot be written."""
    body, signature = signed
    try:
        if signature is not None:
            _whole(directory / f"{number}.json.hmac", signature.encode())
        _whole(directory / f"{number}.json", body)
    except OSError as error:
        raise NotSent(type(error).__name__) from None


def _whole(path: Path, content: bytes) -> None:
    """On the disk before it has its name, so that a machine that stops leaves no half of it; what was only begun is taken away."""
    begun = path.with_name(f".{path.name}")
    try:
        with begun.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        begun.replace(path)
    except OSError:
        begun.unlink(missing_ok=True)
        raise
