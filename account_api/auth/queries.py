"""Every select of the sign-in tables."""

from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col, select

from account_api.auth.tables import Challenge, SignInAttempt, User
from account_api.clients.tables import Client


def active_user(session: Session, username: str) -> User | None:
    """The user of that exact name; None also for one that is blocked."""
    user = session.get(User, username)
    return user if user is not None and user.active else None


def staff(session: Session) -> list[User]:
    """Everybody who is no client, by user name; those who are blocked too, since what they did stays theirs."""
    statement = select(User).where(col(User.client_id).is_(None)).order_by(User.username)
    return list(session.exec(statement))


def group_of(session: Session, user: User) -> str | None:
    """An agent's own group, or the group that looks after a client."""
    if user.client_id is None:
        return user.group
    return session.get_one(Client, user.client_id).group


def challenge(session: Session, challenge_id: str) -> Challenge | None:
    """A second factor asked for, used and expired ones too."""
    return session.get(Challenge, challenge_id)


def attempts_since(session: Session, factor: str, subject: str, since: datetime) -> list[SignInAttempt]:
    """Attempts in the window, newest first."""
    statement = (
        select(SignInAttempt)
        .where(SignInAttempt.factor == factor, SignInAttempt.subject == subject, SignInAttempt.at > since)
        .order_by(col(SignInAttempt.id).desc())
    )
    return list(session.exec(statement))


def forget_attempts(session: Session, before: datetime) -> None:
    """Deletes the attempts that no window reaches back to."""
    session.execute(delete(SignInAttempt).where(col(SignInAttempt.at) <= before))
