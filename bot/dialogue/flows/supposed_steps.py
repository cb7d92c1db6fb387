"""「现在假设里有什么」: the steps that are supposed now, in their order, and where the account stands with all of them."""

from __future__ import annotations

from bot.answer import facts
from bot.dialogue.effects import Failed, FetchPositions
from bot.dialogue.flow import Ask, FlowRun, Step, done
from bot.dialogue.flows.account import as_of
from bot.dialogue.flows.identity import out_of_reach, sign_in_first
from bot.dialogue.flows.security_names import names_of
from bot.dialogue.flows.suppositions import changes_of
from bot.dialogue.flows.what_if_said import say_band
from bot.dialogue.planning_effects import WhatIf
from bot.dialogue.supposed_asked import STEPS
from bot.dialogue.supposed_words import step_in_words


def supposed_steps(ask: Ask) -> FlowRun:
    """Each step in words, then the ratio after all of them; that nothing is supposed, where nothing is."""
    if ask.client_id is None:
        return (yield from sign_in_first(ask))
    steps = ask.state.scenario or ask.state.set_aside
    if not steps:
        return done(ask, ask.draft(intent=STEPS).say("supposed_none").choose("choice_ratio", "choice_human"))
    book = yield FetchPositions(ask.client_id, ask.message.as_of)
    if isinstance(book, Failed):
        return out_of_reach(ask, book)
    result = yield WhatIf(ask.client_id, changes_of(steps), ask.message.as_of)
    if isinstance(result, Failed):
        return out_of_reach(ask, result)
    draft = ask.draft(intent=STEPS)
    names = names_of(book, draft.lang)
    draft.say("supposed_steps", time=facts.moment(as_of(book), "snapshot"))
    said = (step_in_words(step, names, draft.lang) for step in steps)
    draft.items(
        *(("supposed_step", {"step": draft.name(f"{at}. {each}")}) for at, each in enumerate(said, 1))
    )
    if result["after"]["maintenance_ratio"]["value"] is not None:
        draft.line().say(
            "what_if_is_maintenance_ratio", after=draft.figure(result["after"]["maintenance_ratio"])
        )
        say_band(draft, result)
    draft.say("what_if_no_forecast").supposed().choose("choice_undo", "choice_ratio", "choice_human")
    return Step(draft, ask.state.settled(STEPS, draft.figure_names).supposing(steps))
