"""How the figures just shown came about: their formulas with the numbers put in, or with their inputs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.answer.formula import filled
from bot.dialogue.effects import Failed, FetchCures, FetchFigures
from bot.dialogue.flow import Ask, FlowRun, Step
from bot.dialogue.flows import reference
from bot.dialogue.flows.account import next_questions, say_time, say_unless_known
from bot.dialogue.flows.identity import out_of_reach, sign_in_first

Json = Mapping[str, Any]

MOST_INPUTS = 6
MOST_FORMULAS = 3


def how_computed(ask: Ask) -> FlowRun:
    """The formulas of the figures last shown, with their inputs' values: 「那公式呢」."""
    if ask.client_id is None:
        return (yield from sign_in_first(ask))
    sheet = yield FetchFigures(ask.client_id, ask.message.as_of)
    if isinstance(sheet, Failed):
        return out_of_reach(ask, sheet)
    if reference.is_reference(sheet):
        return reference.ratio(ask, sheet)
    figures = dict(sheet["figures"])
    if any(name.startswith("cure_") for name in ask.state.shown):
        remedy = yield FetchCures(ask.client_id, ask.message.as_of)
        if isinstance(remedy, Failed):
            return out_of_reach(ask, remedy)
        figures |= {row["amount"]["name"]: row["amount"] for row in reversed(remedy["cures"])}
    draft = ask.draft()
    for name in _explained(ask.state.shown, figures):
        figure = figures[name]
        draft.show(figure).formula(figure, numbers=True)
        if say_unless_known(draft, name, figure) and not filled(figure, draft.lang, numbers=True).facts:
            draft.inputs(figure, MOST_INPUTS)
        draft.line()
    say_time(draft, sheet)
    return Step(draft.choose(*next_questions(str(sheet["band"]))), ask.state)


def _explained(shown: tuple[str, ...], figures: Json) -> list[str]:
    """Which figures to explain: the three cures, else the first one shown, what the rest went into."""
    known = [name for name in shown if name in figures]
    cures = [name for name in known if name.startswith("cure_")]
    return (cures or known[:1])[:MOST_FORMULAS]
