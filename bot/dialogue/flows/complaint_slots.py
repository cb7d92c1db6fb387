"""The slots of a complaint as they are shown before the yes, and as they stand in the ticket."""

from __future__ import annotations

import json
from collections.abc import Generator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft
from bot.answer.texts import text
from bot.dialogue.effects import Effect, Failed
from bot.dialogue.grievance import NAMES, Change
from bot.dialogue.service_effects import FetchCommissionDifference
from bot.guard.evidence import Fact

Slots = Mapping[str, str]
_LABELS = {
    "opened_on": ("开户日期", "opened on"),
    "event_on": ("发生日期", "happened on"),
    "agreed_rate": ("约定费率", "agreed rate"),
    "charged_rate": ("实收费率", "charged rate"),
    "amount": ("金额", "amount"),
}
_DAYS = ("opened_on", "event_on")
_RATES = ("agreed_rate", "charged_rate")


def say_slots(draft: Draft, slots: Slots) -> None:
    """What was read from the client's words, in one line; nothing where nothing was."""
    parts = [
        (f"complaint_slot_{name}", {"value": _shown(draft, name, slots[name])})
        for name in NAMES
        if slots.get(name)
    ]
    if parts:
        draft.line().say("complaint_slots").items(*parts)


def say_changes(draft: Draft, changes: Sequence[Change]) -> None:
    """What this message has put right: from what to what."""
    for change in changes:
        draft.line().say(
            "complaint_changed",
            what=text(f"complaint_name_{change.name}", draft.lang),
            old=_shown(draft, change.name, change.old),
            new=_shown(draft, change.name, change.new),
        )


def say_commission(draft: Draft, client_id: str, slots: Slots) -> Generator[Effect, Any, str | None]:
    """Where a rate was agreed: what the settled trades say was charged and what it would have been. The difference as displayed."""
    rate = slots.get("agreed_rate")
    if rate is None:
        return None
    opened = slots.get("opened_on")
    since = date.fromisoformat(opened) if opened else None
    found = yield FetchCommissionDifference(client_id, rate, since, None)
    if isinstance(found, Failed):
        return None
    return say_difference(draft.line(), found)


def say_difference(draft: Draft, found: Mapping[str, Any]) -> str | None:
    """What was charged, what the agreed rate would have made, the difference; the difference as displayed, if there is one.

    Where no trade was settled there is nothing to compare, and no difference of nothing is shown.
    """
    figures = found["figures"]
    if not found["rows"]:
        draft.say("commission_no_trades")
        return None
    names = ("commission_charged", "commission_at_rate", "commission_difference")
    if any(figures[name]["value"] is None for name in names):
        return None
    draft.say(
        "complaint_commission",
        **{name.removeprefix("commission_"): draft.figure(figures[name]) for name in names},
    )
    return str(figures["commission_difference"]["display"])


def kept(slots: Slots) -> dict[str, str]:
    """The slots of a complaint among everything that the conversation keeps of it."""
    return {name: slots[name] for name in NAMES if name in slots}


def changed_so_far(slots: Slots, changes: Sequence[Change]) -> str:
    """Every change of this complaint, in order, as JSON text."""
    before = json.loads(slots.get("changes", "[]"))
    return json.dumps([*before, *({"slot": c.name, "old": c.old, "new": c.new} for c in changes)])


def details(slots: Slots, files: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """What goes into the ticket beside the words: the slots, what was changed, the difference computed, the files."""
    more = {
        name: slots[name]
        for name in ("changes", "commission_difference")
        if slots.get(name) not in (None, "[]")
    }
    if files:
        more["attachments"] = ", ".join(files)
    return tuple({**kept(slots), **more}.items())


def _shown(draft: Draft, name: str, value: str) -> Fact | str:
    if name in _DAYS:
        return facts.day(value, name, *_LABELS[name])
    if name in _RATES:
        shown = facts.percent(value)
        return Fact("given", name, shown, (shown, value), _LABELS[name])
    if name == "amount":
        shown = f"CNY {Decimal(value):,.2f}" if draft.lang == "en" else f"{Decimal(value):,.2f} 元"
        return Fact("given", name, shown, (value,), ("金额", "amount"))
    glue = ", " if draft.lang == "en" else "、"
    if name == "remedy":
        return glue.join(text(f"complaint_remedy_{each}", draft.lang) for each in value.split(","))
    return draft.said(glue.join(value.split(",")), 60)
