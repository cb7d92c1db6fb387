"""The notices that this firm has sent to a client, so that anybody can compare what they received."""

from datetime import datetime, time

from fastapi import APIRouter

from account_api.clients.access import VisibleClient
from account_api.clock import BOOKING_ZONE, local_text
from account_api.days import Day
from account_api.dependencies import Reading
from account_api.notices import queries
from account_api.notices.contract import SentNoticePublic
from account_api.notices.tables import SentNotice
from account_api.texts import plain

router = APIRouter(prefix="/accounts/{client_id}", tags=["notices"])


@router.get("/notices")
def notices(client: VisibleClient, session: Reading, since: Day | None = None) -> list[SentNoticePublic]:
    """The notices sent on or after a day, or all of them; the newest first."""
    start = None if since is None else datetime.combine(since, time(), tzinfo=BOOKING_ZONE)
    return [_shown(row) for row in queries.sent(session, client.client_id, start)]


def _shown(row: SentNotice) -> SentNoticePublic:
    return SentNoticePublic(
        **row.model_dump(include={"id", "kind", "channel", "clause", "text"}),
        sent_at=local_text(row.sent_at),
        delivered_at=_instant(row.delivered_at),
        read_at=_instant(row.read_at),
        deadline=_instant(row.deadline),
        amount=None if row.amount is None else plain(row.amount),
    )


def _instant(at: datetime | None) -> str | None:
    return None if at is None else local_text(at)
