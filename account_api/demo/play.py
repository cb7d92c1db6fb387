"""A demo firm lives through a day: its clock moves, prices and events arrive through the feed, the jobs of the hour run.

    day = day_named("crash-day")
    on, goes_on = date_of(ctx, day, hand.at)
    await Play(ctx, feeder, officer, hand, work, say).day(day, on)

The home's clock stands where the play has come to, so a play that was cut off goes on there, and one that was played to its end is
followed by the next session. What is sent again is known again: prices by their instant, events by their id.
"""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from account_api.client import AccountClient
from account_api.clock import BOOKING_ZONE, Hand
from account_api.context import Context
from account_api.demo.days import Beat, Day
from account_api.demo.news import INDEX, News, Standing, changes, standing
from account_api.firm.closures import with_closures
from account_api.home import move_clock
from account_api.market import queries as market

MARKET, CORE = "market", "core"
"""What the sources of prices and of events are called."""
FEEDER, OFFICER = "demo-feeder", "demo-risk"
MINUTE = timedelta(minutes=1)
PAUSE = timedelta(hours=1)
"""Longer than this nothing happens but lunch: the clock jumps."""


class AlreadyWorking(RuntimeError):
    """Another worker serves this home, on a clock of its own."""


@dataclass(frozen=True, slots=True)
class Play:
    """`work` runs the jobs that are due and delivers; it answers False where another worker has them. `speed` is in seconds of
    business time for one of real time; 0 waits for nothing.
    """

    ctx: Context
    feeder: AccountClient
    officer: AccountClient
    hand: Hand
    work: Callable[[], bool]
    say: Callable[[News], None]
    speed: float = 0.0
    closes: dict[str, Any] = field(default_factory=dict)

    async def day(self, day: Day, on: date) -> None:
        """Plays `day` on the date `on`, from where the clock stands. Raises AlreadyWorking."""
        with self.ctx.transaction(writes=False) as session:
            closes = market.closes_before(session, on)
        self.closes.update({code: price.price for code, price in closes.items()})
        seen = await standing(self.officer)
        for beat in day.beats:
            at = datetime.combine(on, beat.at, tzinfo=BOOKING_ZONE)
            if at >= self.hand.at:
                await self._until(at)
                seen = await self._beat(beat, at, seen)

    async def _until(self, at: datetime) -> None:
        """Lets time pass, minute by minute where somebody may be watching."""
        if self.speed and at - self.hand.at <= PAUSE:
            while self.hand.at + MINUTE < at:
                self.hand.move(self.hand.at + MINUTE)
                await asyncio.sleep(MINUTE.total_seconds() / self.speed)
        self.hand.move(at)
        await asyncio.to_thread(move_clock, self.ctx.home.root, at)

    async def _beat(self, beat: Beat, at: datetime, seen: Standing) -> Standing:
        prices = {code: str(price) for code, price in beat.prices(self.closes).items()}
        if prices:
            ticks = [{"code": code, "at": at.isoformat(), "price": price} for code, price in prices.items()]
            await self.feeder.send_prices(MARKET, ticks)
        for number, event in enumerate(beat.events, start=1):
            await self._send(at, number, event)
        if not await asyncio.to_thread(self.work):
            raise AlreadyWorking
        now = await standing(self.officer)
        for each in (*_told(beat, at), *changes(at, prices.get(INDEX), seen, now), *_to_try(beat, at)):
            self.say(each)
        return now

    async def _send(self, at: datetime, number: int, event: Any) -> None:
        """One event of the core system, the next of its account; the same again is known."""
        named = f"play-{at:%Y%m%d%H%M}-{number}"
        sent = [
            each for each in await self.officer.account_events(event["client_id"]) if each["source"] == CORE
        ]
        known = {each["id"]: each["sequence"] for each in sent}
        following = 1 + max(known.values(), default=0)
        whole = {**event, "id": named, "sequence": known.get(named, following), "at": at.isoformat()}
        await self.feeder.send_events(CORE, [whole])


def date_of(ctx: Context, day: Day, now: datetime) -> tuple[date, bool]:
    """The date on which a day is played that begins now, and whether it goes on with one that was cut off."""
    local = now.astimezone(BOOKING_ZONE)
    with ctx.transaction(writes=False) as session:
        calendar = with_closures(ctx.calendar, session)
    if calendar.is_session(local.date()) and day.begins <= local.time() < day.ends:
        return local.date(), True
    return calendar.add_sessions(local.date(), 1).date, False


def _told(beat: Beat, at: datetime) -> Iterator[News]:
    if beat.said is not None:
        yield News(at, "hour", beat.said.zh, beat.said.en)


def _to_try(beat: Beat, at: datetime) -> Iterator[News]:
    """What to ask in the chat now, and which page to look at."""
    if beat.ask is not None:
        who, words = beat.ask.who, beat.ask.words
        yield News(at, "ask", f"现在可以问（{who}）：{words.zh}", f"Ask now as {who}: {words.en}", who)
    if beat.look is not None:
        who, page = beat.look.who, beat.look.page
        yield News(at, "look", f"请看 {page}（{who}）", f"Look at {page} as {who}", who)
