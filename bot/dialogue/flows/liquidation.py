"""A forced liquidation simulated: what would go first and how much of it, in another order, without a top-up, at another day's prices.

What would have been, worked out on frozen snapshots with its trace to check; nothing here says who is responsible.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft, Sentence
from bot.dialogue import decision_words
from bot.dialogue.effects import Effect, Failed, FetchPositions
from bot.dialogue.flow import Ask, FlowRun, Step, done
from bot.dialogue.flows import reference
from bot.dialogue.flows.account import as_of
from bot.dialogue.flows.identity import out_of_reach, sign_in_first
from bot.dialogue.flows.security_names import all_named, held_of, names_of
from bot.dialogue.flows.suppositions import changes_of, step_of
from bot.dialogue.held import supposition
from bot.dialogue.own_day import days_gone
from bot.dialogue.planning_effects import FetchCallState, Liquidate, WhatIf
from bot.dialogue.state import State
from bot.guard.evidence import Fact
from bot.guard.numerals import fold
from bot.nlu.dates import find_dates

Json = Mapping[str, Any]

INTENT = "my_liquidation"
MOST_STEPS = 5
_T_PLUS = re.compile(r"t\s*\+\s*(?P<n>\d{1,2})")
_COMPARED = ("plan_traded", "total_liabilities", "net_assets")


def liquidation(ask: Ask) -> FlowRun:
    """The run by the contract's order; beside another order where one is named; without a top-up where that is supposed."""
    if ask.client_id is None:
        return (yield from sign_in_first(ask))
    book = yield FetchPositions(ask.client_id, ask.message.as_of)
    if isinstance(book, Failed):
        return out_of_reach(ask, book)
    if reference.is_reference(book):
        return reference.holdings(ask, book)
    text = fold(ask.message.text)
    if decision_words.NOT_TOPPED_UP.search(text):
        return (yield from _not_topped_up(ask, book))
    if decision_words.DIFFERENCE.search(text) and not decision_words.ONLY_SELL.search(text):
        return (yield from _difference(ask))
    steps = ask.state.scenario
    instead = all_named(text, held_of(ask, book)) if decision_words.ONLY_SELL.search(text) else ()
    effect = _asked(ask, text, steps, tuple(each.code for each in instead))
    found = yield effect
    if isinstance(found, Failed):
        return _refused(ask, found)
    draft = ask.draft(intent=INTENT)
    names = names_of(book, draft.lang)
    if "first" in found:
        _say_both(draft, found, names, bool(steps))
    else:
        _say_run(draft, found, names, bool(steps))
    _say_origin(draft.supposed(), found)
    draft.choose("choice_way_back", "choice_complain", "choice_human")
    return Step(draft, _going_on(ask, draft, steps))


def _asked(ask: Ask, text: str, steps: tuple[str, ...], instead: tuple[str, ...]) -> Liquidate:
    assert ask.client_id is not None
    day, t_plus = _prices(ask, text)
    return Liquidate(ask.client_id, changes_of(steps), instead, day, t_plus, ask.message.as_of)


def _prices(ask: Ask, text: str) -> tuple[date | None, int | None]:
    """The day whose closing prices are spoken of, now or in this run of questions before: a date, or so many sessions after the call."""
    today = ask.message.now.date()
    spans = days_gone([span for span, _, _ in find_dates(text, today)], text)
    past = [span.end for span in spans if span.end <= today]
    t_plus = _T_PLUS.search(text)
    if past or t_plus:
        return (past[-1], None) if past else (None, int(t_plus["n"]) if t_plus else None)
    before = ask.state.prices
    kept = _T_PLUS.fullmatch(before) if before else None
    if kept:
        return None, int(kept["n"])
    return (date.fromisoformat(before) if before else None), None


