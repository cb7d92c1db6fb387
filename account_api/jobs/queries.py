"""Every select of the jobs: their own rows, and what they have to look at."""

from datetime import date

from sqlalchemy import func
from sqlmodel import Session, col, select

from account_api.accounts.tables import AccountDay, CreditAccount
from account_api.clients.tables import Client
from account_api.jobs.tables import JobRow, Lease, Reminder
from account_api.market.tables import Price
from account_api.own_plans.tables import OwnPlan


def rows(session: Session) -> dict[str, JobRow]:
    """How far each job has come, by name."""
    return {row.name: row for row in session.exec(select(JobRow))}


def lease(session: Session, name: str) -> Lease | None:
    """Who holds that lease, or held it last."""
    return session.get(Lease, name)


def priced(session: Session, day: date) -> bool:
    """Whether any price of that day is known."""
    return session.exec(select(Price.code).where(Price.day == day).limit(1)).first() is not None


def behind(session: Session, day: date) -> list[str]:
    """The clients whose ledger ends before that day, by id."""
    statement = (
        select(CreditAccount.client_id)
        .join(AccountDay, col(AccountDay.account_id) == col(CreditAccount.account_id))
        .group_by(col(CreditAccount.client_id))
        .having(func.max(AccountDay.day) < day)
    )
    return list(session.exec(statement.order_by(CreditAccount.client_id)))


def expiring(session: Session, since: date, until: date) -> list[tuple[str, date]]:
    """Clients whose suitability runs out in these days, with the day; by id."""
    statement = select(col(Client.client_id), col(Client.suitability_until)).where(
        col(Client.suitability_until).between(since, until)
    )
    found = session.exec(statement.order_by(Client.client_id))
    return [(client_id, day) for client_id, day in found if day is not None]


def plans_due(session: Session, since: date, until: date) -> list[tuple[str, date]]:
    """Clients whose newest plan of their own is due for review in these days, with the day; by id."""
    newest = select(OwnPlan.client_id, func.max(OwnPlan.version).label("version")).group_by(OwnPlan.client_id)
    last = newest.subquery()
    statement = (
        select(col(OwnPlan.client_id), col(OwnPlan.next_review))
        .join(
            last,
            (col(OwnPlan.client_id) == last.c.client_id) & (col(OwnPlan.version) == last.c.version),
        )
        .where(col(OwnPlan.next_review).between(since, until))
    )
    found = session.exec(statement.order_by(OwnPlan.client_id))
    return [(client_id, day) for client_id, day in found if day is not None]


def reminded(session: Session) -> set[tuple[str, str, date]]:
    """What was told already: client, what, day."""
    return {(row.client_id, row.what, row.day) for row in session.exec(select(Reminder))}
