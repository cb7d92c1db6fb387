"""One of several alerts that wait for a yes taken out of the draft, 「茅台那个不要了」; what is not in it may be one that is set."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from bot.dialogue.alert_meant import meant_in
from bot.dialogue.flow import Ask, FlowRun
from bot.dialogue.flows.alert_changes import remove
from bot.dialogue.flows.alerts import alert_dropped, asked_on


def part_dropped(ask: Ask) -> FlowRun:
    """The draft without what is named, for a yes; nothing of it left, or nothing named, and nothing is set."""
    assert ask.state.pending is not None
    slots = ask.state.pending.slots
    rows: list[dict[str, Any]] = json.loads(slots["alerts"])
    codes = {mention.code for mention in ask.request.slots.securities}
    meant = meant_in(rows, ask.request.text.lower(), codes)
    if meant == ():
        return (yield from remove(replace(ask, state=replace(ask.state, pending=None))))
    left = [row for at, row in enumerate(rows) if meant is not None and at not in meant]
    return (yield from asked_on(ask, left) if left else alert_dropped(ask))
