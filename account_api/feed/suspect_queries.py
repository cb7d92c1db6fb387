"""Every select of prices kept aside, and of what tells whether a price is plausible."""

from datetime import date, datetime

from sqlalchemy import and_
from sqlmodel import Session, col, select

from account_api.feed.tables import CorporateAction, PriceTick, SuspectPrice
from account_api.market.tables import Price, Security


def suspect(session: Session, suspect_id: int) -> SuspectPrice | None:
    """A price kept aside, held still until the transaction ends."""
    statement = select(SuspectPrice).where(SuspectPrice.id == suspect_id).with_for_update()
    return session.exec(statement.execution_options(populate_existing=True)).first()


def kept_aside(session: Session, source: str, code: str, at: datetime) -> SuspectPrice | None:
    """What a source said of that instant and was kept aside."""
    same = (SuspectPrice.source == source, SuspectPrice.code == code, SuspectPrice.at == at)
    return session.exec(select(SuspectPrice).where(*same)).first()


def suspects(session: Session, state: str | None, limit: int) -> list[SuspectPrice]:
    """Prices kept aside, the newest first."""
    statement = select(SuspectPrice).order_by(col(SuspectPrice.id).desc()).limit(limit)
    return list(session.exec(statement if state is None else statement.where(SuspectPrice.state == state)))


def hold(session: Session, code: str) -> None:
    """Keeps a security from others who have a price of it to keep aside, until the transaction ends: of two sources that say the
    same at once, the second sees the first. Prices that are plausible do not wait.
    """
    session.exec(select(Security.code).where(Security.code == code).with_for_update(key_share=True)).all()


def unsettled(session: Session, code: str, day: date) -> list[SuspectPrice]:
    """The prices of a security on a day that nobody has accepted or refused, the newest first."""
    statement = select(SuspectPrice).where(SuspectPrice.code == code, SuspectPrice.day == day)
    return list(
        session.exec(statement.where(SuspectPrice.state == "suspect").order_by(col(SuspectPrice.at).desc()))
    )


def believed(session: Session, code: str, day: date) -> SuspectPrice | None:
    """The newest price of a security on a day that was out of bounds, was then believed, and became the price of the day. One that
    was believed when a newer one had come is no measure of what comes after that.
    """
    same = (col(getattr(PriceTick, name)) == getattr(SuspectPrice, name) for name in ("source", "code", "at"))
    statement = select(SuspectPrice).join(PriceTick, and_(*same, ~col(PriceTick.late)))
    statement = statement.where(SuspectPrice.code == code, SuspectPrice.day == day)
    settled = statement.where(col(SuspectPrice.state).in_(("confirmed", "accepted")))
    return session.exec(settled.order_by(col(SuspectPrice.at).desc())).first()


def acts_of(session: Session, code: str, day: date) -> list[CorporateAction]:
    """The acts of the issuer that count from that day on: the close before is no measure of it as it stands."""
    statement = select(CorporateAction).where(
        CorporateAction.code == code, CorporateAction.effective_day == day
    )
    return list(session.exec(statement.where(CorporateAction.state != "reversed")))


def newly_listed(session: Session, code: str, before: date, sessions: int) -> bool:
    """Whether a security had a price on fewer than so many days before this one while others had one longer. Where the records
    of every security begin on that day, they are short and it need not be new.
    """
    statement = select(col(Price.day)).where(Price.code == code, col(Price.day) < before)
    days = session.exec(statement.order_by(col(Price.day)).limit(sessions)).all()
    if len(days) >= sessions or not days:
        return not days
    earlier = select(col(Price.code)).where(col(Price.day) < days[0]).limit(1)
    return session.exec(earlier).first() is not None
