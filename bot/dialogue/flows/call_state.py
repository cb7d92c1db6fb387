"""Where one's margin calls stand: the state, the deadline, the next lawful step and who takes it, the notices owed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft
from bot.answer.texts import text
from bot.dialogue.effects import Failed
from bot.dialogue.flow import Ask, FlowRun, done
from bot.dialogue.flows.account import say_time
from bot.dialogue.flows.case_said import say_paid
from bot.dialogue.flows.identity import out_of_reach, sign_in_first
from bot.dialogue.planning_effects import FetchCallState

Json = Mapping[str, Any]

MOST_CALLS = 3
_ENDED = ("met", "met_by_market", "waived", "closed", "normal")
_WAITS = ("called", "part_met", "extended", "overdue", "liquidating")


def call_state(ask: Ask) -> FlowRun:
    """Each call that is open, watched or just ended, the gravest first."""
    if ask.client_id is None:
        return (yield from sign_in_first(ask))
    found = yield FetchCallState(ask.client_id, ask.account_day)
    if isinstance(found, Failed):
        return out_of_reach(ask, found)
    draft = ask.draft(intent="my_call_state")
    calls = sorted(found["calls"], key=lambda call: call["state"] not in _WAITS)
    if not calls:
        draft.say("call_state_none")
    for call in calls[:MOST_CALLS]:
        _say_call(draft, call)
        draft.line()
    say_time(draft, found)
    return done(ask, draft.choose("choice_how_much", "choice_if_nothing", "choice_human"))


def _say_call(draft: Draft, call: Json) -> None:
    draft.say(f"call_state_{call['state']}", kind=text(f"call_kind_{call['kind']}", draft.lang))
    if call["called_on"]:
        draft.say("call_called_on", day=facts.day(call["called_on"], "called_on", "触发", "called on"))
    if call["deadline"] and call["state"] not in _ENDED:
        draft.say("call_state_deadline", deadline=facts.moment(call["deadline"], "deadline"))
        if call["provisional"]:
            draft.say("deadline_provisional")
    lacking = call["figures"].get("shortfall_to_restore")
    if lacking and lacking["value"] not in (None, "0") and call["state"] in _WAITS:
        draft.say("call_lacking", amount=draft.figure(lacking))
    say_paid(draft, call)
    if call["state"] == "watch":
        return
    for step in call["next"]:
        draft.line().say(
            f"call_next_{step['who']}",
            step=draft.name(str(step["text" if draft.lang == "en" else "text_zh"])),
        )
    if call["owed"]:
        owed = [str(each["text" if draft.lang == "en" else "text_zh"]) for each in call["owed"]]
        draft.line().say("call_owed", notices=draft.name(" ".join(owed)))
