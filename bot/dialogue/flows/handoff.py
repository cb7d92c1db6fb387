"""A person: on request, after two failed clarifications, in distress, or when an account may be in danger. Never silent."""

from __future__ import annotations

from bot.answer import facts
from bot.answer.draft import Draft
from bot.dialogue.calling import Row, call
from bot.dialogue.effects import Failed, FirmFacts, LookUpRule
from bot.dialogue.flow import Ask, FlowRun, Step
from bot.ports import HandoffReason

LOST_PASSWORD = "password"
DISTRESS_LINE = "psychological_aid_hotline"


def human(ask: Ask) -> FlowRun:
    """Call a person; say who it is, when they answer and what happens meanwhile, or that no call went out."""
    return (yield from called(ask, "request", "human_called"))


def after_misses(ask: Ask) -> FlowRun:
    """Two clarifications have failed: a person is called instead of asking a third time."""
    return (yield from called(ask, "misses", "human_after_misses"))


def called(ask: Ask, reason: HandoffReason, lead: str) -> FlowRun:
    """Call a person for ``reason``; ``lead`` is the sentence that says why."""
    case, state = yield from call(ask.message, ask.state, ask.lang, reason)
    firm = yield FirmFacts()
    draft = ask.draft("handoff", "human")
    if isinstance(case, Failed):
        draft.say("human_not_called")
    else:
        draft.say("human_waiting" if state.handoff == ask.state.handoff else lead)
        say_when(draft, case)
        draft.say("human_next")
    if not isinstance(firm, Failed):
        hours = str(firm["service_hours"]["value"][draft.lang])
        phone = str(firm["phone"]["value"])
        draft.line().say(
            "human_hours", hours=draft.name(hours), phone=facts.phone(phone, "客服电话", "call us")
        )
    return Step(draft, state.settled(draft.intent))


def say_when(draft: Draft, case: Row) -> None:
    """When somebody answers: by a time today, or at a call-back slot where nobody is there now.

    Nothing where the firm has set no times: what it does not promise is not said.
    """
    slot = case["call_back"]
    if slot is None and case["answer_by"] is None:
        return
    if slot is None:
        draft.say("human_by", by=facts.moment(case["answer_by"], "answer_by", "预计", "expected"))
        return
    since = facts.moment(slot["from"], "call_back", "回电", "call back", "call you back")
    until = facts.moment(slot["until"], "call_back", "回电", "call back", "call you back")
    draft.say("human_call_back", since=since, until=until)
    if slot["provisional"]:
        draft.say("human_provisional")


def distress(ask: Ask) -> FlowRun:
    """Calm, people nearby, the aid line, a person called; no figure of any account."""
    case, state = yield from call(ask.message, ask.state, ask.lang, "distress")
    draft = ask.draft("handoff").say("distress_calm")
    rule = yield LookUpRule(DISTRESS_LINE, ask.message.now.date())
    if not isinstance(rule, Failed) and rule["in_force"] is not None:
        line = facts.phone(rule["in_force"]["value"], "心理援助热线", "aid line")
        draft.say("distress_line", line=line)
    draft.say("distress_alone" if isinstance(case, Failed) else "distress_person")
    return Step(draft, state)


def account_security(ask: Ask) -> FlowRun:
    """A stolen account, a fraud: a person now, and what never to do. A password that is only lost calls nobody."""
    if ask.request.slots.kind == LOST_PASSWORD:
        return (yield from lost_password(ask))
    case, state = yield from call(ask.message, ask.state, ask.lang, "security")
    firm = yield FirmFacts()
    draft = ask.draft("handoff").say("security_first")
    if not isinstance(case, Failed):
        draft.say("security_alerted")
    if not isinstance(firm, Failed):
        draft.say("security_call", phone=facts.phone(str(firm["phone"]["value"]), "客服电话", "call us"))
    draft.choose("choice_fraud_signs")
    return Step(draft, state.settled(draft.intent))


def lost_password(ask: Ask) -> FlowRun:
    """How a lost password is reset: by telephone or at a branch, after identity; never in the chat."""
    firm = yield FirmFacts()
    draft = ask.draft("answer").say("password_not_here")
    if not isinstance(firm, Failed):
        draft.line().say(
            "password_reset",
            phone=facts.phone(str(firm["phone"]["value"]), "客服电话", "call us"),
            hours=draft.name(str(firm["service_hours"]["value"][draft.lang])),
        )
    draft.line().say("password_locked").choose("choice_sign_in", "choice_human")
    return Step(draft, ask.state.settled(draft.intent))
