"""Every select and every atomic change of cases."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, true, update
from sqlmodel import Session, col, select

from account_api.auth.principal import ASSISTANT, Principal
from account_api.auth.roles import Role
from account_api.clients.access import among_visible
from account_api.handoffs.tables import Handoff, HandoffNote, State

LEASE = timedelta(seconds=90)
"""How long a case stays with somebody who has fallen silent."""


def visible(session: Session, principal: Principal, states: tuple[State, ...]) -> list[Handoff]:
    """The cases in these states that this principal may see, newest first."""
    mine = select(Handoff).where(_visible(principal), col(Handoff.state).in_(states))
    return list(session.exec(mine.order_by(col(Handoff.raised_at).desc(), col(Handoff.id).desc())))


def visible_one(session: Session, principal: Principal, handoff_id: str) -> Handoff | None:
    """The case of that id as it stands now, if this principal may see it."""
    mine = select(Handoff).where(_visible(principal), Handoff.id == handoff_id)
    return session.exec(mine.execution_options(populate_existing=True)).first()


def followed_one(session: Session, principal: Principal, handoff_id: str) -> Handoff | None:
    """The same for its status, which says nothing of a client: the assistant may follow every case."""
    allowed = true() if principal.role is Role.assistant else _visible(principal)
    return session.exec(select(Handoff).where(allowed, Handoff.id == handoff_id)).first()


def owner_of(session: Session, handoff_id: str) -> str | None:
    """The client of a case, whoever asks: for the audit of a refusal."""
    found = session.get(Handoff, handoff_id)
    return None if found is None else found.client_id


def open_case(session: Session, principal: Principal, conversation: str) -> Handoff | None:
    """The case still open of this caller in this conversation, locked. For a client that has signed in since,
    the one the assistant raised counts too.
    """
    callers = {principal.user} | ({ASSISTANT} if principal.client_id else set())
    statement = (
        select(Handoff)
        .where(
            Handoff.session == conversation, col(Handoff.raised_by).in_(callers), Handoff.state != "closed"
        )
        .order_by((col(Handoff.raised_by) == ASSISTANT).asc())
        .with_for_update()
    )
    return session.exec(statement).first()


def change(
    session: Session,
    principal: Principal,
    handoff_id: str,
    condition: ColumnElement[bool],
    values: dict[str, Any],
) -> Handoff | None:
    """Changes the case where it is still so and still visible, in one statement; None where it was not."""
    changed = (
        update(Handoff)
        .where(col(Handoff.id) == handoff_id, _visible(principal), condition)
        .values(**values)
        .returning(Handoff)
        .execution_options(populate_existing=True, synchronize_session=False)
    )
    return session.scalars(changed).first()


def held_by(user: str) -> ColumnElement[bool]:
    """The condition of a case that `user` has."""
    return and_(col(Handoff.state) == "claimed", col(Handoff.claimed_by) == user)


def free_at(wall: datetime) -> ColumnElement[bool]:
    """The condition of a case that nobody has, or whose holder has fallen silent."""
    lost = and_(col(Handoff.state) == "claimed", col(Handoff.heartbeat_at) < wall - LEASE)
    return or_(col(Handoff.state) == "waiting", lost)


def notes(session: Session, handoff_id: str) -> list[HandoffNote]:
    """The desk's notes on a case, oldest first."""
    statement = select(HandoffNote).where(HandoffNote.handoff_id == handoff_id).order_by(col(HandoffNote.id))
    return list(session.exec(statement))


def _visible(principal: Principal) -> ColumnElement[bool]:
    return among_visible(principal, col(Handoff.client_id), col(Handoff.assigned_group))
