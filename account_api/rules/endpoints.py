"""Rule parameters and calculations. Public: rules are for everyone, and a calculation holds only the asker's
numbers. A firm's own rows are brought by its risk officers.
"""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request

from account_api.auth.principal import Principal, Requires
from account_api.auth.roles import Scope
from account_api.dependencies import Ctx, Reading, Writing
from account_api.idempotency import IdempotencyKey, once
from account_api.rules import firm_rules, service
from account_api.rules.contract import CalculationRequest, FirmRulesRequest
from risk.rulebook import Rulebook

router = APIRouter(tags=["rules"])
Jurisdiction = Annotated[str, Query(max_length=2, description="CN, HK or US")]
Keeper = Annotated[Principal, Requires(Scope.rules_write)]


def chosen_rules(ctx: Ctx, jurisdiction: Jurisdiction = "CN", known_on: date | None = None) -> Rulebook:
    """The rulebook of a jurisdiction as it could be known on a day. Raises Malformed for an unknown place."""
    return service.rulebook(ctx.rulebooks(), jurisdiction, known_on)


Rules = Annotated[Rulebook, Depends(chosen_rules)]


@router.get("/rules")
def all_rules(ctx: Ctx, rules: Rules, as_of: date | None = None) -> list[dict[str, Any]]:
    """Every parameter over time, as seen from one day, in the order of the rulebook."""
    return service.every_rule(rules, as_of or ctx.clock.today())


@router.get("/rules/{param}")
def rule(ctx: Ctx, request: Request, rules: Rules, param: str, as_of: date | None = None) -> dict[str, Any]:
    """One parameter over time; any further query parameter narrows the scope (`client_class=private_fund`)."""
    return service.rule(rules, param, as_of or ctx.clock.today(), _scope(request))


@router.get("/rules/{param}/changes")
def rule_changes(request: Request, rules: Rules, param: str, as_of: date | None = None) -> dict[str, Any]:
    """How a parameter changed, oldest first; only what was in force by `as_of` where it is given."""
    return service.changes(rules, param, as_of, _scope(request))


@router.get("/firm-rules")
def own_rules(session: Reading, _principal: Keeper, jurisdiction: Jurisdiction = "CN") -> dict[str, Any]:
    """The rows the firm has brought."""
    return firm_rules.current(session, service.known_place(jurisdiction))


@router.post("/firm-rules")
def bring_rules(
    ctx: Ctx, session: Writing, principal: Keeper, key: IdempotencyKey, asked: FirmRulesRequest
) -> dict[str, Any]:
    """Takes over the firm's rows, once per idempotency key; with `dry_run` only says what they would do."""
    if asked.dry_run:
        return firm_rules.report(session, asked.body).as_json()
    return once(
        session,
        (principal.user, "firm-rules", key),
        asked.body,
        ctx.clock.now(),
        lambda: firm_rules.take_over(ctx, session, principal.user, asked.body),
    )


@router.post("/calculations/{kind}")
def calculation(ctx: Ctx, kind: str, asked: CalculationRequest) -> dict[str, Any]:
    """A hypothetical calculation with the numbers given."""
    return service.calculation(ctx.rules, kind, asked.inputs, asked.as_of or ctx.clock.today())


def _scope(request: Request) -> dict[str, str]:
    named = ("as_of", "jurisdiction", "known_on")
    return {name: value for name, value in request.query_params.items() if name not in named}
