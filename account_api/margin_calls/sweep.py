"""The sweep: the whole book in columns, what stands otherwise than was published, and the accounts that call for a closer look.

Accounts are looked at in batches of one transaction each: what the batch finds, tells and gives people to do is there as a
whole or not at all, and so is the note that it was published; no transaction holds the ledger for long. A sweep that was
cut off goes on where it ended, and one that runs twice, or in two processes, finds nothing new: each batch locks its
accounts and reads them again before it writes.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlmodel import Session

from account_api.accounts import whole_book
from account_api.audit import Event
from account_api.context import Context
from account_api.margin_calls import catching_up, forcing, queries, reopening
from account_api.margin_calls.book_columns import Book, read_book
from account_api.margin_calls.catching_up import CALLED
from account_api.margin_calls.following import Done, Moment, follow_all
from account_api.proposals.service import WORKER
from account_api.uncollected import uncollected
from risk.book.differences import UNDER_MINIMUM, Differences, differences, severity
from risk.book.engine import BANDS, evaluate

AT_ONCE = 250
PUBLISHED_AT_ONCE = 2_000

Progress = Callable[[int, int], None]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep did: accounts in the book, those that stood otherwise, those looked at closely, and what came of it."""

    moment: Moment
    accounts: int
    changed: int
    looked_at: int
    done: Done
    bands: dict[str, int]

    def as_json(self) -> dict[str, Any]:
        counts = {
            name: getattr(self, name) for name in ("moment", "accounts", "changed", "looked_at", "bands")
        }
        return counts | asdict(self.done)


@dataclass(frozen=True, slots=True)
class _Seen:
    """The book as the sweep sees it: who stands how, and who is to be looked at."""

    book: Book
    found: Differences
    places: tuple[int, ...]


def sweep(ctx: Context, moment: Moment, progress: Progress | None = None) -> Swept:
    """Sweeps the book as it stands now. `close` makes calls of the liquidation line, `intraday` those of the minimum line."""
    closing = catching_up.begin(ctx) if moment == "close" else None
    done, looked = Done() if closing is None else Done(opened=catching_up.open_missed(ctx, closing)), 0
    reopening.reopen(ctx)
    seen = _seen(ctx, moment)
    for batch in _batches(seen.places, AT_ONCE):
        with uncollected(), ctx.transaction() as session:
            done += _batch(ctx, session, seen, batch, moment)
        looked += len(batch)
        if progress is not None:
            progress(looked, len(seen.places))
    _publish_the_rest(ctx, seen, moment)
    if closing is not None:
        catching_up.end(ctx, closing)
    standing = seen.found.standing % UNDER_MINIMUM
    bands = {str(name): int((standing == code).sum()) for code, name in enumerate(BANDS)}
    return Swept(moment, len(seen.book.frame), len(seen.found.changed), looked, done, bands)


def closing_sweep(ctx: Context, _now: datetime) -> int:
    """The sweep after the close, as a job; how many calls were opened."""
    return sweep(ctx, "close").done.opened


def intraday_sweep(ctx: Context, _now: datetime) -> int:
    """The sweep within a session, as a job; how many calls were opened."""
    return sweep(ctx, "intraday").done.opened


def run_clock(ctx: Context, now: datetime) -> int:
    """Brings the cases to where time has brought them: deadlines that have passed, proposals that are due. How many moved."""
    undone = reopening.reopen(ctx)
    with ctx.transaction(writes=False) as session:
        clients = sorted({*queries.clients_due(session, now), *undone})
    done = Done()
    for batch in _batches(clients, AT_ONCE):
        with uncollected(), ctx.transaction() as session:
            done += _looked_at(ctx, session, batch, "intraday", frozenset())
    return done.moved + done.notices + done.proposals


def _seen(ctx: Context, moment: Moment) -> _Seen:
    with uncollected(), ctx.transaction(writes=False) as session:
        book = read_book(session, ctx.clock.today())
        published = queries.published(session)
        followed = frozenset(queries.clients_with_open(session))
    result = evaluate(book.frame, ctx.rules)
    pairs = zip(book.frame.ids, book.accounts, strict=True)
    codes = {client: published[account] for client, account in pairs if account in published}
    found = differences(book.frame, result, codes)
    changed = {int(i) for i in found.changed}
    places = [
        i
        for i, client_id in enumerate(book.frame.ids)
        if client_id in followed
        or i in book.due
        or (severity(int(found.standing[i])) >= CALLED and (moment == "close" or i in changed))
    ]
    return _Seen(book, found, tuple(places))


def _batch(ctx: Context, session: Session, seen: _Seen, batch: Sequence[int], moment: Moment) -> Done:
    clients = [seen.book.frame.ids[i] for i in batch]
    below = frozenset(
        seen.book.frame.ids[i] for i in batch if severity(int(seen.found.standing[i])) >= CALLED
    )
    done = _looked_at(ctx, session, clients, moment, below)
    _publish(ctx, session, seen, batch, moment)
    return done


def _looked_at(
    ctx: Context, session: Session, clients: Sequence[str], moment: Moment, below: frozenset[str]
) -> Done:
    """Looks at these clients closely; `below` are those under their liquidation line."""
    queries.locked(session, clients)
    done = Done()
    views = {
        each.client.client_id: each for each in whole_book.views(session, ctx.clock.today(), clients=clients)
    }
    for client_id, looked in follow_all(ctx, session, list(views.values()), moment, below).items():
        done += looked.done
        for case, file in looked.standing:
            made = forcing.propose_if_due(ctx, session, views[client_id], case, file)
            done += Done(proposals=int(made is not None))
    if done != Done():
        ctx.record(session, Event("margin_calls.swept", WORKER, None, {"moment": moment, **asdict(done)}))
    return done


def _publish_the_rest(ctx: Context, seen: _Seen, moment: Moment) -> None:
    """Notes the standing of those that needed no closer look."""
    looked = set(seen.places)
    rest = [int(i) for i in seen.found.changed if int(i) not in looked]
    for batch in _batches(rest, PUBLISHED_AT_ONCE):
        with ctx.transaction() as session:
            _publish(ctx, session, seen, batch, moment)


def _publish(ctx: Context, session: Session, seen: _Seen, batch: Sequence[int], moment: Moment) -> None:
    at = ctx.clock.now()
    rows = [
        {
            "account_id": seen.book.accounts[i],
            "band": int(seen.found.standing[i]),
            "moment": moment,
            "at": at,
        }
        for i in batch
    ]
    queries.publish(session, rows)


def _batches(places: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for first in range(0, len(places), size):
        yield places[first : first + size]
