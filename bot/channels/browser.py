"""Ties a conversation to the browser that opened it, without storing anything.

The id a browser holds is ``<conversation>.<seal>``; the seal is a keyed hash over the conversation and the
browser's HttpOnly cookie. An id that leaks (a log, a shoulder) is useless without the cookie. A program
that never loaded the page has no cookie: its id is sealed over the empty string and is itself the secret.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from starlette.requests import Request
from starlette.responses import Response

from bot.channels.problem import unknown_session

COOKIE = "liangrong_browser"


def browser_of(request: Request) -> str:
    """The browser's secret, or the empty string for a program."""
    return request.cookies.get(COOKIE, "")


def new_browser() -> str:
    """A secret for a browser that has none."""
    return secrets.token_urlsafe(32)


def give_cookie(request: Request, response: Response, secret: str | None = None) -> None:
    """Hand a browser its secret on the first page; scripts cannot read it, other sites cannot send it."""
    if not browser_of(request):
        response.set_cookie(
            COOKIE,
            secret or new_browser(),
            httponly=True,
            samesite="strict",
            secure=request.url.scheme == "https",
        )


class Seals:
    """Seals conversation ids with ``key`` (32 random bytes, the same in every worker)."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def seal(self, session: str, browser: str) -> str:
        """The id to hand out."""
        return f"{session}.{self._tag(session, browser)}"

    def open(self, sealed: str, browser: str) -> str:
        """The conversation behind a handed-out id. ChatError 404 if it is not this browser's."""
        session, _, tag = sealed.rpartition(".")
        given = tag.encode()
        owners = (browser, "")  # a conversation that a program opened belongs to whoever knows its id
        if not any(hmac.compare_digest(given, self._tag(session, owner).encode()) for owner in owners):
            raise unknown_session()
        return session

    def _tag(self, session: str, browser: str) -> str:
        digest = hmac.new(self._key, f"{session}\n{browser}".encode(), hashlib.sha256)
        return digest.hexdigest()[:48]
