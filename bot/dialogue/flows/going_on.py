"""Where what a message supposes goes: in the place of a step before, on top of all of them, or on the account anew."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.dialogue import planning_words as words
from bot.dialogue.flow import Ask
from bot.dialogue.supposing import Supposition
from bot.dialogue.supposing_on import replaced

FRAGMENT = 14  # characters
_AGAIN = re.compile(r"又|\balso\b")


@dataclass(frozen=True, slots=True)
class Going:
    """The steps before and behind the new one, the step whose place it takes, and the sentence that says which it is."""

    lead: str = "what_if_lead"
    earlier: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    instead: str | None = None


def going_on(ask: Ask, found: Sequence[Supposition]) -> Going:
    """How the changes ``found`` go on from what was supposed before."""
    text, state, steps = ask.said, ask.state, ask.state.scenario
    anew = words.REAL_ONE.search(text) or words.AFRESH.search(text)
    if anew or any(json.loads(each.change)["op"] == "account" for each in found):
        return Going()
    if words.SUPPOSED_ONE.search(text) and (steps or state.set_aside):
        return Going("what_if_lead_on", steps or state.set_aside)
    if not steps and state.set_aside and _AGAIN.search(text):
        return Going("what_if_lead_on", state.set_aside)
    if not steps or not _carries_on(ask):
        return Going()
    if ask.message.linked == "on":
        return Going("what_if_lead_on", steps)
    corrects = ask.message.linked == "instead"
    at = replaced(text, steps, [each.change for each in found], corrects)
    return Going("what_if_lead_on", steps) if at is None else in_place(steps, at)


def in_place(steps: Sequence[str], at: int) -> Going:
    """The new step in the place of the one at ``at``."""
    return Going("what_if_lead_instead", tuple(steps[:at]), tuple(steps[at + 1 :]), steps[at])


def _carries_on(ask: Ask) -> bool:
    """Right after a supposition whatever is added goes on from it, unless the sentence begins anew."""
    linked = ask.message.linked is not None
    return linked or bool(words.GOES_ON.search(ask.said)) or len(ask.said) <= FRAGMENT
