"""「等到周一呢」: by when a margin call has to be met, what comes otherwise, and that nobody says here what prices do until then."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.effects import Failed, FetchCures, FetchFigures
from bot.dialogue.flow import Ask, FlowRun, Step, done
from bot.dialogue.flows.account import say_time
from bot.dialogue.flows.identity import out_of_reach, sign_in_first
from bot.dialogue.flows.margin_call import margin_call, say_call_consequence, say_call_deadline
from bot.dialogue.supposed_asked import WAITING


def waiting_on(ask: Ask) -> FlowRun:
    """The deadline and the consequence of the open call; where there is none, what the account says of it."""
    if ask.client_id is None:
        return (yield from sign_in_first(ask))
    sheet = yield FetchFigures(ask.client_id, ask.account_day)
    if isinstance(sheet, Failed):
        return out_of_reach(ask, sheet)
    remedy = None
    if sheet["band"] == "call":
        remedy = yield FetchCures(ask.client_id, ask.account_day, None, None)
    if isinstance(remedy, Failed):
        return out_of_reach(ask, remedy)
    steps = ask.state.scenario
    if remedy is None or not remedy.get("call"):
        slots = replace(ask.request.slots, aspect="consequence")
        step = yield from margin_call(replace(ask, request=replace(ask.request, slots=slots)))
        first = ask.draft(intent=WAITING).say("wait_no_forecast")
        return Step(step.draft.lead(first), step.state.supposing(steps) if steps else step.state)
    draft = ask.draft(intent=WAITING)
    say_call_deadline(draft, sheet, remedy)
    say_call_consequence(draft, sheet, remedy)
    draft.line().say("wait_no_forecast")
    if steps:
        draft.say("wait_only_supposed")
    say_time(draft, sheet)
    state = done(ask, draft.choose("choice_how_much", "choice_deadline", "choice_human")).state
    return Step(draft, state.supposing(steps) if steps else state)
