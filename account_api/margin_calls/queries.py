"""Every select of cases, their events and tasks, and of liquidations."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from account_api.accounts.tables import CallAct, Contract, CreditAccount
from account_api.feed.tables import FeedEvent, FeedPosting
from account_api.margin_calls.tables import (
    CallTask,
    CaseEvent,
    ClosingSweep,
    LiquidationFill,
    LiquidationOrder,
    LiquidationRun,
    MarginCase,
    SweptAccount,
)
from account_api.notices.tables import SentNotice
from account_api.proposals.tables import Proposal

MOST = 500


def open_of_all(session: Session, clients: Collection[str]) -> dict[str, list[MarginCase]]:
    """The open cases of each of these clients, oldest first."""
    found: defaultdict[str, list[MarginCase]] = defaultdict(list)
    statement = select(MarginCase).where(
        col(MarginCase.client_id).in_(clients), col(MarginCase.open_key).is_not(None)
    )
    for row in session.exec(statement.order_by(MarginCase.id)):
        found[row.client_id].append(row)
    return found


def open_by_key(session: Session, key: str) -> MarginCase | None:
    """The open case of a client, kind and contract."""
    return session.exec(select(MarginCase).where(MarginCase.open_key == key)).first()


def among(session: Session, ids: Collection[str]) -> dict[str, MarginCase]:
    """The cases of these numbers, by number."""
    statement = select(MarginCase).where(col(MarginCase.id).in_(ids))
    return {row.id: row for row in session.exec(statement)} if ids else {}


def case(session: Session, call_id: str) -> MarginCase | None:
    """One case; None for an unknown number."""
    return session.get(MarginCase, call_id)


def of_client(session: Session, client_id: str) -> list[MarginCase]:
    """Every case of a client: the open ones first, then the newest."""
    statement = select(MarginCase).where(MarginCase.client_id == client_id)
    ordered = statement.order_by(
        col(MarginCase.closed_at).is_not(None), col(MarginCase.opened_at).desc(), col(MarginCase.id).desc()
    )
    return list(session.exec(ordered))


def events(session: Session, call_id: str) -> list[CaseEvent]:
    """What happened in a case, oldest first."""
    statement = select(CaseEvent).where(CaseEvent.call_id == call_id)
    return list(session.exec(statement.order_by(col(CaseEvent.at), col(CaseEvent.id))))


def noted(session: Session, calls: Collection[str]) -> set[str]:
    """The keys of everything that has happened in these cases."""
    statement = select(CaseEvent.key).where(col(CaseEvent.call_id).in_(calls))
    return set(session.exec(statement)) if calls else set()


def told_of_closures(session: Session, calls: Collection[str]) -> list[CaseEvent]:
    """The events of these cases that name the closures of the exchange that were then known."""
    about = ("opened", "deadline")
    statement = select(CaseEvent).where(col(CaseEvent.call_id).in_(calls), col(CaseEvent.what).in_(about))
    return [row for row in session.exec(statement) if row.detail.get("closed")] if calls else []


def asked_for(session: Session, keys: Collection[str]) -> set[str]:
    """Which of these tasks there are."""
    return set(session.exec(select(CallTask.key).where(col(CallTask.key).in_(keys)))) if keys else set()


def no_more_to_do(session: Session, calls: Collection[str], by: str, at: datetime) -> None:
    """Ends the tasks of these cases that nobody has done."""
    open_still = update(CallTask).where(col(CallTask.call_id).in_(calls), col(CallTask.done_at).is_(None))
    session.execute(open_still.values(done_by=by, done_at=at))


def tasks(session: Session, call_id: str) -> list[CallTask]:
    """The tasks of a case, oldest first."""
    return list(session.exec(select(CallTask).where(CallTask.call_id == call_id).order_by(col(CallTask.id))))


def clients_with_open(session: Session) -> list[str]:
    """The clients with an open case."""
    statement = select(MarginCase.client_id).where(col(MarginCase.open_key).is_not(None)).distinct()
    return list(session.exec(statement))


def clients_due(session: Session, now: datetime) -> list[str]:
    """The clients with an open case whose deadline has passed."""
    statement = select(MarginCase.client_id).where(
        col(MarginCase.open_key).is_not(None), col(MarginCase.deadline) < now
    )
    return list(session.exec(statement.distinct().order_by(MarginCase.client_id)))


def locked(session: Session, clients: Collection[str]) -> None:
    """Keeps the accounts of these from other sweeps and from the feed until the transaction ends, locked in one order."""
    statement = select(CreditAccount.account_id).where(col(CreditAccount.client_id).in_(clients))
    session.exec(statement.order_by(CreditAccount.client_id).with_for_update()).all()


def published(session: Session) -> dict[str, int]:
    """How each account stood when it was last published."""
    return dict(session.exec(select(SweptAccount.account_id, SweptAccount.band)).all())


def payments(
    session: Session, clients: Collection[str], since: datetime, kinds: Collection[str]
) -> dict[str, list[FeedEvent]]:
    """The events of the feed of these kinds after an instant that were worked in and stand, by client; oldest first."""
    found: defaultdict[str, list[FeedEvent]] = defaultdict(list)
    statement = select(FeedEvent).where(
        col(FeedEvent.client_id).in_(clients),
        FeedEvent.state == "applied",
        FeedEvent.at > since,
        col(FeedEvent.kind).in_(kinds),
        col(FeedEvent.reversed_by).is_(None),
    )
    for row in session.exec(statement.order_by(col(FeedEvent.at), col(FeedEvent.sequence))):
        found[row.client_id].append(row)
    return found


def taken_back(session: Session, clients: Collection[str]) -> dict[str, datetime]:
    """The `source_id` of every act of these clients whose event the feed has reversed since, with the instant of that."""
    back = aliased(FeedEvent)
    statement = (
        select(CallAct, back)
        .join(FeedEvent, col(FeedEvent.client_id) == col(CallAct.client_id))
        .join(back, (col(back.source) == col(FeedEvent.source)) & (col(back.id) == FeedEvent.reversed_by))
        .where(
            col(FeedEvent.client_id).in_(clients),
            col(CallAct.source_id).endswith("/" + FeedEvent.source + "/" + FeedEvent.id),
        )
    )
    found = session.exec(statement).all() if clients else ()
    return {act.source_id: back.applied_at or back.received_at for act, back in found if act.source_id}


def undone(session: Session) -> list[tuple[MarginCase, str]]:
    """The cases that ended with a payment before the feed took one of theirs back, each with the `source_id` of that."""
    reversals = select(FeedEvent.client_id).where(col(FeedEvent.reversed_by).is_not(None)).distinct()
    void = taken_back(session, session.exec(reversals).all())
    rows = among(session, {each.split("/")[0] for each in void})
    met = [(rows[each.split("/")[0]], each) for each in void if each.split("/")[0] in rows]
    known = noted(session, rows)
    return [
        (row, each)
        for row, each in met
        if row.state == "met" and row.closed_at is not None and row.closed_at < void[each]
        if f"{row.id}/taken_back/{each}" not in known
    ]


def last_closing_sweep(session: Session) -> date | None:
    """The newest session whose closing sweep was made to its end."""
    ended = select(ClosingSweep).where(col(ClosingSweep.ended_at).is_not(None))
    last = session.exec(ended.order_by(col(ClosingSweep.day).desc()).limit(1)).first()
    return None if last is None else last.day


def opened_in(session: Session, clients: Collection[str], since: datetime) -> list[MarginCase]:
    """The cases of these clients, open or not, that were opened at an instant or later."""
    statement = select(MarginCase).where(
        col(MarginCase.client_id).in_(clients), MarginCase.opened_at >= since
    )
    return list(session.exec(statement)) if clients else []


def liquidations_of(session: Session, client_id: str) -> list[LiquidationRun]:
    """Every liquidation of a client, oldest first."""
    statement = select(LiquidationRun).where(LiquidationRun.client_id == client_id)
    return list(session.exec(statement.order_by(LiquidationRun.id)))


def contract_postings(
    session: Session, account_id: str, source: str, since: date
) -> list[tuple[FeedPosting, str]]:
    """What the entries of one source since a day changed of an account's contracts, with the kind of each."""
    statement = select(FeedPosting, Contract.kind).join(
        Contract, col(Contract.contract_id) == col(FeedPosting.key)
    )
    mine = (FeedPosting.account_id == account_id, FeedPosting.source == source, FeedPosting.day >= since)
    return list(session.exec(statement.where(*mine).order_by(col(FeedPosting.id))))


