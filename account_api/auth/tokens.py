"""Tokens (JWT, HS256) and the six-digit codes of the second factor, both from the keys of the home."""

import hashlib
import hmac
from datetime import datetime, timedelta

import jwt

ALGORITHM = "HS256"


def issue(username: str, key: str, at: datetime, life: timedelta) -> str:
    """A token that speaks for `username` from `at` for `life`, signed with the home's `key` (hex)."""
    claims = {"sub": username, "iat": int(at.timestamp()), "exp": int((at + life).timestamp())}
    return jwt.encode(claims, bytes.fromhex(key), ALGORITHM)


def subject(token: str, key: str, at: datetime) -> str | None:
    """The user a valid token speaks for; None for one that is forged, malformed or expired at `at`."""
    options: jwt.types.Options = {
        "require": ["sub", "exp"],
        "verify_exp": False,
        "verify_iat": False,
    }  # against our clock, below
    try:
        claims = jwt.decode(token, bytes.fromhex(key), [ALGORITHM], options=options)
    except jwt.InvalidTokenError:
        return None
    return str(claims["sub"]) if at.timestamp() < claims["exp"] else None


def six_digits(challenge_id: str, key: str) -> str:
    """The code of a challenge: derived, so neither a table nor an outbox holds it."""
    mac = hmac.new(bytes.fromhex(key), challenge_id.encode(), hashlib.sha256).digest()
    return f"{int.from_bytes(mac[:8], 'big') % 1_000_000:06d}"
