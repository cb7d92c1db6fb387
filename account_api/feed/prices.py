"""Taking prices: every tick is kept, the newest of a day is the day's price, what comes late is kept and marked, and
what cannot be so is kept aside.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from pydantic import ValidationError
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from account_api.audit import Event
from account_api.clock import BOOKING_ZONE, local_text
from account_api.context import Context
from account_api.db import insert_if_absent
from account_api.errors import Problem, malformed
from account_api.feed import daily, ledger, plausibility, queries, recounting, refusals, suspect_queries
from account_api.feed.contract import TICK, PricesCreate, PricesPublic, RefusedPublic, Tick
from account_api.feed.plausibility import Bounds
from account_api.feed.service import TOLERANCE, heard
from account_api.feed.tables import PriceTick, SuspectPrice
from account_api.firm.closures import with_closures
from account_api.market import queries as market
from account_api.market.tables import Price
from risk.fields import printable

COUNTED = ("applied", "known", "late", "suspect", "refused")


def take(ctx: Context, session: Session, user: str, batch: PricesCreate) -> PricesPublic:
    """Works ticks in, in the order of code and instant. A wrong one is refused by name, the others go on."""
    refused: list[RefusedPublic] = []
    read: list[Tick] = []
    for number, raw in enumerate(batch.prices):
        try:
            read.append(TICK.validate_python(dict(raw)))
        except ValidationError as error:
            refused.append(_refusal(_name(raw, number), malformed(error.errors())))
    codes = {tick.code for tick in read}
    listed = market.named(session, codes) if read else {}
    priced = market.prices(session, ctx.clock.today(), codes) if read else {}
    answer = PricesPublic(applied=[], known=[], late=[], suspect=[], refused=refused)
    for tick in sorted(read, key=lambda each: (each.code, each.at)):
        try:
            if tick.code not in listed:
                raise refusals.unknown_security(tick.code, "code")
            _one(ctx, session, user, batch.source, tick, answer)
        except Problem as problem:
            refused.append(_refusal(_id(tick), problem))
    daily.open_day(ctx, session, {tick.code for tick in read if tick.code in listed} - set(priced))
    heard(session, batch.source, "prices", ctx.clock.now())
    if read or refused:
        numbers = {name: len(getattr(answer, name)) for name in COUNTED}
        ctx.record(session, Event("feed.prices", user, detail={"source": batch.source, **numbers}))
    answer.refused = refused
    return answer


def _one(ctx: Context, session: Session, user: str, source: str, tick: Tick, answer: PricesPublic) -> None:
    """One tick: known, kept aside, or accepted."""
    now, day = ctx.clock.now(), tick.at.astimezone(BOOKING_ZONE).date()
    if tick.at > now + TOLERANCE:
        raise refusals.ahead(local_text(tick.at), local_text(now))
    if not with_closures(ctx.calendar, session).is_session(day):
        raise refusals.no_session(day.isoformat())
    known = queries.tick(session, source, tick.code, tick.at) or suspect_queries.kept_aside(
        session, source, tick.code, tick.at
    )
    if known is not None:
        if known.price != tick.price:
            raise refusals.another_body("price", tick.price)
        answer.known.append(_id(tick))
        return
    within = plausibility.bounds(ctx, session, tick.code, day)
    if within is not None and not within.hold(tick.price):
        suspect_queries.hold(session, tick.code)
        agreeing = plausibility.confirmed(session, user, source, tick, day)
        row = _aside(session, user, source, tick, day, within, now)
        if agreeing is None:
            answer.suspect.append(_id(tick))
            return
        row.state = agreeing.state = "confirmed"
        session.flush()
    applied, late = accept(ctx, session, source, tick)
    answer.applied += [_id(tick)] * applied
    answer.late += [_id(tick)] * late


def _aside(
    session: Session, user: str, source: str, tick: Tick, day: date, within: Bounds, now: datetime
) -> SuspectPrice:
    said = {name: getattr(within, name) for name in ("low", "high", "since", "since_day", "rule")}
    said |= {"day": day, "received_at": now, "sent_by": user}
    row = SuspectPrice.of(source=source, **tick.model_dump(), **said)
    insert_if_absent(session, SuspectPrice, row.model_dump(exclude={"id"}))
    kept = suspect_queries.kept_aside(session, source, tick.code, tick.at)
    assert kept is not None  # inserted above, or by another just before
    return kept


def accept(ctx: Context, session: Session, source: str, tick: Tick) -> tuple[bool, bool]:
    """Keeps a tick and makes it the price of its day where it is the newest; whether it did, and whether it came late."""
    now, day = ctx.clock.now(), tick.at.astimezone(BOOKING_ZONE).date()
    row = PriceTick.of(source=source, **tick.model_dump(), received_at=now)
    if not insert_if_absent(session, PriceTick, row.model_dump()):
        known = queries.tick(session, source, tick.code, tick.at)
        if known is None or known.price != tick.price:
            raise refusals.another_body("price", tick.price)
    earlier = day < ctx.clock.today()
    before = ledger.prices_since(session, {tick.code}, day) if earlier else {}
    newest = _becomes_the_price(session, tick, day)
    if newest and earlier:
        recounting.after_price(session, tick.code, day, before)
    late = not newest or earlier
    if late:
        kept = queries.tick(session, source, tick.code, tick.at)
        assert kept is not None  # inserted above
        kept.late = True
        session.flush()
    return newest, late


def _becomes_the_price(session: Session, tick: Tick, day: date) -> bool:
    """Sets the day's price unless the day has a newer one, in one statement: of two feeders the newer tick wins."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    row = Price.of(code=tick.code, day=day, price=tick.price, at=tick.at)
    insert = dialect.insert(Price).values(**row.model_dump())
    statement = insert.on_conflict_do_update(
        index_elements=["code", "day"],
        set_={"price": insert.excluded.price, "at": insert.excluded.at},
        where=col(Price.at) <= insert.excluded.at,
    )
    return session.connection().execute(statement.returning(Price.code)).first() is not None


def _id(tick: Tick) -> str:
    return f"{tick.code}@{local_text(tick.at)}"


def _name(raw: Mapping[str, Any], number: int) -> str:
    code = raw.get("code")
    return printable(code)[:64] if isinstance(code, str) and code else f"prices[{number}]"


def _refusal(name: str, problem: Problem) -> RefusedPublic:
    return RefusedPublic(id=name, problem=problem.as_json())
