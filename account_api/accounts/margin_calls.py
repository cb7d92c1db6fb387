"""The margin call that is open on an account, with its deadline on the trading calendar."""

from datetime import datetime
from itertools import takewhile

from sqlmodel import Session

from account_api.accounts import view as views
from account_api.accounts.view import View
from account_api.clients.tables import Client
from account_api.context import Context
from account_api.errors import NoCreditAccount
from account_api.firm.closures import with_closures
from risk.account import Snapshot
from risk.evaluation import evaluate
from risk.margin_calls import STILL_CALLED, DayBand, MarginCall, open_call
from risk.rulebook import Rulebook


def margin_call(ctx: Context, session: Session, view: View, now: datetime) -> MarginCall | None:
    """The call open on the view's day, from the bands of the position days before it, as far back as it reaches."""
    assert view.snapshot is not None
    rule = view.snapshot.terms.call_deadline
    if rule is None:
        return None
    bands = (_band(snapshot, ctx.rules) for snapshot in views.backwards(session, view))
    calendar = with_closures(ctx.calendar, session)
    return open_call(takewhile(lambda day: day.band in STILL_CALLED, bands), rule, calendar, now)


def call_of(ctx: Context, session: Session, client: Client) -> MarginCall | None:
    """The call open today; None for a client without an account, a contract or a position."""
    try:
        view = views.look(session, client, ctx.clock.today())
    except NoCreditAccount:
        return None
    return None if view.snapshot is None else margin_call(ctx, session, view, ctx.clock.local())


def _band(snapshot: Snapshot, rules: Rulebook) -> DayBand:
    found = evaluate(snapshot, rules)
    return DayBand(snapshot.as_of, found.band, found.figures["maintenance_ratio"].value)
