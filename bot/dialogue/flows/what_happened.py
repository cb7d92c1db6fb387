"""A statement of what happened: calls, notices, payments, decisions and sales of a day or of the last call, by time, as recorded.

Only what stands in the ledger, in its own words and with its own figures; no cause is guessed and nobody is found at fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft
from bot.dialogue.effects import Failed
from bot.dialogue.flow import Ask, FlowRun, done
from bot.dialogue.flows.case_said import cases_of, newest, say_missing
from bot.dialogue.flows.identity import out_of_reach, sign_in_first
from bot.dialogue.flows.notice_check import channel_name, kind_name
from bot.dialogue.sent_notices import Row
from bot.dialogue.service_effects import FetchSentNotices
from bot.guard.evidence import Fact

Json = Mapping[str, Any]

SHOWN = 9
ROOM = 400  # characters after which nothing more is listed
_TODAY = re.compile(r"今[天日晚]|\btoday\b")
_OF_A_CALL = ("notice", "delivered", "read", "acknowledged")
"""Entries of a case that its notices tell as well."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened: when, and the sentence with what fills it."""

    at: str
    sentence: str
    values: tuple[tuple[str, Fact | str], ...] = ()


def what_happened(ask: Ask) -> FlowRun:
    """The day that is named, or the newest call from its beginning, entry by entry."""
    if ask.client_id is None:
        return (yield from sign_in_first(ask))
    cases = yield from cases_of(ask)
    sent = yield FetchSentNotices(ask.client_id)
    for answer in (cases, sent):
        if isinstance(answer, Failed):
            return out_of_reach(ask, answer)
    assert not isinstance(cases, Failed)
    draft, day, case = ask.draft(intent="call_happened"), _day(ask), newest(cases)
    told = cases if day is not None or case is None else (case,)
    entries = sorted((*_of_cases(draft, told), *_of_notices(draft, sent)), key=lambda each: each.at)
    if day is not None:
        entries = [each for each in entries if datetime.fromisoformat(each.at).date() == day]
    elif case is not None:
        entries = [each for each in entries if each.at >= _since(case)]
    if not entries:
        draft.say("happened_nothing_on", day=facts.day(day, "day")) if day else draft.say("happened_nothing")
        return done(ask, draft.choose("choice_ratio", "choice_delivery", "choice_human"))
    count = facts.count(len(entries), "entries", "共", "in all")
    draft.say(
        "happened_day" if day else "happened_lead",
        count=count,
        **({"day": facts.day(day, "day")} if day else {}),
    )
    left = _say_entries(draft, entries)
    if left:
        draft.line().say("sale_more", count=facts.count(left, "left", "另有", "more"))
    if case is not None and case["closed_at"] is None:
        say_missing(draft.line(), case)
    draft.line().say("happened_neutral")
    return done(ask, draft.choose("choice_delivery", "choice_how_much", "choice_human"))


def _say_entries(draft: Draft, entries: Sequence[Entry]) -> int:
    """One line for each, the first ones as far as there is room; how many were left out."""
    for number, each in enumerate(entries):
        if number == SHOWN or draft.length > ROOM:
            return len(entries) - number
        draft.line().say(each.sentence, at=facts.moment(each.at, "at"), **dict(each.values))
    return 0


def _day(ask: Ask) -> date | None:
    """The one day that is named, today included."""
    days = [span for span in ask.request.slots.dates if span.start == span.end]
    if days:
        return days[0].start
    return ask.message.now.date() if _TODAY.search(ask.said) else None


def _since(case: Json) -> str:
    return min((str(each["at"]) for each in case["timeline"]), default=str(case["opened_at"]))


def _of_cases(draft: Draft, cases: Sequence[Json]) -> Iterator[Entry]:
    for case in cases:
        for each in case["timeline"]:
            if each["what"] not in _OF_A_CALL:
                yield _entry(draft, case, each)


def _entry(draft: Draft, case: Json, each: Json) -> Entry:
    """One entry of a case; a call is told with the ratio of the frozen account, a payment and a fill with their sums."""
    detail, at = each["detail"], str(each["at"])
    words = draft.name(str(each["text"][draft.lang]))
    stood = (case["at_call"] or {}).get("figures", {}).get("maintenance_ratio")
    if each["what"] == "opened" and stood and stood["value"] is not None and case["contract"] is None:
        return Entry(at, "happened_opened", (("ratio", draft.figure(stood)), ("what", words)))
    if each["what"] == "opened" and case["contract"] is not None:
        contract = draft.name(str(case["contract"]))
        return Entry(at, "happened_opened_maturity", (("contract", contract), ("what", words)))
    if each["what"] == "top_up" and detail.get("amount"):
        given = {"name": "paid_in", "value": detail["amount"], "unit": "CNY"}
        amount = facts.of_given(given, draft.lang, "amount counted" if draft.lang == "en" else "计入金额")
        return Entry(at, "happened_top_up", (("amount", amount), ("what", words)))
    if each["what"] == "fill":
        side = ("卖出", "sell") if detail.get("side") == "sell" else ("买回", "buy back")
        quantity = facts.count(f"{detail['quantity']:,}", "quantity", *side)
        security = draft.name(str(detail["security"]))
        return Entry(at, f"happened_fill_{detail['side']}", (("name", security), ("quantity", quantity)))
    if each["what"] == "deadline" and detail.get("deadline"):
        to = facts.moment(str(detail["deadline"]), "deadline")
        return Entry(at, "happened_deadline", (("deadline", to),))
    return Entry(at, "happened_entry", (("what", words),))


def _of_notices(draft: Draft, sent: Sequence[Row]) -> Iterator[Entry]:
    """Each notice sent, and what is known of its arrival, each a line of its own."""
    for row in sent:
        said: tuple[tuple[str, Fact | str], ...] = (
            ("kind", kind_name(row, draft.lang)),
            ("channel", channel_name(row, draft.lang)),
        )
        yield Entry(str(row["sent_at"]), f"happened_sent_{_arrival(row)}", said)
        for column in ("read_at", "acknowledged_at"):
            if row.get(column):
                yield Entry(str(row[column]), f"happened_{column}", said)


def _arrival(row: Row) -> str:
    """What is known of a notice's arrival: ``delivered``, ``failed``, or nothing (``unknown``)."""
    if row["delivered_at"]:
        return "delivered"
    return "failed" if row.get("state") == "failed" else "unknown"
