"""Which debt first: what each contract is and what repaying it does, side by side. Facts only; the client chooses."""

from __future__ import annotations

import json
from collections.abc import Generator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from bot.answer import facts
from bot.answer.draft import Draft
from bot.dialogue import planning_words as words
from bot.dialogue.effects import Calculate, Effect, Failed, FetchFigures, FetchPositions
from bot.dialogue.flow import Ask, FlowRun, done
from bot.dialogue.flows import reference
from bot.dialogue.flows.account import say_time
from bot.dialogue.flows.identity import out_of_reach, sign_in_first
from bot.dialogue.flows.positions import kind_of
from bot.dialogue.planning_effects import FetchInterest, WhatIf
from bot.guard.evidence import Fact

Json = Mapping[str, Any]

SHOWN = 4
TRIAL = 100_000  # yuan repaid to each in turn, or the smallest debt


def which_first(ask: Ask) -> FlowRun:
    """Each contract with its rate, due day and the interest of a day; then that the ratio does not depend on which is repaid."""
    if ask.client_id is None:
        return (yield from sign_in_first(ask))
    book = yield FetchPositions(ask.client_id, ask.message.as_of)
    sheet = yield FetchFigures(ask.client_id, ask.message.as_of)
    for answer in (book, sheet):
        if isinstance(answer, Failed):
            return out_of_reach(ask, answer)
    if reference.is_reference(book):
        return reference.holdings(ask, book)
    draft = ask.draft(intent="my_debt_first")
    daily_only = asks_daily(ask)
    kind = _kind(ask) if daily_only else None
    dated = sorted(book["contracts"], key=lambda row: str(row["due"] or "9999"))
    rows = [row for row in dated if kind is None or row["kind"] == kind][:SHOWN]
    if not rows:
        return done(
            ask, draft.say(f"no_contracts_{kind}" if kind else "no_contracts").choose("choice_overview")
        )
    draft.say("debts_lead_daily" if daily_only else "debts_lead")
    for row in rows:
        borne = yield from bearing(ask, row)
        daily = yield from daily_interest(ask, borne, sheet["terms"].get("day_basis"))
        say_debt(draft, borne, daily)
    draft.line()
    if daily_only:
        say_time(draft, book)
        return done(ask, draft.choose("choice_interest_rule", "choice_due_dates"))
    yield from _say_same(ask, draft, [row for row in rows if row["kind"] == "financing"])
    if any(row["kind"] == "short" for row in rows):
        draft.say("debts_short")
    draft.say("debts_choice")
    say_time(draft, book)
    return done(ask, draft.choose("choice_due_dates", "choice_interest_rule", "choice_human"))


def bearing(ask: Ask, row: Json) -> Generator[Effect, Any, Json]:
    """A contract with the rate that it bears now: from its due day on that for what is overdue, where the firm has one."""
    if not row["due"] or int(row.get("days_to_due") or 0) >= 0:
        return row
    today = ask.message.as_of or ask.message.now.date()
    schedule = yield FetchInterest(str(ask.client_id), today, str(row["contract"]), ask.message.as_of)
    if isinstance(schedule, Failed) or schedule["penalty_rate"] is None:
        return row
    return {**row, "annual_rate": schedule["penalty_rate"]}


def asks_daily(ask: Ask) -> bool:
    """Whether only the interest of a day is asked for, not which debt to repay."""
    text = ask.request.text.lower()
    return bool(words.DAILY.search(text) or words.COSTS_DAILY.search(text))


def _kind(ask: Ask) -> str | None:
    """The side that is named; for 「这笔」 the one that the question before named."""
    named = kind_of(ask.request.text.lower())
    before = ask.state.asked if words.THIS_CONTRACT.search(ask.request.text.lower()) else None
    return named or (kind_of(before) if before else None)


def daily_interest(ask: Ask, row: Json, basis: Any) -> Generator[Effect, Any, Json | None]:
    """The interest of one day at the contract's rate; ``None`` where a datum is not known."""
    principal = row["market_value"] if row["fee_basis"] == "market_value" else row["amount"]
    if principal is None or row["annual_rate"] is None or not basis:
        return None
    inputs = {
        "principal": str(principal),
        "annual_rate": str(row["annual_rate"]),
        "days": "1",
        "day_basis": str(basis),
    }
    result = yield Calculate("interest", tuple(sorted(inputs.items())), ask.message.rules_day)
    return None if isinstance(result, Failed) else result["figures"].get("interest")


def say_debt(draft: Draft, row: Json, daily: Json | None) -> None:
    """One contract: its amount, its rate, its due day, and the interest of a day where that is known."""
    name = str(row["name_en" if draft.lang == "en" else "name"])
    draft.line().say(
        f"debt_{row['kind']}",
        contract=draft.name(f"{row['contract']}（{name}）"),
        amount=facts.of_given(
            {"name": "amount", "value": str(row["amount"]), "unit": "CNY"},
            draft.lang,
            _AMOUNT[draft.lang == "en"],
        ),
    )
    if row["annual_rate"] is not None:
        shown = facts.percent(str(row["annual_rate"]))
        draft.say("debt_rate", rate=Fact("given", "annual_rate", shown, (), ("年利率", "annual rate")))
    if row["due"]:
        draft.say("debt_due", due=facts.day(row["due"], "due", "到期", "due"))
    if daily is not None and daily["value"] is not None:
        draft.say("debt_daily", interest=draft.figure({**daily, "name": "daily_interest"}))


_AMOUNT = ("金额", "amount")


def _say_same(ask: Ask, draft: Draft, rows: Sequence[Json]) -> Generator[Effect, Any, None]:
    """The ratio after the same sum has been repaid to each financing contract in turn."""
    if len(rows) < 2:
        return
    assert ask.client_id is not None
    sum_ = min(Decimal(TRIAL), *(Decimal(str(row["amount"])) for row in rows))
    ratios = []
    for row in rows:
        change = {"op": "repay", "contract": row["contract"], "amount": f"{sum_:f}"}
        result = yield WhatIf(ask.client_id, (json.dumps(change),), ask.message.as_of)
        if isinstance(result, Failed) or result["after"]["maintenance_ratio"]["value"] is None:
            return
        ratios.append(result["after"]["maintenance_ratio"])
    if len({ratio["value"] for ratio in ratios}) == 1:
        repaid = facts.of_given(
            {"name": "sum", "value": f"{sum_:f}", "unit": "CNY"},
            draft.lang,
            ("还", "repaying")[draft.lang == "en"],
        )
        draft.say("debts_same", sum=repaid, ratio=draft.figure(ratios[0]))
