"""The interest of one's own contracts: the rate, which costs most a day, what is overdue, when it is taken, which is due first."""

from __future__ import annotations

import re
from collections.abc import Generator, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft
from bot.answer.texts import text
from bot.dialogue.effects import Effect, Failed, FetchFigures, FetchPositions, SearchKnowledge
from bot.dialogue.flow import Ask, FlowRun, Step, done
from bot.dialogue.flows import reference
from bot.dialogue.flows.account import say_time
from bot.dialogue.flows.debts import bearing, daily_interest, say_debt
from bot.dialogue.flows.identity import out_of_reach, sign_in_first
from bot.dialogue.flows.notice_check import clause_of
from bot.dialogue.flows.positions import contract_said, kind_of
from bot.dialogue.planning_effects import FetchInterest
from bot.dialogue.service_effects import FetchContractChanges
from bot.guard.evidence import Fact

Json = Mapping[str, Any]

SHOWN = 4
_FEE = re.compile(r"费率|\bfee\b|只|\breturn\b|\bshort")
_RATE_NAMES = {"financing": ("年利率", "annual rate"), "short": ("年费率", "annual fee rate")}
_CHANGED = {"financing": "financing_rate", "short": "short_rate"}


def my_rate(ask: Ask) -> FlowRun:
    """The rate first, then each contract it holds for, and the clause."""
    read = yield from _read(ask)
    if isinstance(read, Step):
        return read
    book, sheet = read
    draft, (kind, rows) = ask.draft(), _meant(ask, book["contracts"])
    if not rows:
        return done(ask, draft.say("no_contracts").choose("choice_overview"))
    _say_rates(draft, rows, kind)
    if len(rows) > 1:
        draft.items(*((f"my_rate_row_{kind}", _row_of(draft, row, kind)) for row in rows[:SHOWN]))
    clause = sheet["terms"].get("clauses", {}).get("interest")
    if clause:
        draft.say("notice_clause", clause=clause_of(draft, clause))
    say_time(draft, book)
    return done(ask, draft.choose("choice_daily_interest", "choice_interest_to_come", "choice_interest_rule"))


def rate_ahead(ask: Ask) -> FlowRun:
    """No forecast: the rate as it is, since when, and how a change would be announced."""
    read = yield from _read(ask)
    if isinstance(read, Step):
        return read
    book, _ = read
    draft, (kind, rows) = ask.draft(), _meant(ask, book["contracts"])
    draft.say("rate_no_forecast")
    if rows:
        _say_rates(draft, rows, kind)
    changes = yield FetchContractChanges(str(ask.client_id), None)
    named = () if isinstance(changes, Failed) else changes["changes"]
    since = [row["valid_from"] for row in named if row["name"] == _CHANGED[kind]]
    if since:
        draft.say("rate_since", day=facts.day(str(since[-1]), "valid_from", "自", "since"))
    draft.say("rate_announced")
    found = yield SearchKnowledge(
        text("rate_changes_query", draft.lang), ask.message.rules_day, ask.lang, k=1
    )
    if not isinstance(found, Failed) and found.answerable:
        draft.line().quote(found.hits[0], prefix="general_rule")
    return done(ask, draft.choose("choice_interest_to_come", "choice_contract_changes", "choice_human"))


def dearest(ask: Ask) -> FlowRun:
    """The contract that costs most a day first, then every one with its rate and its interest of a day."""
    read = yield from _read(ask)
    if isinstance(read, Step):
        return read
    book, sheet = read
    draft, rows = ask.draft(), book["contracts"][:SHOWN]
    told = []
    for row in rows:
        borne = yield from bearing(ask, row)
        daily = yield from daily_interest(ask, borne, sheet["terms"].get("day_basis"))
        told.append((borne, daily))
    known = [(row, daily) for row, daily in told if daily is not None and daily["value"] is not None]
    if not rows:
        return done(ask, draft.say("no_contracts").choose("choice_overview"))
    known.sort(key=lambda each: Decimal(str(each[1]["value"])), reverse=True)
    if len(known) > 1:
        row, daily = known[0]
        first = draft.figure({**daily, "name": "daily_interest"})
        draft.say("dearest_lead", contract=_called(draft, row)).say("debt_daily", interest=first).line()
    draft.say("debts_lead_daily")
    for row, figure in known or told:
        say_debt(draft, row, figure)
    draft.line()
    say_time(draft, book)
    return done(ask, draft.choose("choice_interest_to_come", "choice_due_dates", "choice_interest_rule"))


def overdue(ask: Ask) -> FlowRun:
    """What is overdue, at which rate it goes on, a day's interest and how much of it is for being overdue."""
    read = yield from _read(ask)
    if isinstance(read, Step):
        return read
    book, sheet = read
    draft = ask.draft()
    late = [row for row in book["contracts"] if row["due"] and int(row["days_to_due"]) < 0]
    if not late:
        draft.say("overdue_none")
        schedule = yield FetchInterest(str(ask.client_id), ask.message.now.date(), None, ask.message.as_of)
        if not isinstance(schedule, Failed) and schedule["penalty_rate"] is not None:
            draft.say("overdue_would", rate=_penalty(schedule))
    for row in late[:SHOWN]:
        yield from _say_late(ask, draft, row, sheet["terms"].get("day_basis"))
    draft.line().say("overdue_basis")
    say_time(draft, book)
    return done(ask, draft.choose("choice_repayment", "choice_due_dates", "choice_human"))