def _difference(ask: Ask) -> FlowRun:
    """What the supposition and the account come to in the end, each liquidated at the same prices."""
    assert ask.client_id is not None
    steps = ask.state.scenario
    if not steps:
        return Step(ask.draft("ask", intent=INTENT).say("difference_which"), ask.state)
    text = fold(ask.message.text)
    actual = yield _asked(ask, text, (), ())
    supposed = yield _asked(ask, text, steps, ())
    for found in (actual, supposed):
        if isinstance(found, Failed):
            return _refused(ask, found)
    draft = ask.draft(intent=INTENT)
    if actual["missing"]:
        _say_missing(draft, actual)
    else:
        draft.say("difference_lead")
        for name, run in (("actual", actual), ("supposed", supposed)):
            net, debt = run["after"]["net_assets"], run["after"]["total_liabilities"]
            draft.line().say(f"difference_{name}", net=draft.figure(net), debt=draft.figure(debt))
        draft.line().say("difference_note")
    _say_origin(draft, supposed)
    return Step(draft.choose("choice_human"), _going_on(ask, draft, steps))


def _say_missing(draft: Draft, run: Json) -> None:
    listed = draft.name(("、" if draft.lang == "zh" else ", ").join(run["missing"]))
    draft.say("liquidation_no_prices", missing=listed)


def _not_topped_up(ask: Ask, book: Json) -> FlowRun:
    """The account without the sum that was brought: said in the message, or as the call's file has it."""
    amounts = ask.request.slots.amounts
    brought = f"{amounts[0].value:f}" if amounts else (yield from _brought(ask))
    if brought is None:
        return Step(ask.draft("ask", intent=INTENT).say("untopped_how_much"), ask.state)
    assert ask.client_id is not None
    change = supposition("", op="cash", amount=f"-{brought}").change
    result = yield WhatIf(ask.client_id, (change,), ask.message.as_of)
    if isinstance(result, Failed) and result.status == 422:
        return Step(ask.draft("ask", intent=INTENT).say("untopped_too_much"), ask.state)
    if isinstance(result, Failed):
        return out_of_reach(ask, result)
    draft = ask.draft(intent=INTENT)
    sum_ = facts.of_given(
        {"name": "sum", "value": brought, "unit": "CNY"}, draft.lang, _WITHOUT[draft.lang == "en"]
    )
    draft.say("untopped_lead", sum=sum_, time=facts.moment(as_of(book), "snapshot"))
    before, after = result["before"]["maintenance_ratio"], result["after"]["maintenance_ratio"]
    if before["value"] is not None and after["value"] is not None:
        draft.say("what_if_maintenance_ratio", before=draft.figure(before), after=draft.figure(after))
    draft.line().say("untopped_next").supposed(result["before"].values())
    draft.choose("choice_which_sold", "choice_human")
    return Step(draft, ask.state.settled(INTENT, draft.figure_names).supposing((step_of((change,)),)))


_WITHOUT = ("没有补入", "without the")


def _brought(ask: Ask) -> Generator[Effect, Any, str | None]:
    """What came in since the newest call, by the call's file; ``None`` where nothing is on record."""
    assert ask.client_id is not None
    found = yield FetchCallState(ask.client_id, ask.message.as_of)
    if isinstance(found, Failed):
        return None
    sums = [
        call["figures"]["contributed"]["value"] for call in found["calls"] if "contributed" in call["figures"]
    ]
    return next((value for value in sums if value not in (None, "0")), None)


def _say_run(draft: Draft, run: Json, names: Mapping[str, str], supposed: bool) -> None:
    """What is sold in turn, what it led to, and by which order."""
    draft.say("liquidation_lead_supposed" if supposed else "liquidation_lead")
    if run["missing"]:
        _say_missing(draft, run)
        return
    draft.say(f"liquidation_{run['outcome']}")
    _say_steps(draft, run, names)
    _say_order(draft, run, names)


def _say_steps(draft: Draft, run: Json, names: Mapping[str, str]) -> None:
    if not run["orders"]:
        return
    draft.line().items(*(_step(draft, step, names) for step in run["orders"][:MOST_STEPS]))
    after = run["after"]
    if after["maintenance_ratio"]["value"] is not None:
        draft.line().say("liquidation_after", ratio=draft.figure(after["maintenance_ratio"]))
    draft.say(
        "liquidation_totals",
        traded=draft.figure(after["plan_traded"]),
        debt=draft.figure(after["total_liabilities"]),
    )


