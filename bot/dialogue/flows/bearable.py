"""What the account bears and what suits its owner: sessions at the lower limit, the cash that would hold the line, the leverage ceiling."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft, Sentence
from bot.dialogue.effects import Failed
from bot.dialogue.flow import Ask, FlowRun, done
from bot.dialogue.flows.account import say_time
from bot.dialogue.flows.identity import out_of_reach, sign_in_first
from bot.dialogue.planning_effects import FetchSuitability, Stress
from bot.guard.evidence import Fact

Json = Mapping[str, Any]

_SESSIONS = ("limit_down_1", "limit_down_2", "limit_down_3", "limit_down_all")
_NAMED = ("leverage", "leverage_ceiling", "cash_buffer", "fall_to_bearable_loss", "largest_share")


def bearable(ask: Ask) -> FlowRun:
    """The ratio after each limit-down scenario beside the liquidation line; then what suits the client's grade."""
    if ask.client_id is None:
        return (yield from sign_in_first(ask))
    found = yield Stress(ask.client_id, "all", "held", ask.message.as_of)
    if isinstance(found, Failed):
        return out_of_reach(ask, found)
    suits = yield FetchSuitability(ask.client_id)
    draft = ask.draft(intent="my_suitability").say("bearable_lead")
    rows = [row for row in found["scenarios"] if row["scenario"]["name"] in _SESSIONS]
    known = [row for row in rows if row["after"]["maintenance_ratio"]["value"] is not None]
    for row in known:
        text_id, values = _row(draft, row)
        draft.line().say(text_id, **values)
    if not known:
        draft.line().say("target_no_debt" if not rows[0]["missing"] else "target_unknown")
    if not isinstance(suits, Failed):
        _say_suits(draft, suits)
    say_time(draft, found)
    return done(ask, draft.choose("choice_own_plan", "choice_way_back", "choice_human"))


def _row(draft: Draft, row: Json) -> Sentence:
    line = next((each for each in row["lines"] if each["line"] == "liquidation_line"), None)
    below = line is not None and line["after"] == "below"
    name = draft.name(str(row["scenario"]["text" if draft.lang == "en" else "text_zh"]))
    values: dict[str, Fact | str] = {
        "scenario": name,
        "ratio": draft.figure(row["after"]["maintenance_ratio"]),
    }
    return f"stress_row_{'liquidation_line' if below else 'none'}", values


def _say_suits(draft: Draft, suits: Json) -> None:
    """The figures of what suits, and where the account stands outside."""
    figures = suits["figures"]
    draft.line().say("suits_lead")
    named = [
        (name, figures[name]) for name in _NAMED if name in figures and figures[name]["value"] is not None
    ]
    draft.items(*((f"suits_{name}", {"value": _value(draft, figure)}) for name, figure in named))
    for finding in suits["findings"][:2]:
        draft.line().say(
            "reason_row", text=draft.name(str(finding["text" if draft.lang == "en" else "text_zh"]))
        )
    draft.line().say("suits_neutral")


def _value(draft: Draft, figure: Json) -> Fact:
    if figure["unit"] == "times":
        draft.show(figure)
        return facts.times(figure, draft.lang)
    return draft.figure(figure)