def liquidations_running(session: Session, calls: Collection[str]) -> list[LiquidationRun]:
    """The liquidations of these cases that have not ended."""
    statement = select(LiquidationRun).where(
        col(LiquidationRun.call_id).in_(calls), col(LiquidationRun.ended_at).is_(None)
    )
    return list(session.exec(statement.order_by(LiquidationRun.id))) if calls else []


def liquidation(session: Session, liquidation_id: str) -> LiquidationRun | None:
    """One liquidation, kept from other writers until the transaction ends."""
    statement = select(LiquidationRun).where(LiquidationRun.id == liquidation_id)
    return session.exec(statement.with_for_update()).first()


def waiting_sales(session: Session, client_id: str, now: datetime) -> list[Proposal]:
    """The sales of a client's collateral that wait for a decision and have not run out, the newest first."""
    statement = select(Proposal).where(
        Proposal.client_id == client_id,
        Proposal.kind == "liquidation",
        Proposal.state == "proposed",
        or_(col(Proposal.valid_until).is_(None), col(Proposal.valid_until) > now),
    )
    return list(session.exec(statement.order_by(col(Proposal.made_at).desc())))


def liquidations(session: Session, call_id: str) -> list[LiquidationRun]:
    """The liquidations of a case, oldest first."""
    statement = select(LiquidationRun).where(LiquidationRun.call_id == call_id)
    return list(session.exec(statement.order_by(LiquidationRun.id)))


