"""「有钱为什么禁止开仓」: the restrictions that the records show, each as it stands there; what they do not show is said too."""

from __future__ import annotations

from decimal import Decimal

from bot.answer import facts
from bot.answer.draft import Draft
from bot.dialogue.effects import Failed, FetchFigures
from bot.dialogue.flow import Ask, FlowRun, done
from bot.dialogue.flows.account import say_time
from bot.dialogue.flows.admission import Json, say_gaps
from bot.dialogue.flows.identity import out_of_reach, sign_in_first
from bot.dialogue.planning_effects import FetchAdmission, FetchCallState


def why_barred(ask: Ask) -> FlowRun:
    """The available margin, an open margin call, the conditions of admission that are not met (age, assessment, …)."""
    if ask.client_id is None:
        return (yield from sign_in_first(ask))
    sheet = yield FetchFigures(ask.client_id, ask.message.as_of)
    if isinstance(sheet, Failed):
        return out_of_reach(ask, sheet)
    draft = ask.draft().say("barred_lead")
    known = _say_margin(draft, sheet)
    calls = yield FetchCallState(ask.client_id, ask.message.as_of)
    if not isinstance(calls, Failed):
        known = _say_calls(draft, calls) or known
    admission = yield FetchAdmission(ask.client_id, ask.message.as_of)
    if not isinstance(admission, Failed) and admission["gaps"]:
        draft.line().say("barred_conditions")
        say_gaps(draft, admission["gaps"])
        known = True
    draft.line().say("barred_else" if known else "barred_unknown")
    say_time(draft, sheet)
    return done(ask, draft.choose("choice_human", "choice_contract_now", "choice_overview"))


def _say_margin(draft: Draft, sheet: Json) -> bool:
    """The available margin; whether it alone stands in the way."""
    margin = sheet["figures"].get("available_margin")
    if margin is None or margin["value"] is None:
        return False
    spent = Decimal(margin["value"]) <= 0
    draft.line().say("barred_margin_spent" if spent else "barred_margin_left", margin=draft.figure(margin))
    return spent


def _say_calls(draft: Draft, found: Json) -> bool:
    """A margin call that is not restored, with its deadline; whether there is one."""
    open_ones = [call for call in found["calls"] if call["kind"] == "maintenance" and call["deadline"]]
    for call in open_ones[:1]:
        draft.line().say(
            "barred_call", by=facts.moment(str(call["deadline"]), "deadline", "截止时间", "deadline", "by")
        )
    return bool(open_ones)
