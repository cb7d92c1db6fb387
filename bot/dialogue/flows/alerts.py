"""A client's own alerts: what is lacking is asked one by one, and nothing is set, changed or removed before a yes.

They tell the client alone. What the law or the contract makes the firm tell knows no quiet hours, and that is said.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from bot.answer.draft import Draft
from bot.answer.texts import text
from bot.dialogue.alert_words import LEVELS, Wish, as_row, filled, hours_in, meant_row, wishes_in
from bot.dialogue.case_effects import FetchAlerts, SetAlert
from bot.dialogue.effects import Failed, FindSecurity
from bot.dialogue.flow import Ask, FlowRun, Step, done
from bot.dialogue.flows.alert_said import say_alerts, say_wishes
from bot.dialogue.flows.identity import out_of_reach
from bot.dialogue.watching import ALERT, ALERT_SLOTS, ALL_OF_THEM, ANOTHER, LIST, QUIETS, SET

Json = Mapping[str, Any]

_MOST = 5  # alerts of one message
_UNREAD = 24


def set_alert(ask: Ask) -> FlowRun:
    """The alerts as they were understood, for a yes; else the one question that comes next."""
    if ask.client_id is None:
        return unknown_asker(ask)
    if ask.state.role != "client":
        return done(ask, ask.draft("refuse", intent=SET).say("staff_no_client_acts"))
    rows, unable = _asked_for(ask)
    return (yield from asked_on(ask, rows, unable))


def asked_on(ask: Ask, rows: list[dict[str, Any]], unable: Sequence[str] = ()) -> FlowRun:
    """These alerts for a yes, or the question that comes next; what no alert can watch is said first."""
    draft = ask.draft("confirm", intent=SET)
    for words in unable:
        draft.say("alert_unable", words=draft.said(words, _UNREAD)).line()
    if not rows:
        draft.action = "answer"
        return done(ask, draft.say("alert_kinds").choose("choice_alert_list"))
    lacking = next((row for row in rows if _lacking(row)), None)
    quiet = _quiet(ask)
    if lacking is not None:
        draft.action = "ask"
        _ask_for(draft, lacking)
        slots = {"alerts": json.dumps(rows, ensure_ascii=False), "lacking": str(_lacking(lacking))}
        return Step(draft, ask.state.waiting(ALERT_SLOTS, **slots, quiet=json.dumps(quiet)))
    for row in rows:
        if draft.lang == "en" and row.get("security"):
            found = yield FindSecurity(row["security"])
            row["name"] = row["name"] if isinstance(found, Failed) else found["name_en"] or row["name"]
    say_wishes(draft.say("alert_heard"), rows, quiet)
    draft.line().say("alert_confirm").choose("choice_confirm", "choice_cancel")
    written = json.dumps(rows, ensure_ascii=False)
    return Step(draft, ask.state.waiting(ALERT, alerts=written, quiet=json.dumps(quiet)))


def unknown_asker(ask: Ask) -> Step:
    """Alerts are somebody's own: before identity there is nothing to set, to show or to remove."""
    draft = ask.draft("ask")
    draft.say("sign_in_first", what=text("asked_alert_list", draft.lang))
    return done(ask, draft.choose("choice_sign_in", "choice_ratio_formula"))


def alert_set(ask: Ask) -> FlowRun:
    """Each alert written after the yes, once; those that were refused are named with the reason."""
    assert ask.client_id is not None and ask.state.pending is not None
    slots = ask.state.pending.slots
    rows, quiet = json.loads(slots["alerts"]), json.loads(slots["quiet"])
    made: list[Json] = []
    for number, row in enumerate(rows):
        body = json.dumps({**row, "quiet": quiet}, ensure_ascii=False)
        found = yield SetAlert(ask.key(f"{ALERT}{number}"), ask.client_id, body)
        if isinstance(found, Failed):
            return _refused(ask, found, made)
        made.append(found)
    draft = ask.draft(intent=SET).say("alert_done")
    say_alerts(draft, made)
    if any(each["crossed"] for each in made):
        draft.line().say("alert_crossed")
    step = done(ask, draft.choose("choice_alert_list", "choice_alert_undo"))
    return Step(step.draft, replace(step.state, listed=tuple(str(each["id"]) for each in made)))


