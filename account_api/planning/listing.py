"""The one place where market rows become a `risk.market.Listing`: what an order of one security meets on one day."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from sqlmodel import Session

from account_api.errors import refused
from account_api.market import queries
from account_api.market.tables import Security
from risk.fields import refuse
from risk.market import Listing

BOARDS: Mapping[str, str] = {
    "sse_main": "main",
    "szse_main": "main",
    "chinext": "chinext",
    "star": "star",
    "bse": "bse",
}
"""Our boards as the rulebook names them. What is on none of them has no price limit that we know."""


def security_of(session: Session, code: str) -> Security:
    """The security of that code. Raises Malformed where the firm does not know it."""
    found = queries.named(session, [code]).get(code)
    if found is None:
        raise refused([refuse("security", "not_one_of", code)])
    return found


def listing_of(session: Session, security: Security, day: date) -> Listing:
    """What is known of a security at the close of `day`: that close is the last price and the next day's base."""
    code = security.code
    terms = queries.terms(session, day, [code]).get(code)
    price = queries.prices(session, day, [code]).get(code)
    close = None if price is None else Fraction(price.price)
    return Listing(
        security=code,
        lot=security.lot,
        conversion_rate=None if terms is None else Fraction(terms.conversion_rate),
        status="normal" if terms is None else terms.status,
        eligible_financing=None if terms is None else terms.eligible_financing,
        eligible_short=None if terms is None else terms.eligible_short,
        last=close,
        previous_close=close,
        board=BOARDS.get(security.board),
        lendable=queries.lendable(session, day, code),
    )
