"""What is refused, always with a way on: advice, promises, injection, wrongdoing, other people's data."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from bot.answer.texts import text
from bot.dialogue.effects import Effect, Failed, FirmFacts, SearchKnowledge
from bot.dialogue.flow import Ask, Flow, FlowRun, Step, done
from bot.dialogue.flows.handoff import after_misses
from bot.dialogue.flows.smalltalk import nothing_pending
from bot.dialogue.refused_first import DECISION, HONESTLY
from bot.dialogue.refusing import PROXY

_WAYS_ON: dict[str, tuple[str, ...]] = {
    "advice": ("choice_what_if_falls", "choice_risk_lessons", "choice_human"),
    "promise": ("choice_fraud_signs", "choice_human"),
    "injection": ("choice_ratio", "choice_overview"),
    "illegal": ("choice_forbidden_conduct",),
    "privacy_other": ("choice_sign_in", "choice_human"),
    "oos": ("choice_open_account", "choice_ratio_formula", "choice_human"),
}

_OF_ITS_OWN: dict[tuple[str, str | None], tuple[str, tuple[str, ...]]] = {
    ("promise", DECISION): ("refuse_promise_decision", ("choice_requests", "choice_human")),
    ("illegal", HONESTLY): ("refuse_answers", ("choice_questionnaire", "choice_human")),
}
"""Refusals that have words of their own: a decision nobody can promise, answers that have to be true."""
_ABOUT_LENDING = {
    "zh": "能让别人替我操作账户吗，可以把账户借给别人用吗",
    "en": "may somebody else trade in my account, may I lend it",
}
MISSES_BEFORE_A_PERSON = 2
_ASK_INSTEAD = ("choice_what_if_falls", "choice_ratio", "choice_human")
_OWN_INSTEAD = ("choice_ratio", "choice_overview", "choice_human")


def refusal(kind: str) -> Flow:
    """The flow that refuses ``kind`` and offers what can be done instead."""

    def refuse(ask: Ask) -> Generator[Effect, Any, Step]:
        if (own := _OF_ITS_OWN.get((kind, ask.request.slots.kind))) is not None:
            text_id, ways_on = own
            return done(ask, ask.draft("refuse").say(text_id).choose(*ways_on))
        by_proxy = kind == "illegal" and ask.request.slots.kind == PROXY
        draft = ask.draft("refuse").say("refuse_proxy" if by_proxy else f"refuse_{kind}")
        if kind == "illegal":
            query = _ABOUT_LENDING[draft.lang] if by_proxy else ask.request.text
            found = yield SearchKnowledge(query, ask.message.rules_day, ask.lang, k=1)
            if not isinstance(found, Failed) and found.answerable:
                draft.cite(found.hits[0])
        if by_proxy:
            return done(ask, draft.choose(*_WAYS_ON["advice"]))
        if kind == "advice" and ask.client_id is not None:
            return done(ask, draft.choose("choice_own_fall", "choice_risk_lessons", "choice_human"))
        if kind == "privacy_other" and ask.client_id is not None:
            return done(ask, draft.choose(*_OWN_INSTEAD))
        return done(ask, draft.choose(*_WAYS_ON[kind]))

    return refuse


def no_orders(ask: Ask) -> FlowRun:
    """Orders are placed and contracts changed elsewhere; here one can see what they would do."""
    firm = yield FirmFacts()
    draft = ask.draft("refuse", "no_orders").say("no_orders")
    if not isinstance(firm, Failed) and "app_path" in firm:
        draft.say("no_orders_where", path=draft.name(str(firm["app_path"]["value"][draft.lang])))
    return done(ask, draft.choose(*_ASK_INSTEAD))


def lost(ask: Ask) -> FlowRun:
    """Like nothing that is known here, but not surely of something else: refused, and counted as not understood."""
    if ask.state.misses >= MISSES_BEFORE_A_PERSON:
        return (yield from after_misses(ask))
    draft = ask.draft("refuse", "oos").say("refuse_oos").choose(*_WAYS_ON["oos"])
    return Step(draft, ask.state.missed())


def yes_or_no(ask: Ask) -> FlowRun:
    """A yes or a no that answers nothing: after a clarification it has failed, else there is nothing to say it to."""
    if ask.state.misses:
        return (yield from unclear(ask))
    return (yield from nothing_pending(ask))


def unclear(ask: Ask) -> FlowRun:
    """Ask back with the likeliest readings, in words and as choices; after two misses a person is called."""
    if ask.state.misses >= MISSES_BEFORE_A_PERSON:
        return (yield from after_misses(ask))
    readings = [READINGS[intent] for intent, _ in ask.request.alternatives if intent in READINGS]
    draft = ask.draft("ask")
    names = [text(reading, draft.lang) for reading in dict.fromkeys(readings)]
    if names:
        glue = " / " if draft.lang == "en" else "、"
        draft.say(
            "clarify_again" if ask.state.misses else "clarify",
            readings=glue.join(draft.name(f"“{name}”") for name in names),
        )
    else:
        draft.say("clarify_open")
    draft.choose(*dict.fromkeys(readings), "choice_human")
    return Step(draft, ask.state.missed())


READINGS = {
    "my_ratio": "choice_ratio",
    "my_figures": "choice_overview",
    "margin_call": "choice_how_much",
    "my_positions": "choice_due_dates",
    "rule_question": "choice_ratio_formula",
    "rule_value": "choice_margin_ratio_now",
    "complaint": "choice_complain",
    "calculation": "choice_what_if_falls",
}
