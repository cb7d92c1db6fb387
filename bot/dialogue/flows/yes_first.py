"""Nothing is applied for, signed or answered without a yes: what waits for it, what drops it, and what the service says against it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.answer.draft import Draft
from bot.answer.texts import text
from bot.dialogue.applying import PENDING, QUESTION, READING, SIGNING
from bot.dialogue.effects import Failed
from bot.dialogue.flow import Ask, FlowRun, Step, done
from bot.dialogue.flows.identity import out_of_reach, sign_in_first
from bot.dialogue.state import Pending

Json = Mapping[str, Any]

_SAID = (409, 422, 429)
"""The refusals whose detail is written for the client: it says what stands against it."""
_A_WORD = 12  # characters
_GOES_ON = {
    QUESTION: ("questionnaire_waits", "choice_questionnaire_on"),
    READING: ("agreement_reading_waits", "choice_read_on"),
    SIGNING: ("agreement_code_waits", "choice_cancel"),
}


def waits(ask: Ask, draft: Draft, act: str, **slots: str) -> Step:
    """The draft with yes and no offered, and the conversation waiting for either to ``act``."""
    assert ask.client_id is not None
    draft.choose("choice_confirm", "choice_cancel")
    state = replace(ask.state, last_intent=draft.intent)
    return Step(draft, state.waiting(PENDING, act=act, by=ask.client_id, lang=ask.lang, **slots))


def dropped(ask: Ask) -> FlowRun:
    """Nothing done, after the no."""
    intent = ask.state.last_intent or ask.request.intent
    return done(
        ask, ask.draft(intent=intent).say("applying_dropped").choose("choice_requests", "choice_human")
    )
    yield  # a flow is a generator, this one asks nothing


def stopped(ask: Ask) -> FlowRun:
    """Questions or reading put off: what was answered or read so far is kept."""
    intent = ask.state.last_intent or ask.request.intent
    return done(
        ask, ask.draft(intent=intent).say("applying_put_off").choose("choice_application", "choice_human")
    )
    yield  # a flow is a generator, this one asks nothing


def who_first(ask: Ask) -> FlowRun:
    """Nothing before identity: a sign-in is asked for, and no account, application or request is touched."""
    if ask.state.role is not None:
        return (yield from sign_in_first(ask))
    draft = ask.draft("ask")
    draft.say("sign_in_first", what=text(f"asked_{ask.request.intent}", draft.lang))
    return done(ask, draft.choose("choice_sign_in", "choice_open_account", "choice_human"))


def bilingual(draft: Draft, row: Json) -> str:
    """A sentence of the service in the reader's language. It may hold numbers of its own; a word that holds none stands as a
    word, so that it proves nothing else that is spelt like it.
    """
    words = str(row["en" if draft.lang == "en" else "zh"]).rstrip("。.")
    plain = len(words) <= _A_WORD and not any(each.isdigit() for each in words)
    return words if plain else draft.name(words)


def label(draft: Draft, row: Json) -> str:
    """The name of a thing in the reader's language: words without numbers, so that they hide none."""
    return str(row["en" if draft.lang == "en" else "zh"])


def said_no(ask: Ask, failed: Failed, intent: str) -> Step:
    """What the service refused, in its own words; else who or what is out of reach. What waited is over."""
    if failed.status not in _SAID or not failed.problem.get("detail"):
        return out_of_reach(ask, failed)
    draft = ask.draft(intent=intent)
    detail = str(failed.problem["detail" if draft.lang == "en" else "detail_zh"]).rstrip("。.")
    draft.say("applying_refused", detail=draft.name(detail))
    return done(ask, draft.choose("choice_requests", "choice_human"))


def going_on(ask: Ask, pending: Pending, step: Step) -> Step:
    """After an answer given in between, the question, the section or the code still waits."""
    over = ask.request.intent == "deny" or step.draft.action == "handoff" or ask.client_id is None
    if pending.flow not in _GOES_ON or step.state.pending is not None or over:
        return step
    if ask.request.intent == step.draft.intent and step.draft.intent == pending.slots.get("of"):
        return step
    text_id, choice = _GOES_ON[pending.flow]
    return Step(step.draft.line().say(text_id).choose(choice), replace(step.state, pending=pending))
