"""A complaint: heard, restated, confirmed, then a real ticket with number and date.

Until it is confirmed it may be added to, put right, interrupted, or begun before signing in; the words that will be
filed and what was read from them are always shown before the yes.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft
from bot.dialogue import grievance
from bot.dialogue.calling import call
from bot.dialogue.complaint_words import content_instead, wants_again
from bot.dialogue.effects import Effect, Failed, FirmFacts, ListTickets, OpenTicket
from bot.dialogue.flow import Ask, FlowRun, Step, done
from bot.dialogue.flows import complaint_slots, delivery, tickets
from bot.dialogue.flows.attachments import say_attached, say_waiting
from bot.dialogue.flows.handoff import say_when
from bot.dialogue.flows.identity import out_of_reach
from bot.dialogue.grievance import Change
from bot.dialogue.state import State
from bot.guard.numerals import fold
from bot.nlu.model import Request

Slots = Mapping[str, str]
COMPLAINT = "complaint"
SUMMARY_CHARACTERS = 120
LONGEST = 4_000  # characters of the words in a ticket
FILED = "complaint_filed"
FILES = "attachments"

_CATEGORIES = (
    ("liquidation", ("平", "强平", "爆仓", "斩仓", "斬倉", "斬我倉", "liquidat", "force")),
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
    r"[?？]|多少|什么|怎么|咋|啥|吗|呢|几|哪|谁|为啥|能不能|可不可以|\b(?:what|how|when|which|who|why|can|is|do)\b"
)
_CORRECTION = re.compile(
    r"诉求|补充|更正|改(?:一下|成|为|个)|换(?:个|成)|不[,，]\s*是|不是.{1,12}[,，]?是|应该是|写错|说错|记错|correction|instead|actually|i meant"
)
_RETURN = re.compile(
    r"^(?:好[,，]?|那|我们|咱们|先|再)*(?:回到|继续|接着|说回|回过头(?:来)?说?|回来说?)(?:一下|我)?(?:刚才|刚刚|前面|之前|上面|那个|这个|那件|我)?(?:的|说的)?(?:投诉|事|话题|问题)?(?:的事)?(?:吧|上)?[,，。.!！:：\s]*"
    r"|^(?:back to|let'?s (?:return|go back) to|continue) (?:my |the |that )?(?:complaint|that|it)[,.:\s]*"
)
_FILES_IT = re.compile(
    r"(?:好的?|行|可以|那就?|嗯|确认|就这样|没错|对|就|ok|[,，。.!！\s])*(?:按(?:这个|这样))?(?:给我|帮我|替我|请|马上|现在|赶紧|赶快|继续)*(?:立案|立个案|提交|登记|上报|建单|开单)(?:投诉|工单|上去|一下)?(?:吧|了|啊|呀|[,，。.!！\s])*"
    r"|(?:ok|yes|fine|please|go ahead|and|[,.!\s])*(?:file|submit|lodge) (?:it|the complaint|my complaint)(?: (?:now|please))*[.!\s]*"
)
_HOLD = re.compile(r"先(?:别|不)|等等|等一下|稍等|慢着|再想想|\b(?:wait|hold on|not yet)\b")
_BEFORE_IT = (
    "distress",
    "account_security",
    "human",
    "injection",
    "privacy_other",
    "check_text",
    "notice_check",
)
_UNTOLD = re.compile(
    r"(?:没|未|不|从来没)(?:有)?(?:人)?(?:收到|接到)?(?:你们)?(?:的)?(?:任何)?(?:通知|短信|电话|告知)|\bnot? (?:notice|notified|told)|never (?:told|notified)"
)
_OUTSIDE = re.compile(
    r"证监[会局]|监管(?:局|部门|机构)|投诉到局|局里|去局|银监|12386|信访|举报|\b(?:csrc|regulator|hotline|ombudsman)\b"
)
_LEGAL = re.compile(
    r"起诉|打官司|法院|律师|仲裁|诉讼|(?:公安|经侦|法院).{0,4}立案|告(?:你们|贵司|公司|到)|\b(?:lawyer|attorney|sue|court|lawsuit|legal action|arbitration)\b"
)


def complaint(ask: Ask) -> FlowRun:
    """Restate the complaint and ask for a yes; an anonymous asker gets the channels and a sign-in.

    Where one is being taken down already, this message is added to it. Who speaks of the regulator while a ticket is open is told
    the ways there, and nothing is filed twice.
    """
    pending = ask.state.pending
    if pending is not None and pending.flow == COMPLAINT:
        return (yield from _added(ask, pending.slots))
    dropped = ask.state.dropped
    if dropped is not None and wants_again(ask.request.text, ask.state):
        return (yield from _restate(ask, dropped.slots["text"], "complaint_back", dropped.slots, ()))
    if ask.client_id is not None and _OUTSIDE.search(fold(ask.message.text)):
        known = yield ListTickets()
        waiting = [] if isinstance(known, Failed) else tickets.open_ones(known)
        if waiting:
            return (yield from tickets.outside(ask, waiting))
    slots, changes = grievance.amended({}, ask.request.text, ask.message.now.date())
    return (yield from _restate(ask, ask.message.text, "complaint_heard", slots, changes))


def _added(ask: Ask, known: Slots) -> FlowRun:
    """The words and slots so far with what this message adds, or as they were where it only returns to them."""
    words = _RETURN.sub("", ask.message.text).strip()
    if not words:
        return (yield from _restate(ask, known["text"], "complaint_back", known, ()))
    instead = content_instead(ask.request.text)
    if instead is not None:
        slots, _ = grievance.amended({}, instead, ask.message.now.date())
        change = Change(grievance.WORDING, known["text"], instead)
        kept = {**slots, "changes": known.get("changes", "[]")}
        return (yield from _restate(ask, instead, "complaint_replaced", kept, (change,)))
    read, changes = grievance.amended(complaint_slots.kept(known), ask.request.text, ask.message.now.date())
    changes = changes or grievance.wording_instead(ask.request.text)
    text = f"{known['text']}\n{words}"[:LONGEST]
    return (yield from _restate(ask, text, "complaint_added", {**known, **read}, changes))


def is_amendment(text: str, requests: Sequence[Request], state: State) -> bool:
    """Whether a message goes on about the complaint being taken down: a return to it, a correction, or no question at all."""
    if state.pending is None or state.pending.flow != COMPLAINT:
        return False
    if any(request.gate == "act" and request.intent in _BEFORE_IT for request in requests):
        return False
    if _RETURN.match(text.strip()) or any(request.intent == FILES for request in requests):
        return True
    asks = bool(_QUESTION.search(text.lower()))
    if _CORRECTION.search(text) and not asks:
        return True
    if any(request.gate == "act" for request in requests):
        return False
    return bool(_CORRECTION.search(text)) or not asks


def files_it(text: str, state: State) -> bool:
    """Whether a message is the yes to the complaint that waits: 「好，给我立案」."""
    waits = state.pending is not None and state.pending.flow == COMPLAINT
    return waits and bool(_FILES_IT.fullmatch(fold(text).strip()))


def confirmed(ask: Ask) -> FlowRun:
    """The yes: open the ticket once, however often the yes arrives, and put the files on it.

    What was begun before the sign-in is shown again first: somebody else may have begun it.
    """
    pending = ask.state.pending
    assert pending is not None
    known = pending.slots
    if ask.client_id is None:
        return (yield from _restate(ask, known["text"], "complaint_kept", known, ()))
    if known["by"] != ask.client_id:
        return (yield from _restate(ask, known["text"], "complaint_resumed", known, ()))
    names = tuple(name for _, name in ask.message.files)
    found = complaint_slots.details(known, names)
    ticket = yield OpenTicket(ask.key("ticket"), known["category"], known["text"], found)
    if isinstance(ticket, Failed):
        return out_of_reach(ask, ticket)
    draft = ask.draft("answer", COMPLAINT)
    draft.say(
        "ticket_opened",
        number=facts.code(ticket["number"], "工单"),
        due=facts.day(ticket["due_on"], "due_on"),
    )
    if ticket.get("due_provisional"):
        draft.say("human_provisional")
    yield from say_attached(ask, draft, str(ticket["number"]))
    return Step(draft.choose("choice_ticket_status"), ask.state.settled(FILED))


def declined(ask: Ask) -> FlowRun:
    """The no: nothing is written, and the channels stay open; 「先别提交」 keeps what was taken down."""
    pending, draft = ask.state.pending, ask.draft("answer", COMPLAINT).say("complaint_dropped")
    if _HOLD.search(fold(ask.message.text)) and ask.client_id is not None:
        return Step(draft.say("complaint_on_hold").choose("choice_confirm", "choice_drop"), ask.state)
    firm = yield FirmFacts()
    if not isinstance(firm, Failed):
        yield from tickets.say_channels(ask, draft, firm)
    step = done(ask, draft)
    return Step(step.draft, replace(step.state, dropped=pending))


def filed_already(ask: Ask) -> FlowRun:
    """Another yes after the ticket was opened."""
    return (yield from tickets.filed_already(ask, FILED))


def _restate(ask: Ask, text: str, lead: str, slots: Slots, changes: Sequence[Change]) -> FlowRun:
    """Show what will be filed, what stands already, and ask for a yes (or for a sign-in)."""
    firm = yield FirmFacts()
    if isinstance(firm, Failed):
        return out_of_reach(ask, firm)
    category = _category(text)
    draft = ask.draft("confirm" if ask.client_id else "ask", COMPLAINT).say(lead)
    if category == "liquidation" and lead == "complaint_heard":
        draft.say("complaint_liquidation")
    draft.say("complaint_neutral")
    if grievance.names_no_day(ask.request.text, ask.message.now.date()):
        draft.line().say("complaint_bad_day")
    complaint_slots.say_changes(draft, changes)
    draft.line().say("complaint_text", text=draft.said(text, SUMMARY_CHARACTERS))
    complaint_slots.say_slots(draft, slots)
    say_waiting(ask, draft)
    difference = yield from _say_what_is_known(ask, draft, slots, lead)
    days = facts.count(firm["complaint_reply_business_days"]["value"], "days", "登记后", "工作日", "within")
    draft.line().say(_offer(ask), days=days)
    if lead == "complaint_heard":
        yield from tickets.say_channels(ask, draft.line(), firm)
    draft.choose(*_CHOICES[_offer(ask)], "choice_human")
    state = yield from _told_to_a_person(ask, draft)
    kept = {
        **complaint_slots.kept(slots),
        "changes": complaint_slots.changed_so_far(slots, changes),
        **({"commission_difference": difference} if difference else {}),
    }
    state = replace(state, dropped=None)
    return Step(draft, state.waiting(COMPLAINT, category=category, text=text, by=ask.client_id or "", **kept))


def _say_what_is_known(ask: Ask, draft: Draft, slots: Slots, lead: str) -> Generator[Effect, Any, str | None]:
    """What the firm's own records say beside it, for the client only: the commission, the notices, a ticket that is open."""
    if ask.client_id is None:
        return None
    difference = yield from complaint_slots.say_commission(draft, ask.client_id, slots)
    if lead == "complaint_heard" and _UNTOLD.search(fold(ask.message.text)):
        yield from delivery.say_record(ask.client_id, draft, ask.request.text)
    known = yield ListTickets()
    waiting = [] if isinstance(known, Failed) else tickets.open_ones(known)
    if waiting:
        draft.line().say("complaint_open_already")
        tickets.say_ticket(draft, waiting[0])
    return difference


def _told_to_a_person(ask: Ask, draft: Draft) -> Generator[Effect, Any, State]:
    """Whoever speaks of a court or a lawyer is heard by a person too, whether or not a ticket follows."""
    if not _LEGAL.search(ask.said):
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


def _category(text: str) -> str:
    lowered = text.lower()
    return next((name for name, words in _CATEGORIES if any(word in lowered for word in words)), COMPLAINT)
