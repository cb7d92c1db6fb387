"""Every select of the notices that were sent."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlmodel import Session, col, select

from account_api.notices.tables import DeliveryRule, NoticeAttempt, Receipt, SentNotice


def sent(session: Session, client_id: str, since: datetime | None = None) -> list[SentNotice]:
    """The notices to a client, sent at or after `since`; newest first."""
    statement = select(SentNotice).where(SentNotice.client_id == client_id)
    if since is not None:
        statement = statement.where(SentNotice.sent_at >= since)
    return list(session.exec(statement.order_by(col(SentNotice.sent_at).desc(), col(SentNotice.id).desc())))


def rule(session: Session, client_id: str, day: date) -> DeliveryRule | None:
    """How the client's contract says notices are sent on a day; None where it says nothing."""
    statement = select(DeliveryRule).where(
        DeliveryRule.client_id == client_id, col(DeliveryRule.valid_from) <= day
    )
    return session.exec(statement.order_by(col(DeliveryRule.valid_from).desc()).limit(1)).first()


def rules(session: Session, clients: Collection[str], day: date) -> dict[str, DeliveryRule]:
    """The same of each of these clients whose contract says something."""
    statement = select(DeliveryRule).where(
        col(DeliveryRule.client_id).in_(clients), col(DeliveryRule.valid_from) <= day
    )
    return {row.client_id: row for row in session.exec(statement.order_by(col(DeliveryRule.valid_from)))}


def of_clients(session: Session, clients: Collection[str]) -> dict[str, list[SentNotice]]:
    """The notices to each of these clients, newest first."""
    found: defaultdict[str, list[SentNotice]] = defaultdict(list)
    statement = select(SentNotice).where(col(SentNotice.client_id).in_(clients))
    for row in session.exec(statement.order_by(col(SentNotice.sent_at).desc(), col(SentNotice.id).desc())):
        found[row.client_id].append(row)
    return found


def of_client(session: Session, client_id: str, notice_id: str) -> SentNotice | None:
    """The notice of that id, if it went to this client; held still until the transaction ends."""
    statement = select(SentNotice).where(SentNotice.id == notice_id, SentNotice.client_id == client_id)
    return session.exec(statement.with_for_update()).first()


def of_sending(session: Session, row: SentNotice) -> list[SentNotice]:
    """The same notice by its other channels."""
    if row.sending is None:
        return []
    others = select(SentNotice).where(SentNotice.sending == row.sending, SentNotice.id != row.id)
    return list(session.exec(others.order_by(col(SentNotice.id))))


def reported_as(session: Session, gateway: str, own_id: str) -> SentNotice | None:
    """The notice that this gateway knows under its own id, or under ours; held still until the transaction ends."""
    theirs = select(SentNotice).where(SentNotice.gateway == gateway, SentNotice.gateway_id == own_id)
    found = session.exec(theirs.with_for_update()).first()
    if found is not None:
        return found
    ours = select(SentNotice).where(SentNotice.id == own_id, col(SentNotice.sha256).is_not(None))
    found = session.exec(ours.with_for_update()).first()
    return found if found is not None and found.gateway in (None, gateway) else None


def attempts(session: Session, notice_id: str) -> list[NoticeAttempt]:
    """The tries to hand a notice over, oldest first."""
    statement = select(NoticeAttempt).where(NoticeAttempt.notice_id == notice_id)
    return list(session.exec(statement.order_by(col(NoticeAttempt.id))))


def failure(session: Session, notice_id: str) -> str | None:
    """What the last try in vain said; None where the gateway reported the failure by itself."""
    vain = [row for row in attempts(session, notice_id) if row.outcome == "refused"]
    return vain[-1].detail if vain else None


def receipts(session: Session, notice_id: str | None) -> list[Receipt]:
    """What was reported of a notice, in the order it came; of None what belongs to no notice of ours."""
    statement = select(Receipt).where(col(Receipt.notice_id).is_(None))
    if notice_id is not None:
        statement = select(Receipt).where(Receipt.notice_id == notice_id)
    return list(session.exec(statement.order_by(col(Receipt.id))))


def kept_aside(session: Session, gateway: str, own_ids: Sequence[str]) -> list[Receipt]:
    """Receipts that came before their notice was known by these ids, oldest first."""
    statement = select(Receipt).where(
        col(Receipt.notice_id).is_(None), Receipt.gateway == gateway, col(Receipt.gateway_id).in_(own_ids)
    )
    return list(session.exec(statement.order_by(col(Receipt.id))))


def receipt(session: Session, gateway: str, own_id: str, state: str, at: datetime) -> Receipt:
    """That very receipt, which is there."""
    same = (Receipt.gateway == gateway, Receipt.gateway_id == own_id, Receipt.state == state)
    return session.exec(select(Receipt).where(*same, Receipt.at == at)).one()
