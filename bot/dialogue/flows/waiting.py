"""What waits for a yes, said again to whoever mixed a yes with something else: nothing is written, and it keeps waiting."""

from __future__ import annotations

from bot.answer.draft import Draft
from bot.dialogue.assent import OWN_ACTS
from bot.dialogue.flow import Ask, FlowRun, Step, done

_CHOICES = {
    "complaint": ("choice_confirm", "choice_drop"),
    "own_plan": ("choice_confirm", "choice_cancel"),
    "educator_campaign": ("choice_confirm", "choice_cancel"),
    **dict.fromkeys(OWN_ACTS, ("choice_confirm", "choice_cancel")),
    "applying": ("choice_confirm", "choice_cancel"),
}


def waits(ask: Ask) -> FlowRun:
    """Nothing is done yet, and the words that would do it."""
    pending = ask.state.pending
    draft = ask.draft("confirm", intent=pending.flow if pending else "smalltalk").say("write_not_done")
    if pending is None or pending.flow not in _CHOICES:
        return done(ask, draft)
    return Step(reminded(ask, draft.line(), pending.flow), ask.state)
    yield  # a flow is a generator, this one asks nothing


def reminded(ask: Ask, draft: Draft, flow: str) -> Draft:
    """An answer given in between, with a word that ``flow`` still waits; nothing for a complaint of somebody unknown."""
    if flow == "complaint" and ask.client_id is None:
        return draft
    return draft.say(f"{flow}_waits").choose(*_CHOICES[flow])
