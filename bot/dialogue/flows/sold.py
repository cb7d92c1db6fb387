"""A forced liquidation as it is on record: whether a person has decided it, what was ordered and sold, what debt remains.

Nothing is sold by itself: until a person approves, there is a state and no sale, and that is said.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft, Sentence
from bot.dialogue.effects import Effect, Failed, FetchFigures, FindSecurity
from bot.dialogue.flow import Ask, FlowRun, Step, done
from bot.dialogue.flows import liquidation
from bot.dialogue.flows.case_said import cases_of, current, newest, say_deadline, say_sale_waits, say_state
from bot.dialogue.flows.identity import out_of_reach, sign_in_first
from bot.guard.evidence import Fact

Json = Mapping[str, Any]

SHOWN = 4
ROOM = 560  # characters within which a simulation is shown with the answer; else it is offered
_SIDES = {"sell": ("卖出", "sell"), "buy": ("买回", "buy back")}
_FIGURES = ("sold", "costs", "repaid", "residual_debt")


def sale_plan(ask: Ask) -> FlowRun:
    """Whether anything is to be sold: the orders of an approved liquidation, else that a person has yet to decide, and a simulation."""
    cases = yield from cases_of(ask)
    if isinstance(cases, Failed):
        return out_of_reach(ask, cases)
    run = _newest_run(cases)
    if run is not None and run["ended_at"] is None:
        return (yield from _ordered(ask, cases, run))
    case = current(cases)
    if case is None:
        return (yield from liquidation.liquidation(ask))
    lead = ask.draft(intent="call_sale_plan")
    say_sale_waits(lead, case)
    yield from say_deadline(ask, lead, case)
    step = yield from liquidation.liquidation(ask)
    if step.draft.action != "answer" or lead.length + step.draft.length > ROOM:
        return done(ask, lead.choose("choice_which_sold", "choice_human"))
    return Step(step.draft.lead(lead), step.state)


def sold(ask: Ask) -> FlowRun:
    """What was sold, at which prices, what it repaid and what remains owed; or that nothing was."""
    if ask.client_id is None:
        return (yield from sign_in_first(ask))
    cases = yield from cases_of(ask)
    if isinstance(cases, Failed):
        return out_of_reach(ask, cases)
    run = _newest_run(cases)
    if run is None:
        return (yield from _nothing_sold(ask, cases))
    names = yield from _names(ask, [row["security"] for row in run["fills"]])
    draft = ask.draft(intent="call_sold")
    statement = run["statement"]
    if not run["fills"]:
        draft.say("sold_no_fills")
    elif statement is None:
        draft.say("sold_so_far")
    else:
        _say_statement(draft, statement)
    if run["fills"]:
        draft.line().say("sold_fills").items(*(_fill(draft, row, names) for row in run["fills"][:SHOWN]))
        _say_more(draft, len(run["fills"]) - SHOWN)
    draft.line().say("sale_approved", at=facts.moment(run["started_at"], "started_at", "开始", "began"))
    if statement is None:
        draft.say("sold_no_statement")
    return done(ask, draft.choose("choice_ratio", "choice_delivery", "choice_complain"))


def _nothing_sold(ask: Ask, cases: Sequence[Json]) -> FlowRun:
    """That no sale is on record, what is owed now, and where the call stands."""
    draft = ask.draft(intent="call_sold").say("sold_nothing")
    sheet = yield FetchFigures(str(ask.client_id), ask.message.as_of)
    if not isinstance(sheet, Failed) and sheet["figures"].get("total_liabilities", {}).get("value"):
        draft.say("sold_debt_now", debt=draft.figure(sheet["figures"]["total_liabilities"]))
    case = current(cases)
    if case is not None:
        say_sale_waits(draft.line(), case)
        say_state(draft.line(), case)
    return done(ask, draft.choose("choice_which_sold", "choice_delivery", "choice_human"))


def _ordered(ask: Ask, cases: Sequence[Json], run: Json) -> FlowRun:
    """The orders of the liquidation that runs, with what of each is done."""
    names = yield from _names(ask, [row["security"] for row in run["orders"]])
    draft = ask.draft(intent="call_sale_plan")
    draft.say("sale_approved", at=facts.moment(run["started_at"], "started_at", "开始", "began"))
    draft.say("sale_orders").items(*(_order(draft, row, names) for row in run["orders"][:SHOWN]))
    _say_more(draft, len(run["orders"]) - SHOWN)
    case = newest(cases)
    if case is not None:
        say_state(draft.line(), case)
    return done(ask, draft.choose("choice_sold", "choice_delivery", "choice_human"))


def _say_statement(draft: Draft, statement: Json) -> None:
    figures = statement["figures"]
    known = [name for name in _FIGURES if figures.get(name) and figures[name]["value"] is not None]
    draft.say("sold_statement")
    draft.items(*((f"sold_{name}", {"amount": draft.figure(figures[name])}) for name in known))
    ratio = figures.get("maintenance_ratio")
    if ratio and ratio["value"] is not None:
        draft.say("sold_ratio", ratio=draft.figure(ratio))


def _fill(draft: Draft, row: Json, names: Mapping[str, str]) -> Sentence:
    values: dict[str, Fact | str] = {
        "name": draft.name(names.get(row["security"], str(row["security"]))),
        "quantity": facts.count(f"{row['quantity']:,}", "quantity", *_SIDES[row["side"]]),
        "price": _price(draft, row, "成交价", "price of the fill"),
    }
    return f"fill_{row['side']}", values


def _order(draft: Draft, row: Json, names: Mapping[str, str]) -> Sentence:
    values: dict[str, Fact | str] = {
        "name": draft.name(names.get(row["security"], str(row["security"]))),
        "quantity": facts.count(f"{row['quantity']:,}", "quantity", *_SIDES[row["side"]]),
        "filled": facts.count(f"{row['filled']:,}", "filled", "已成交", "filled"),
    }
    return f"order_{row['side']}", values


def _price(draft: Draft, row: Json, zh: str, en: str) -> Fact:
    given = {"name": "fill_price", "value": row["price"], "unit": "price"}
    return facts.of_given(given, draft.lang, en if draft.lang == "en" else zh)


def _say_more(draft: Draft, left: int) -> None:
    if left > 0:
        draft.say("sale_more", count=facts.count(left, "left", "另有", "more"))


def _newest_run(cases: Sequence[Json]) -> Json | None:
    runs = [run for case in cases for run in case["liquidations"]]
    return max(runs, key=lambda run: str(run["started_at"]), default=None)


def _names(ask: Ask, codes: Sequence[str]) -> Generator[Effect, Any, dict[str, str]]:
    """The name of each security by its code; of one that the list does not hold, the code."""
    named: dict[str, str] = {}
    for code in dict.fromkeys(codes[:SHOWN]):
        row = yield FindSecurity(code)
        english = ask.lang == "en" and not isinstance(row, Failed) and row.get("name_en")
        named[code] = code if isinstance(row, Failed) else str(row["name_en" if english else "name"])
    return named
