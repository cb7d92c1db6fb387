"""A complaint: heard, restated, confirmed, then a real ticket with number and date."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft
from bot.dialogue.effects import Effect, Failed, FirmFacts, ListTickets, LookUpRule, OpenTicket
from bot.dialogue.flow import Ask, FlowRun, Step, done
from bot.dialogue.flows.identity import out_of_reach, sign_in_first

SUMMARY_CHARACTERS = 120
HOTLINE = "investor_hotline"

_CATEGORIES = (
    ("liquidation", ("平", "强平", "爆仓", "liquidat", "force")),
    ("fee", ("佣金", "利息", "费", "利率", "fee", "commission", "interest")),
    ("service", ("客户经理", "态度", "通知", "短信", "电话", "承诺", "manager", "notice", "phone")),
    ("data", ("泄露", "个人信息", "记录", "privacy", "record")),
)


def complaint(ask: Ask) -> FlowRun:
    """Restate the complaint and ask for a yes; an anonymous asker gets the channels and a sign-in."""
    firm = yield FirmFacts()
    if isinstance(firm, Failed):
        return out_of_reach(ask, firm)
    category = _category(ask.request.text)
    draft = ask.draft("confirm" if ask.client_id else "ask")
    draft.say("complaint_heard")
    if category == "liquidation":
        draft.say("complaint_liquidation")
    draft.say("complaint_neutral")
    days = facts.count(firm["complaint_reply_business_days"]["value"], "days", "工作日", "within")
    draft.say("complaint_offer" if ask.client_id else "complaint_sign_in", days=days)
    draft.line()
    yield from _channels(ask, draft, firm)
    if ask.client_id is None:
        return done(ask, draft.choose("choice_sign_in", "choice_human"))
    draft.choose("choice_confirm", "choice_cancel", "choice_human")
    text = ask.message.text
    return Step(draft, ask.state.waiting("complaint", category=category, text=text))


def confirmed(ask: Ask) -> FlowRun:
    """The yes: open the ticket once, however often the yes arrives."""
    pending = ask.state.pending
    assert pending is not None
    ticket = yield OpenTicket(ask.key("ticket"), pending.slots["category"], pending.slots["text"])
    if isinstance(ticket, Failed):
        return out_of_reach(ask, ticket)
    draft = ask.draft("answer", "complaint")
    draft.say(
        "ticket_opened",
        number=facts.code(ticket["number"], "工单"),
        due=facts.day(ticket["due_on"], "due_on"),
    )
    return done(ask, draft.choose("choice_ticket_status"))


def declined(ask: Ask) -> FlowRun:
    """The no: nothing is written; the channels stay open."""
    firm = yield FirmFacts()
    draft = ask.draft("answer", "complaint").say("complaint_dropped")
    if not isinstance(firm, Failed):
        yield from _channels(ask, draft, firm)
    return done(ask, draft)


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
        draft.say(
            f"ticket_{ticket['status']}",
            number=facts.code(ticket["number"], "工单"),
            opened=facts.day(ticket["opened_at"][:10], "opened", "登记", "opened"),
            due=facts.day(ticket["due_on"], "due_on"),
        )
    return done(ask, draft.choose("choice_human"))


def _channels(ask: Ask, draft: Draft, firm: Mapping[str, Any]) -> Generator[Effect, Any, None]:
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
