"""What endpoints ask for in their signatures: the context, a session to read or write with, who is asking.

One request is one transaction, and it is over before the response is sent (`scope="function"`): a client
never reads a success that was not committed. Writers queue before they take a thread, since a thread
waiting for SQLite's write lock could keep the lock's holder from getting one. What waits for nothing is async
here: it would only be sent to a thread and back.
"""

from collections.abc import AsyncIterator, Iterator
from typing import Annotated

from fastapi import Depends, Request
from sqlmodel import Session

from account_api.context import Context

WRITERS_AT_ONCE = 8


async def context(request: Request) -> Context:
    """What the app was built with."""
    found: Context = request.app.state.context
    return found


Ctx = Annotated[Context, Depends(context)]


def reading(ctx: Ctx) -> Iterator[Session]:
    """A transaction that takes no write lock."""
    with ctx.transaction(writes=False) as session:
        yield session


def writing(ctx: Ctx) -> Iterator[Session]:
    """The transaction of a request that writes; over before the response leaves."""
    with ctx.transaction() as session:
        yield session


async def turnstile() -> AsyncIterator[None]:
    """Lets in so many at once; for endpoints that open their own transactions."""
    yield


Reading = Annotated[Session, Depends(reading, scope="function")]
Writing = Annotated[Session, Depends(writing, scope="function", max_concurrency=WRITERS_AT_ONCE)]
Turnstile = Depends(turnstile, scope="function", max_concurrency=WRITERS_AT_ONCE)
