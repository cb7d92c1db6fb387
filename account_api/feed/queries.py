"""Every select of the feed: streams, events, postings, ticks, corporate actions, and the days of the ledger they touch."""

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import func, union
from sqlmodel import Session, col, select

from account_api.accounts.tables import (
    AccountDay,
    Contract,
    ContractDay,
    CreditAccount,
    Holding,
)
from account_api.feed.tables import (
    CorporateAction,
    FeedEvent,
    FeedPosting,
    FeedSource,
    FeedStream,
    PriceTick,
)
from account_api.market.tables import Price


def locked_accounts(session: Session, clients: Collection[str]) -> dict[str, CreditAccount]:
    """The credit accounts of these clients, by client, kept from other writers until the transaction ends.

    They are locked in one order, so that two batches never wait for each other in a circle.
    """
    statement = select(CreditAccount).where(col(CreditAccount.client_id).in_(set(clients)))
    ordered = statement.order_by(CreditAccount.client_id).with_for_update()
    return {account.client_id: account for account in session.exec(ordered)}


def stream(session: Session, source: str, client_id: str) -> FeedStream | None:
    """How far the source has got with the client."""
    return session.get(FeedStream, (source, client_id))


def event(session: Session, source: str, event_id: str) -> FeedEvent | None:
    """An event of the source by its id."""
    return session.get(FeedEvent, (source, event_id))


def at_sequence(session: Session, source: str, client_id: str, sequence: int) -> FeedEvent | None:
    """The event at a place in the order."""
    statement = select(FeedEvent).where(
        FeedEvent.source == source, FeedEvent.client_id == client_id, FeedEvent.sequence == sequence
    )
    return session.exec(statement).first()


def waiting(session: Session, source: str, client_id: str) -> list[FeedEvent]:
    """Events behind a gap, in their order."""
    statement = select(FeedEvent).where(
        FeedEvent.source == source, FeedEvent.client_id == client_id, FeedEvent.state == "waiting"
    )
    return list(session.exec(statement.order_by(col(FeedEvent.sequence))))


def applied(session: Session, client_id: str, after: int, source: str | None, limit: int) -> list[FeedEvent]:
    """Events of a client that were worked in, of one source or of all, after a place in its order."""
    statement = select(FeedEvent).where(
        FeedEvent.client_id == client_id, FeedEvent.state == "applied", FeedEvent.sequence > after
    )
    if source is not None:
        statement = statement.where(FeedEvent.source == source)
    return list(session.exec(statement.order_by(col(FeedEvent.sequence)).limit(limit)))


def postings(
    session: Session, source: str, event_id: str, account_id: str | None = None
) -> list[FeedPosting]:
    """What an event or an action added, to one account or to all."""
    statement = select(FeedPosting).where(FeedPosting.source == source, FeedPosting.event_id == event_id)
    if account_id is not None:
        statement = statement.where(FeedPosting.account_id == account_id)
    return list(session.exec(statement.order_by(col(FeedPosting.id))))


def moved(session: Session, account_id: str, after: date, until: date) -> dict[tuple[str, str], Decimal]:
    """The sums of all postings of the days after one and up to another, by line and key."""
    statement = select(FeedPosting).where(
        FeedPosting.account_id == account_id, FeedPosting.day > after, FeedPosting.day <= until
    )
    sums: dict[tuple[str, str], Decimal] = {}
    for row in session.exec(statement):
        sums[row.line, row.key] = sums.get((row.line, row.key), Decimal(0)) + row.delta
    return sums


def newest_day(session: Session, account_id: str) -> date | None:
    """The newest position day of an account."""
    return session.scalar(select(func.max(AccountDay.day)).where(AccountDay.account_id == account_id))


def days(session: Session, account_id: str, since: date) -> list[AccountDay]:
    """The position days from `since` on, oldest first."""
    statement = select(AccountDay).where(AccountDay.account_id == account_id, AccountDay.day >= since)
    return list(session.exec(statement.order_by(col(AccountDay.day))))


