"""What only risk and compliance see: patterns over a tape of trades, and the credit risk of the whole book.

Both compute for long: they are made in a transaction that locks nothing, and the look is audited before the answer leaves.
"""

from typing import Annotated

from fastapi import APIRouter

from account_api.audit import Event
from account_api.auth.principal import Principal, Requires
from account_api.auth.roles import Scope
from account_api.days import Day
from account_api.decisions.contract import CreditRiskPublic, SurveillancePublic, TapeQuestion
from account_api.decisions.credit_book import credit_risk as look_over_the_book
from account_api.dependencies import Ctx, Turnstile
from account_api.planning.position import answered
from risk.surveillance import read_tape, surveil

MAX_TAPE_BYTES = 4 * 1024 * 1024

router = APIRouter(prefix="/desk", tags=["desk"])
Watcher = Annotated[Principal, Requires(Scope.surveillance)]


@router.post("/surveillance", dependencies=[Turnstile], max_body_size=MAX_TAPE_BYTES)
def surveillance(ctx: Ctx, principal: Watcher, asked: TapeQuestion) -> SurveillancePublic:
    """What nine patterns see in a tape, with evidence and thresholds; no judgement of anybody. The look is audited."""
    found = answered(lambda: surveil(read_tape(asked.tape), ctx.rules))
    with ctx.transaction() as session:
        ctx.record(session, Event("surveillance.run", principal.user, None, {"alerts": len(found.alerts)}))
    return SurveillancePublic.model_validate(found.as_json())


@router.get("/credit-risk", dependencies=[Turnstile])
def credit_risk(ctx: Ctx, principal: Watcher, as_of: Day | None = None) -> CreditRiskPublic:
    """Stress loss, age of overdue sums, residual debt and crowded securities of every account. The look is audited."""
    with ctx.transaction(writes=False) as session:
        found = look_over_the_book(ctx, session, as_of or ctx.clock.today())
    with ctx.transaction() as session:
        ctx.record(session, Event("credit_risk.read", principal.user, None, {"accounts": found.accounts}))
    return found
