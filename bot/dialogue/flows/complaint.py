"""A complaint: heard, restated, confirmed, then a real ticket with number and date.

Until it is confirmed it may be added to, interrupted, or begun before signing in; the words that will be
filed are always shown before the yes.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Mapping, Sequence
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft
from bot.dialogue.calling import call
from bot.dialogue.effects import Effect, Failed, FirmFacts, ListTickets, LookUpRule, OpenTicket
from bot.dialogue.flow import Ask, FlowRun, Step, done
from bot.dialogue.flows.handoff import say_when
from bot.dialogue.flows.identity import out_of_reach, sign_in_first
from bot.dialogue.state import State
from bot.nlu.model import Request

SUMMARY_CHARACTERS = 120
HOTLINE = "investor_hotline"
FILED = "complaint_filed"

_CATEGORIES = (
    ("liquidation", ("平", "强平", "爆仓", "liquidat", "force")),
    ("fee", ("佣金", "利息", "费", "利率", "fee", "commission", "interest")),
    ("service", ("客户经理", "态度", "通知", "短信", "电话", "承诺", "manager", "notice", "phone")),
    ("data", ("泄露", "个人信息", "记录", "privacy", "record")),
)
_CHOICES = {
    "complaint_offer": ("choice_confirm", "choice_cancel"),
    "complaint_sign_in": ("choice_sign_in",),
    "complaint_staff": (),
}
_QUESTION = re.compile(
    r"[?？]|多少|什么|怎么|吗|呢|几|哪|谁|为啥|能不能|可不可以|\b(?:what|how|when|which|who|why|can|is|do)\b"
)
_CORRECTION = re.compile(
    r"诉求|补充|更正|改(?:一下|成|为|个)|换(?:个|成)|不[,，]\s*是|应该是|correction|instead|actually"
)

_LEGAL = re.compile(
    r"起诉|打官司|法院|律师|仲裁|诉讼|立案|告(?:你们|贵司|公司|到)|\b(?:lawyer|attorney|sue|court|lawsuit|legal action|arbitration)\b"
)


def complaint(ask: Ask) -> FlowRun:
    """Restate the complaint and ask for a yes; an anonymous asker gets the channels and a sign-in.

    Where one is being taken down already, this message is added to it.
    """
    pending = ask.state.pending
    if pending is None or pending.flow != "complaint":
        return (yield from _restate(ask, ask.message.text, "complaint_heard"))
    text = f"{pending.slots['text']}\n{ask.message.text}"
    return (yield from _restate(ask, text, "complaint_added"))


def is_amendment(text: str, requests: Sequence[Request], state: State) -> bool:
    """Whether a message goes on about the complaint being taken down: a correction, or no question at all."""
    if state.pending is None or state.pending.flow != "complaint":
        return False
    if any(request.gate == "act" and request.intent != "deny" for request in requests):
        return False
    if all(request.gate == "act" for request in requests):
        return False
    return bool(_CORRECTION.search(text)) or not _QUESTION.search(text.lower())


def confirmed(ask: Ask) -> FlowRun:
    """The yes: open the ticket once, however often the yes arrives.

    What was begun before the sign-in is shown again first: somebody else may have begun it.
    """
    pending = ask.state.pending
    assert pending is not None
    if ask.client_id is None:
        return (yield from _restate(ask, pending.slots["text"], "complaint_kept"))
    if pending.slots["by"] != ask.client_id:
        return (yield from _restate(ask, pending.slots["text"], "complaint_resumed"))
    ticket = yield OpenTicket(ask.key("ticket"), pending.slots["category"], pending.slots["text"])
    if isinstance(ticket, Failed):
        return out_of_reach(ask, ticket)
    draft = ask.draft("answer", "complaint")
    draft.say(
        "ticket_opened",
        number=facts.code(ticket["number"], "工单"),
        due=facts.day(ticket["due_on"], "due_on"),
    )
    return Step(draft.choose("choice_ticket_status"), ask.state.settled(FILED))


def declined(ask: Ask) -> FlowRun:
    """The no: nothing is written; the channels stay open."""
    firm = yield FirmFacts()
    draft = ask.draft("answer", "complaint").say("complaint_dropped")
    if not isinstance(firm, Failed):
        yield from _say_channels(ask, draft, firm)
    return done(ask, draft)


def filed_already(ask: Ask) -> FlowRun:
    """Another yes after the ticket was opened: nothing new is written, and it stands as it stood."""
    tickets = yield ListTickets()
    if isinstance(tickets, Failed):
        return out_of_reach(ask, tickets)
    draft = ask.draft("answer", "complaint").say("complaint_not_twice")
    for ticket in tickets[:1]:
        _say_ticket(draft, ticket)
    return Step(draft.choose("choice_ticket_status"), ask.state.settled(FILED))


def complaint_status(ask: Ask) -> FlowRun:
    """Where my tickets stand."""
    if ask.client_id is None:
        return (yield from sign_in_first(ask))
    tickets = yield ListTickets()
    if isinstance(tickets, Failed):
        return out_of_reach(ask, tickets)
    draft = ask.draft()
    if not tickets:
        return done(ask, draft.say("no_tickets").choose("choice_complain"))
    for ticket in tickets[:3]:
        _say_ticket(draft, ticket)
    return done(ask, draft.choose("choice_human"))


def _restate(ask: Ask, text: str, lead: str) -> FlowRun:
    """Show what will be filed, what stands already, and ask for a yes (or for a sign-in)."""
    firm = yield FirmFacts()
    if isinstance(firm, Failed):
        return out_of_reach(ask, firm)
    category = _category(text)
    draft = ask.draft("confirm" if ask.client_id else "ask", "complaint").say(lead)
    if category == "liquidation" and lead == "complaint_heard":
        draft.say("complaint_liquidation")
    draft.say("complaint_neutral")
    draft.line().say("complaint_text", text=draft.said(text, SUMMARY_CHARACTERS))
    yield from _say_open_ticket(ask, draft)
    days = facts.count(firm["complaint_reply_business_days"]["value"], "days", "登记后", "工作日", "within")
    draft.say(_offer(ask), days=days).line()
    yield from _say_channels(ask, draft, firm)
    draft.choose(*_CHOICES[_offer(ask)], "choice_human")
    state = yield from _told_to_a_person(ask, draft)
    return Step(draft, state.waiting("complaint", category=category, text=text, by=ask.client_id or ""))


def _told_to_a_person(ask: Ask, draft: Draft) -> Generator[Effect, Any, State]:
    """Whoever speaks of a court or a lawyer is heard by a person too, whether or not a ticket follows."""
    if not _LEGAL.search(ask.message.text.lower()):
        return ask.state
    case, state = yield from call(ask.message, ask.state, ask.lang, "legal")
    if not isinstance(case, Failed):
        draft.say("complaint_legal")
        say_when(draft, case)
    return state


def _offer(ask: Ask) -> str:
    if ask.client_id is not None:
        return "complaint_offer"
    return "complaint_staff" if ask.state.role is not None else "complaint_sign_in"


def _say_open_ticket(ask: Ask, draft: Draft) -> Generator[Effect, Any, None]:
    """A ticket in progress is told, so that nobody files the same thing twice unawares."""
    if ask.client_id is None:
        return
    tickets = yield ListTickets()
    known = [] if isinstance(tickets, Failed) else [row for row in tickets if row["status"] != "closed"]
    if known:
        draft.say("complaint_open_already")
        _say_ticket(draft, known[0])


def _say_ticket(draft: Draft, ticket: Mapping[str, Any]) -> None:
    draft.say(
        f"ticket_{ticket['status']}",
        number=facts.code(ticket["number"], "工单"),
        opened=facts.day(ticket["opened_at"][:10], "opened", "登记", "opened"),
        due=facts.day(ticket["due_on"], "due_on"),
    )


def _say_channels(ask: Ask, draft: Draft, firm: Mapping[str, Any]) -> Generator[Effect, Any, None]:
    phone = facts.phone(firm["phone"]["value"], "客服电话", "call us")
    rule = yield LookUpRule(HOTLINE, ask.message.now.date())
    if isinstance(rule, Failed) or rule["in_force"] is None:
        draft.say("channels_firm", phone=phone)
    else:
        hotline = facts.phone(rule["in_force"]["value"], "热线", "hotline")
        draft.say("channels", phone=phone, hotline=hotline)


def _category(text: str) -> str:
    lowered = text.lower()
    return next((name for name, words in _CATEGORIES if any(word in lowered for word in words)), "complaint")
