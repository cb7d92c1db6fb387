"""The asker's own tickets: where each stands, by when it is answered, whether it is late; and the ways outside the firm."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft
from bot.dialogue.complaint_words import TAKES_BACK_TICKET
from bot.dialogue.effects import Effect, Failed, FirmFacts, ListTickets, LookUpRule, SearchKnowledge
from bot.dialogue.flow import Ask, FlowRun, Step, done
from bot.dialogue.flows.identity import out_of_reach, sign_in_first

Row = Mapping[str, Any]
HOTLINE = "investor_hotline"
SHOWN = 3
_ABOUT_HOTLINE = {"zh": "投诉热线12386是什么电话，怎么用", "en": "what is the investor hotline 12386"}


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
    if TAKES_BACK_TICKET.search(ask.request.text) and open_ones(tickets):
        yield from _say_withdrawal(draft)
    for ticket in tickets[:SHOWN]:
        say_ticket(draft, ticket)
    return done(ask, draft.choose("choice_human"))


def _say_withdrawal(draft: Draft) -> Generator[Effect, Any, None]:
    """Who takes a filed complaint back, and by which number; nothing where the firm's facts are out of reach."""
    firm = yield FirmFacts()
    if not isinstance(firm, Failed):
        phone = facts.phone(firm["phone"]["value"], "客服电话", "call us")
        draft.say("complaint_withdraw", phone=phone).line()


def filed_already(ask: Ask, settled: str) -> FlowRun:
    """Another yes after the ticket was opened: nothing new is written, and it stands as it stood."""
    tickets = yield ListTickets()
    if isinstance(tickets, Failed):
        return out_of_reach(ask, tickets)
    draft = ask.draft("answer", "complaint").say("complaint_not_twice")
    for ticket in tickets[:1]:
        say_ticket(draft, ticket)
    return Step(draft.choose("choice_ticket_status"), ask.state.settled(settled))


def outside(ask: Ask, tickets: Sequence[Row]) -> FlowRun:
    """Who will turn to the regulator while a ticket is open: that is a right, these are the ways, and so stands the ticket."""
    firm = yield FirmFacts()
    if isinstance(firm, Failed):
        return out_of_reach(ask, firm)
    draft = ask.draft("answer", "complaint").say("outside_right")
    yield from say_channels(ask, draft, firm)
    found = yield SearchKnowledge(_ABOUT_HOTLINE[draft.lang], ask.message.rules_day, ask.lang, k=1)
    if not isinstance(found, Failed) and found.answerable:
        draft.cite(found.hits[0])
    draft.line()
    for ticket in tickets[:1]:
        say_ticket(draft, ticket)
    draft.say("outside_both")
    return Step(draft.choose("choice_ticket_status", "choice_human"), ask.state.settled("complaint_status"))


def open_ones(tickets: Sequence[Row]) -> list[Row]:
    """Those that are not closed, newest first."""
    return [ticket for ticket in tickets if ticket["status"] != "closed"]


def say_ticket(draft: Draft, ticket: Row) -> None:
    """One ticket: its state, its day, and whether it is late."""
    draft.say(
        f"ticket_{ticket['status']}",
        number=facts.code(ticket["number"], "工单"),
        opened=facts.day(ticket["opened_at"][:10], "opened", "登记", "opened"),
        due=facts.day(ticket["due_on"], "due_on"),
    )
    sla = ticket.get("sla") or {"state": None}
    if sla["state"] == "overdue":
        draft.say("ticket_overdue")
    elif sla["state"] in ("on_time", "due_today"):
        left = facts.count(int(sla["business_days_left"]), "days_left", "还有", "left")
        draft.say("ticket_days_left", left=left)
    if ticket.get("escalated_at"):
        draft.say(
            "ticket_escalated",
            at=facts.day(str(ticket["escalated_at"])[:10], "escalated", "升级", "escalated"),
        )
    if ticket.get("due_provisional"):
        draft.say("human_provisional")


def say_channels(ask: Ask, draft: Draft, firm: Row) -> Generator[Effect, Any, None]:
    """The firm's telephone, the hotline by the rule in force, mediation."""
    phone = facts.phone(firm["phone"]["value"], "客服电话", "call us")
    rule = yield LookUpRule(HOTLINE, ask.message.now.date())
    if isinstance(rule, Failed) or rule["in_force"] is None:
        draft.say("channels_firm", phone=phone)
    else:
        hotline = facts.phone(rule["in_force"]["value"], "热线", "hotline")
        draft.say("channels", phone=phone, hotline=hotline)
