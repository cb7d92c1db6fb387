"""Call files and events to test with: lines 140/130, restore 140, one session, a debt of 1,000,000."""

from dataclasses import replace
from datetime import date, datetime, time
from fractions import Fraction
from typing import Any

from risk.account import DeadlineRule
from risk.calls import CallFile, Event, Lines, Outcome, replay
from risk.margin_calls import CHINA
from risk.sessions import cn_calendar

DEBT = Fraction(1_000_000)
LINES = Lines(Fraction("1.40"), Fraction("1.30"), Fraction("1.40"))
FILE = CallFile("maintenance", LINES, DeadlineRule(1, time(15, 0)))
MATURITY = CallFile("maturity", LINES, DeadlineRule(0, time(15, 0)), due=date(2026, 11, 23))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def mark(when: str, assets: int | None, debt: int | None = 1_000_000) -> Event:
    return Event("mark", at(when), _sum(assets), _sum(debt))


def top_up(when: str, amount: int, assets: int | None, debt: int | None = 1_000_000) -> Event:
    return Event("top_up", at(when), _sum(assets), _sum(debt), Fraction(amount))


def notice(when: str, code: str) -> Event:
    return Event("notice", at(when), notice=code)


def event(name: Any, when: str, **fields: Any) -> Event:
    return replace(Event(name, at(when)), **fields)


def run(*events: Event, file: CallFile = FILE) -> tuple[Outcome, ...]:
    return replay(file, events, cn_calendar())


def last(*events: Event, file: CallFile = FILE) -> CallFile:
    return run(*events, file=file)[-1].file


def _sum(amount: int | None) -> Fraction | None:
    return None if amount is None else Fraction(amount)


CALLED = (mark("2026-11-20T15:00", 1_280_000), notice("2026-11-20T18:00", "call"))
"""Friday 2026-11-20 at 128 %, told the same evening: the deadline is Monday 15:00."""

OVERDUE = (*CALLED, event("clock", "2026-11-23T15:01"), notice("2026-11-23T16:00", "overdue"))
LIQUIDATING = (
    *OVERDUE,
    event("start_liquidation", "2026-11-24T09:30"),
    event("sale", "2026-11-24T10:00", amount=Fraction(500_000)),
)
