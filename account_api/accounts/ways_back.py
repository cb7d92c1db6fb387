"""The ways back to a target ratio as the owner of an account asks for them, beside the margin call that is open."""

from collections.abc import Sequence
from datetime import datetime, time
from fractions import Fraction

from sqlmodel import Session

from account_api.accounts.contract import CureQuestion, CuresPublic
from account_api.accounts.margin_calls import margin_call
from account_api.accounts.view import View
from account_api.clock import BOOKING_ZONE
from account_api.context import Context
from account_api.errors import refused
from account_api.firm.arrival import arrival
from account_api.market import queries as market
from account_api.market.quotes import quotes
from risk import money
from risk.account import Snapshot
from risk.cures import CureSet, cures
from risk.fields import FIRST_DAY, LAST_DAY, BookError, refuse
from risk.margin_calls import MarginCall
from risk.tradable import Tradable, offer


def cures_and_call(ctx: Context, session: Session, view: View, question: CureQuestion) -> CuresPublic:
    """Without a position there is nothing to cure and no call. Raises Malformed naming what is refused."""
    if view.snapshot is None:
        nothing: dict[str, object] = {"cures": [], "mixes": [], "limited": None, "call": None, "clauses": {}}
        return CuresPublic.model_validate(nothing | {"target": question.target} | view.origin())
    now = _now(ctx, view, question.now)
    call = margin_call(ctx, session, view, now)
    found = _cures(ctx, session, view.snapshot, question, now, call)
    return CuresPublic.model_validate(
        {
            **found.as_json(),
            **view.origin(),
            "call": None if call is None else call.as_json(),
            "clauses": dict(view.snapshot.terms.clauses),
        }
    )


def _cures(
    ctx: Context,
    session: Session,
    snapshot: Snapshot,
    question: CureQuestion,
    now: datetime,
    call: MarginCall | None,
) -> CureSet:
    try:
        return cures(
            snapshot,
            ctx.rules,
            _amount(question.target, "target"),
            now,
            ctx.calendar,
            arrival(session),
            None if call is None else call.deadline,
            limit=_amount(question.limit, "limit"),
            order=question.sell,
            brought=_brought(session, snapshot, question.add),
        )
    except money.AmountError as error:
        raise refused([refuse(error.field, error.code, error.value)]) from error
    except BookError as error:
        raise refused(error.errors) from error


def _brought(session: Session, snapshot: Snapshot, codes: Sequence[str]) -> dict[str, Tradable]:
    """Further securities at the prices of the position day. Raises BookError for one that has none."""
    if not codes:
        return {}
    known, terms = market.named(session, codes), market.terms(session, snapshot.as_of, codes)
    day = snapshot.taken_at.date() if snapshot.taken_at else snapshot.as_of
    prices = quotes(session, day, codes)
    unknown = [refuse(f"add[{i}]", "not_one_of", code) for i, code in enumerate(codes) if code not in prices]
    if unknown:
        raise BookError(unknown)
    return {
        code: offer(
            code,
            Fraction(prices[code].price),
            known[code].lot,
            taken=code in terms and terms[code].status == "normal" and terms[code].conversion_rate > 0,
        )
        for code in codes
    }


def _now(ctx: Context, view: View, asked: datetime | None) -> datetime:
    """The instant asked about, else the clock; on a view of an earlier day, the end of that day."""
    if asked is not None:
        if not FIRST_DAY <= asked.date() <= LAST_DAY:
            raise refused([refuse("now", "out_of_range", asked.isoformat())])
        return asked if asked.tzinfo else asked.replace(tzinfo=BOOKING_ZONE)
    if view.as_of >= ctx.clock.today():
        return ctx.clock.local()
    return datetime.combine(view.as_of, time.max, tzinfo=BOOKING_ZONE)


def _amount(text: str | None, field: str) -> Fraction | None:
    return None if text is None else money.parse(text, field)
