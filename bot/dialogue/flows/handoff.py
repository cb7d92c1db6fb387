"""A person: on request, in distress, or when an account may be in danger. Never silent."""

from __future__ import annotations

from bot.answer import facts
from bot.dialogue.effects import Failed, FirmFacts, LookUpRule, RaiseAlert
from bot.dialogue.flow import Ask, FlowRun, Step, done

DISTRESS_LINE = "psychological_aid_hotline"


def human(ask: Ask) -> FlowRun:
    """Call a person and say when they can be there; where no call went out, say that too."""
    alert = yield RaiseAlert(ask.key("handoff"), "handoff", "The client asks for a person.")
    firm = yield FirmFacts()
    draft = ask.draft("handoff").say("human_not_called" if isinstance(alert, Failed) else "human_called")
    if not isinstance(firm, Failed):
        hours = str(firm["service_hours"]["value"][draft.lang])
        phone = str(firm["phone"]["value"])
        draft.say("human_hours", hours=draft.name(hours), phone=facts.phone(phone, "客服电话", "call us"))
    return done(ask, draft)


def distress(ask: Ask) -> FlowRun:
    """Calm, people nearby, the aid line, a person alerted; no figure of any account."""
    summary = "The client may be in distress: please call back now."
    alert = yield RaiseAlert(ask.key("distress"), "distress", summary)
    draft = ask.draft("handoff").say("distress_calm")
    rule = yield LookUpRule(DISTRESS_LINE, ask.message.now.date())
    if not isinstance(rule, Failed) and rule["in_force"] is not None:
        line = facts.phone(rule["in_force"]["value"], "心理援助热线", "aid line")
        draft.say("distress_line", line=line)
    draft.say("distress_alone" if isinstance(alert, Failed) else "distress_person")
    return Step(draft, ask.state)


def account_security(ask: Ask) -> FlowRun:
    """A lost password, a stolen account, a fraud: a person now, and what never to do."""
    summary = "The client reports a danger to the account."
    alert = yield RaiseAlert(ask.key("security"), "security", summary)
    firm = yield FirmFacts()
    draft = ask.draft("handoff").say("security_first")
    if not isinstance(alert, Failed):
        draft.say("security_alerted")
    if not isinstance(firm, Failed):
        draft.say("security_call", phone=facts.phone(str(firm["phone"]["value"]), "客服电话", "call us"))
    return done(ask, draft.choose("choice_fraud_signs"))
