"""One worker at a time: a lease on the wall clock that its holder renews while it works and that runs out when it dies."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col

from account_api.context import Context
from account_api.db import insert_if_absent
from account_api.jobs import queries
from account_api.jobs.tables import Lease

NAME = "worker"
LENGTH = timedelta(seconds=30)


def take(ctx: Context, holder: str) -> bool:
    """Whether `holder` has the lease now: it is free, has run out, or was its own. Nothing is written where it lasts yet."""
    with ctx.transaction(writes=False) as session:
        row, now = queries.lease(session, NAME), ctx.clock.wall()
    if row is not None and row.until > now:
        if row.holder != holder:
            return False
        if row.until - now > LENGTH / 2:
            return True
    with ctx.transaction() as session:
        return _taken(session, holder, ctx.clock.wall())


def give_back(ctx: Context, holder: str) -> None:
    """A holder that ends well lets the next one begin at once."""
    mine = (col(Lease.name) == NAME, col(Lease.holder) == holder)
    with ctx.transaction() as session:
        session.execute(update(Lease).where(*mine).values(until=ctx.clock.wall()))


@contextmanager
def kept(ctx: Context, holder: str) -> Iterator[None]:
    """Renews the lease while the block works, however long that takes."""
    done = threading.Event()

    def renew() -> None:
        while not done.wait(LENGTH.total_seconds() / 3):
            try:
                with ctx.transaction() as session:
                    _taken(session, holder, ctx.clock.wall())
            except SQLAlchemyError:  # the database is away: the lease runs out, which is right
                continue

    beat = threading.Thread(target=renew, daemon=True)
    beat.start()
    try:
        yield
    finally:
        done.set()
        beat.join()


def _taken(session: Session, holder: str, now: datetime) -> bool:
    row = Lease.of(name=NAME, holder=holder, until=now + LENGTH)
    if insert_if_absent(session, Lease, row.model_dump()):
        return True
    free = (col(Lease.until) <= now) | (col(Lease.holder) == holder)
    taken = update(Lease).where(col(Lease.name) == NAME, free).values(holder=holder, until=now + LENGTH)
    return session.scalar(taken.returning(col(Lease.name))) is not None
