"""Whether a price can be what the exchange traded at: within the day's price limits of its board, counted from the last close.

Where no limit is known (a fund, a newly listed share, an ex-day, a close that is not the day before's), a bound that the firm
sets stands in; on an ex-day it counts from what the act leaves of the close. A price beyond is kept aside and is no price of the
day, until a second source says the same or two people accept it; from then on it is what the next ones are measured by.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from sqlmodel import Session

from account_api.context import Context
from account_api.feed import suspect_queries as queries
from account_api.feed.contract import Tick
from account_api.feed.tables import CorporateAction, SuspectPrice
from account_api.firm.closures import with_closures
from account_api.market import queries as market
from account_api.market.tables import Price
from account_api.planning.listing import BOARDS
from risk.market import Listing, PriceBand, price_band
from risk.money import to_text

UNLIMITED_SESSIONS = 5
"""Sessions of a newly listed share without a price limit (rulebook: new_listing_without_price_limit)."""

FINEST = Decimal("0.0001")
PARTS = frozenset({"per_share", "ratio", "price", "factor"})
"""The terms of an issuer's act that a price follows."""
SAME, TOGETHER = Decimal("0.01"), timedelta(minutes=15)
"""How close a second source has to say the same, in price and in time; firm-set."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """The prices that are plausible, both ends included, what they were counted from, and by which rule."""

    low: Decimal
    high: Decimal
    since: Decimal
    since_day: date
    rule: str

    def hold(self, price: Decimal) -> bool:
        return self.low <= price <= self.high


def bounds(ctx: Context, session: Session, code: str, day: date) -> Bounds | None:
    """Of a security on a day; None where nothing was known of it before."""
    accepted = queries.believed(session, code, day)
    if accepted is not None:
        return _firm_set(ctx, accepted.price, day)
    before = market.last_before(session, day, [code]).get(code)
    if before is None:
        return None
    acts = queries.acts_of(session, code, day)
    if acts:
        return _firm_set(ctx, ex_price(before.price, acts), before.day)
    band = _limits(ctx, session, code, day, before)
    if band is None or band.row is None:
        return _firm_set(ctx, before.price, before.day)
    low, high = Decimal(to_text(band.low)), Decimal(to_text(band.high))
    return Bounds(low, high, before.price, before.day, band.row.param)


def confirmed(session: Session, user: str, source: str, tick: Tick, day: date) -> SuspectPrice | None:
    """The price kept aside with which another source, by this tick of another user, now agrees. Names are what a sender says."""
    for row in queries.unsettled(session, tick.code, day):
        near = abs(row.price - tick.price) <= row.price * SAME and abs(row.at - tick.at) <= TOGETHER
        if near and row.source != source and row.sent_by not in (None, user):
            return row
    return None


def ex_price(close: Decimal, acts: Sequence[CorporateAction]) -> Decimal:
    """What a close is worth on the ex-day of these acts: less the dividend and more what rights cost, over the shares that one has
    become. The close itself where nothing would be left of it.
    """
    money, shares, factor = close, Decimal(1), Decimal(1)
    for act in acts:
        terms = {
            name: Decimal(text) for name, text in act.terms.items() if name in PARTS and text is not None
        }
        money -= terms.get("per_share", Decimal(0))
        shares += terms.get("ratio", Decimal(0))
        money += terms.get("ratio", Decimal(0)) * terms.get("price", Decimal(0))
        factor *= terms.get("factor", Decimal(1))
    found = (money / shares / factor).quantize(FINEST)
    return found if found > 0 else close


def _limits(ctx: Context, session: Session, code: str, day: date, before: Price) -> PriceBand | None:
    """The day's price limits; None where the exchange sets none, or they count from something else than this close."""
    if with_closures(ctx.calendar, session).add_sessions(before.day, 1).date != day:
        return None
    if queries.newly_listed(session, code, day, UNLIMITED_SESSIONS):
        return None
    security, terms = market.named(session, [code])[code], market.terms(session, day, [code]).get(code)
    board, status = BOARDS.get(security.board), "normal" if terms is None else terms.status
    listing = Listing(code, status=status, board=board, previous_close=Fraction(before.price))
    return price_band(ctx.rules, listing, day)


def _firm_set(ctx: Context, since: Decimal, day: date) -> Bounds:
    bound = ctx.settings.price_bound
    low, high = (since * (1 + sign * bound) for sign in (-1, 1))
    return Bounds(low.quantize(FINEST), high.quantize(FINEST), since, day, "firm-set")
