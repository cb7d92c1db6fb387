"""What the firm has set on a topic: a notice is said first; a topic kept for people is answered by nobody else."""

from __future__ import annotations

import re
from collections.abc import Generator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft
from bot.answer.texts import text
from bot.dialogue.effects import Effect, Failed, FindNotices
from bot.dialogue.flow import Ask, Step, done
from bot.dialogue.planning import BREAK_EVEN, INTEREST_TO_COME, LEAVING, ORDER, TOUCH, WHAT_IF, WHY_NOT
from bot.nlu.claims import claimed
from bot.nlu.model import Request

Row = Mapping[str, Any]
Found = Generator[Effect, Any, tuple[Row, ...]]

PERSON_ONLY = "person_only"
_OF_INTENT: Mapping[str, str] = {
    "my_ratio": "maintenance-ratio",
    "margin_call": "margin-call",
    "my_positions": "contract",
    "security_lookup": "securities",
    ORDER: "orders",
    WHY_NOT: "orders",
    LEAVING: "transfers",
    TOUCH: "liquidation",
    WHAT_IF: "maintenance-ratio",
    BREAK_EVEN: "interest",
    INTEREST_TO_COME: "interest",
}
_OF_DETAIL: Mapping[str, str] = {
    "withdrawable": "transfers",
    "cash": "transfers",
    "available_margin": "available-margin",
    "max_margin_purchase": "available-margin",
    "max_short_sale": "short-selling",
    "credit_line": "credit-line",
    "accrued_interest": "interest",
    "interest": "interest",
    "concentration": "concentration",
    "due": "term",
    "extension": "term",
    "maintenance_ratio": "maintenance-ratio",
    "shortfall_to_restore": "margin-call",
    "consequence": "liquidation",
}


_OF_PARAM: Mapping[str, str] = {
    "financing_margin_ratio": "margin-ratio",
    "short_margin_ratio": "margin-ratio",
    "withdrawal_line": "transfers",
    "statutory_minimum_maintenance_ratio": "maintenance-ratio",
    "call_period": "margin-call",
    "contract_term": "term",
    "extension_length": "term",
    "extension_count": "term",
    "admission_average_assets": "eligibility",
    "admission_experience": "eligibility",
    "conversion_rate_cap": "collateral",
    "stamp_duty_on_sale": "taxes-fees",
    "price_limit": "orders",
    "lot_size": "orders",
    "identity_record_retention": "privacy",
}
_OF_CALCULATION: Mapping[str, tuple[str, ...]] = {
    "max_margin_purchase": ("margin-ratio", "available-margin"),
    "margin_used": ("margin-ratio",),
    "leverage": ("margin-ratio",),
    "available_margin": ("available-margin",),
    "floating_effect": ("available-margin",),
    "margin_total": ("collateral",),
    "withdrawable": ("transfers",),
    "topup": ("margin-call",),
    "drop_to_line": ("liquidation", "maintenance-ratio"),
    "ratio_after": ("maintenance-ratio",),
    "maintenance_ratio": ("maintenance-ratio",),
    "interest": ("interest",),
    "concentration": ("concentration",),
}
_OF_WORDS = tuple(
    (topic, re.compile(words))
    for topic, words in (
        (
            "margin-ratio",
            r"(?<!维持)保证金(?:的)?比[例率]|杠杆|\bmargin (?:ratio|requirement|rate)|\bleverage",
        ),
        ("transfers", r"提现|取现|取钱|取款|转出|提取|提出|\bwithdraw|\btake (?:money|cash) out"),
        ("liquidation", r"强平|平仓|爆仓|斩仓|\bliquidat|\bforced (?:sale|selling)"),
        ("margin-call", r"追保|追加担保|补仓|\bmargin calls?\b"),
        ("maintenance-ratio", r"维持担保|维保|担保比例|\bmaintenance"),
    )
)
_NEVER_KEPT = (
    "complaint",
    "complaint_filed",
    "complaint_status",
    "human",
    "distress",
    "account_security",
    "smalltalk",
)


