"""Every select of securities, their terms and prices."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement, and_, func
from sqlmodel import Session, col, select

from account_api.market.tables import Price, Security, SecurityTerms, ShortInventory


def securities(session: Session) -> list[Security]:
    """Every security, by code."""
    return list(session.exec(select(Security).order_by(Security.code)))


def named(session: Session, codes: Iterable[str]) -> dict[str, Security]:
    """The securities of these codes, by code; an unknown code is not in it."""
    found = session.exec(select(Security).where(col(Security.code).in_(set(codes))))
    return {security.code: security for security in found}


def terms(session: Session, as_of: date, codes: Iterable[str] | None = None) -> dict[str, SecurityTerms]:
    """The terms in force on `as_of`: per security the newest row not after it."""
    newest = (
        select(SecurityTerms.code, func.max(SecurityTerms.valid_from).label("valid_from"))
        .where(SecurityTerms.valid_from <= as_of)
        .group_by(SecurityTerms.code)
        .subquery()
    )
    statement = select(SecurityTerms).join(
        newest,
        (col(SecurityTerms.code) == newest.c.code) & (col(SecurityTerms.valid_from) == newest.c.valid_from),
    )
    if codes is not None:
        statement = statement.where(col(SecurityTerms.code).in_(set(codes)))
    return {row.code: row for row in session.exec(statement)}


def coming(session: Session, today: date) -> dict[str, SecurityTerms]:
    """The terms that begin after `today`: per security the first of them."""
    statement = select(SecurityTerms).where(SecurityTerms.valid_from > today)
    later = session.exec(statement.order_by(col(SecurityTerms.valid_from).desc()))
    return {row.code: row for row in later}


def prices(session: Session, day: date, codes: Iterable[str]) -> dict[str, Price]:
    """The prices of exactly that day."""
    found = session.exec(select(Price).where(Price.day == day, col(Price.code).in_(set(codes))))
    return {price.code: price for price in found}


def closes_before(session: Session, day: date) -> dict[str, Price]:
    """The newest price of every security before `day`."""
    return _last(session, col(Price.day) < day)


def last_before(session: Session, day: date, codes: Iterable[str]) -> dict[str, Price]:
    """The newest price before `day` of each of these securities that has one."""
    return _last(session, and_(col(Price.day) < day, col(Price.code).in_(set(codes))))


def _last(session: Session, these: ColumnElement[bool]) -> dict[str, Price]:
    newest = (
        select(col(Price.code), func.max(col(Price.day)).label("day"))
        .where(these)
        .group_by(col(Price.code))
        .subquery()
    )
    found = session.exec(
        select(Price).join(newest, and_(col(Price.code) == newest.c.code, col(Price.day) == newest.c.day))
    )
    return {price.code: price for price in found}


def lendable(session: Session, day: date, code: str) -> int | None:
    """The shares of a security that can be lent after `day`; None where that is not known."""
    found = session.get(ShortInventory, (code, day))
    return None if found is None else found.quantity
