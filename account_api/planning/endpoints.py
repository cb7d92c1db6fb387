"""Before acting: orders, withdrawals, interest, lines, what if. Nothing here changes an account."""

from typing import Annotated

from fastapi import APIRouter, Query

from account_api.accounts.endpoints import Seen
from account_api.dependencies import Ctx, Reading
from account_api.planning import service
from account_api.planning.contract import (
    InterestSchedulePublic,
    LinesPublic,
    OrderQuestion,
    PreviewPublic,
    ScheduleQuestion,
    WhatIfPublic,
    WhatIfQuestion,
    WithdrawablePublic,
)
from account_api.texts import Words

router = APIRouter(prefix="/accounts/{client_id}", tags=["planning"])

MOST_SECURITIES = 50
Moving = Annotated[
    list[Words],
    Query(max_length=MOST_SECURITIES, description="those that move together; all if none is named"),
]


@router.get("/preview")
def preview(
    view: Seen, ctx: Ctx, session: Reading, asked: Annotated[OrderQuestion, Query()]
) -> PreviewPublic:
    """The largest order of a security, what stops it, and the account before and after."""
    return service.order_preview(session, view, ctx.rules, asked)


@router.get("/withdrawable")
def withdrawable(view: Seen, ctx: Ctx, session: Reading) -> WithdrawablePublic:
    """Cash, and of each holding the shares, that may leave the account."""
    return service.withdrawable(session, view, ctx.rules)


@router.get("/interest-schedule")
def interest_schedule(
    view: Seen, ctx: Ctx, session: Reading, asked: Annotated[ScheduleQuestion, Query()]
) -> InterestSchedulePublic:
    """Interest period by period up to a day, per contract and in all."""
    return service.interest_schedule(session, view, ctx.rules, asked)


@router.get("/lines")
def lines(session: Reading, view: Seen, ctx: Ctx, securities: Moving = []) -> LinesPublic:  # noqa: B006
    """The prices and common moves at which each line is touched, and break-even prices."""
    return service.lines(session, view, ctx.rules, securities)


@router.post("/what-if")
def what_if(view: Seen, ctx: Ctx, session: Reading, asked: WhatIfQuestion) -> WhatIfPublic:
    """The account before and after changes that are only supposed, and where prices touch its lines then."""
    return service.supposed(session, view, ctx.rules, asked)
