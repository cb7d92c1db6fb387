"""What interest comes to by a day or by each due day, and what is then to be repaid: projected at the rate of today."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Generator, Mapping, Sequence
from datetime import date
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft
from bot.dialogue.effects import Effect, Failed, FetchPositions
from bot.dialogue.flow import Ask, FlowRun, done
from bot.dialogue.flows import reference
from bot.dialogue.flows.account import say_time
from bot.dialogue.flows.identity import out_of_reach, sign_in_first
from bot.dialogue.interest_asked import REPAYMENT
from bot.dialogue.planning_effects import FetchInterest
from bot.guard.evidence import Fact

Json = Mapping[str, Any]

SHOWN = 4
_YEAR_END = re.compile(r"年[底末]|\b(?:year[- ]?end|end of (?:the|this) year)\b")
_MONTH_END = re.compile(r"月[底末]|\b(?:month[- ]?end|end of (?:the|this) month)\b")


def interest_to_come(ask: Ask) -> FlowRun:
    """Each contract's interest up to its due day, or up to a day that is said; with the amount financed where that is asked."""
    if ask.client_id is None:
        return (yield from sign_in_first(ask))
    book = yield FetchPositions(ask.client_id, ask.message.as_of)
    if isinstance(book, Failed):
        return out_of_reach(ask, book)
    if reference.is_reference(book):
        return reference.holdings(ask, book)
    draft, rows = ask.draft(), _meant(ask, book["contracts"])
    if not rows:
        return done(ask, draft.say("no_contracts").choose("choice_overview"))
    until = _until(ask)
    if until is None:
        draft.say("interest_to_come_lead")
    else:
        draft.say("interest_until_lead", day=facts.day(until, "until", "在", "by"))
    for row in rows[:SHOWN]:
        yield from _say_row(ask, draft, row, until)
    if until is not None and len(rows) > 1:
        yield from _say_total(ask, draft, until)
    draft.line().say("interest_to_come_basis")
    say_time(draft, book)
    return done(ask, draft.supposed().choose("choice_interest_rule", "choice_due_dates"))


def _meant(ask: Ask, contracts: Sequence[Json]) -> list[Json]:
    """The contracts with a due day, nearest first; only those of a security that is named and has any."""
    dated = sorted((row for row in contracts if row["due"]), key=lambda row: str(row["due"]))
    codes = {mention.code for mention in ask.request.slots.securities}
    return [row for row in dated if row["security"] in codes] or dated


def _say_row(ask: Ask, draft: Draft, row: Json, until: date | None) -> Generator[Effect, Any, None]:
    """One contract; what is overdue already is told up to today."""
    assert ask.client_id is not None
    today, due = ask.message.as_of or ask.message.now.date(), date.fromisoformat(str(row["due"]))
    late = until is None and due < today
    schedule = yield FetchInterest(
        ask.client_id, until or max(due, today), str(row["contract"]), ask.message.as_of
    )
    if isinstance(schedule, Failed) or not schedule["contracts"]:
        return
    counted = schedule["contracts"][0]
    if counted["total"]["value"] is None:
        return
    contract, total = draft.name(str(row["contract"])), draft.figure(counted["total"])
    named: dict[str, Fact | str] = {"contract": contract, "total": total}
    if until is None:
        named["due"] = facts.day(row["due"], "due", "到期", "due")
    lead = (
        "interest_until_row" if until is not None else "interest_late_row" if late else "interest_to_come_row"
    )
    draft.line().say(lead, **named)
    whole = counted.get("repayment")
    if ask.request.slots.aspect == REPAYMENT:
        _say_whole(draft, row, whole)


def _say_whole(draft: Draft, row: Json, whole: Json | None) -> None:
    """The amount financed with that interest; a short is given back in shares."""
    if whole is None:
        draft.say("repayment_in_shares")
    elif whole["value"] is not None:
        given = {"name": "amount", "value": str(row["amount"]), "unit": "CNY"}
        amount = facts.of_given(given, draft.lang, ("金额", "amount")[draft.lang == "en"])
        draft.say("repayment_row", amount=amount, whole=draft.figure(whole))


def _say_total(ask: Ask, draft: Draft, until: date) -> Generator[Effect, Any, None]:
    """What all contracts come to on one day."""
    assert ask.client_id is not None
    schedule = yield FetchInterest(ask.client_id, until, None, ask.message.as_of)
    if not isinstance(schedule, Failed) and schedule["total"]["value"] is not None:
        draft.line().say("interest_until_total", total=draft.figure(schedule["total"]))


def _until(ask: Ask) -> date | None:
    """A day to come that is said, by which the interest is asked for."""
    today = ask.message.now.date()
    said = [span.end for span in ask.request.slots.dates if span.end > today]
    if said:
        return said[-1]
    if _YEAR_END.search(ask.said):
        return date(today.year, 12, 31)
    return today.replace(day=monthrange(today.year, today.month)[1]) if _MONTH_END.search(ask.said) else None
