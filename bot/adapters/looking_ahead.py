"""Carry out what is asked about acts not yet done, and about who may do them: every call of the account service behind it."""

from __future__ import annotations

import json
from typing import Any

from bot.dialogue import planning_effects as asked
from bot.ports import Accounts


async def looked_ahead(effect: asked.PlanningEffect, own: Accounts) -> Any:
    """The result of one effect, as the asker may see it. Raises AccountError where the service refuses."""
    match effect:
        case asked.PreviewOrder(client_id, kind, security, price, quantity, as_of):
            return await own.preview(client_id, kind, security, price, quantity, as_of)
        case asked.FetchWithdrawable(client_id, as_of):
            return await own.withdrawable(client_id, as_of)
        case asked.FetchInterest(client_id, until, contract, as_of):
            return await own.interest_schedule(client_id, until, contract, as_of)
        case asked.FetchLines(client_id, as_of):
            return await own.lines(client_id, (), as_of)
        case asked.WhatIf(client_id, changes, as_of, target):
            return await own.what_if(client_id, [json.loads(change) for change in changes], as_of, target)
        case _:
            return await _decided(effect, own)


async def _decided(effect: asked.PlanningEffect, own: Accounts) -> Any:
    match effect:
        case asked.Stress(client_id, scenario, requirement, as_of):
            return await own.stress(client_id, scenario, requirement, as_of)
        case asked.PlanBack(client_id, target, objective, exclude, as_of):
            return await own.plan(client_id, target, objective, exclude, as_of)
        case asked.Liquidate(client_id, changes, instead, prices_day, t_plus, as_of):
            return await own.liquidation(
                client_id,
                as_of=as_of,
                instead=instead or None,
                prices_day=prices_day,
                t_plus=t_plus,
                changes=[json.loads(change) for change in changes],
            )
        case asked.FetchCallState(client_id, as_of):
            return await own.call_state(client_id, as_of)
        case asked.FetchAdmission(client_id, as_of):
            return await own.admission(client_id, as_of)
        case asked.FetchCredit(client_id):
            return await own.credit(client_id)
        case asked.FetchSuitability(client_id):
            return await own.suitability(client_id, {})
        case asked.SaveOwnPlan(key, client_id, limits):
            return await own.save_own_plan(key, client_id, json.loads(limits))
        case asked.FetchOwnPlan(client_id):
            return await own.own_plan(client_id)
        case asked.ReviewOwnPlan(client_id):
            return await own.review_own_plan(client_id)
        case _:
            raise TypeError(f"not about what is not yet done: {type(effect).__name__}")
