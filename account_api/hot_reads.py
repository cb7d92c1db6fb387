"""The hot read: one's own account as last published, from one prepared select on a raw driver connection.

It stands before the app and answers this alone: a client with a valid token who asks for the account that is
theirs. The select is the own-account rule for that one case, and it looks the user up each time, so whoever is
blocked is out at once. Everything else goes on to the app: staff, whose looks are audited, somebody else's
account, no account, no token. So every refusal is the app's own, word for word.

It is read on a thread: the read takes tens of microseconds, but the pool may let it wait for a connection.
"""

from typing import Any

from anyio import to_thread
from sqlalchemy import Engine
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from account_api.auth import tokens
from account_api.context import Context

HEAD, TAIL = "/api/v1/accounts/", "/published"
BEARER = "bearer "
OWN = (
    "SELECT p.body FROM users u JOIN published_accounts p ON p.client_id = u.client_id"
    " WHERE u.username = {0} AND u.client_id = {0} AND u.role = 'client' AND u.active"
)
SQLITE, POSTGRES = OWN.format("?"), OWN.format("%s")


class HotReads:
    """Answers the hot read of `app` and hands it every other request."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        client_id = _asked_for(scope)
        body = None if client_id is None else await _own(scope, client_id)
        answer = self.app if body is None else Response(body, media_type="application/json")
        await answer(scope, receive, send)


def _asked_for(scope: Scope) -> str | None:
    """The client whose published account is asked for; None for any other request."""
    if scope["type"] != "http" or scope["method"] != "GET":
        return None
    path: str = scope["path"].removeprefix(scope.get("root_path", ""))
    if not (path.startswith(HEAD) and path.endswith(TAIL)):
        return None
    return path[len(HEAD) : -len(TAIL)]


async def _own(scope: Scope, client_id: str) -> bytes | None:
    """The published account of `client_id` where its owner asks, else None."""
    context: Context = scope["app"].state.context
    header = Headers(scope=scope).get("authorization", "")
    if header[: len(BEARER)].lower() != BEARER:
        return None
    token = header[len(BEARER) :].strip()
    username = tokens.subject(token, context.home.secrets.token_key, context.clock.wall())
    if username is None:
        return None
    return await to_thread.run_sync(_read, context.database.reading, username, client_id)


def _read(engine: Engine, username: str, client_id: str) -> bytes | None:
    """The driver prepares the statement once a connection: SQLite finds it again by its text, psycopg is told to."""
    if engine.dialect.name == "sqlite":
        return _first(engine, SQLITE, (username, client_id), {})
    return _first(engine, POSTGRES, (username, client_id), {"prepare": True})


def _first(engine: Engine, statement: str, asked: tuple[str, str], options: dict[str, Any]) -> bytes | None:
    pooled = engine.raw_connection()
    try:
        driver: Any = pooled.driver_connection
        row = driver.execute(statement, asked, **options).fetchone()
        return None if row is None else bytes(row[0])
    finally:
        pooled.close()
