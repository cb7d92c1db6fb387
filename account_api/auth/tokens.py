"""Tokens (JWT, HS256) and the six-digit codes of the second factor, both from the keys of the home."""

import hashlib
import hmac
from datetime import datetime, timedelta
from functools import lru_cache

import jwt

ALGORITHM = "HS256"
SIGNED = 4_096
"""Tokens whose signature is not looked at anew."""


def issue(username: str, key: str, at: datetime, life: timedelta) -> str:
    """A token that speaks for `username` from `at` for `life`, signed with the home's `key` (hex)."""
    claims = {"sub": username, "iat": int(at.timestamp()), "exp": int((at + life).timestamp())}
    return jwt.encode(claims, bytes.fromhex(key), ALGORITHM)


def subject(token: str, key: str, at: datetime) -> str | None:
    """The user a valid token speaks for; None for one that is forged, malformed or expired at `at`."""
    signed = _signed(token, key)
    return None if signed is None or at.timestamp() >= signed[1] else signed[0]


@lru_cache(maxsize=SIGNED)
def _signed(token: str, key: str) -> tuple[str, float] | None:
    """User and end of a token that was signed with `key`. A signature that holds once holds always: the end of the
    token and whether its user is blocked are judged each time, elsewhere.
    """
    options: jwt.types.Options = {"require": ["sub", "exp"], "verify_exp": False, "verify_iat": False}
    try:
        claims = jwt.decode(token, bytes.fromhex(key), [ALGORITHM], options=options)
    except jwt.InvalidTokenError:
        return None
    return str(claims["sub"]), claims["exp"]


def six_digits(challenge_id: str, key: str) -> str:
    """The code of a challenge: derived, so neither a table nor an outbox holds it."""
    mac = hmac.new(bytes.fromhex(key), challenge_id.encode(), hashlib.sha256).digest()
    return f"{int.from_bytes(mac[:8], 'big') % 1_000_000:06d}"
