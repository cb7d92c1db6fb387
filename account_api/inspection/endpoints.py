"""The inspection pack of one client and period, for compliance and the administrators alone."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from account_api.auth.principal import Principal, Requires
from account_api.auth.roles import Scope
from account_api.clients.access import InspectedClient
from account_api.days import Day
from account_api.dependencies import Ctx, Writing
from account_api.inspection import pack

router = APIRouter(prefix="/accounts/{client_id}", tags=["inspection"])

Inspector = Annotated[Principal, Requires(Scope.inspection)]
ZIP = "application/zip"
MONTH = timedelta(days=30)


@router.get(
    "/inspection-pack",
    response_class=Response,
    responses={200: {"content": {ZIP: {}}, "description": "the pack, a ZIP file with its own verifier"}},
)
def inspection_pack(
    request: Request,
    ctx: Ctx,
    session: Writing,
    client: InspectedClient,
    principal: Inspector,
    since: Annotated[Day | None, Query(alias="from")] = None,
    until: Annotated[Day | None, Query(alias="to")] = None,
) -> Response:
    """Conversations, figures, rules, notices with receipts, approvals, calls, audit rows; by default of the last 30 days."""
    last = until or ctx.clock.today()
    made = pack.made(
        ctx, session, client, since or last - MONTH, last, request.app.state.chats, principal.user
    )
    headers = {"Content-Disposition": f'attachment; filename="{made.name}"'}
    return Response(made.archive, media_type=ZIP, headers=headers)
