"""Driving a generator of effects: on the loop, or apart from it where its own work takes long."""

from __future__ import annotations

import threading
from collections.abc import Generator
from datetime import date
from typing import Any, cast

import pytest

from bot.adapters.performer import Performer
from bot.dialogue.effects import Effect, ListRules
from bot.ports import Accounts, Knowledge

TODAY = date(2026, 11, 20)


class Service:
    """Answers with the thread it was asked in."""

    async def rules(self, as_of: date) -> list[int]:
        return [threading.get_ident()]


def working(fails: bool = False) -> Generator[Effect, Any, tuple[int, int]]:
    """Says in which thread it works, and in which its effect was performed."""
    (performed_in,) = yield ListRules(TODAY)
    if fails:
        raise LookupError("no such thing")
    return threading.get_ident(), performed_in


def performer() -> Performer:
    service = cast(Accounts, Service())
    return Performer(service, service, cast(Knowledge, None), "session")


@pytest.mark.parametrize("apart", [False, True])
async def test_long_work_leaves_the_loop_and_effects_stay_on_it(apart: bool) -> None:
    driver = performer()
    worked_in, performed_in = await driver.drive(working(), apart=apart)
    assert (worked_in != threading.get_ident(), performed_in) == (apart, threading.get_ident())
    assert [row["effect"] for row in driver.record] == ["ListRules"]


@pytest.mark.parametrize("apart", [False, True])
async def test_what_the_work_raises_reaches_whoever_drives_it(apart: bool) -> None:
    with pytest.raises(LookupError, match="no such thing"):
        await performer().drive(working(fails=True), apart=apart)
