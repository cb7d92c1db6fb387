"""A firm whose prices and accounts a test moves, as the feed would."""

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from account_api.accounts.tables import AccountDay, ContractDay, Holding
from account_api.audit_check import verify
from account_api.clock import BOOKING_ZONE
from account_api.feed.contract import EventsCreate
from account_api.feed.service import take
from account_api.margin_calls.sweep import Swept, sweep
from account_api.margin_calls.tables import CallTask, CaseEvent, MarginCase
from account_api.market.tables import Price
from account_api.notices.tables import SentNotice
from account_api.proposals.tables import Proposal
from tests.account_api.conftest import Firm

JSON = dict[str, Any]
TABLES = (MarginCase, CaseEvent, CallTask, SentNotice, Proposal)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=BOOKING_ZONE)


class Desk:
    """What a test does to a firm and asks of it."""

    def __init__(self, firm: Firm) -> None:
        self.firm = firm

    def day(self, day: int, hour: int, minute: int, factor: str) -> None:
        """The accounts as they were on the 20th, carried to this day; prices times a factor at this instant."""
        now = self.firm.now = at(day, hour, minute)
        with self.firm.context.transaction() as session:
            for table in (AccountDay, Holding, ContractDay):
                if day > 20 and session.exec(select(table).where(table.day == now.date())).first() is None:
                    self._carry(session, table, now)
            self._price(session, now, factor)

    def sweep(self, moment: Any = "close") -> Swept:
        return sweep(self.firm.context, moment)

    def feed(self, client: str, sequence: int, kind: str, **more: Any) -> None:
        """One event of the counter system, of now."""
        event = {"id": f"e{sequence}", "sequence": sequence, "client_id": client, "kind": kind}
        event |= {"at": self.firm.now.isoformat(), **more}
        with self.firm.context.transaction() as session:
            batch = EventsCreate(source="counter", events=[event])
            taken = take(self.firm.context, session, "demo-feeder", batch)
        assert taken.applied == [f"e{sequence}"], taken

    async def cases(self, client: str, user: str = "demo-risk") -> list[JSON]:
        """Every case of a client, the open ones first."""
        return [dict(each) for each in await (await self.firm.signed_in(user)).margin_calls(client)]

    async def case(self, client: str, kind: str = "maintenance") -> JSON:
        """The newest case of one kind."""
        return next(each for each in await self.cases(client) if each["kind"] == kind)

    def delivered(self) -> None:
        """Every notice that is on its way arrives now."""
        with self.firm.context.transaction() as session:
            for row in session.exec(select(SentNotice)):
                row.delivered_at = row.delivered_at or self.firm.now

    def counted(self) -> dict[str, int]:
        """How many rows there are of everything that a sweep writes."""
        with self.firm.context.transaction(writes=False) as session:
            names = [str(each.__tablename__) for each in TABLES]
            return {
                name: session.connection().execute(text(f"SELECT count(*) FROM {name}")).scalar_one()
                for name in (*names, "outbox", "frozen_snapshots")
            }

    def sound(self) -> bool:
        """Whether the audit trail verifies."""
        with self.firm.context.transaction(writes=False) as session:
            return verify(session, self.firm.context.trail).whole

    def _carry(self, session: Session, table: Any, now: datetime) -> None:
        last = session.exec(select(table).where(table.day == at(20, 0).date())).all()
        for row in last:
            values = row.model_dump() | {"day": now.date()}
            if table is AccountDay:
                values["taken_at"] = at(now.day, 9)
            session.add(table.of(**values))

    def _price(self, session: Session, now: datetime, factor: str) -> None:
        for row in session.exec(select(Price).where(Price.day == at(20, 0).date())).all():
            price = (row.price * Decimal(factor)).quantize(Decimal("0.01"))
            known = session.get(Price, (row.code, now.date()))
            if known is None:
                session.add(Price.of(code=row.code, day=now.date(), price=price, at=now))
            else:
                known.price, known.at = price, now


@pytest.fixture
def desk(own_firm: Firm) -> Desk:
    return Desk(own_firm)


@pytest.fixture
def desk_on_either(either: Firm) -> Desk:
    return Desk(either)
