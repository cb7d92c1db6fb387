"""Plans back to a ratio by the client's stated objective, beside the alternatives; facts only, the client chooses."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft, Sentence
from bot.answer.measures import label_of
from bot.dialogue.effects import Failed, FetchPositions
from bot.dialogue.flow import Ask, FlowRun, Step, done
from bot.dialogue.flows import reference
from bot.dialogue.flows.account import say_time
from bot.dialogue.flows.identity import out_of_reach, sign_in_first
from bot.dialogue.flows.security_names import all_named, held_of, names_of
from bot.dialogue.flows.to_ratio import REACHED, ratio_in, said_ratio
from bot.dialogue.planning_effects import PlanBack
from bot.guard.evidence import Fact
from bot.guard.numerals import fold

Json = Mapping[str, Any]

MOST_STEPS = 6
MOST_OTHERS = 2
_PREFERRED = ("only_cash", "fewest", "cheapest", "least_sold", "only_sell")
_OBJECTIVES = (
    ("fewest", re.compile(r"步骤|步数|最少(?:的)?(?:几)?步|操作最少|笔数|fewest|least steps|few steps")),
    (
        "least_sold",
        re.compile(r"少卖|卖得最少|最少卖|least (?:sold|sales?)|sells? (?:the )?least|sell as little"),
    ),
    ("cheapest", re.compile(r"最省|便宜|成本|费用|划算|cheap")),
)
_BEFORE = ("my_way_back", "margin_call", "my_target")
_KEEP = re.compile(
    r"(?:不动|不卖|别动|别卖|保留|留着|without (?:selling|touching)|keep(?:ing)?)(?P<what>[^,，。;；?？]{1,24})"
)


def way_back(ask: Ask) -> FlowRun:
    """The steps of the plan by the stated objective, what they come to, and what the other plans would take."""
    if ask.client_id is None:
        return (yield from sign_in_first(ask))
    book = yield FetchPositions(ask.client_id, ask.message.as_of)
    if isinstance(book, Failed):
        return out_of_reach(ask, book)
    if reference.is_reference(book):
        return reference.holdings(ask, book)
    text = fold(ask.message.text)
    kept = _KEEP.search(text)
    exclude = all_named(kept["what"], held_of(ask, book)) if kept else ()
    objective = next((name for name, words in _OBJECTIVES if words.search(text)), "cheapest")
    found = yield PlanBack(
        ask.client_id, _target(ask), objective, tuple(each.code for each in exclude), ask.message.as_of
    )
    if isinstance(found, Failed):
        return _refused(ask, found)
    draft = ask.draft(intent="my_way_back")
    _say_plan(draft, found, names_of(book, draft.lang))
    if exclude:
        glue = "、" if draft.lang == "zh" else ", "
        draft.say("plan_excluded", names=draft.name(glue.join(each.names[0] for each in exclude)))
    draft.fold()
    _say_others(draft, found)
    for finding in found["findings"][:2]:
        note = draft.name(str(finding["text" if draft.lang == "en" else "text_zh"]))
        draft.say("calculation_remark", note=note)
    draft.say("plan_choice").unfold()
    say_time(draft, found)
    return done(ask, draft.choose("choice_fewest_steps", "choice_least_sold", "choice_ratio"))


def _target(ask: Ask) -> str | None:
    """The ratio said now, or the one to be reached by the question about a way back before this one."""
    before = ask.state.asked if ask.state.last_intent in _BEFORE else None
    goes_on = before is not None and (ask.state.last_intent == "my_way_back" or REACHED.search(before))
    return said_ratio(ask) or (ratio_in(before) if before and goes_on else None)


def _say_plan(draft: Draft, found: Json, names: Mapping[str, str]) -> None:
    """The chosen plan, or why there is none."""
    target, before = facts.of_line("target", found["target"]), found["before"]
    if before["value"] is None:
        draft.show(before).say("target_no_debt" if not found["missing"] else "target_unknown")
        return
    if Decimal(before["value"]) >= Decimal(found["target"]):
        draft.say(
            "target_above", ratio=draft.figure(before), target=target, label=label_of("target", draft.lang)
        )
        return
    if not found["feasible"]:
        draft.say("plan_none", ratio=draft.figure(before), target=target)
        for each in found["blocking"][:3]:
            reason = draft.name(str(each["text" if draft.lang == "en" else "text_zh"]))
            draft.say("plan_blocked", reason=reason)
        return
    draft.say(f"plan_lead_{found['objective']}", target=target, after=draft.figure(found["after"]))
    draft.line().items(*(_step(draft, step, names) for step in found["steps"][:MOST_STEPS]))
    draft.line().say("plan_totals", traded=draft.figure(found["traded"]), costs=draft.figure(found["costs"]))


def _step(draft: Draft, step: Json, names: Mapping[str, str]) -> Sentence:
    amount = draft.figure(step["amount"])
    if step["security"] is None:
        return f"plan_step_{step['kind']}", {"amount": amount}
    quantity = facts.count(f"{step['quantity']:,}", "quantity", *_QUANTITY[step["kind"]])
    name = draft.name(names.get(step["security"], step["security"]))
    values: dict[str, Fact | str] = {"name": name, "quantity": quantity, "amount": amount}
    return f"plan_step_{step['kind']}", values


_QUANTITY = {"sell_to_repay": ("卖出", "sell"), "buy_to_return": ("买回", "buy back")}


def _say_others(draft: Draft, found: Json) -> None:
    """What the other plans trade, and those that need money from outside."""
    others = [each for each in found["alternatives"] if each["feasible"] and each["steps"]]
    others.sort(key=lambda each: _PREFERRED.index(each["name"]))
    if others:
        draft.say("plan_others")
        draft.items(*(_other(draft, each) for each in others[:MOST_OTHERS]))


def _other(draft: Draft, plan: Json) -> Sentence:
    values: dict[str, Fact | str] = {
        "orders": facts.count(plan["orders"], "orders", *_ORDERS),
        "traded": draft.figure(plan["traded"]),
        "cash": draft.figure(plan["outside_cash"]),
    }
    return f"plan_other_{plan['name']}", values


_ORDERS: Sequence[str] = ("委托", "orders")


def _refused(ask: Ask, failed: Failed) -> Step:
    """A condition that cannot hold is named as the service names it."""
    if failed.status != 422:
        return out_of_reach(ask, failed)
    draft = ask.draft("ask", intent="my_way_back").say("plan_wrong")
    for error in failed.problem.get("errors", ())[:2]:
        draft.say(
            "plan_blocked", reason=draft.name(str(error.get("text" if draft.lang == "en" else "text_zh", "")))
        )
    return done(ask, draft.choose("choice_ratio", "choice_human"))
