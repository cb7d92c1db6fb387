"""What is still missing after something was paid in: the amount now, and each payment that was counted since the call."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft
from bot.answer.texts import text
from bot.dialogue.case_asked import COUNTED
from bot.dialogue.effects import Failed
from bot.dialogue.flow import Ask, FlowRun, done
from bot.dialogue.flows.call_case import as_call
from bot.dialogue.flows.call_moved import moved
from bot.dialogue.flows.case_said import (
    cases_of,
    current,
    newest,
    say_deadline,
    say_missing,
    say_paid,
    say_state,
)
from bot.dialogue.flows.identity import out_of_reach
from bot.dialogue.plain_asked import MOVED
from bot.guard.evidence import Fact

Json = Mapping[str, Any]

SHOWN = 3


def still_missing(ask: Ask) -> FlowRun:
    """Nothing was counted and nothing is said to have been paid: the ways to make it good, as for any call."""
    cases = yield from cases_of(ask)
    if isinstance(cases, Failed):
        return out_of_reach(ask, cases)
    case, paid = current(cases), ask.request.slots.aspect == COUNTED
    if case is not None and ask.request.slots.aspect == MOVED:
        return (yield from moved(ask, case))
    if case is None and paid and (last := newest(cases)) is not None:
        draft = ask.draft().say("missing_none")
        say_state(draft, last)
        return done(ask, draft.choose("choice_ratio", "choice_human"))
    if case is None or not (paid or payments(case)):
        return (yield from as_call(ask, "amount"))
    draft = ask.draft()
    if case["missing_amount"] is None or case["missing_amount"]["value"] is None:
        draft.say("missing_unknown")
    elif case["missing_amount"]["value"] == "0":
        draft.say("missing_nothing")
    else:
        say_missing(draft.say("missing_lead" if payments(case) else "missing_not_counted"), case)
    draft.line()
    _say_counted(draft, case)
    draft.line()
    yield from say_deadline(ask, draft, case)
    return done(ask, draft.choose("choice_how_much", "choice_if_nothing", "choice_human"))


def payments(case: Json) -> list[Json]:
    """What was seen since the call: money and securities that came in, repayments, and what the desk was told of."""
    return [
        each
        for each in case["timeline"]
        if each["what"] == "top_up" or (each["what"] == "act" and each["detail"].get("act") == "top_up")
    ]


def _say_counted(draft: Draft, case: Json) -> None:
    rows = payments(case)
    if not rows:
        draft.say("counted_none")
        return
    say_paid(draft, case)
    draft.say("counted_lead")
    draft.items(*(_row(draft, each) for each in rows[-SHOWN:]))
    draft.say("counted_why")


def _row(draft: Draft, each: Json) -> tuple[str, dict[str, Fact | str]]:
    at = facts.moment(each["at"], "counted_at", "计入", "counted")
    kind = text(f"event_kind_{each['detail'].get('event', 'by_hand')}", draft.lang)
    if each["detail"].get("amount") is None:
        return "counted_row_unknown", {"at": at, "kind": kind}
    given = {"name": "paid_in", "value": each["detail"]["amount"], "unit": "CNY"}
    label = "计入金额" if draft.lang == "zh" else "amount counted"
    return "counted_row", {"at": at, "kind": kind, "amount": facts.of_given(given, draft.lang, label)}
