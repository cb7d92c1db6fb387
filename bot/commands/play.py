"""A day played beside the pages of `liangrong demo`: the home made ready, the hand that moves its clock, and the lines that are printed."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from bot.commands.output import BAD_INPUT, fail, problem

if TYPE_CHECKING:
    from account_api.clock import Hand
    from account_api.demo.news import News
    from account_api.settings import Settings
    from bot.commands.serve import Played
    from bot.wiring import Product, Progress

FRESHNESS = "mark:14400"
"""Positions that were heard at the opening are not stale on the same day: the core system of the demo sends what changes."""
LEASE_WAIT_S = 35
ALONE = (
    "  Another worker serves this home on a clock of its own; stop it, and start the play once more.\n"
    "  另有进程在处理本主目录的任务，请先停止它，再重新开始。\n"
)


def checked(name: str) -> None:
    """Ends the command where no such day can be played."""
    from account_api.demo.days import NAMES

    if name not in NAMES:
        known = ", ".join(NAMES)
        told = f"There is no day {name}: {known}.", f"没有这一天：{name}。可选：{known}。"
        fail(problem(422, *told, "play", "unknown", name), BAD_INPUT)
    if os.environ.get("LIANGRONG_CLOCK"):
        told = (
            "LIANGRONG_CLOCK pins the clock: unset it to play a day.",
            "LIANGRONG_CLOCK 固定了时钟：请取消该变量再演示。",
        )
        fail(problem(409, *told, "LIANGRONG_CLOCK", "pinned", os.environ["LIANGRONG_CLOCK"]), BAD_INPUT)


def stage(settings: Settings, progress: Progress) -> tuple[Settings, Hand]:
    """The settings of a firm that plays, and the hand that moves the clock of its home. Raises UnsafeHome for a real firm's."""
    from account_api.clock import Hand
    from account_api.home import UnsafeHome, open_home
    from bot.wiring import prepare_home

    prepare_home(settings, progress)
    home = open_home(settings)
    if not home.demo or home.clock is None:
        raise UnsafeHome(f"{home.root} is no demo home: no day is played in it")
    if "freshness" not in settings.model_fields_set:
        settings = settings.model_copy(update={"freshness": FRESHNESS})
    return settings, Hand(home.clock)


async def perform(product: Product, hand: Hand, played: Played) -> None:
    """Plays the day to its end, and says what happens."""
    from account_api.demo.days import day_named
    from account_api.demo.play import FEEDER, OFFICER, AlreadyWorking, Play, date_of
    from bot.commands.worker import handlers_for, rounds, worker_of

    context = product.api.state.context
    worker, handlers = worker_of(context), handlers_for(context, os.environ)

    def work() -> bool:
        from account_api.jobs import lease

        if not lease.take(context, worker.holder):
            return False
        worker.round()
        rounds(context, handlers)
        return True

    tokens = [(await product.accounts.demo_sign_in(user)).token for user in (FEEDER, OFFICER)]
    feeder, officer = (product.accounts.as_token(token) for token in tokens)
    day, say = day_named(played.name), _printer(played.as_json)
    on, goes_on = date_of(context, day, hand.at)
    if not played.as_json:
        sys.stdout.write(_announced(on.isoformat(), hand, goes_on))
    if not await _alone(work):
        sys.stderr.write(ALONE)
        return
    try:
        await Play(context, feeder, officer, hand, work, say, played.speed).day(day, on)
    except AlreadyWorking:
        sys.stderr.write(ALONE)


async def _alone(work: Callable[[], bool]) -> bool:
    """Whether the jobs are ours: the lease of a worker that was killed runs out after a while."""
    for _ in range(LEASE_WAIT_S):
        if await asyncio.to_thread(work):
            return True
        await asyncio.sleep(1)
    return False


def _announced(on: str, hand: Hand, goes_on: bool) -> str:
    at = hand.at.isoformat()[11:16]
    if goes_on:
        return f"\n  {on}: the play goes on from {at}. 从 {at} 接着演。\n"
    return f"\n  This home has come to {hand.at.isoformat()[:16]}; {on} is played now. 现在演 {on} 这一天。\n"


def _printer(as_json: bool) -> Callable[[News], None]:
    def say(news: News) -> None:
        if as_json:
            line = json.dumps(news.as_json(), ensure_ascii=False)
        else:
            words = news.zh if news.zh == news.en else f"{news.zh}\n{'':9}{news.en}"
            line = f"  {news.at:%H:%M}  {words}"
        sys.stdout.write(line + "\n")
        sys.stdout.flush()

    return say