def topic_of(request: Request) -> str | None:
    """The topic of the library that a request about one's own account touches; ``None`` for any other request."""
    if request.intent == "my_figures":
        return _OF_DETAIL.get(request.slots.measure or "")
    detail = request.slots.aspect if request.intent in ("my_positions", "margin_call") else None
    return _OF_DETAIL.get(detail or "") or _OF_INTENT.get(request.intent)


def pinned(ask: Ask, topic: str) -> Found:
    """What is set on a topic now; nothing where the library does not answer."""
    found = yield FindNotices(topic, ask.message.now.isoformat())
    return () if isinstance(found, Failed) else tuple(found)


def kept_in_the_end(ask: Ask, draft: Draft, seen: str | None = None) -> Generator[Effect, Any, Step | None]:
    """The friendly line instead of a finished answer, where anything that it rests on is kept for people.

    ``seen`` is the topic whose notices have been looked up already.
    """
    if draft.action == "refuse" or draft.intent in _NEVER_KEPT:
        return None
    for topic in topics_behind(ask.request, draft):
        if topic == seen:
            continue
        held = kept_for_people(ask, (yield from pinned(ask, topic)))
        if held is not None:
            return held
    return None


def topics_behind(request: Request, draft: Draft) -> tuple[str, ...]:
    """The topics that an answer rests on: of its passages, its parameter, its calculation and its figures, and of the question.

    Empty for a reply that tells nothing of the library or of an account.
    """
    slots, claim = request.slots, claimed(request.text)
    calculated = _OF_CALCULATION.get(slots.calculation.kind, ()) if slots.calculation else ()
    if not (draft.topics or draft.figure_names):
        return ()
    params = (slots.param, claim.param if claim else None)
    named = [_OF_PARAM[param] for param in params if param is not None and param in _OF_PARAM]
    said = [topic for topic, words in _OF_WORDS if words.search(request.text)]
    own = topic_of(request)
    return tuple(dict.fromkeys((*draft.topics, *calculated, *named, *said, *((own,) if own else ()))))


def kept_for_people(ask: Ask, notices: Sequence[Row]) -> Step | None:
    """A friendly line and the door to a person, where the topic is kept for people."""
    kept = [notice for notice in notices if notice["kind"] == PERSON_ONLY]
    if not kept:
        return None
    draft = ask.draft("ask")
    draft.rules_day = ask.message.now.date()
    draft.say("person_only", choice=draft.name(text("choice_human", draft.lang))).line()
    for notice in kept:
        _say(draft, notice)
    return done(ask, draft.choose("choice_human"))


def say_notices(draft: Draft, notices: Sequence[Row]) -> None:
    """The notices of the topic before anything else. They are of today: what was in force once has none."""
    for notice in notices:
        if notice["kind"] != PERSON_ONLY and _since(notice) <= draft.rules_day < _end(notice):
            draft.say("notice_shown")
            _say(draft, notice)
            _say_span(draft, notice)
            draft.line()


def put_first(ask: Ask, draft: Draft, notices: Sequence[Row]) -> None:
    """The notices of the topic before an answer that is there already."""
    first = ask.draft()
    say_notices(first, notices)
    if first.length:
        draft.lead(first)


def _say(draft: Draft, notice: Row) -> None:
    """The words of a notice; they hold for a day at least, and for the day of the answer."""
    draft.notice(str(notice["text"]["en" if draft.lang == "en" else "zh"]), _since(notice), _end(notice))


def _say_span(draft: Draft, notice: Row) -> None:
    since = facts.day(_since(notice), "notice_from", "起", "至", "since", "to")
    if notice["until"] is None:
        draft.say("notice_since", since=since)
    else:
        last = datetime.fromisoformat(str(notice["until"])).date()
        draft.say("notice_until", since=since, until=facts.day(last, "notice_until", "至", "to"))


def _since(notice: Row) -> date:
    return datetime.fromisoformat(str(notice["from"])).date()


def _end(notice: Row) -> date:
    """The first day on which a notice is surely over."""
    if notice["until"] is None:
        return date.max
    return datetime.fromisoformat(str(notice["until"])).date() + timedelta(days=1)
