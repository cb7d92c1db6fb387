"""What the account bears and what suits its owner: sessions at the lower limit, the cash that would hold the line, the leverage ceiling."""

from __future__ import annotations

import json
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft, Sentence
from bot.dialogue import decision_words
from bot.dialogue.effects import Effect, Failed, FetchPositions
from bot.dialogue.flow import Ask, FlowRun, Step
from bot.dialogue.flows.account import say_time
from bot.dialogue.flows.identity import out_of_reach, sign_in_first
from bot.dialogue.flows.security_names import held_of
from bot.dialogue.flows.stress import moves_of
from bot.dialogue.flows.suppositions import changes_of, step_of
from bot.dialogue.planning_effects import FetchSuitability, Stress, WhatIf
from bot.dialogue.supposing import mentions_change, supposed
from bot.guard.evidence import Fact
from bot.guard.numerals import fold

Json = Mapping[str, Any]

_SESSIONS = ("limit_down_1", "limit_down_2", "limit_down_3", "limit_down_all")
_KEEPS_PRICES = ("cash", "repay", "line", "rules", "terms")
_NAMED = ("leverage", "leverage_ceiling", "cash_buffer", "fall_to_bearable_loss", "largest_share")


@dataclass(frozen=True, slots=True)
class Base:
    """The sentence that says what the sessions start from, and the steps supposed, in words where this message says them."""

    lead: str
    steps: tuple[str, ...] = ()
    said: str = ""

    @property
    def holds(self) -> bool:
        """Whether the sessions are worked out on something supposed."""
        return bool(self.steps)


def bearable(ask: Ask) -> FlowRun:
    """The ratio after each limit-down scenario beside the liquidation line; then what suits the client's grade."""
    if ask.client_id is None:
        return (yield from sign_in_first(ask))
    found = yield Stress(ask.client_id, "all", "held", ask.message.as_of)
    if isinstance(found, Failed):
        return out_of_reach(ask, found)
    rows = [row for row in found["scenarios"] if row["scenario"]["name"] in _SESSIONS]
    base = yield from _base(ask)
    if base is None:
        return Step(ask.draft("ask").say("what_if_unclear").choose("choice_ratio", "choice_human"), ask.state)
    if base.holds:
        rows = yield from _upon(ask, rows, base.steps)
    suits = yield FetchSuitability(ask.client_id)
    draft = ask.draft(intent="my_suitability")
    draft.say(base.lead, **({"changes": draft.name(base.said)} if base.said else {}))
    known = [row for row in rows if row["after"]["maintenance_ratio"]["value"] is not None]
    for row in known:
        text_id, values = _row(draft, row)
        draft.line().say(text_id, **values)
    if not known:
        draft.line().say("target_no_debt" if not rows[0]["missing"] else "target_unknown")
    if not isinstance(suits, Failed):
        _say_suits(draft, suits)
    say_time(draft, found)
    draft.choose("choice_own_plan", "choice_way_back", "choice_human")
    state = ask.state.settled(draft.intent, draft.figure_names)
    return Step(draft, state.supposing(base.steps) if base.holds else state)


def _base(ask: Ask) -> Generator[Effect, Any, Base | None]:
    """What this message supposes, on top of what was supposed before; the account where neither is, ``None``
    where what is supposed cannot be read.

    Where prices or holdings are supposed the sessions would start elsewhere: then they are worked out on the account, and that is said.
    """
    assert ask.client_id is not None
    steps, said = ask.state.scenario, ""
    before = decision_words.BEARABLE.sub(" ", fold(ask.message.text).lower())
    if mentions_change(before):
        book = yield FetchPositions(ask.client_id, ask.message.as_of)
        found = () if isinstance(book, Failed) else supposed(before, held_of(ask, book), ask.lang)
        if not found:
            return None
        steps = (*steps, step_of(each.change for each in found))
        said = ("; " if ask.lang == "en" else "，").join(each.said for each in found)
    if not steps:
        return Base("bearable_lead")
    if any(json.loads(change)["op"] not in _KEEPS_PRICES for change in changes_of(steps)):
        return Base("bearable_lead_account")
    return Base("bearable_lead_supposed" if said else "bearable_lead_still", steps, said)


def _upon(ask: Ask, rows: Sequence[Json], steps: tuple[str, ...]) -> Generator[Effect, Any, list[Json]]:
    """Each scenario's prices on the account after ``steps``: the rows with its figures and lines."""
    assert ask.client_id is not None
    told: list[Json] = []
    for row in rows:
        found = yield WhatIf(ask.client_id, (*changes_of(steps), *moves_of(row)), ask.message.as_of)
        if not isinstance(found, Failed):
            told.append({**row, "after": found["after"], "lines": found["lines"]})
    return told


def _row(draft: Draft, row: Json) -> Sentence:
    line = next((each for each in row["lines"] if each["line"] == "liquidation_line"), None)
    below = line is not None and Decimal(row["after"]["maintenance_ratio"]["value"]) < Decimal(line["value"])
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