def alert_dropped(ask: Ask) -> FlowRun:
    """Nothing set, after the no."""
    return done(ask, ask.draft(intent=SET).say("alert_dropped").choose("choice_alert_list"))
    yield  # a flow is a generator, this one asks nothing


def alert_list(ask: Ask) -> FlowRun:
    """Every alert in the order it was set, with what it looks at now."""
    if ask.client_id is None:
        return unknown_asker(ask)
    found = yield FetchAlerts(ask.client_id)
    if isinstance(found, Failed):
        return out_of_reach(ask, found)
    draft = ask.draft(intent=LIST)
    if not found:
        return done(ask, draft.say("alert_none").say("alert_kinds"))
    say_alerts(draft.say("alert_list"), found, numbered=True, now=True)
    draft.line().say("alert_legal")
    return done(ask, draft.choose("choice_alert_remove_all"))


def _asked_for(ask: Ask) -> tuple[list[dict[str, Any]], tuple[str, ...]]:
    """The alerts of this message, or those that wait with what it adds to them; and what no alert can watch."""
    pending, mentions = ask.state.pending, ask.request.slots.securities
    if pending is not None and pending.flow in (ALERT, ALERT_SLOTS):
        rows: list[dict[str, Any]] = json.loads(pending.slots["alerts"])
        place = next((i for i, row in enumerate(rows) if _lacking(row)), meant_row(rows, ask.said))
        more = filled(dict(rows[place]), ask.said, mentions)
        if more is not None and pending.flow == ALERT and ANOTHER.search(ask.said.lower()):
            return [*rows, _checked(more)][:_MOST], ()
        if more is not None:
            rows[place] = more
        if more is not None or ALL_OF_THEM.fullmatch(ask.said.lower().strip(" .。!！")):
            return rows, ()
    wishes, unable = wishes_in(ask.said.lower(), mentions)
    return [_checked(as_row(each)) for each in wishes][:_MOST], unable


def _checked(row: dict[str, Any]) -> dict[str, Any]:
    """Without a level that no alert may have: it is asked for again."""
    low, high = LEVELS.get(str(row.get("what")), (Decimal(0), Decimal(0)))
    if "level" not in row or "what" not in row or low <= Decimal(row["level"]) <= high:
        return row
    return {name: value for name, value in row.items() if name != "level"}


def _lacking(row: Json) -> str | None:
    names = ("what", "level", "security")
    return Wish(**{name: row[name] for name in names if name in row}).lacking


def _ask_for(draft: Draft, row: Json) -> None:
    lacking = _lacking(row)
    draft.say(f"alert_ask_{lacking}_{row['what']}" if lacking == "level" else f"alert_ask_{lacking}")


def _quiet(ask: Ask) -> Mapping[str, str] | None:
    """Quiet hours said with the alert, or before, while it was being asked about."""
    said = hours_in(ask.said) if QUIETS.search(ask.said.lower()) else None
    pending = ask.state.pending
    known = pending.slots.get("quiet") if pending is not None else None
    return said or (json.loads(known) if known else None)


def _refused(ask: Ask, failed: Failed, made: Sequence[Json]) -> Step:
    """Too many, or something the service does not take: said as it is, with what was set before it."""
    if failed.status not in (409, 422):
        return out_of_reach(ask, failed)
    draft = ask.draft("refuse", intent=SET)
    draft.say("alert_full" if failed.status == 409 else "alert_refused")
    if made:
        say_alerts(draft.line().say("alert_partly"), made)
    return done(ask, draft.choose("choice_alert_list", "choice_human"))