def day_before(session: Session, account_id: str, day: date) -> AccountDay | None:
    """The newest position day before `day`."""
    statement = select(AccountDay).where(AccountDay.account_id == account_id, AccountDay.day < day)
    return session.exec(statement.order_by(col(AccountDay.day).desc())).first()


def contracts(session: Session, account_id: str) -> list[Contract]:
    """Every contract the account ever had."""
    return list(session.exec(select(Contract).where(Contract.account_id == account_id)))


def contract(session: Session, contract_id: str) -> Contract | None:
    """A contract by its number, whoever has it."""
    return session.get(Contract, contract_id)


def was_outstanding(session: Session, contract_id: str) -> bool:
    """Whether anything was outstanding under the contract on any day."""
    return session.exec(select(ContractDay).where(ContractDay.contract_id == contract_id)).first() is not None


def holdings(session: Session, account_id: str, since: date) -> list[Holding]:
    """The holdings of every day from `since` on."""
    return list(session.exec(select(Holding).where(Holding.account_id == account_id, Holding.day >= since)))


def contract_days(session: Session, account_id: str, since: date) -> list[ContractDay]:
    """What was outstanding on every day from `since` on."""
    statement = (
        select(ContractDay)
        .join(Contract, col(Contract.contract_id) == col(ContractDay.contract_id))
        .where(Contract.account_id == account_id, ContractDay.day >= since)
    )
    return list(session.exec(statement))


def prices(session: Session, codes: Collection[str], since: date) -> dict[tuple[str, date], Price]:
    """The prices of these securities from `since` on, by security and day."""
    if not codes:
        return {}
    statement = select(Price).where(col(Price.code).in_(set(codes)), Price.day >= since)
    return {(price.code, price.day): price for price in session.exec(statement)}


def touching(session: Session, code: str, until: date) -> list[str]:
    """The clients whose accounts held or owed the security on some day up to `until`."""
    held = select(Holding.account_id).where(Holding.security == code, Holding.day <= until)
    owed = select(Contract.account_id).where(Contract.security == code, Contract.opened <= until)
    statement = select(CreditAccount.client_id).where(
        col(CreditAccount.account_id).in_(union(held, owed).subquery().select())
    )
    return list(session.exec(statement.order_by(CreditAccount.client_id)))


def due_actions(session: Session, today: date) -> list[CorporateAction]:
    """Announced actions that count by `today`."""
    statement = select(CorporateAction).where(
        CorporateAction.state == "announced", CorporateAction.effective_day <= today
    )
    return list(session.exec(statement.order_by(col(CorporateAction.effective_day), CorporateAction.id)))


def applied_actions(session: Session, codes: Collection[str], since: date) -> list[CorporateAction]:
    """Applied actions on these securities whose record day is `since` or later."""
    statement = select(CorporateAction).where(
        CorporateAction.state == "applied",
        CorporateAction.record_day >= since,
        col(CorporateAction.code).in_(set(codes)),
    )
    return list(session.exec(statement.order_by(col(CorporateAction.effective_day), CorporateAction.id)))


def actions(session: Session, limit: int) -> list[CorporateAction]:
    """Corporate actions, the newest first."""
    statement = select(CorporateAction).order_by(
        col(CorporateAction.effective_day).desc(), CorporateAction.id
    )
    return list(session.exec(statement.limit(limit)))


def action(session: Session, source: str, action_id: str) -> CorporateAction | None:
    """A corporate action of the source, kept from other writers until the transaction ends."""
    statement = select(CorporateAction).where(
        CorporateAction.source == source, CorporateAction.id == action_id
    )
    return session.exec(statement.with_for_update()).first()


def tick(session: Session, source: str, code: str, at: datetime) -> PriceTick | None:
    """A tick by what it is known by."""
    return session.get(PriceTick, (source, code, at))


def sources(session: Session) -> list[FeedSource]:
    """Every system that ever sent."""
    return list(session.exec(select(FeedSource).order_by(FeedSource.source, FeedSource.kind)))


