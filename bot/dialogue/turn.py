"""One turn: understand, decide who answers, run the flows, join their answers, guard the text.

A generator over effects: it reads no clock, opens no connection, and the same message, state and
results give the same reply.
"""

from __future__ import annotations

import re
from collections.abc import Generator
from dataclasses import dataclass, replace
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft, Reply
from bot.dialogue import applying_answers, facets, staff
from bot.dialogue.assent import write_waits
from bot.dialogue.calling import Row, call, past, status
from bot.dialogue.context import ACCOUNT
from bot.dialogue.effects import Effect, Failed
from bot.dialogue.flow import Ask, Flow, Step
from bot.dialogue.flows import (
    complaint,
    learning,
    library_first,
    notices,
    quiz,
    refusal,
    rules,
    security,
    snapshot_time,
    waiting,
    yes_first,
)
from bot.dialogue.flows.desk import desk_flow
from bot.dialogue.flows.identity import sign_in_first
from bot.dialogue.hearing import SURELY_ELSEWHERE, Heard, heard, is_elsewhere, kept, nearly, which
from bot.dialogue.hearing import Understand as Understand
from bot.dialogue.joining import fitting, joined, with_rest
from bot.dialogue.matter_named import with_its_matter
from bot.dialogue.message import READ_CHARACTERS
from bot.dialogue.requests import Selection, select
from bot.dialogue.shortcuts import meant, offering, section
from bot.dialogue.state import Message, State
from bot.dialogue.table import FLOWS, RESUMES
from bot.dialogue.teaching_desk import educator_flow
from bot.dialogue.written_in import keeping_script, with_script
from bot.guard.check import UNCHECKED, Verdict, check, together
from bot.guard.numerals import fold
from bot.guard.personal import masked
from bot.nlu.model import Request, Understanding

TOPICAL = ("rule_question", "rule_value", "learn", "calculation", "security_lookup")
FRAGMENT = 5
CONCERNED = (
    0.5  # of the model that somebody is in despair: then a helpline too many is better than one too few
)
OF_THE_FIELD = re.compile(
    r"高频交易|程序化交易|涨跌幅限制|转融[券通]|战略配售|反洗钱|投诉处理|回访|融资融券|两融|维持担保|保证金比例|折算率|开户条件|孖展|信用取引|融资追缴|维持率"
    r"|\b(?:high[- ]frequency trading|programme trading|price limit|aml record|record[- ]keeping period|reg(?:ulation)? t|margin (?:call|maintenance|ratio|trading)|maintenance (?:floor|ratio)|gearing)\b"
)
"""Matters of the field by words that mean nothing else: the library is asked before anybody is sent away."""
ALL_BUT_NAMED = 0.85

