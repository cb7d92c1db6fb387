"""The margin call explained: what happened, how much by which cure, by when, and what otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft
from bot.dialogue.effects import Failed, FetchCures, FetchFigures
from bot.dialogue.flow import Ask, FlowRun, done
from bot.dialogue.flows.account import gauge, say_ratio, say_time, say_unless_known
from bot.dialogue.flows.identity import out_of_reach, sign_in_first

Json = Mapping[str, Any]

KINDS = (
    ("repay_outside_cash", "cure_repay_outside_cash"),
    ("add_cash", "cure_add_collateral"),
    ("sell_to_repay", "cure_sell_to_repay"),
)


def margin_call(ask: Ask) -> FlowRun:
    """Answer the aspect that was asked first, then the amounts, the deadline and the consequence."""
    if ask.client_id is None:
        return (yield from sign_in_first(ask))
    sheet = yield FetchFigures(ask.client_id, ask.message.as_of)
    if isinstance(sheet, Failed):
        return out_of_reach(ask, sheet)
    draft = ask.draft()
    if not say_unless_known(draft, sheet, "maintenance_ratio"):
        return done(ask, draft.choose("choice_human", "choice_overview"))
    if sheet["band"] != "call":
        say_ratio(draft, sheet)
        draft.say("no_call_open")
        return done(ask, draft.choose("choice_what_is_call", "choice_ratio_formula"))
    remedy = yield FetchCures(ask.client_id, ask.message.as_of)
    if isinstance(remedy, Failed):
        return out_of_reach(ask, remedy)
    _explain(draft, sheet, remedy, ask.request.slots.aspect or "amount")
    return done(ask, draft.choose("choice_why_differ", "choice_if_nothing", "choice_human"))


def _explain(draft: Draft, sheet: Json, remedy: Json, aspect: str) -> None:
    parts = {"meaning": _meaning, "amount": _amounts, "deadline": _deadline, "consequence": _consequence}
    first = aspect if aspect in parts else "amount"
    if aspect == "compare":
        draft.say("cures_differ")
    order = [first, *(name for name in ("amount", "deadline") if name != first)]
    for name in order:
        parts[name](draft, sheet, remedy)
    draft.line()
    for figure in _cures(remedy).values():
        draft.formula(figure)
    say_time(draft, sheet)
    draft.chart(gauge(sheet, draft.lang))


def _meaning(draft: Draft, sheet: Json, _remedy: Json) -> None:
    lines = sheet["terms"]
    draft.say(
        "call_meaning",
        ratio=draft.figure(sheet["figures"]["maintenance_ratio"]),
        liquidation=facts.of_line("liquidation_line", lines["liquidation_line"]),
    )


def _amounts(draft: Draft, _sheet: Json, remedy: Json) -> None:
    draft.say("cures_lead", target=facts.of_line("restore_line", remedy["target"]))
    for name, figure in _cures(remedy).items():
        draft.say(name, amount=draft.figure(figure))


def _cures(remedy: Json) -> dict[str, Json]:
    """The three amounts by name, those that could be computed."""
    amounts = {row["kind"]: row["amount"] for row in reversed(remedy["cures"]) if row["kind"] in dict(KINDS)}
    return {
        name: amounts[kind] for kind, name in KINDS if kind in amounts and amounts[kind]["value"] is not None
    }


def _deadline(draft: Draft, _sheet: Json, remedy: Json) -> None:
    call = remedy.get("call")
    if call is None:
        return
    clause = remedy.get("clauses", {}).get("call_deadline") or remedy.get("clauses", {}).get(
        "liquidation_line"
    )
    wording = "call_overdue" if call["state"] == "overdue" else "call_deadline"
    draft.say(wording, deadline=facts.moment(call["deadline"], "deadline"))
    if clause:
        draft.say(
            "contract_clause", clause=facts.code(str(clause), "合同" if draft.lang == "zh" else "clause")
        )
    if call.get("provisional"):
        draft.say("deadline_provisional")


def _consequence(draft: Draft, _sheet: Json, _remedy: Json) -> None:
    draft.say("call_consequence")