def streamed(session: Session, after: str, limit: int) -> list[str]:
    """The next clients that any source has sent events of, by client."""
    statement = select(FeedStream.client_id).where(FeedStream.client_id > after).distinct()
    return list(session.exec(statement.order_by(FeedStream.client_id).limit(limit)))


def streams_of(session: Session, clients: Collection[str]) -> list[FeedStream]:
    """The streams of these clients, by client."""
    found = select(FeedStream).where(col(FeedStream.client_id).in_(clients))
    return list(session.exec(found.order_by(FeedStream.client_id)))


def waiting_of(session: Session, clients: Collection[str]) -> dict[tuple[str, str], list[int]]:
    """The places of these clients' events behind a gap, by source and client, in order."""
    statement = select(FeedEvent.source, FeedEvent.client_id, FeedEvent.sequence).where(
        FeedEvent.state == "waiting", col(FeedEvent.client_id).in_(clients)
    )
    found: dict[tuple[str, str], list[int]] = {}
    for source, client_id, sequence in session.exec(statement.order_by(col(FeedEvent.sequence))):
        found.setdefault((source, client_id), []).append(sequence)
    return found


def stream_counts(session: Session) -> dict[str, tuple[int, int]]:
    """How many streams each source has, and how many of them a refusal holds up."""
    statement = select(col(FeedStream.source), func.count(), func.count(col(FeedStream.refused_id))).group_by(
        col(FeedStream.source)
    )
    return {source: (every, held_up) for source, every, held_up in session.exec(statement)}


def newest_stream(session: Session, client_id: str) -> FeedStream | None:
    """The stream by which the client's newest event came."""
    statement = select(FeedStream).where(
        FeedStream.client_id == client_id, col(FeedStream.last_at).is_not(None)
    )
    return session.exec(statement.order_by(col(FeedStream.last_at).desc())).first()


def tick_of(session: Session, codes: Collection[str], at: datetime) -> PriceTick | None:
    """The tick of that instant for one of these securities; of several sources the one that came last."""
    statement = select(PriceTick).where(col(PriceTick.code).in_(set(codes)), PriceTick.at == at)
    return session.exec(statement.order_by(col(PriceTick.received_at).desc())).first()


def seen(session: Session, source: str, kind: str) -> FeedSource | None:
    """When a source was last heard."""
    return session.get(FeedSource, (source, kind))


def counts(session: Session) -> tuple[int, int, int]:
    """Events worked in, those of them that were late, and ticks."""
    events = select(func.count()).select_from(FeedEvent).where(FeedEvent.state == "applied")
    late = events.where(col(FeedEvent.late))
    ticks = select(func.count()).select_from(PriceTick)
    return session.scalar(events) or 0, session.scalar(late) or 0, session.scalar(ticks) or 0


def accounts(session: Session, client_id: str | None) -> list[CreditAccount]:
    """The mainland accounts, or that of one client, by client."""
    statement = select(CreditAccount).where(CreditAccount.jurisdiction == "CN")
    if client_id is not None:
        statement = statement.where(CreditAccount.client_id == client_id)
    return list(session.exec(statement.order_by(CreditAccount.client_id)))


def newest_applied(session: Session, client_id: str, limit: int) -> list[FeedEvent]:
    """The newest events of a client that were worked in, oldest first."""
    statement = select(FeedEvent).where(FeedEvent.client_id == client_id, FeedEvent.state == "applied")
    newest = statement.order_by(col(FeedEvent.at).desc(), col(FeedEvent.sequence).desc()).limit(limit)
    return list(reversed(session.exec(newest).all()))


def newest_prices(session: Session, codes: Collection[str]) -> list[Price]:
    """The newest price of each of these securities, by code."""
    newest = (
        select(Price.code, func.max(Price.day).label("day"))
        .where(col(Price.code).in_(set(codes)))
        .group_by(Price.code)
        .subquery()
    )
    same = (col(Price.code) == newest.c.code) & (col(Price.day) == newest.c.day)
    return list(session.exec(select(Price).join(newest, same).order_by(Price.code)))
