"""Every select and every atomic change of tickets."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, update
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from account_api.auth.principal import Principal
from account_api.clients.access import among_visible
from account_api.tickets.tables import Attachment, Evidence, FollowUp, State, Ticket


def visible(session: Session, principal: Principal) -> list[Ticket]:
    """The tickets this principal may see, newest first."""
    mine = select(Ticket).where(_visible(principal))
    return list(session.exec(mine.order_by(col(Ticket.opened_at).desc(), col(Ticket.number).desc())))


def visible_one(session: Session, principal: Principal, number: str) -> Ticket | None:
    """The ticket of that number as it stands now, if this principal may see it."""
    mine = select(Ticket).where(_visible(principal), Ticket.number == number)
    return session.exec(mine.execution_options(populate_existing=True)).first()


def owner_of(session: Session, number: str) -> str | None:
    """The client of a ticket, whoever asks: for the audit of a refusal."""
    found = session.get(Ticket, number)
    return None if found is None else found.client_id


def move(
    session: Session, principal: Principal, number: str, from_states: Sequence[State], values: dict[str, Any]
) -> Ticket | None:
    """Changes the ticket where it is in one of these states and visible, in one statement; None otherwise."""
    moved = (
        update(Ticket)
        .where(_visible(principal), col(Ticket.number) == number, col(Ticket.status).in_(from_states))
        .values(**values)
        .returning(Ticket)
        .execution_options(populate_existing=True, synchronize_session=False)
    )
    return session.scalars(moved).first()


def follow_ups(session: Session, numbers: list[str]) -> dict[str, list[FollowUp]]:
    """By ticket, oldest first."""
    statement = select(FollowUp).where(col(FollowUp.number).in_(numbers)).order_by(col(FollowUp.id))
    found: dict[str, list[FollowUp]] = {number: [] for number in numbers}
    for follow_up in session.exec(statement):
        found[follow_up.number].append(follow_up)
    return found


def evidence(session: Session, numbers: list[str]) -> dict[str, list[Evidence]]:
    """By ticket, oldest first."""
    statement = select(Evidence).where(col(Evidence.number).in_(numbers)).order_by(col(Evidence.id))
    found: dict[str, list[Evidence]] = {number: [] for number in numbers}
    for row in session.exec(statement):
        found[row.number].append(row)
    return found


def _visible(principal: Principal) -> ColumnElement[bool]:
    return among_visible(principal, col(Ticket.client_id), col(Ticket.group))


def any_overdue(session: Session, today: date) -> bool:
    """Whether a ticket is past its due day, unanswered, and not escalated."""
    return session.exec(select(Ticket.number).where(*_overdue(today)).limit(1)).first() is not None


def escalate(session: Session, today: date, now: datetime) -> list[Ticket]:
    """Marks every such ticket as escalated, each by one caller only, and returns them by number."""
    marked = (
        update(Ticket)
        .where(*_overdue(today))
        .values(escalated_at=now)
        .returning(Ticket)
        .execution_options(populate_existing=True, synchronize_session=False)
    )
    return sorted(session.scalars(marked), key=lambda ticket: ticket.number)


def attachments(session: Session, numbers: list[str]) -> dict[str, list[Attachment]]:
    """By ticket, oldest first, without their content."""
    statement = select(Attachment).where(col(Attachment.number).in_(numbers)).order_by(col(Attachment.id))
    found: dict[str, list[Attachment]] = {number: [] for number in numbers}
    for row in session.exec(statement.options(defer(Attachment.content))):  # type: ignore[arg-type]
        found[row.number].append(row)
    return found


def locked_attachments(session: Session, number: str) -> list[Attachment]:
    """The files of a ticket, while no other transaction may add one."""
    session.exec(select(Ticket.number).where(Ticket.number == number).with_for_update()).all()
    return attachments(session, [number])[number]


def attachment(session: Session, number: str, attachment_id: int) -> Attachment | None:
    """One file of a ticket, with its content."""
    mine = select(Attachment).where(Attachment.number == number, Attachment.id == attachment_id)
    return session.exec(mine).first()


def _overdue(today: date) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Ticket.due_on) < today,
        col(Ticket.status).in_(("open", "in_progress")),
        col(Ticket.escalated_at).is_(None),
    )
