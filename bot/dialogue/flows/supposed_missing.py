"""「还差多少」 about something that was supposed: what would be missing to the restore line then, by each way, before anything else."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from decimal import Decimal
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft
from bot.dialogue.effects import Effect, Failed
from bot.dialogue.flow import Ask, FlowRun, Step
from bot.dialogue.flows.identity import out_of_reach, sign_in_first
from bot.dialogue.flows.margin_call import margin_call
from bot.dialogue.flows.suppositions import changes_of
from bot.dialogue.flows.to_ratio import CURES
from bot.dialogue.planning_effects import WhatIf

Json = Mapping[str, Any]

INTENT = "supposed_missing"
_RESTORE, _LIQUIDATION = "restore_line", "liquidation_line"


def supposed_missing(ask: Ask) -> FlowRun:
    """The ratio supposed, and what would be missing; without anything supposed, what is."""
    if ask.client_id is None:
        return (yield from sign_in_first(ask))
    steps = ask.state.scenario or ask.state.set_aside
    if not steps:
        return (yield from margin_call(ask))
    result = yield WhatIf(ask.client_id, changes_of(steps), ask.message.as_of)
    if isinstance(result, Failed):
        return out_of_reach(ask, result)
    draft = ask.draft(intent=INTENT).say("what_if_still")
    yield from say_missing_then(ask, draft, steps, result)
    if result["after"]["maintenance_ratio"]["value"] is not None:
        draft.line().say(
            "what_if_is_maintenance_ratio", after=draft.figure(result["after"]["maintenance_ratio"])
        )
        _say_liquidation_line(draft, result)
    draft.line().say("what_if_no_forecast")
    draft.supposed().choose("choice_undo", "choice_ratio", "choice_human")
    return Step(draft, ask.state.settled(INTENT, draft.figure_names).supposing(steps))


def _say_liquidation_line(draft: Draft, result: Json) -> None:
    """On which side of the liquidation line the ratio would be."""
    line = next((row["value"] for row in result["lines"] if row["line"] == _LIQUIDATION), None)
    if line is not None:
        below = Decimal(result["after"]["maintenance_ratio"]["value"]) < Decimal(line)
        text_id = "what_if_below_liquidation_line" if below else "missing_then_above"
        draft.say(text_id, line=facts.of_line(_LIQUIDATION, line))


def say_missing_then(
    ask: Ask, draft: Draft, steps: tuple[str, ...], result: Json
) -> Generator[Effect, Any, None]:
    """What it would take to come back to the restore line then, or that nothing would be missing."""
    line = next((row["value"] for row in result["lines"] if row["line"] == _RESTORE), None)
    ratio = result["after"]["maintenance_ratio"]["value"]
    if line is None or ratio is None:
        draft.say("missing_then_unknown")
        return
    if Decimal(ratio) >= Decimal(line):
        draft.say("missing_then_nothing", line=facts.of_line(_RESTORE, line))
        return
    then = yield WhatIf(str(ask.client_id), changes_of(steps), ask.message.as_of, line)
    if isinstance(then, Failed):
        draft.say("missing_then_unknown")
        return
    figures = then["target"]["figures"]
    draft.say("missing_then", line=facts.of_line(_RESTORE, line))
    draft.items(*((name, {"amount": draft.figure(figures[name])}) for name in CURES))
