"""What was settled for a client, and how the commission compares with a rate the client names."""

from typing import Annotated

from fastapi import APIRouter, Query

from account_api.clients.access import VisibleClient
from account_api.dependencies import Ctx, Reading
from account_api.settlements import service
from account_api.settlements.contract import (
    CommissionDifferencePublic,
    CommissionQuestion,
    Period,
    SettlementPublic,
)

router = APIRouter(prefix="/accounts/{client_id}", tags=["settlements"])


@router.get("/settlements")
def settlements(
    client: VisibleClient, session: Reading, period: Annotated[Period, Query()]
) -> list[SettlementPublic]:
    """The settled trades of a period, oldest first."""
    return service.listed(session, client, period)


@router.get("/commission-difference")
def commission_difference(
    client: VisibleClient, ctx: Ctx, session: Reading, asked: Annotated[CommissionQuestion, Query()]
) -> CommissionDifferencePublic:
    """What was charged in commission, what it would have been at a rate, and the difference."""
    return service.difference(session, client, asked, ctx.clock.today())
