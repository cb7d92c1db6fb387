"""What the firm has set for itself. Public."""

from typing import Any

from fastapi import APIRouter

from account_api.clock import local_text
from account_api.dependencies import Ctx, Reading
from account_api.firm import service

router = APIRouter(tags=["firm"])


@router.get("/firm")
def firm(ctx: Ctx, session: Reading) -> dict[str, Any]:
    """Each fact with its value, marked firm-set; `now` and `demo` beside them."""
    now = local_text(ctx.clock.now())
    return {**service.facts(session), "now": now, "demo": ctx.home.demo}
