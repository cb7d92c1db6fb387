"""Another level for an alert that is set: old and new are said before the yes, the new one is set before the old one goes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from bot.dialogue.alert_meant import new_level_in
from bot.dialogue.alert_words import LEVELS, level_in
from bot.dialogue.case_effects import FetchAlerts, RemoveAlert, SetAlert
from bot.dialogue.effects import Failed
from bot.dialogue.flow import Ask, FlowRun, Step, done
from bot.dialogue.flows.alert_changes import meant_of, none_set
from bot.dialogue.flows.alert_said import say_alerts
from bot.dialogue.flows.alerts import unknown_asker
from bot.dialogue.flows.identity import out_of_reach
from bot.dialogue.spoken_numbers import in_digits
from bot.dialogue.watching import ALERT_LEVEL, CHANGE

Json = Mapping[str, Any]

_BODY = ("what", "security", "contract", "channel", "quiet")


def change(ask: Ask) -> FlowRun:
    """The alert that is meant with its new level, for a yes; where it is not clear which, the list to choose from."""
    if ask.client_id is None:
        return unknown_asker(ask)
    draft = ask.draft("confirm", intent=CHANGE)
    if ask.state.role != "client":
        draft.action = "refuse"
        return done(ask, draft.say("staff_no_client_acts"))
    found = yield FetchAlerts(ask.client_id)
    if isinstance(found, Failed):
        return out_of_reach(ask, found)
    if not found:
        return none_set(ask, draft.say("alert_none"), None)
    meant = meant_of(ask, found, anew=True)
    if meant is None or len(meant) != 1:
        draft.action = "ask"
        if meant is None:
            draft.say("alert_no_such")
        say_alerts(draft.say("alert_change_which"), found, numbered=True)
        return done(ask, draft)
    level = _level(ask, meant[0])
    if level is None:
        draft.action = "ask"
        return done(ask, draft.say(f"alert_ask_level_{meant[0]['what']}"))
    new = {**meant[0], "level": level}
    say_alerts(draft.say("alert_change_from"), meant)
    say_alerts(draft.line().say("alert_change_to"), [new])
    draft.line().say("alert_quiet_confirm").choose("choice_confirm", "choice_cancel")
    body = json.dumps({**{name: new[name] for name in _BODY}, "level": level}, ensure_ascii=False)
    return Step(draft, ask.state.waiting(ALERT_LEVEL, alert=str(meant[0]["id"]), body=body))


def _level(ask: Ask, alert: Json) -> str | None:
    """The level that is said, its place and the security's name aside; ``None`` for none, or one that no alert may have."""
    said = new_level_in(ask.request.text.lower())
    for mention in ask.request.slots.securities:
        said = said.replace(mention.text.lower(), " ")
    what = str(alert["what"])
    level, (low, high) = level_in(in_digits(said), what), LEVELS[what]
    return level if level is not None and low <= Decimal(level) <= high else None


def changed(ask: Ask) -> FlowRun:
    """The new one set and the old one removed, after the yes; one that is gone already counts as removed."""
    assert ask.client_id is not None and ask.state.pending is not None
    slots = ask.state.pending.slots
    made = yield SetAlert(ask.key(CHANGE), ask.client_id, slots["body"])
    gone = made if isinstance(made, Failed) else (yield RemoveAlert(ask.client_id, slots["alert"]))
    if isinstance(gone, Failed) and gone.status != 404:
        if gone.status not in (409, 422):
            return out_of_reach(ask, gone)
        return done(ask, ask.draft("refuse", intent=CHANGE).say("alert_refused").choose("choice_alert_list"))
    draft = ask.draft(intent=CHANGE).say("alert_done")
    say_alerts(draft, [made])
    if made["crossed"]:
        draft.line().say("alert_crossed")
    return done(ask, draft.choose("choice_alert_list"))
