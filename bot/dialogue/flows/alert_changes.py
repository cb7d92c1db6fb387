"""Own alerts taken away, and quiet hours for all of them: which ones is said before the yes, and how to have them back after it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.answer.draft import Draft
from bot.answer.texts import text
from bot.dialogue.alert_meant import ALL, meant_in
from bot.dialogue.alert_words import hours_in
from bot.dialogue.case_effects import FetchAlerts, RemoveAlert, SetAlert
from bot.dialogue.effects import Failed
from bot.dialogue.flow import Ask, FlowRun, Step, done
from bot.dialogue.flows.alert_said import hours, in_words, say_alerts
from bot.dialogue.flows.alerts import unknown_asker
from bot.dialogue.flows.identity import out_of_reach
from bot.dialogue.watching import (
    ALERT_QUIET,
    ALERT_REMOVAL,
    ALERT_SLOTS,
    LIST,
    QUIET,
    QUIET_SLOTS,
    REMOVE,
    SET,
)

Json = Mapping[str, Any]

_ONE = re.compile(r"[那这嗰呢][个条]|\bone\b")
"""One of them: where several are named so, it is asked which."""
_LAST = re.compile(r"刚才|刚刚|最后|上一|撤(?:销|回)|\b(?:last|undo|just)\b")
_OFF = re.compile(
    r"(?:取消|关|不要|去掉|停)[^?]{0,6}(?:免打扰|勿扰|静音)|\b(?:no|off|cancel|remove)\b[^?]{0,12}\bquiet\b"
)
USUAL_NIGHT = "22:00-08:00"
"""Offered where quiet hours are wanted and none are said."""


def remove(ask: Ask) -> FlowRun:
    """Which alerts would go, for a yes; where that is not clear, the list to choose from."""
    if ask.client_id is None:
        return unknown_asker(ask)
    draft = ask.draft("confirm", intent=REMOVE)
    if ask.state.role != "client":
        draft.action = "refuse"
        return done(ask, draft.say("staff_no_client_acts"))
    found = yield FetchAlerts(ask.client_id)
    if isinstance(found, Failed):
        return out_of_reach(ask, found)
    if not found:
        return none_set(ask, draft.say("alert_none"), None)
    meant = meant_of(ask, found)
    if not meant:
        draft.action = "ask"
        if meant is None:
            draft.say("alert_no_such")
        say_alerts(draft.say("alert_which"), found, numbered=True)
        step = done(ask, draft)
        return Step(step.draft, replace(step.state, last_intent=LIST))
    say_alerts(draft.say("alert_remove_heard"), meant)
    draft.line().say("alert_remove_confirm").choose("choice_confirm", "choice_cancel")
    ids = json.dumps([each["id"] for each in meant])
    again = "，".join(in_words(each, draft.lang) for each in meant)
    return Step(draft, ask.state.waiting(ALERT_REMOVAL, alerts=ids, again=again))


def removed(ask: Ask) -> FlowRun:
    """Removed after the yes; one that is gone already counts as removed. How to have them back is offered."""
    assert ask.client_id is not None and ask.state.pending is not None
    slots = ask.state.pending.slots
    for each in json.loads(slots["alerts"]):
        found = yield RemoveAlert(ask.client_id, each)
        if isinstance(found, Failed) and found.status != 404:
            return out_of_reach(ask, found)
    draft = ask.draft(intent=REMOVE).say("alert_removed").choose("choice_alert_list")
    return done(ask, draft.offer(text("alert_back", draft.lang), slots["again"]))


def kept(ask: Ask) -> FlowRun:
    """Nothing removed or changed, after the no."""
    return done(ask, ask.draft(intent=LIST).say("alert_kept").choose("choice_alert_list"))
    yield  # a flow is a generator, this one asks nothing


def quiet(ask: Ask) -> FlowRun:
    """Quiet hours for every alert, for a yes; the hours are asked for where none are said."""
    if ask.client_id is None:
        return unknown_asker(ask)
    draft = ask.draft("confirm", intent=QUIET)
    if ask.state.role != "client":
        draft.action = "refuse"
        return done(ask, draft.say("staff_no_client_acts"))
    found = yield FetchAlerts(ask.client_id)
    if isinstance(found, Failed):
        return out_of_reach(ask, found)
    if not found:
        return none_set(ask, draft.say("alert_quiet_none"), hours_in(ask.said))
    off = bool(_OFF.search(ask.said.lower()))
    wanted = None if off else hours_in(ask.said)
    if wanted is None and not off:
        draft.action = "ask"
        draft.say("alert_ask_hours").line().say("alert_legal").offer(USUAL_NIGHT, USUAL_NIGHT)
        return Step(draft, ask.state.waiting(QUIET_SLOTS))
    if wanted is None:
        draft.say("alert_quiet_off")
    else:
        draft.say("alert_quiet_heard", **hours(wanted))
    draft.line().say("alert_legal").say("alert_quiet_confirm").choose("choice_confirm", "choice_cancel")
    return Step(draft, ask.state.waiting(ALERT_QUIET, hours=json.dumps(wanted)))


def none_set(ask: Ask, draft: Draft, wanted: Mapping[str, str] | None) -> Step:
    """Nothing is set that could go or keep quiet: what is to be set is asked for, the hours that were said are kept."""
    draft.action = "ask"
    draft.line().say("alert_ask_what").choose("choice_cancel")
    rows = json.dumps([{}])
    return Step(draft, ask.state.waiting(ALERT_SLOTS, alerts=rows, lacking="what", quiet=json.dumps(wanted)))


def made_quiet(ask: Ask) -> FlowRun:
    """Each alert set anew with the hours and the old one removed, after the yes; one that has them already stays."""
    assert ask.client_id is not None and ask.state.pending is not None
    wanted = json.loads(ask.state.pending.slots["hours"])
    found = yield FetchAlerts(ask.client_id)
    if isinstance(found, Failed):
        return out_of_reach(ask, found)
    for number, each in enumerate(found):
        if each["quiet"] == wanted:
            continue
        body = {name: each[name] for name in ("what", "level", "security", "contract", "channel")}
        made = yield SetAlert(
            ask.key(f"{QUIET}{number}"), ask.client_id, json.dumps({**body, "quiet": wanted})
        )
        gone = made if isinstance(made, Failed) else (yield RemoveAlert(ask.client_id, str(each["id"])))
        if isinstance(gone, Failed) and gone.status != 404:
            return _half_done(ask, gone)
    draft = ask.draft(intent=QUIET).say("alert_quiet_done").say("alert_legal")
    return done(ask, draft.choose("choice_alert_list"))


def _half_done(ask: Ask, failed: Failed) -> Step:
    if failed.status not in (409, 422):
        return out_of_reach(ask, failed)
    draft = ask.draft("refuse", intent=QUIET).say("alert_refused")
    return done(ask, draft.choose("choice_alert_list", "choice_human"))


def meant_of(ask: Ask, alerts: Sequence[Json], *, anew: bool = False) -> list[Json] | None:
    """The alerts a message speaks of: by place, security, kind or level, the one set last, the only one there is.

    ``None`` where it names one that is not there; none where it does not say which. ``anew`` where it says a new level.
    """
    said = ask.request.text.lower()
    rows = _as_shown(ask, alerts)
    codes = {mention.code for mention in ask.request.slots.securities}
    places = meant_in(rows, said, codes, anew=anew)
    if places:
        unclear = len(places) > 1 and _ONE.search(said) and not ALL.search(said)
        return [] if unclear else [rows[at] for at in places]
    if _LAST.search(said) and not codes:
        just = [each for each in alerts if ask.state.last_intent == SET and each["id"] in ask.state.listed]
        return just or [alerts[-1]]
    if places is None:
        return list(alerts) if len(alerts) == 1 else []
    return None


def _as_shown(ask: Ask, alerts: Sequence[Json]) -> list[Json]:
    """The alerts in the order they were shown last: those just set, else all of them."""
    by_id = {str(each["id"]): each for each in alerts}
    just = [by_id[each] for each in ask.state.listed if each in by_id]
    return just if just and ask.state.last_intent == SET else list(alerts)
