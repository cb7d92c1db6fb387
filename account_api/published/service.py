"""Publishing accounts: what their owners would be answered now is written down as it would leave, once for many reads.

An account of which there is nothing new to say stays as it was published, with the instant of then. Its figures are made
only where the account, its day or the rules are other than they were.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import orjson
from sqlmodel import Session

from account_api.accounts import reference, whole_book
from account_api.accounts import service as accounts
from account_api.accounts.view import View, look
from account_api.audit import Event
from account_api.clients.tables import Client
from account_api.context import Context
from account_api.errors import NoCreditAccount, NotFound
from account_api.market import queries as market
from account_api.market.tables import Security
from account_api.published import queries
from account_api.published.contract import PublishedAccountPublic
from account_api.published.tables import PublishedAccount
from account_api.snapshots.service import Taken, keep_all, take
from account_api.traces import service as traces
from account_api.traces.service import Left

WORKER = "worker"
LEFT_IN = "published"


@dataclass(frozen=True, slots=True)
class _New:
    """What is new of an account: the answer that is published of it, and the frozen account that its figures come from."""

    shown: dict[str, Any]
    taken: Taken | None


def publish(ctx: Context, session: Session, clients: Sequence[Client]) -> int:
    """Publishes the accounts of `clients` as they stand now, in the caller's transaction; how many were other than published.

    A client without a credit account is passed over.
    """
    now = ctx.clock.local()
    before = queries.published_of(session, [each.client_id for each in clients])
    known = {row.client_id: orjson.loads(row.body) for row in before}
    views = list(_views(ctx, session, clients))
    named = market.named(session, {code for each in views for code in each.codes})
    made = (_new(ctx, session, each, known.get(each.client.client_id), named, now) for each in views)
    news = [each for each in made if each is not None]
    _keep(ctx, session, news, now)
    queries.put(session, [_row(new.shown, ctx.clock.today(), now) for new in news])
    if news:
        ctx.record(session, Event("accounts.published", WORKER, detail={"accounts": len(news)}))
    return len(news)


def body(session: Session, client: Client) -> bytes:
    """The account of `client` as last published, in JSON. Raises NotFound where it never was."""
    found = queries.published(session, client.client_id)
    if found is None:
        raise NotFound("This account has not been published yet.", "该账户的数据尚未发布。")
    return found.body


def _views(ctx: Context, session: Session, clients: Sequence[Client]) -> Iterator[View]:
    """The accounts of these clients as they stand now: the mainland's read together, one of another place by itself."""
    today, names = ctx.clock.today(), [each.client_id for each in clients]
    book = {each.client.client_id: each for each in whole_book.views(session, today, clients=names)}
    yield from book.values()
    for client in clients:
        if client.client_id not in book:
            with suppress(NoCreditAccount):
                yield look(session, client, today)


def _new(
    ctx: Context,
    session: Session,
    view: View,
    before: Mapping[str, Any] | None,
    named: Mapping[str, Security],
    now: datetime,
) -> _New | None:
    """What there is to publish of an account; None where that was published before."""
    client_id, book = view.client.client_id, view.snapshot
    taken = None if book is None else take(client_id, book, "day_end", now)
    origin = {
        "client_id": client_id,
        "as_of": view.as_of.isoformat(),
        "snapshot_id": None if taken is None else taken.id,
        "rules_edition": ctx.rulebooks.edition,
    }
    there = before if before is not None and taken is not None and origin.items() <= before.items() else None
    figures = reference.figures_of(ctx, view).model_dump(mode="json") if there is None else there["account"]
    shown = reference.positions(view) if view.abroad else accounts.positions(session, view, named)
    said = {**origin, "live": False, "account": figures, "positions": shown.model_dump(mode="json")}
    if before is not None and said.items() <= before.items():
        return None
    return _New({**said, "published_at": now}, taken)


def _keep(ctx: Context, session: Session, news: Sequence[_New], now: datetime) -> None:
    """Keeps the figures that leave, and the frozen accounts that they come from; nothing of one without a position."""
    kept = [(new.taken, new.shown["account"]["figures"]) for new in news if new.taken is not None]
    keep_all(ctx, session, [taken for taken, _ in kept])
    left = [Left(taken.client_id, taken.id, figures.values(), LEFT_IN, now) for taken, figures in kept]
    traces.keep_all(ctx, session, left)


def _row(shown: Mapping[str, Any], as_of: date, now: datetime) -> PublishedAccount:
    made = orjson.dumps(PublishedAccountPublic.model_validate(shown).model_dump(mode="json"))
    return PublishedAccount.of(client_id=shown["client_id"], as_of=as_of, published_at=now, body=made)
