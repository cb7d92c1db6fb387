"""A ratio that is asked about, on the account or on what was supposed: how far prices may move, what is lacking, what is left.

「跌到多少到130%」, 「还差多少能到150%」, 「最多还能融多少还在150以上」, 「要涨多少才安全」, 「维保过了300%没有」.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft, Sentence
from bot.answer.measures import label_of
from bot.dialogue.effects import Failed
from bot.dialogue.flow import Ask, FlowRun, Step
from bot.dialogue.flows.identity import out_of_reach, sign_in_first
from bot.dialogue.flows.suppositions import changes_of, say_base
from bot.dialogue.planning_effects import WhatIf
from bot.guard.evidence import Fact
from bot.nlu.numbers import find_numbers

Json = Mapping[str, Any]

SHOWN = 4
_PLAIN = re.compile(r"(?<![\d.])(?P<n>[123]\d{2}(?:\.\d+)?)\s*%?(?![\d.]|\s*(?:元|块|股|手|万|天))")
_BORROWS = re.compile(r"融|借|买|\bborrow|\bbuy")
_LEAVES = re.compile(r"取|转出|转走|提(?:走|出)|\bwithdraw|take out")
_MOVES = re.compile(r"跌|涨|反弹|升|掉|\b(?:fall|rise|drop|go up|price)")
_WHETHER = re.compile(r"没有|没[?!？。]*$|吗|么|够不够|有没有|\b(?:is|am|are|above|below)\b")
REACHED = re.compile(r"到|达|回|reach|\bto\b|back")
_LEAST, _MOST = 100, 400  # per cent: what a number without a unit may mean as a ratio
_CALLS = re.compile(r"追保|平仓|强平|爆仓|触发|被平|margin call|liquidat")
CURES = ("cure_repay_outside_cash", "cure_add_collateral", "cure_sell_to_repay")


def to_ratio(ask: Ask) -> FlowRun:
    """How the account, or what was supposed of it, stands to the ratio that was said; to the warning line for 安全."""
    if ask.client_id is None:
        return (yield from sign_in_first(ask))
    changes = changes_of(ask.state.scenario)
    said = said_ratio(ask)
    result = yield WhatIf(ask.client_id, changes, ask.message.as_of, said)
    if not isinstance(result, Failed) and said is None:
        wanted = "liquidation_line" if _CALLS.search(ask.request.text.lower()) else "warning_line"
        line = next((row["value"] for row in result["lines"] if row["line"] == wanted), None)
        result = yield WhatIf(ask.client_id, changes, ask.message.as_of, line)
    if isinstance(result, Failed):
        return out_of_reach(ask, result)
    draft = ask.draft(intent="my_target")
    say_base(ask, draft, result)
    _say(ask, draft, result)
    draft.choose("choice_ratio", "choice_if_nothing", "choice_human")
    state = ask.state.settled("my_target", draft.figure_names)
    return Step(draft, state.supposing(ask.state.scenario) if ask.state.scenario else state)


def said_ratio(ask: Ask) -> str | None:
    """The ratio said as decimal text; ``None`` where none is, or only 安全 is."""
    reached = [each for each in ask.request.slots.percents if each >= 1]
    if reached:
        return f"{reached[-1]:f}"
    return ratio_in(ask.request.text)


def ratio_in(text: str) -> str | None:
    """The last number of a text that reads like a ratio in per cent, as decimal text."""
    found = [Decimal(number) for number in _PLAIN.findall(text)]
    spoken = [
        each.value for each in find_numbers(text) if each.unit == "plain" and _LEAST < each.value < _MOST
    ]
    ratios = found or spoken
    return f"{ratios[-1] / 100:f}" if ratios else None


def _say(ask: Ask, draft: Draft, result: Json) -> None:
    target, text = result["target"], ask.request.text.lower()
    name = _line_of(result)
    level = facts.of_line(name, target["ratio"])
    ratio = result["after"]["maintenance_ratio"]
    if ratio["value"] is None:
        draft.show(ratio).say("target_no_debt" if not ratio["missing"] else "target_unknown")
        return
    above = Decimal(ratio["value"]) >= Decimal(target["ratio"])
    label = label_of(name, draft.lang)
    draft.say(
        "target_above" if above else "target_below", ratio=draft.figure(ratio), target=level, label=label
    )
    if _CALLS.search(text) and said_ratio(ask) is None:
        draft.say("target_would_not_call" if above else "target_would_call")
        return
    if _BORROWS.search(text) and not _MOVES.search(text):
        _say_room(draft, result, "borrow_to_target")
    elif _LEAVES.search(text) and not _MOVES.search(text):
        _say_room(draft, result, "withdraw_to_target")
    elif _MOVES.search(text):
        _say_touch(draft, target["touch"], above)
    elif not above:
        draft.line().say("target_ways", target=facts.of_line("target", target["ratio"]))
        draft.items(*((name, {"amount": draft.figure(target["figures"][name])}) for name in CURES))
    elif not _WHETHER.search(text):
        _say_touch(draft, target["touch"], above)


def _line_of(result: Json) -> str:
    """The line of the contract that the ratio is; else a target of the asker's own."""
    ratio = Decimal(result["target"]["ratio"])
    return next((row["line"] for row in result["lines"] if Decimal(row["value"]) == ratio), "target")


def _say_room(draft: Draft, result: Json, name: str) -> None:
    """What may still be borrowed or leave down to the ratio, and what else limits it."""
    draft.line().say(f"target_{name}", amount=draft.figure(result["target"]["figures"][name]))
    margin = result["after"]["available_margin"]
    if margin["value"] is not None:
        draft.say(f"target_{name}_limits", margin=draft.figure(margin))


def _say_touch(draft: Draft, touch: Json, above: bool) -> None:
    """The price of each security, and the common move, at which the account stands on the ratio."""
    rows = [row for row in touch["securities"] if row["price"]["value"] is not None]
    draft.line().say("target_touch_down" if above else "target_touch_up")
    draft.items(*(_row(draft, row) for row in rows[:SHOWN] if row["move"]["value"] is not None))
    together = touch["together"]["move"]
    if len(touch["securities"]) > 1 and together["value"] is not None:
        draft.line().say("touch_together", move=draft.figure(together))
    if len(rows) < len(touch["securities"]):
        draft.say("touch_never")
    draft.line().say("touch_condition")


def _row(draft: Draft, row: Json) -> Sentence:
    name = draft.name(str(row["name_en" if draft.lang == "en" else "name"]))
    values: dict[str, Fact | str] = {
        "name": name,
        "price": draft.figure(row["price"]),
        "move": draft.figure(row["move"]),
    }
    return "touch_row", values
