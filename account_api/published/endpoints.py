"""One account as it was last published. A client's own is answered by `hot_reads` before it comes here."""

from fastapi import APIRouter, Response

from account_api.clients.access import VisibleClient
from account_api.dependencies import Reading
from account_api.published import service
from account_api.published.contract import PublishedAccountPublic

router = APIRouter(prefix="/accounts/{client_id}", tags=["accounts"])


@router.get("/published", response_model=PublishedAccountPublic)
def published(client: VisibleClient, session: Reading) -> Response:
    """Figures and positions of the instant that `published_at` names; for those of now, ask for the figures."""
    return Response(service.body(session, client), media_type="application/json")