def charged(ask: Ask) -> FlowRun:
    """When interest is settled, as the firm's contracts have it, and what has come up so far."""
    if ask.client_id is None:
        return (yield from sign_in_first(ask))
    schedule = yield FetchInterest(ask.client_id, ask.message.now.date(), None, ask.message.as_of)
    if isinstance(schedule, Failed):
        return out_of_reach(ask, schedule)
    draft = ask.draft()
    if schedule["monthly_day"] is None:
        draft.say("charged_on_repayment")
    else:
        day = facts.count(int(schedule["monthly_day"]), "day_of_month", "每月", "of each month")
        draft.say("charged_monthly", day=day)
    if schedule["contracts"] and schedule["total"]["value"] is not None:
        draft.say("charged_so_far", total=draft.figure(schedule["total"]))
        say_time(draft, schedule)
    return done(ask, draft.choose("choice_interest_to_come", "choice_daily_interest", "choice_interest_rule"))


def first_due(ask: Ask) -> FlowRun:
    """The contract that is due first, of the kind that is spoken of."""
    read = yield from _read(ask)
    if isinstance(read, Step):
        return read
    book, _ = read
    draft, (_, rows) = ask.draft(), _meant(ask, book["contracts"])
    dated = sorted((row for row in rows if row["due"]), key=lambda row: str(row["due"]))
    if not dated:
        return done(ask, draft.say("no_contracts").choose("choice_overview"))
    draft.say("first_due_lead").items(contract_said(draft, dated[0]))
    say_time(draft, book)
    return done(ask, draft.choose("choice_due_dates", "choice_extend", "choice_extension_rule"))


def _read(ask: Ask) -> Generator[Effect, Any, tuple[Json, Json] | Step]:
    """The contracts and the terms of whoever asks, or the answer where they cannot be looked at."""
    if ask.client_id is None:
        return (yield from sign_in_first(ask))
    book = yield FetchPositions(ask.client_id, ask.message.as_of)
    sheet = yield FetchFigures(ask.client_id, ask.message.as_of)
    for answer in (book, sheet):
        if isinstance(answer, Failed):
            return out_of_reach(ask, answer)
    return reference.holdings(ask, book) if reference.is_reference(book) else (book, sheet)


def _meant(ask: Ask, contracts: Sequence[Json]) -> tuple[str, list[Json]]:
    """The kind that is spoken of, and its contracts; those of the security named, where one is and has any."""
    said = ask.request.text.lower()
    kinds = {str(row["kind"]) for row in contracts}
    kind = kind_of(said) or kind_of((ask.state.asked or "").lower())
    if kind is None:
        kind = "short" if _FEE.search(said) and "short" in kinds else "financing"
    if kind not in kinds and kinds:
        kind = min(kinds)
    codes = {mention.code for mention in ask.request.slots.securities}
    rows = [row for row in contracts if row["kind"] == kind]
    named = [row for row in contracts if row["security"] in codes]
    return (str(named[0]["kind"]), named) if named else (kind, rows)


def _say_rates(draft: Draft, rows: Sequence[Json], kind: str) -> None:
    """One rate where all contracts have the same; else that they differ, the contracts being told one by one."""
    rates = list(dict.fromkeys(str(row["annual_rate"]) for row in rows if row["annual_rate"] is not None))
    if len(rates) == 1:
        draft.say(f"my_rate_{kind}", rate=_rate(rates[0], kind))
        if len(rows) == 1:
            draft.say("my_rate_of", contract=_called(draft, rows[0]))
    else:
        draft.say("my_rate_differs")


def _row_of(draft: Draft, row: Json, kind: str) -> dict[str, Fact | str]:
    return {"contract": _called(draft, row), "rate": _rate(str(row["annual_rate"]), kind)}


def _called(draft: Draft, row: Json) -> str:
    return draft.name(f"{row['contract']}（{row['name_en' if draft.lang == 'en' else 'name']}）")


def _rate(value: str, kind: str) -> Fact:
    return Fact("given", "annual_rate", facts.percent(value), (), _RATE_NAMES[kind])


def _penalty(schedule: Json) -> Fact:
    shown = facts.percent(str(schedule["penalty_rate"]))
    return Fact("given", "penalty_rate", shown, (), ("逾期年利率", "rate when overdue"))


def _say_late(ask: Ask, draft: Draft, row: Json, basis: Any) -> Generator[Effect, Any, None]:
    """One overdue contract, by the interest of the day to come."""
    tomorrow = (ask.message.as_of or ask.message.now.date()) + timedelta(days=1)
    schedule = yield FetchInterest(str(ask.client_id), tomorrow, str(row["contract"]), ask.message.as_of)
    days = facts.count(abs(int(row["days_to_due"])), "days", "已过", "past")
    due = facts.day(row["due"], "due", "到期", "due")
    draft.line().say("overdue_row", contract=_called(draft, row), due=due, days=days)
    rate = _rate(str(row["annual_rate"]), "financing")
    if isinstance(schedule, Failed) or schedule["penalty_rate"] is None or not schedule["contracts"]:
        draft.say("overdue_same_rate", rate=rate)
        return
    draft.say("overdue_rate", penalty=_penalty(schedule), rate=rate)
    at_penalty = {**row, "annual_rate": schedule["penalty_rate"]}
    daily = yield from daily_interest(ask, at_penalty, basis)
    more = schedule["contracts"][0]["penalty_more"]
    if daily is not None and daily["value"] is not None and more["value"] is not None:
        shown = draft.figure({**daily, "name": "daily_interest"})
        draft.say("overdue_daily", daily=shown, more=draft.figure(more))
