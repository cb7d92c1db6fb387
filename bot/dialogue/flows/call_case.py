"""A margin call as a case: why it was made, on the account as it was frozen then, and what a price that comes back changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft
from bot.dialogue.anger import ANGRY
from bot.dialogue.effects import Failed
from bot.dialogue.flow import Ask, FlowRun, Step, done
from bot.dialogue.flows import margin_call
from bot.dialogue.flows.case_said import cases_of, current, say_clause, say_deadline, say_missing
from bot.dialogue.flows.identity import out_of_reach

Json = Mapping[str, Any]

_LINES = {"maintenance": "liquidation_line", "minimum": "minimum_line"}


def why(ask: Ask) -> FlowRun:
    """What the account was when it was called, by which line and clause, and until when; then how it stands now."""
    cases = yield from cases_of(ask)
    if isinstance(cases, Failed):
        return out_of_reach(ask, cases)
    case = current(cases)
    if case is None:
        return (yield from _no_call(ask))
    draft, angry = ask.draft(), ask.request.slots.aspect == ANGRY
    if angry:
        draft.say("anger_heard").line()
    _say_reason(draft, case)
    say_clause(draft, case)
    draft.line()
    yield from say_deadline(ask, draft, case)
    draft.line()
    _say_now(draft, case)
    say_missing(draft, case)
    doors = ("choice_complain", "choice_human") if angry else ("choice_deadline", "choice_if_nothing")
    return done(ask, draft.choose("choice_how_much", *doors))


def _no_call(ask: Ask) -> FlowRun:
    """No call is open: the account as it is; somebody angry is heard first, and shown the way to complain."""
    step = yield from as_call(ask, "meaning")
    if ask.request.slots.aspect != ANGRY:
        return step
    heard = ask.draft(step.draft.action).say("anger_heard")
    return Step(step.draft.lead(heard).choose("choice_complain"), step.state)


def prices_back(ask: Ask) -> FlowRun:
    """Whether a ratio that has come back ends the call: what the state rests on, where this call stands."""
    cases = yield from cases_of(ask)
    if isinstance(cases, Failed):
        return out_of_reach(ask, cases)
    case = current(cases)
    if case is None:
        return (yield from as_call(ask, "meaning"))
    draft = ask.draft()
    ratio, restore = _ratio_now(case), _line(case, "restore_line")
    if case["contract"] or ratio is None or restore is None:
        draft.say("back_maturity")
    else:
        there = Decimal(ratio["value"]) >= Decimal(restore)
        line = facts.of_line("restore_line", restore)
        draft.say("back_there" if there else "back_not_yet", ratio=draft.figure(ratio), line=line)
        draft.line().say("back_how")
    draft.line()
    yield from say_deadline(ask, draft, case)
    say_missing(draft, case)
    return done(ask, draft.choose("choice_how_much", "choice_ratio", "choice_human"))


def as_call(ask: Ask, aspect: str) -> FlowRun:
    """Where no call was made, or it is none of the ledger's: the account as it is, by the same aspect."""
    slots = replace(ask.request.slots, aspect=aspect)
    return (yield from margin_call.margin_call(replace(ask, request=replace(ask.request, slots=slots))))


def _say_reason(draft: Draft, case: Json) -> None:
    """The figures of the account frozen at the call, held against the line that was broken."""
    stood = case["at_call"]
    if case["contract"]:
        draft.say(
            "call_why_maturity",
            contract=draft.name(str(case["contract"])),
            day=facts.day(case["called_on"], "called_on", "到期", "came due"),
        )
        return
    ratio = stood["figures"]["maintenance_ratio"] if stood else None
    name = _LINES[case["kind"]]
    line = _line(case, name)
    if ratio is None or ratio["value"] is None or line is None:
        draft.say("call_why_unknown", day=facts.day(case["called_on"], "called_on", "触发", "called on"))
        return
    draft.say(
        f"call_why_{case['kind']}",
        at=facts.moment(case["opened_at"], "called_at", "追保时", "when called"),
        ratio=draft.figure(ratio),
        line=facts.of_line(name, line),
    )


def _say_now(draft: Draft, case: Json) -> None:
    """The ratio as it is now, beside that of the call."""
    ratio = _ratio_now(case)
    if ratio is not None:
        draft.say("call_ratio_now", ratio=draft.figure(ratio))


def _ratio_now(case: Json) -> Json | None:
    ratio: Json | None = case["figures"].get("maintenance_ratio")
    return ratio if ratio is not None and ratio["value"] is not None else None


def _line(case: Json, name: str) -> str | None:
    stood = case["at_call"]
    return stood["lines"].get(name) if stood else None
