"""Who may report receipts: a service user of role feeder, or a gateway that signs what it sends with the shared secret.

A gateway often can neither sign in nor keep a token. It then sends `X-Liangrong-Signature: <hex>`, the HMAC-SHA-256 of the body
under `LIANGRONG_RECEIPT_SECRET`. Somebody who sends a signed body once more changes nothing: a receipt counts once.
"""

import hmac
from typing import Annotated, Any

from fastapi import Depends, Header, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from account_api.auth.principal import Requires, signed_in
from account_api.auth.roles import Scope
from account_api.dependencies import Ctx
from account_api.errors import NotSignedIn
from account_api.notices.receipts import signature

SIGNED = "gateway"
_bearer = HTTPBearer(auto_error=False)
_feeder: Any = Requires(Scope.receipts_write).dependency


async def reporter(
    ctx: Ctx,
    request: Request,
    header: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
    signed: Annotated[str | None, Header(alias="X-Liangrong-Signature", max_length=64)] = None,
) -> str:
    """The user who reports, or `gateway` for whoever signed the body. Raises NotSignedIn, NotAllowed."""
    if signed is None:
        principal = await run_in_threadpool(signed_in, ctx, header)
        return str((await _feeder(ctx, principal)).user)
    secret = ctx.settings.receipt_secret
    right = "" if secret is None else signature(secret.get_secret_value(), await request.body())
    if secret is None or not hmac.compare_digest(right.encode(), signed.encode()):
        raise NotSignedIn("The signature does not fit the body.", "签名与内容不符。")
    return SIGNED


reporter.scope = Scope.receipts_write  # type: ignore[attr-defined]
Reporter = Annotated[str, Depends(reporter)]
