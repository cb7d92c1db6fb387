"""Publishing accounts: what their owners would be answered now is written down as it would leave, once for many reads."""

from collections.abc import Iterable
from datetime import datetime

import orjson
from sqlmodel import Session

from account_api.accounts import reference
from account_api.accounts import service as accounts
from account_api.accounts import view as views
from account_api.accounts.contract import FiguresPublic
from account_api.accounts.view import View
from account_api.audit import Event
from account_api.clients.tables import Client
from account_api.context import Context
from account_api.errors import NoCreditAccount, NotFound
from account_api.published import queries
from account_api.published.contract import PublishedAccountPublic
from account_api.published.tables import PublishedAccount
from account_api.snapshots.service import freeze
from account_api.traces.service import keep

WORKER = "worker"
LEFT_IN = "published"


def publish(ctx: Context, session: Session, clients: Iterable[Client]) -> int:
    """Publishes the accounts of `clients` as they stand now, in the caller's transaction; how many there were.

    A client without a credit account is passed over.
    """
    rows = [row for client in clients if (row := _row(ctx, session, client)) is not None]
    queries.put(session, rows)
    if rows:
        ctx.record(session, Event("accounts.published", WORKER, detail={"accounts": len(rows)}))
    return len(rows)


def body(session: Session, client: Client) -> bytes:
    """The account of `client` as last published, in JSON. Raises NotFound where it never was."""
    found = queries.published(session, client.client_id)
    if found is None:
        raise NotFound("This account has not been published yet.", "该账户的数据尚未发布。")
    return found.body


def _row(ctx: Context, session: Session, client: Client) -> PublishedAccount | None:
    today, now = ctx.clock.today(), ctx.clock.local()
    try:
        view = views.look(session, client, today)
    except NoCreditAccount:
        return None
    figures = reference.figures_of(ctx, view)
    shown = PublishedAccountPublic(
        client_id=client.client_id,
        as_of=today,
        published_at=now,
        snapshot_id=_kept(ctx, session, view, figures, now),
        rules_edition=ctx.rulebooks.edition,
        account=figures,
        positions=reference.positions(view) if view.abroad else accounts.positions(session, view),
    )
    made = orjson.dumps(shown.model_dump(mode="json"))
    return PublishedAccount.of(client_id=client.client_id, as_of=today, published_at=now, body=made)


def _kept(ctx: Context, session: Session, view: View, figures: FiguresPublic, now: datetime) -> str | None:
    """The frozen snapshot that the figures are kept with; None where there is no position to freeze."""
    if view.snapshot is None:
        return None
    frozen = freeze(ctx, session, view.client.client_id, view.snapshot, "day_end", now)
    keep(ctx, session, frozen, figures.figures.values(), LEFT_IN, now)
    return frozen.id
