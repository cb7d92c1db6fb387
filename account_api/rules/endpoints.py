"""Rule parameters and calculations. Public: rules are for everyone, and a calculation holds only the asker's
numbers.
"""

from datetime import date
from typing import Any

from fastapi import APIRouter, Request

from account_api.dependencies import Ctx
from account_api.rules import service
from account_api.rules.contract import CalculationRequest

router = APIRouter(tags=["rules"])


@router.get("/rules")
def all_rules(ctx: Ctx, as_of: date | None = None) -> list[dict[str, Any]]:
    """Every parameter over time, as seen from one day, in the order of the rulebook."""
    return service.every_rule(ctx.rules, as_of or ctx.clock.today())


@router.get("/rules/{param}")
def rule(ctx: Ctx, request: Request, param: str, as_of: date | None = None) -> dict[str, Any]:
    """One parameter over time; any further query parameter narrows the scope (`client_class=private_fund`)."""
    scope = {name: value for name, value in request.query_params.items() if name != "as_of"}
    return service.rule(ctx.rules, param, as_of or ctx.clock.today(), scope)


@router.post("/calculations/{kind}")
def calculation(ctx: Ctx, kind: str, asked: CalculationRequest) -> dict[str, Any]:
    """A hypothetical calculation with the numbers given."""
    return service.calculation(ctx.rules, kind, asked.inputs, asked.as_of or ctx.clock.today())