def _step(draft: Draft, step: Json, names: Mapping[str, str]) -> Sentence:
    if step["security"] is None:
        return f"plan_step_{step['kind']}", {"amount": draft.figure(step["amount"])}
    verb = {"sell_to_repay": ("卖出", "sell"), "buy_to_return": ("买回", "buy back")}[step["kind"]]
    price = Fact(
        "given", "price", _price(step, draft.lang), (str(step["price"]),), ("按价格", "at a price of")
    )
    values: dict[str, Fact | str] = {
        "name": draft.name(names.get(step["security"], step["security"])),
        "quantity": facts.count(f"{step['quantity']:,}", "quantity", *verb),
        "price": price,
    }
    return f"liquidation_step_{step['kind']}", values


def _price(step: Json, lang: str) -> str:
    return f"CNY {step['price']}" if lang == "en" else f"{step['price']} 元"


def _say_order(draft: Draft, run: Json, names: Mapping[str, str]) -> None:
    """The order that was followed, and whose it is."""
    order = run["order_rule"]
    told = [_named(draft, each, names) for each in order["order"]]
    glue = " → "
    draft.line().say(f"liquidation_order_{order['source']}", order=draft.name(glue.join(told)))


def _named(draft: Draft, name: str, names: Mapping[str, str]) -> str:
    known = _RULES.get(name)
    return known[draft.lang == "en"] if known else names.get(name, name)


_RULES = {
    "cash": ("账户现金还款", "own cash repays"),
    "shorts": ("买券还券", "shorts are bought back"),
    "liquidity": ("按成交额从大到小卖出", "sales, largest turnover first"),
    "loss": ("按亏损从大到小卖出", "sales, largest loss first"),
    "opened": ("按开仓先后卖出", "sales, oldest first"),
    "value": ("按市值从大到小卖出", "sales, largest value first"),
    "book": ("按账户顺序卖出", "sales in the order of the account"),
}


def _say_both(draft: Draft, found: Json, names: Mapping[str, str], supposed: bool) -> None:
    """Two orders side by side: what each sells, and what differs in the end."""
    draft.say("liquidation_both_supposed" if supposed else "liquidation_both")
    for name in ("first", "second"):
        run = found[name]
        draft.line().say(f"liquidation_{name}")
        draft.say(f"liquidation_{run['outcome']}")
        _say_steps(draft, run, names)
    draft.line().say("liquidation_differences")
    rows = [(name, found["differences"].get(name)) for name in _COMPARED]
    draft.items(
        *(
            (f"difference_{name}", {"value": draft.figure(row)})
            for name, row in rows
            if row and row["value"] is not None
        )
    )


def _say_origin(draft: Draft, found: Json) -> None:
    """Which snapshot and prices, and the trace by which anybody can check it."""
    draft.line()
    if found["price_time"]:
        draft.say("liquidation_prices", time=facts.moment(found["price_time"], "prices"))
    draft.say("liquidation_trace", trace=draft.name(str(found["trace_id"])))
    draft.say("liquidation_neutral")


def _going_on(ask: Ask, draft: Draft, steps: Sequence[str]) -> State:
    """The conversation with the day of the prices kept, for 「差额呢」 and 「换成只卖…」."""
    day, t_plus = _prices(ask, fold(ask.message.text))
    prices = day.isoformat() if day else f"t+{t_plus}" if t_plus is not None else None
    state = replace(ask.state.settled(INTENT, draft.figure_names), prices=prices)
    return state.supposing(tuple(steps)) if steps else state


def _refused(ask: Ask, failed: Failed) -> Step:
    if failed.status != 422:
        return out_of_reach(ask, failed)
    return done(ask, ask.draft("ask", intent=INTENT).say("liquidation_refused").choose("choice_human"))
