"""「跟万三比差了多少」: what was charged for settled trades beside what the agreed rate would have made, as the account service computes it."""

from __future__ import annotations

from bot.dialogue.effects import Failed
from bot.dialogue.flow import Ask, FlowRun, done
from bot.dialogue.flows import complaint_slots
from bot.dialogue.flows.identity import out_of_reach, sign_in_first
from bot.dialogue.grievance import rates_said
from bot.dialogue.service_effects import FetchCommissionDifference


def commission_difference(ask: Ask) -> FlowRun:
    """The difference for the rate named; without one, ask for it."""
    if ask.client_id is None:
        return (yield from sign_in_first(ask))
    rate = next(iter(rates_said(ask.request.text)), None)
    if rate is None:
        return done(ask, ask.draft("ask").say("commission_rate_first"))
    since = min((span.start for span in ask.request.slots.dates), default=None)
    found = yield FetchCommissionDifference(ask.client_id, rate, since, None)
    if isinstance(found, Failed):
        return out_of_reach(ask, found)
    draft = ask.draft()
    complaint_slots.say_difference(draft, found)
    draft.line().say("commission_basis")
    return done(ask, draft.choose("choice_complain", "choice_human"))
