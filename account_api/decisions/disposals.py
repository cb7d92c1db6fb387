"""Stress scenarios, plans to a ratio and forced liquidations worked out on an account. Every number comes from `risk`."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import TypeVar, cast

from sqlmodel import Session

from account_api.accounts.view import View
from account_api.clock import BOOKING_ZONE, local_text
from account_api.context import Context
from account_api.decisions.call_state import call_state
from account_api.decisions.contract import (
    CounterfactualPublic,
    LiquidationPublic,
    LiquidationQuestion,
    PlanPublic,
    PlanQuestion,
    StressPublic,
    StressQuestion,
)
from account_api.decisions.market_facts import facts_of, traded, volumes_of
from account_api.market import queries as market
from account_api.planning.position import answered, position, position_day
from risk.account import Contract, Holding, Snapshot
from risk.changes import read_changes
from risk.deleverage import PlanRequest, plan
from risk.deleverage_model import Objective
from risk.liquidation import LiquidationRequest, Until, counterfactual, liquidate
from risk.money import parse
from risk.rulebook import Rulebook
from risk.stress import Requirement, scenario_named, stress
from risk.stress_result import Kind
from risk.stress_scenarios import SCENARIOS
from risk.supposed import changed

Held = TypeVar("Held", Holding, Contract)

ALL = "all"


def stressed(session: Session, view: View, rules: Rulebook, asked: StressQuestion) -> StressPublic:
    """The account after each scenario, or one. Raises Malformed for an unknown scenario or requirement."""
    account = position(view)
    facts = facts_of(session, account)

    def work() -> list[dict[str, object]]:
        cut, rise = parse(asked.conversion_cut, "conversion_cut"), parse(asked.line_rise, "line_rise")
        requirement = Requirement(cast(Kind, asked.requirement), cut, rise)
        chosen = SCENARIOS if asked.scenario == ALL else (scenario_named(asked.scenario),)
        return [stress(account, rules, each, requirement, facts).as_json() for each in chosen]

    return StressPublic.model_validate({**view.origin(), "scenarios": answered(work)})


def planned(session: Session, view: View, rules: Rulebook, asked: PlanQuestion) -> PlanPublic:
    """Plans to a ratio. Raises Malformed for conditions out of range or against each other."""
    account = position(view)
    volumes = {} if asked.share is None else volumes_of(session, account, position_day(session, view))

    def work() -> dict[str, object]:
        request = PlanRequest(
            target=_ratio(asked.target, "target"),
            objective=cast(Objective, asked.objective),
            exclude=tuple(asked.exclude),
            only=tuple(asked.only),
            cash=parse(asked.cash, "cash"),
            orders=asked.orders,
            volumes=volumes,
            share=_ratio(asked.share, "share"),
        )
        return plan(account, rules, request).as_json()

    return PlanPublic.model_validate({**view.origin(), **answered(work)})


def liquidated(
    ctx: Context, session: Session, view: View, asked: LiquidationQuestion
) -> LiquidationPublic | CounterfactualPublic:
    """What a forced liquidation would sell, by one order or by two beside each other, at the prices of the position or of
    another day. Raises Malformed for an order or a target that does not fit the account.
    """
    account, day, rules = position(view), position_day(session, view), ctx.rules
    if asked.changes:
        account = answered(lambda: changed(position(view), read_changes(asked.changes)))
    priced_on = asked.prices_day or _after_call(ctx, session, view, asked.t_plus)
    if priced_on is not None:
        account, day = _priced_on(session, account, priced_on), priced_on
    request = LiquidationRequest(
        order=tuple(asked.order),
        until=cast(Until, asked.target),
        volumes=volumes_of(session, account, day),
        as_of=max(account.as_of, day),
    )
    priced = account.price_time and local_text(account.price_time)
    origin = {**view.origin(), "price_time": priced}
    if asked.instead is None:
        run = answered(lambda: liquidate(account, rules, request))
        return LiquidationPublic.model_validate({**origin, **run.as_json()})
    second = tuple(asked.instead)
    both = answered(lambda: counterfactual(account, rules, request, second))
    return CounterfactualPublic.model_validate({**origin, **both.as_json()})


def _after_call(ctx: Context, session: Session, view: View, sessions: int | None) -> date | None:
    """The session so many sessions after the day of the call, that of the liquidation line before one at maturity; after
    the position's day where there was none.
    """
    if sessions is None:
        return None
    called = (each["called_on"] for each in call_state(ctx, session, view).calls)
    first = next((each for each in called if each is not None), None)
    day = position_day(session, view) if first is None else date.fromisoformat(first)
    return ctx.calendar.add_sessions(day, sessions).date


def _priced_on(session: Session, account: Snapshot, day: date) -> Snapshot:
    """The account at the closing prices of `day`; a security without one is unknown."""
    rows = market.prices(session, day, traded(account))
    prices = {code: Fraction(row.price) for code, row in rows.items()}
    newest = max((row.at for row in rows.values()), default=None)
    return replace(
        account,
        collateral=tuple(_at(each, prices) for each in account.collateral),
        financing=tuple(_at(each, prices) for each in account.financing),
        shorts=tuple(_at(each, prices) for each in account.shorts),
        price_time=newest and newest.astimezone(BOOKING_ZONE),
    )


def _at(row: Held, prices: Mapping[str, Fraction]) -> Held:
    return replace(row, price=prices.get(row.security), price_time=None, stand_in=None)


def _ratio(text: str | None, field: str) -> Fraction | None:
    return None if text is None else parse(text, field)
