"""「你们会卖我的股票吗」, 「我能自己选卖哪只吗」, 「谁批准」: the client's own case, not the rules of selling in general.

Nothing is promised: where a call is open it is said what may come of it and by whom, where none is, where the account stands.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft
from bot.dialogue.effects import Effect, Failed, FetchCures, FetchFigures
from bot.dialogue.flow import Ask, FlowRun, done
from bot.dialogue.flows import reference
from bot.dialogue.flows.account import say_ratio, say_unless_known
from bot.dialogue.flows.case_said import cases_of, current, say_deadline, say_missing, say_sale_waits
from bot.dialogue.flows.identity import out_of_reach, sign_in_first

Json = Mapping[str, Any]

INTENT, DECIDED = "own_sale", "sale_decided"
CHOOSE = "choose"
_SELLS = "sell_to_repay"


def own_sale(ask: Ask) -> FlowRun:
    """Whether anything of the client's is to be sold; for ``choose``, until when the choice is the client's own."""
    if ask.client_id is None:
        return (yield from sign_in_first(ask))
    sheet = yield FetchFigures(ask.client_id, ask.message.as_of)
    if isinstance(sheet, Failed):
        return out_of_reach(ask, sheet)
    if reference.is_reference(sheet):
        return reference.overview(ask, sheet)
    cases = yield from cases_of(ask)
    if isinstance(cases, Failed):
        return out_of_reach(ask, cases)
    draft, case = ask.draft(intent=INTENT), current(cases)
    choosing = ask.request.slots.aspect == CHOOSE
    if choosing:
        draft.say("sale_own_choice").line()
    if case is None:
        _say_no_call(draft, sheet)
        return done(ask, draft.choose("choice_ratio", "choice_what_is_call", "choice_human"))
    yield from _say_where(ask, draft, cases, case)
    if choosing:
        yield from _say_amount(ask, draft)
    else:
        say_missing(draft, case)
    return done(ask, draft.choose("choice_which_sold", "choice_how_much", "choice_human"))


def sale_decided(ask: Ask) -> FlowRun:
    """Who decides on a forced sale, and whether anybody has."""
    if ask.client_id is None:
        return (yield from sign_in_first(ask))
    cases = yield from cases_of(ask)
    if isinstance(cases, Failed):
        return out_of_reach(ask, cases)
    draft, case = ask.draft(intent=DECIDED).say("sale_two_people").line(), current(cases)
    if case is None and not _runs(cases):
        return done(ask, draft.say("sale_no_case").choose("choice_ratio", "choice_human"))
    yield from _say_where(ask, draft, cases, case)
    return done(ask, draft.choose("choice_which_sold", "choice_delivery", "choice_human"))


def _say_where(
    ask: Ask, draft: Draft, cases: Sequence[Json], case: Json | None
) -> Generator[Effect, Any, None]:
    """A sale that was approved, with its time; else that none is, and the deadline of the call."""
    runs = _runs(cases)
    if runs:
        draft.say("sale_approved", at=facts.moment(runs[-1]["started_at"], "started_at", "开始", "began"))
    elif case is not None:
        say_sale_waits(draft, case)
        yield from say_deadline(ask, draft, case)


def _runs(cases: Sequence[Json]) -> list[Json]:
    """The sales that were approved, the newest last."""
    runs = [run for case in cases for run in case["liquidations"]]
    return sorted(runs, key=lambda run: str(run["started_at"]))


def _say_no_call(draft: Draft, sheet: Json) -> None:
    draft.say("sale_no_case").line()
    if say_unless_known(draft, "maintenance_ratio", sheet["figures"]["maintenance_ratio"]):
        say_ratio(draft, sheet)


def _say_amount(ask: Ask, draft: Draft) -> Generator[Effect, Any, None]:
    """How much the client would have to sell to be back at the restore line."""
    remedy = yield FetchCures(str(ask.client_id), ask.message.as_of, None, None)
    if isinstance(remedy, Failed):
        return
    row = next((each for each in remedy["cures"] if each["kind"] == _SELLS and not each["security"]), None)
    if row is not None and row["amount"]["value"] is not None:
        draft.line().say("sale_own_amount", amount=draft.figure(row["amount"]))
