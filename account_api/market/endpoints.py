"""Securities and the clock. Public."""

from fastapi import APIRouter

from account_api.clock import local_text
from account_api.dependencies import Ctx, Reading
from account_api.market import service
from account_api.market.contract import ClockPublic, SecurityPublic

router = APIRouter(tags=["market"])


@router.get("/securities")
def securities(ctx: Ctx, session: Reading) -> list[SecurityPublic]:
    """Every security of this firm with today's terms."""
    return service.listed(session, ctx.clock.today())


@router.get("/clock")
def clock(ctx: Ctx) -> ClockPublic:
    """Business time; `pinned` in a demo home."""
    return ClockPublic(now=local_text(ctx.clock.now()), pinned=ctx.clock.pinned, demo=ctx.home.demo)