Turn = Generator[Effect, Any, "Outcome"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The reply as it may go out, and the conversation after it. ``verdict`` is the guard's on everything that was to
    be said; ``delivered_to`` is the person who has the conversation and answers instead.
    """

    reply: Reply
    state: State
    lang: str
    verdict: Verdict = UNCHECKED
    delivered_to: str | None = None

    @property
    def issues(self) -> tuple[str, ...]:
        """What the guard held back, each by its code and its words."""
        return tuple(f"{issue.code}: {issue.text}" for issue in self.verdict.issues)


def turn(message: Message, state: State, understand: Understand) -> Turn:
    """Answer one readable message (see ``bot.dialogue.message.read``), or pass it on to the person who attends."""
    outcome = yield from _turn(message, state, keeping_script(understand, state))
    return replace(outcome, state=with_script(outcome.state, outcome.lang))


def _turn(message: Message, state: State, understand: Understand) -> Turn:
    if staff.is_staff(state):
        return (yield from _for_staff(message, state, understand))
    case, state = yield from status(state)
    if case is None:
        return (yield from _answered(message, state, understand))
    if case["attended"]:
        return (yield from _passed_on(message, state, understand, case))
    outcome = yield from _answered(message, state, understand)
    if case["state"] == "claimed":
        away = Draft(outcome.lang, message.rules_day, outcome.reply.intent).say("person_away").finish()
        outcome = replace(outcome, reply=joined([outcome.reply, away]))
    return outcome


def _for_staff(message: Message, state: State, understand: Understand) -> Turn:
    """A question of the desk, or a client's question as that client would read the answer."""
    understanding = understand(message.text, message.lang, message.now.date())
    lang = message.lang or understanding.lang
    folded = fold(message.text)
    flow = None if staff.named(message.text) else educator_flow(folded, state.role) or desk_flow(folded)
    if flow is not None:
        step = yield from flow(Ask(message, state, understanding.requests[0], lang))
        reply, verdict, state = yield from _guarded(message, step.state, step.draft.finish())
        return Outcome(reply, state, lang, verdict)
    of_account = any(each.intent in ACCOUNT for each in understanding.requests)
    seen = yield from staff.view(message, state, lang, of_account)
    if isinstance(seen, Draft):
        asked_back = seen.action == "ask"
        return Outcome(seen.finish(), state if asked_back else replace(state, subject=None), lang)
    outcome = yield from _answered(*(seen or (message, state)), understand)
    if seen is None or outcome.state.subject is None:
        return outcome
    about = staff.lead(lang, message, str(outcome.state.subject)).finish(outcome.state.subject)
    reply = replace(joined([outcome.reply, about]), text=f"{about.text}\n{outcome.reply.text}")
    return replace(outcome, reply=reply, state=replace(outcome.state, client_id=None), lang=lang)


def _passed_on(message: Message, state: State, understand: Understand, case: Row) -> Turn:
    """The message goes to the person; only distress is also told to the desk, which puts it first."""
    understanding = understand(message.text, message.lang, message.now.date())
    lang = message.lang or understanding.lang
    if any(request.intent == "distress" for request in understanding.requests):
        yield from call(message, state, lang, "distress")
    draft = Draft(lang, message.rules_day, "human", "handoff")
    name = str(case["agent_name"])
    reply = draft.say("passed_on", name=draft.name(name)).finish(state.client_id)
    return Outcome(reply, state, lang, delivered_to=name)


def _answered(said: Message, before: State, understand: Understand) -> Turn:
    now = heard(said, before, understand)
    message, state, understanding = now.message, now.state, now.understanding
    lang = message.lang or applying_answers.spoken(message.text, state, now.lang)
    pressed = (
        now.certain
        or meant(message.text, state)
        or learning.pressed(message.text, state)
        or applying_answers.pressed(message.text, state)
    )
    if pressed is None and (known := section(message, state, understanding)) is not None:
        message, pressed = known
    selection = Selection((pressed,)) if pressed else select(understanding, state)
    near = None if pressed else nearly(now, selection.now, understand)
    if near is not None and near.certain is not None:
        message, selection = near.message, Selection((near.certain,))
    open_side = facets.asks_back(pressed) if pressed else selection.unclear
    if open_side and (state.pending is None or write_waits(state)):
        understanding, selection = _with_its_matter(now, selection, lang, understand)
        if not pressed and (back := which(now, selection.now)) is not None and back.certain is not None:
            selection = Selection((back.certain,))
    replies: list[tuple[Request, Reply]] = []
    verdicts: list[Verdict] = []
    for request in selection.now:
        ask = Ask(message, state, request, lang)
        step = yield from snapshot_time.marked(_answer(ask, request is selection.now[-1]))
        state = step.state
        reply, verdict, state = yield from _guarded(message, state, step.draft.finish(state.client_id))
        replies.append((request, reply))
        verdicts.append(verdict)
    told, unfit = fitting(replies)
    rest = _rest(Ask(message, state, selection.now[0], lang), (*unfit, *selection.left))
    reply = joined(told)
    if rest is not None:
        checked, verdict, state = yield from _guarded(message, state, rest)
        reply = with_rest(reply, checked)
        verdicts.append(verdict)
    state = offering(kept(state, understanding, reply), told, said.now.date()).remembering(past(said, reply))
    return Outcome(reply, state, lang, together(verdicts))


def _with_its_matter(
    now: Heard, selection: Selection, lang: str, understand: Understand
) -> tuple[Understanding, Selection]:
    """What is unclear by itself, understood as said of the matter that was spoken of; unchanged where that is no clearer, or
    where it is surely about something else.
    """
    if now.certain is None and is_elsewhere(now):
        return now.understanding, selection

    def read(text: str) -> tuple[Understanding, Selection]:
        whole = understand(text, lang, now.message.now.date())
        return whole, select(whole, now.state)

    found = with_its_matter(now.understanding.normal, now.state, lang, read)
    return found or (now.understanding, selection)


def _answer(ask: Ask, last: bool) -> Generator[Effect, Any, Step]:
    pending, intent = ask.state.pending, ask.request.intent
    if pending is not None and (pending.flow, intent) in RESUMES:
        return (yield from RESUMES[pending.flow, intent](ask))
    if pending is None and intent == "affirm" and ask.state.last_intent == complaint.FILED:
        return (yield from complaint.filed_already(ask))
    topic = notices.topic_of(ask.request) if ask.request.gate == "act" else None
    set_on = (yield from notices.pinned(ask, topic)) if topic else ()
    held = notices.kept_for_people(ask, set_on)
    if held is not None:
        return held
    flow = _flow(ask)
    step = yield from (library_first.first(ask, flow) if library_first.concerns(ask) else flow(ask))
    kept = yield from notices.kept_in_the_end(ask, step.draft, topic)
    if kept is not None:
        return kept
    notices.put_first(ask, step.draft, set_on)
    if pending is not None and write_waits(ask.state) and step.state.pending is None:
        said = waiting.reminded(ask, step.draft.line(), pending.flow) if last else step.draft
        step = Step(said, replace(step.state, pending=pending))
    return (
        yes_first.going_on(ask, pending, quiz.going_on(ask, pending, step)) if pending is not None else step
    )


def _flow(ask: Ask) -> Flow:
    request = ask.request
    if request.gate == "act" or (request.intent == "distress" and request.confidence >= CONCERNED):
        return FLOWS.get(request.intent, refusal.unclear)
    return _elsewhere if request.gate == "oos" else _unsure


def _elsewhere(ask: Ask) -> Generator[Effect, Any, Step]:
    """Like nothing that is known here: declined, unless it names a matter of the field that the library can answer."""
    if OF_THE_FIELD.search(ask.request.text):
        step = yield from rules.rule_question(rules.restated(ask, ask.request.text))
        if step.draft.action == "answer":
            return step
    sure = ask.request.confidence >= SURELY_ELSEWHERE
    return (yield from (FLOWS["oos"] if sure else refusal.lost)(ask))


def _unsure(ask: Ask) -> Generator[Effect, Any, Step]:
    """Not sure which intent: the library knows whether it can answer; the rest is asked back, never guessed.

    One's own figures, which the model all but named, are shown: they are read only, and say what they are.
    """
    request = ask.request
    fragment = len(request.text.strip()) <= FRAGMENT
    if request.intent in ACCOUNT and not fragment:
        if ask.client_id is None:
            return (yield from sign_in_first(ask))
        if request.confidence >= ALL_BUT_NAMED:
            return (yield from FLOWS[request.intent](ask))
    coded = request.slots.unknown_codes or any(each.how == "code" for each in request.slots.securities)
    if request.intent == "security_lookup" and coded:
        return (yield from security.security_lookup(ask))
    if (request.intent in TOPICAL or OF_THE_FIELD.search(request.text)) and not fragment:
        step = yield from rules.rule_question(rules.restated(ask, request.text))
        if step.draft.action == "answer":
            return step
    return (yield from refusal.unclear(ask))


def _rest(ask: Ask, left: tuple[Request, ...]) -> Reply | None:
    """What this message does not answer, said and offered: later requests, the end of a long message."""
    cut = len(ask.message.text) > READ_CHARACTERS
    if not left and not cut:
        return None
    draft = ask.draft()
    if left:
        draft.say("requests_left", count=facts.count(len(left), "left", "还有", "further questions"))
    for request in left:
        words = request.text.strip(" ,.;，。；、")
        draft.offer(masked(words)[:40], words)
    if cut:
        draft.say("beginning_read")
    return draft.finish(ask.client_id)


def _guarded(
    message: Message, state: State, reply: Reply
) -> Generator[Effect, Any, tuple[Reply, Verdict, State]]:
    """The reply, or an honest hand-off where its text says more than its evidence holds."""
    verdict = check(reply.text, reply.evidence, reply.rules_day)
    if verdict.passed:
        return reply, verdict, state
    case, state = yield from call(message, state, reply.lang, "guard")
    draft = Draft(reply.lang, reply.rules_day, reply.intent, "handoff", 0.0).say("guard_fallback")
    draft.say("guard_not_called" if isinstance(case, Failed) else "guard_called")
    return draft.finish(), verdict, state
