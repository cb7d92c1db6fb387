"""What the firm does by the clock, for those who watch over it."""

from fastapi import APIRouter

from account_api.auth.principal import Requires
from account_api.auth.roles import Scope
from account_api.dependencies import Ctx, Reading
from account_api.jobs import view
from account_api.jobs.contract import JobsPublic

router = APIRouter(tags=["jobs"])


@router.get("/jobs", dependencies=[Requires(Scope.feed_read)])
def jobs(ctx: Ctx, session: Reading) -> JobsPublic:
    """Every job with how far it has come, who works now, and which messages were given up."""
    return view.standing(ctx, session)