def orders(session: Session, liquidation_id: str) -> list[LiquidationOrder]:
    """The order list."""
    statement = select(LiquidationOrder).where(LiquidationOrder.liquidation_id == liquidation_id)
    return list(session.exec(statement.order_by(col(LiquidationOrder.number))))


def fills(session: Session, liquidation_id: str) -> list[LiquidationFill]:
    """What came back, in the order it was executed."""
    statement = (
        select(LiquidationFill)
        .join(LiquidationOrder, col(LiquidationOrder.id) == col(LiquidationFill.order_id))
        .where(LiquidationOrder.liquidation_id == liquidation_id)
    )
    return list(session.exec(statement.order_by(col(LiquidationFill.at), col(LiquidationFill.id))))


def fill(session: Session, fill_id: str) -> LiquidationFill | None:
    """A fill by the id that whoever executed it gave."""
    return session.get(LiquidationFill, fill_id)


def publish(session: Session, rows: list[dict[str, Any]]) -> None:
    """Keeps what was published of these accounts in the place of what was published before."""
    if not rows:
        return
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    statement = dialect.insert(SweptAccount)
    changed = {name: statement.excluded[name] for name in ("band", "moment", "at")}
    session.connection().execute(
        statement.on_conflict_do_update(index_elements=["account_id"], set_=changed), rows
    )


def listed(session: Session, condition: ColumnElement[bool], still_open: bool) -> list[MarginCase]:
    """The cases that a condition lets through, the earliest deadline first; one without a deadline comes first of all."""
    statement = select(MarginCase).where(condition)
    if still_open:
        statement = statement.where(col(MarginCase.open_key).is_not(None))
    ordered = statement.order_by(
        col(MarginCase.deadline).is_not(None), col(MarginCase.deadline), col(MarginCase.id)
    )
    return list(session.exec(ordered.limit(MOST)))


def open_tasks(session: Session, condition: ColumnElement[bool]) -> list[CallTask]:
    """What is to be done and is not done yet, what is due first in front."""
    statement = select(CallTask).where(condition, col(CallTask.done_at).is_(None))
    ordered = statement.order_by(col(CallTask.due).is_(None), col(CallTask.due), col(CallTask.id))
    return list(session.exec(ordered.limit(MOST)))


def task(session: Session, task_id: int) -> CallTask | None:
    """One task, kept from other writers until the transaction ends."""
    return session.exec(select(CallTask).where(CallTask.id == task_id).with_for_update()).first()


def notices_of(session: Session, call_id: str) -> list[SentNotice]:
    """The notices of a case, oldest first."""
    statement = select(SentNotice).where(SentNotice.case_id == call_id)
    return list(session.exec(statement.order_by(col(SentNotice.sent_at), col(SentNotice.id))))
