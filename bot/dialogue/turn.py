"""One turn: understand, decide who answers, run the flows, join their answers, guard the text.

A generator over effects: it reads no clock, opens no connection, and the same message, state and
results give the same reply.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.answer.draft import Draft, Reply
from bot.dialogue.effects import Effect, RaiseAlert
from bot.dialogue.flow import Ask, Flow, Step, done
from bot.dialogue.flows import (
    account,
    calculation,
    complaint,
    handoff,
    margin_call,
    positions,
    refusal,
    rules,
    security,
    smalltalk,
)
from bot.dialogue.flows.identity import sign_in_first
from bot.dialogue.shortcuts import meant
from bot.dialogue.state import Message, State
from bot.guard.check import check
from bot.guard.evidence import Evidence
from bot.nlu.model import Request, Understanding

FLOWS: Mapping[str, Flow] = {
    "my_ratio": account.my_ratio,
    "my_figures": account.my_figures,
    "margin_call": margin_call.margin_call,
    "my_positions": positions.my_positions,
    "rule_question": rules.rule_question,
    "rule_value": rules.rule_value,
    "learn": rules.rule_question,
    "calculation": calculation.calculation,
    "what_if": calculation.calculation,
    "security_lookup": security.security_lookup,
    "complaint": complaint.complaint,
    "complaint_status": complaint.complaint_status,
    "human": handoff.human,
    "distress": handoff.distress,
    "account_security": handoff.account_security,
    "smalltalk": smalltalk.smalltalk,
    "help": smalltalk.help_,
    "affirm": smalltalk.nothing_pending,
    "deny": smalltalk.nothing_pending,
    **{
        kind: refusal.refusal(kind)
        for kind in ("advice", "promise", "injection", "illegal", "privacy_other", "oos")
    },
}
RESUMES: Mapping[tuple[str, str], Flow] = {
    ("complaint", "affirm"): complaint.confirmed,
    ("complaint", "deny"): complaint.declined,
    ("security", "affirm"): security.chosen,
}
SOLO = ("distress", "injection", "privacy_other", "illegal", "account_security", "complaint")
ACCOUNT = ("my_ratio", "my_figures", "my_positions", "margin_call")
PLEASANTRIES = ("smalltalk", "affirm", "deny")
TOPICAL = ("rule_question", "rule_value", "learn", "calculation", "security_lookup")
MAX_REQUESTS = 3
FRAGMENT = 5
MAX_ANSWER = 600

Understand = Callable[[str, str | None, date], Understanding]
Turn = Generator[Effect, Any, "Outcome"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The reply as it may go out, and the conversation after it. ``issues`` are what the guard held back."""

    reply: Reply
    state: State
    lang: str
    issues: tuple[str, ...] = ()


def turn(message: Message, state: State, understand: Understand) -> Turn:
    """Answer one readable message (see ``bot.dialogue.message.read``)."""
    understanding = understand(message.text, message.lang, message.now.date())
    lang = message.lang or understanding.lang
    replies: list[Reply] = []
    held: list[str] = []
    pressed = meant(message.text)
    for request in (pressed,) if pressed else _to_answer(understanding, state):
        step = yield from _answer(Ask(message, state, request, lang))
        state = step.state
        reply, issues = yield from _guarded(message, step.draft.finish(state.client_id))
        replies.append(reply)
        held.extend(issues)
    return Outcome(_joined(replies), state, lang, tuple(held))


def _to_answer(understanding: Understanding, state: State) -> tuple[Request, ...]:
    """What must never be missed is answered alone; else every request in order, a few at most.

    Before identity one account question stands for all: they get the same request to sign in.
    """
    for request in understanding.requests:
        if request.intent in SOLO and request.gate == "act":
            return (request,)
    kept: list[Request] = []
    for request in understanding.requests:
        repeats = request.intent in ACCOUNT and any(known.intent in ACCOUNT for known in kept)
        if request.intent not in PLEASANTRIES and not (repeats and state.client_id is None):
            kept.append(request)
    return tuple((kept or list(understanding.requests))[:MAX_REQUESTS])


def _answer(ask: Ask) -> Generator[Effect, Any, Step]:
    pending = ask.state.pending
    if pending is not None and (pending.flow, ask.request.intent) in RESUMES:
        return (yield from RESUMES[pending.flow, ask.request.intent](ask))
    if pending is not None and (pending.flow, ask.request.intent) == ("security", "deny"):
        return done(ask, ask.draft("ask", "security_lookup").say("clarify_open"))
    step = yield from _flow(ask)(ask)
    if pending is not None and pending.flow == "complaint" and step.state.pending is None:
        step = replace(step, state=replace(step.state, pending=pending))
    return step


def _flow(ask: Ask) -> Flow:
    request = ask.request
    if request.gate == "act" or request.intent == "distress":  # better a line too many than one too few
        return FLOWS.get(request.intent, refusal.unclear)
    if request.gate == "oos":
        return FLOWS["oos"]
    return _unsure


def _unsure(ask: Ask) -> Generator[Effect, Any, Step]:
    """Not sure which intent: the library knows whether it can answer; the rest is asked back, never guessed."""
    request = ask.request
    if len(request.text.strip()) <= FRAGMENT:
        return (yield from refusal.unclear(ask))
    if request.intent in ACCOUNT and ask.client_id is None:
        return (yield from sign_in_first(ask))
    if request.intent in TOPICAL:
        step = yield from rules.rule_question(rules.restated(ask, request.text))
        if step.draft.action == "answer":
            return step
    return (yield from refusal.unclear(ask))


def _joined(replies: list[Reply]) -> Reply:
    """One message out of several answers: each once, in order, as many as the limit of length allows."""
    replies = _fitting(replies)
    if len(replies) == 1:
        return replies[0]
    first = replies[0]
    evidence = Evidence()
    for reply in replies:
        evidence = evidence + reply.evidence
    return replace(
        first,
        text="\n".join(reply.text for reply in replies),
        confidence=min(reply.confidence for reply in replies),
        citations=tuple(c for reply in replies for c in reply.citations),
        figures=tuple(f for reply in replies for f in reply.figures),
        choices=tuple(dict.fromkeys(c for reply in replies for c in reply.choices)),
        charts=tuple(c for reply in replies for c in reply.charts),
        evidence=evidence,
    )


def _fitting(replies: list[Reply]) -> list[Reply]:
    kept, length = replies[:1], len(replies[0].text)
    for reply in replies[1:]:
        length += len(reply.text) + 1
        if length <= MAX_ANSWER and reply.text not in [known.text for known in kept]:
            kept.append(reply)
    return kept


def _guarded(message: Message, reply: Reply) -> Generator[Effect, Any, tuple[Reply, tuple[str, ...]]]:
    """The reply, or an honest hand-off where its text says more than its evidence holds."""
    verdict = check(reply.text, reply.evidence, reply.rules_day)
    if verdict.passed:
        return reply, ()
    yield RaiseAlert(f"{message.session}:{message.id}:guard", "handoff", "An answer did not pass the guard.")
    draft = Draft(reply.lang, reply.rules_day, reply.intent, "handoff", 0.0).say("guard_fallback")
    return draft.finish(), tuple(f"{issue.code}: {issue.text}" for issue in verdict.issues)
