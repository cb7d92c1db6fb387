"""A day played on a demo home without pages: few hours of it by default, in this process or in one that may be killed."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta
from multiprocessing.connection import Connection
from pathlib import Path

from account_api.app import build_context
from account_api.auth import tokens
from account_api.client import AccountClient
from account_api.clock import Hand
from account_api.context import Context
from account_api.demo.days import Day, day_named
from account_api.demo.news import News
from account_api.demo.play import FEEDER, OFFICER, Play, date_of
from account_api.home import open_home
from account_api.jobs import lease
from account_api.jobs.duties import relay
from account_api.jobs.worker import Worker
from account_api.settings import Settings
from tests.account_api.conftest import FAST, the_app

HOURS = ("09:25", "10:30", "13:45", "15:05", "15:45", "16:00")
WALL = datetime.fromisoformat("2026-11-20T16:30:00+08:00")
Say = Callable[[Context, News], None]


def short(hours: tuple[str, ...] = HOURS) -> Day:
    """The crash day, at these hours only."""
    day = day_named("crash-day")
    kept = {time.fromisoformat(each) for each in hours}
    return replace(day, beats=tuple(beat for beat in day.beats if beat.at in kept))


def play(home: Path, day: Day, say: Say, wall: datetime = WALL) -> Context:
    """Plays the day that is next at this home; what the firm is then. Its clock stands where the day ended."""
    settings = Settings(home=home)
    begun = open_home(settings).clock
    assert begun is not None
    hand = Hand(begun)
    context = build_context(settings, hand.clock(lambda: wall), FAST)
    worker = Worker(context, "play")

    def work() -> bool:
        if not lease.take(context, worker.holder):
            return False
        worker.round()
        relay(context, context.clock.now())
        return True

    client = AccountClient.in_process(the_app(context))
    key = context.home.secrets.token_key
    feeder, officer = (
        client.as_token(tokens.issue(user, key, wall, timedelta(hours=8))) for user in (FEEDER, OFFICER)
    )
    on, _ = date_of(context, day, hand.at)
    work()
    asyncio.run(Play(context, feeder, officer, hand, work, lambda news: say(context, news)).day(day, on))
    return context


def in_a_process(home: Path, there: Connection) -> None:
    """Plays the short day and tells each line to whoever watches, who may kill it at any of them."""
    play(home, short(), lambda _, news: there.send(news.as_json()))
