"""A firm from the inside and from the chat: the whole product on a home of its own, both clocks in the hands of the story."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from sqlmodel import select

from account_api.audit_check import verify
from account_api.auth.roles import Role
from account_api.auth.tables import User
from account_api.client import AccountClient
from account_api.clock import Clock
from account_api.delivery import handlers_of
from account_api.demo import DEMO_CLOCK
from account_api.feed.reconciliation import reconciled
from account_api.gateways.settings import GatewaySettings
from account_api.market.tables import Price
from account_api.settings import Settings
from account_api.traces.replay import replay
from bot.commands.worker import once_round, rounds
from bot.wiring import Product, open_product
from tests.conftest import ON_POSTGRES, copy_of

Json = dict[str, Any]
CENT = Decimal("0.01")
SOURCES = (("market", "demo-feeder"), ("second", "second-feeder"))
"""Two sources of prices, each under its own login: they can confirm each other."""


@dataclass
class Hands:
    """Business time and wall time; both move only when the story says so."""

    now: datetime = DEMO_CLOCK
    wall: datetime = DEMO_CLOCK

    def clock(self) -> Clock:
        return Clock(now=lambda: self.now, wall=lambda: self.wall, pinned=True)

    def on(self, **passed: float) -> None:
        """Both clocks go on."""
        self.now += timedelta(**passed)
        self.wall += timedelta(**passed)

    def until(self, at: str) -> None:
        """Business time goes on to an instant such as 2026-11-23T15:40; who is signed in stays so."""
        self.now = datetime.fromisoformat(f"{at}:00+08:00")


@dataclass
class Talk:
    """One conversation; every reply is kept, with where it can be found again."""

    product: Product
    session: str
    replies: list[Json] = field(default_factory=list)

    async def asks(self, text: str) -> str:
        """The answer to a message, with its figures kept for the end of the story."""
        reply = await self.product.assistant.turn(self.session, str(len(self.replies) + 1), text)
        self.replies.append(reply)
        return str(reply["answer"])

    async def hears(self, question: str, *parts: str) -> None:
        """Asks, and finds all of this in the answer."""
        said = await self.asks(question)
        missing = [part for part in parts if part not in said]
        assert not missing, f"{question}: {missing} not in\n{said}"

    @property
    def figures(self) -> list[Json]:
        """Every figure that was shown so far."""
        return [figure for reply in self.replies for figure in reply["figures"]]


@dataclass
class Whole:
    """The product and what a story does with it. `gateways` are those of the firm; a demo firm rehearses without any."""

    product: Product
    hands: Hands
    gateways: GatewaySettings = field(default_factory=GatewaySettings)
    sent: int = 0

    @property
    def context(self) -> Any:
        return self.product.api.state.context

    async def signed_in(self, user: str) -> AccountClient:
        return self.product.accounts.as_token((await self.product.accounts.demo_sign_in(user)).token)

    def another_feeder(self) -> None:
        """The login of the second source of prices."""
        with self.context.transaction() as session:
            session.add(User.of(username=SOURCES[1][1], role=Role.feeder, display_name="行情备源"))

    async def talk(self, user: str, lang: str = "zh") -> Talk:
        token = (await self.product.accounts.demo_sign_in(user)).token
        return Talk(self.product, await self.product.assistant.open_session(token, lang))

    async def feed(self, client_id: str, kind: str, **more: Any) -> None:
        """One event of the firm's core system, of now."""
        self.sent += 1
        number = 1 + max((each["sequence"] for each in await self._events(client_id)), default=0)
        event = {"id": f"T-{self.sent}", "sequence": number, "client_id": client_id, "kind": kind, **more}
        event["at"] = self.hands.now.isoformat()
        feeder = await self.signed_in("demo-feeder")
        taken = await feeder.send_events("core", [event])
        assert taken["applied"] == [event["id"]], taken

    async def _events(self, client_id: str) -> list[Any]:
        risk = await self.signed_in("demo-risk")
        return [each for each in await risk.account_events(client_id) if each["source"] == "core"]

    async def prices(self, prices: Mapping[str, str]) -> None:
        """Ticks of now, from two sources that agree: also a price that one alone would not be believed."""
        at = self.hands.now.isoformat()
        ticks = [{"code": code, "at": at, "price": price} for code, price in prices.items()]
        for source, login in SOURCES:
            taken = await (await self.signed_in(login)).send_prices(source, ticks)
            assert not taken["refused"] and not taken["late"], taken
        assert not taken["suspect"], taken

    async def market(self, factor: str) -> None:
        """Every security at so many times its close of the demo firm's last day, as ticks of now."""
        with self.context.transaction(writes=False) as session:
            rows = session.exec(select(Price).where(Price.day == DEMO_CLOCK.date())).all()
        prices = {row.code: str((row.price * Decimal(factor)).quantize(CENT)) for row in rows}
        assert len(prices) > 60
        await self.prices(prices)

    def work(self) -> dict[str, int]:
        """One round of the worker; what it sends goes out."""
        did = once_round(self.context)
        rounds(self.context, handlers_of(self.context, settings=self.gateways))
        return did

    def sound(self) -> bool:
        """Whether the audit trail holds and every line of every account adds up."""
        with self.context.transaction(writes=False) as session:
            found = reconciled(session, None, None)
        with self.context.transaction(writes=False) as session:  # as it is now: pages may look meanwhile
            report = verify(session, self.context.trail)
        assert found.lines > 200 and report.rows > 20
        assert not found.differences, found.differences
        return report.whole

    def replayed(self, *talks: Talk) -> int:
        """Takes every turn again, and computes again every figure that came from a frozen snapshot; how many figures."""
        names = {figure["trace_id"] for talk in talks for figure in talk.figures}
        for talk in talks:
            for number in range(1, len(talk.replies) + 1):
                turn = self.product.records.turn(talk.session, str(number))
                assert self.product.records.replay(turn).as_json("turn")["same"], talk.replies[number - 1][
                    "answer"
                ]
        shown = {name for name in names if self.product.records.named(name)}
        with self.context.transaction(writes=False) as session:
            again = [replay(self.context, session, name) for name in names]
        assert all(each.same for each in again if each is not None)
        return len(shown)


@pytest.fixture
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """Of a demo home of the story's own; on PostgreSQL its first start is the story's."""
    if not ON_POSTGRES:
        yield Settings(home=copy_of(request.getfixturevalue("demo_home"), tmp_path))
        return
    administer, postgres = (request.getfixturevalue(name) for name in ("administer", "postgres"))
    administer("CREATE DATABASE story")
    yield Settings(home=tmp_path / "home", database_url=postgres("story"))
    administer("DROP DATABASE story WITH (FORCE)")


@pytest_asyncio.fixture(loop_scope="session")
async def whole(settings: Settings) -> AsyncIterator[Whole]:
    hands = Hands()
    async with open_product(settings, clock=hands.clock()) as product:
        whole = Whole(product, hands)
        whole.another_feeder()
        yield whole
