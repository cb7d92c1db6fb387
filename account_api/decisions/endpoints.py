"""Decisions about one account. Each is worked out and nothing is written: a person decides."""

from fastapi import APIRouter

from account_api.accounts.endpoints import Seen
from account_api.clients.access import VisibleClient
from account_api.days import Day
from account_api.decisions import call_state as calls
from account_api.decisions import disposals, people
from account_api.decisions.contract import (
    CallStatePublic,
    CounterfactualPublic,
    CreditPublic,
    DecisionPublic,
    LiquidationPublic,
    LiquidationQuestion,
    PersonQuestion,
    PlanPublic,
    PlanQuestion,
    StressPublic,
    StressQuestion,
    SuitabilityPublic,
)
from account_api.dependencies import Ctx, Reading

router = APIRouter(prefix="/accounts/{client_id}", tags=["decisions"])


@router.get("/call-state")
def call_state(view: Seen, ctx: Ctx, session: Reading) -> CallStatePublic:
    """Where each margin call stands: state, deadline, notices owed, the next lawful step, and how it came here."""
    return calls.call_state(ctx, session, view)


@router.get("/admission")
def admission(client: VisibleClient, ctx: Ctx, session: Reading, as_of: Day | None = None) -> DecisionPublic:
    """Whether the client may open a credit account: every condition by its rule, and what closes each gap."""
    return people.admission(ctx, session, client, as_of or ctx.clock.today())


@router.get("/credit")
def credit(client: VisibleClient, ctx: Ctx, session: Reading, as_of: Day | None = None) -> CreditPublic:
    """The credit score, the line it proposes with every reason, and what the line was over time."""
    return people.credit(ctx, session, client, as_of or ctx.clock.today())


@router.post("/suitability")
def suitability(view: Seen, ctx: Ctx, asked: PersonQuestion) -> SuitabilityPublic:
    """What suits a grade, a horizon, a need and a goal: ceiling, buffer, facts and scenarios; no picks."""
    return people.suitability(view, ctx.rules, asked)


@router.post("/stress")
def stress(view: Seen, ctx: Ctx, session: Reading, asked: StressQuestion) -> StressPublic:
    """The account before and after stress scenarios: lines crossed, distances, what would cure it."""
    return disposals.stressed(session, view, ctx.rules, asked)


@router.post("/plan")
def plan(view: Seen, ctx: Ctx, session: Reading, asked: PlanQuestion) -> PlanPublic:
    """The plan that brings the account to a ratio by one objective, beside the alternatives."""
    return disposals.planned(session, view, ctx.rules, asked)


@router.post("/liquidation")
def liquidation(
    view: Seen, ctx: Ctx, session: Reading, asked: LiquidationQuestion
) -> LiquidationPublic | CounterfactualPublic:
    """What a forced liquidation would sell, step after step, and what remains; by a second order too, if one is given."""
    return disposals.liquidated(ctx, session, view, asked)
