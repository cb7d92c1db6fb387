"""The ways back to the target, and the margin call that is open, with its deadline on the trading calendar."""

from datetime import datetime, time
from fractions import Fraction
from itertools import takewhile

from sqlmodel import Session

from account_api.accounts import view as views
from account_api.accounts.contract import CuresPublic
from account_api.accounts.view import View
from account_api.clients.tables import Client
from account_api.clock import BOOKING_ZONE
from account_api.context import Context
from account_api.errors import NoCreditAccount, refused
from account_api.firm.arrival import arrival
from risk import money
from risk.account import Snapshot
from risk.cures import CureSet, cures
from risk.evaluation import evaluate
from risk.fields import BookError, refuse
from risk.margin_calls import STILL_CALLED, DayBand, MarginCall, open_call
from risk.rulebook import Rulebook


def cures_and_call(ctx: Context, session: Session, view: View, target: str | None) -> CuresPublic:
    """Without a position there is nothing to cure and no call. Raises Malformed for a target that is not a
    ratio > 1.
    """
    goal = None if target is None else _target(target)
    if view.snapshot is None:
        nothing: dict[str, object] = {"target": target, "cures": [], "call": None, "clauses": {}}
        return CuresPublic.model_validate(nothing | view.origin())
    now = _now(ctx, view)
    call = margin_call(ctx, session, view, now)
    found = _cures(ctx, session, view.snapshot, goal, now, call)
    return CuresPublic.model_validate(
        {
            **found.as_json(),
            **view.origin(),
            "call": None if call is None else call.as_json(),
            "clauses": dict(view.snapshot.terms.clauses),
        }
    )


def margin_call(ctx: Context, session: Session, view: View, now: datetime) -> MarginCall | None:
    """The call open on the view's day, from the bands of the position days before it, as far back as it reaches."""
    assert view.snapshot is not None
    rule = view.snapshot.terms.call_deadline
    if rule is None:
        return None
    bands = (_band(snapshot, ctx.rules) for snapshot in views.backwards(session, view))
    return open_call(takewhile(lambda day: day.band in STILL_CALLED, bands), rule, ctx.calendar, now)


def call_of(ctx: Context, session: Session, client: Client) -> MarginCall | None:
    """The call open today; None for a client without an account, a contract or a position."""
    try:
        view = views.look(session, client, ctx.clock.today())
    except NoCreditAccount:
        return None
    return None if view.snapshot is None else margin_call(ctx, session, view, ctx.clock.local())


def _cures(
    ctx: Context,
    session: Session,
    snapshot: Snapshot,
    goal: Fraction | None,
    now: datetime,
    call: MarginCall | None,
) -> CureSet:
    deadline = None if call is None else call.deadline
    try:
        return cures(snapshot, ctx.rules, goal, now, ctx.calendar, arrival(session), deadline)
    except BookError as error:
        raise refused(error.errors) from error


def _band(snapshot: Snapshot, rules: Rulebook) -> DayBand:
    found = evaluate(snapshot, rules)
    return DayBand(snapshot.as_of, found.band, found.figures["maintenance_ratio"].value)


def _now(ctx: Context, view: View) -> datetime:
    """The clock; on a view of an earlier day, the end of that day."""
    if view.as_of >= ctx.clock.today():
        return ctx.clock.local()
    return datetime.combine(view.as_of, time.max, tzinfo=BOOKING_ZONE)


def _target(text: str) -> Fraction:
    try:
        return money.parse(text, "target")
    except money.AmountError as error:
        raise refused([refuse("target", error.code, text)]) from error
