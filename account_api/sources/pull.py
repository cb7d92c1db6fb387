"""Pull-through: when an account is looked at, the firm's system is asked what is new, and that is written into the ledger first.

So everything downstream reads the ledger alone and can be replayed. The system is asked outside every transaction, once in
an interval for each client; if it fails, the ledger answers with what it has, and its age shows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from account_api.accounts import queries as accounts
from account_api.audit import Event
from account_api.context import Context
from account_api.db import insert_if_absent
from account_api.feed import prices, queries, service
from account_api.feed.contract import MOST_EVENTS, MOST_PRICES, EventsCreate, PricesCreate
from account_api.feed.tables import FeedStream
from account_api.sources.http import HttpSource
from account_api.sources.ports import AccountSource, PriceSource, Sent, SourceFailed

PULL = "pull"
"""The actor in the audit trail."""


@dataclass(frozen=True, slots=True)
class Sources:
    """Who is asked; the firm may have one system for accounts and another for prices."""

    accounts: AccountSource
    prices: PriceSource


def configured(ctx: Context) -> Sources | None:
    """The firm's own system, where the settings name one."""
    settings = ctx.settings
    if settings.source_url is None:
        return None
    token = settings.source_token and settings.source_token.get_secret_value()
    timeout = settings.source_timeout.total_seconds()
    system = HttpSource(settings.source_name, settings.source_url, timeout, token or None)
    return Sources(system, system)


def refresh(ctx: Context, sources: Sources, client_id: str) -> bool:
    """Asks what is new of a client and takes it; whether it asked, which it does once in an interval."""
    after = _turn(ctx, sources.accounts.name, client_id)
    if after is None:
        return False
    _pull_events(ctx, sources.accounts, client_id, after)
    _pull_prices(ctx, sources.prices, client_id)
    return True


def _turn(ctx: Context, source: str, client_id: str) -> int | None:
    """Takes the turn to ask, by the wall clock, and tells how far the stream has got; None where it is too early."""
    now = ctx.clock.wall()
    with ctx.transaction() as session:
        account = queries.locked_accounts(session, [client_id]).get(client_id)
        if account is None or account.jurisdiction != "CN":
            return None
        row = FeedStream.of(source=source, client_id=client_id)
        insert_if_absent(session, FeedStream, row.model_dump())
        stream = session.get_one(FeedStream, (source, client_id))
        if not _due(stream.asked_at, now, ctx.settings.source_interval):
            return None
        stream.asked_at = now
        return stream.last_sequence


def _due(asked_at: datetime | None, now: datetime, interval: timedelta) -> bool:
    return asked_at is None or not asked_at <= now < asked_at + interval


def _pull_events(ctx: Context, source: AccountSource, client_id: str, after: int) -> None:
    try:
        sent = [dict(each) for each in source.events(client_id, after)[:MOST_EVENTS]]
        _of_this_client(sent, client_id)
        batch = EventsCreate(source=source.name, events=sent)
    except (SourceFailed, ValueError) as error:
        _failed(ctx, source.name, "events", error)
        return
    with ctx.transaction() as session:
        service.take(ctx, session, PULL, batch)


def _pull_prices(ctx: Context, source: PriceSource, client_id: str) -> None:
    with ctx.transaction(writes=False) as session:
        codes = _codes(session, client_id)
    if not codes:
        return
    try:
        sent = [dict(each) for each in source.prices(codes)[:MOST_PRICES]]
        batch = PricesCreate(source=source.name, prices=sent)
    except (SourceFailed, ValueError) as error:
        _failed(ctx, source.name, "prices", error)
        return
    with ctx.transaction() as session:
        prices.take(ctx, session, PULL, batch)


def _of_this_client(sent: Sequence[Sent], client_id: str) -> None:
    if any(each.get("client_id") != client_id for each in sent):
        raise SourceFailed("the answer has events of another client")


def _codes(session: Session, client_id: str) -> frozenset[str]:
    """The securities the client holds or owes now."""
    account = accounts.account_of(session, client_id)
    newest = None if account is None else queries.newest_day(session, account.account_id)
    if account is None or newest is None:
        return frozenset()
    held = {row.security for row in accounts.holdings(session, account.account_id, newest)}
    return frozenset(
        held | {row.security for row, _ in accounts.contracts(session, account.account_id, newest)}
    )


def _failed(ctx: Context, source: str, kind: str, error: Exception) -> None:
    """Keeps that asking failed. A ValueError is pydantic's: an answer with text no database can keep, for instance."""
    reason = str(error) if isinstance(error, SourceFailed) else "the answer cannot be kept"
    with ctx.transaction() as session:
        service.heard(session, source, kind, ctx.clock.now(), reason)
        ctx.record(
            session, Event("feed.failed", PULL, detail={"source": source, "kind": kind, "why": reason})
        )
