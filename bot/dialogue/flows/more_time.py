"""More time for a margin call: no chat may grant or promise it. A person is called after a yes; what was decided is told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft
from bot.dialogue.case_effects import FetchCallProposals
from bot.dialogue.effects import Failed
from bot.dialogue.flow import Ask, FlowRun, Step, done
from bot.dialogue.flows.case_said import (
    REASON,
    TIME_KINDS,
    cases_of,
    current,
    newest,
    say_deadline,
    say_state,
)
from bot.dialogue.flows.handoff import called
from bot.dialogue.flows.identity import out_of_reach, sign_in_first

Json = Mapping[str, Any]

MORE_TIME = "more_time"


def more_time(ask: Ask) -> FlowRun:
    """Who may give more time and that nothing is promised; for an open call, whether a person is to be asked."""
    if ask.client_id is None:
        return (yield from sign_in_first(ask))
    cases = yield from cases_of(ask)
    if isinstance(cases, Failed):
        return out_of_reach(ask, cases)
    draft = ask.draft(intent="call_more_time").say("time_who")
    case = current(cases)
    if case is None:
        draft.say("time_no_call")
        return done(ask, draft.choose("choice_ratio", "choice_human"))
    yield from say_deadline(ask, draft, case)
    if ask.state.role != "client":
        return done(ask, draft.line().say("staff_no_client_acts"))
    draft.action = "confirm"
    draft.line().say("time_confirm").choose("choice_confirm", "choice_cancel")
    return Step(draft, ask.state.waiting(MORE_TIME))


def asked_for(ask: Ask) -> FlowRun:
    """A person called, after the yes: the request stands in what the desk reads."""
    return (yield from called(ask, "request", "time_called"))


def not_asked_for(ask: Ask) -> FlowRun:
    """Nobody called, after the no."""
    return done(ask, ask.draft(intent="call_more_time").say("time_dropped").choose("choice_deadline"))
    yield  # a flow is a generator, this one asks nothing


def decided(ask: Ask) -> FlowRun:
    """What became of the newest wish for more time: proposed, granted or refused, by whom and why; or that none is on record."""
    if ask.client_id is None:
        return (yield from sign_in_first(ask))
    made = yield FetchCallProposals(ask.client_id)
    if isinstance(made, Failed):
        return out_of_reach(ask, made)
    draft = ask.draft(intent="call_time_asked")
    row = next((each for each in made if each["kind"] in TIME_KINDS), None)
    if row is None:
        draft.say("time_none_handed" if ask.state.handoff else "time_none")
    else:
        _say_proposal(draft, row)
    cases = yield from cases_of(ask)
    case = None if isinstance(cases, Failed) else newest(cases)
    if case is not None and case["closed_at"] is None:
        draft.line()
        yield from say_deadline(ask, draft, case)
    elif case is not None:
        say_state(draft.line(), case)
    return done(ask, draft.choose("choice_deadline", "choice_human"))


def _say_proposal(draft: Draft, row: Json) -> None:
    title = draft.name(str(row["title"][draft.lang]))
    draft.say(f"time_{row['state']}", title=title)
    draft.say("time_made", at=facts.moment(row["made_at"], "made_at", "提出", "put forward"))
    if row["decided_at"]:
        draft.say("time_decided", at=facts.moment(row["decided_at"], "decided_at", "决定", "decided"))
    if row["reason"]:
        draft.say("deadline_reason", reason=draft.said(str(row["reason"]), REASON))
