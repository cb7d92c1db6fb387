"""The notices that this firm has sent to a client, so that anybody can compare what they received; what proves that one arrived;
and what gateways report.
"""

from datetime import datetime, time
from typing import Annotated

from fastapi import APIRouter, Path

from account_api.auth.principal import Principal, Requires
from account_api.auth.roles import Scope
from account_api.clients.access import VisibleClient
from account_api.clock import BOOKING_ZONE
from account_api.days import Day
from account_api.dependencies import Ctx, Reading, Writing
from account_api.notices import proof, queries, receipts
from account_api.notices.contract import (
    ProofPublic,
    ReceiptBatch,
    ReceiptCreate,
    ReceiptPublic,
    SentNoticePublic,
)
from account_api.notices.reporter import Reporter
from account_api.texts import Words

router = APIRouter(tags=["notices"])
NoticeId = Annotated[Words, Path(max_length=64)]
ACCOUNT = "/accounts/{client_id}/notices"


@router.get(ACCOUNT)
def notices(client: VisibleClient, session: Reading, since: Day | None = None) -> list[SentNoticePublic]:
    """The notices sent on or after a day, or all of them; the newest first."""
    start = None if since is None else datetime.combine(since, time(), tzinfo=BOOKING_ZONE)
    return [proof.shown(session, row) for row in queries.sent(session, client.client_id, start)]


@router.get(ACCOUNT + "/{notice_id}/proof")
def notice_proof(client: VisibleClient, session: Reading, notice_id: NoticeId) -> ProofPublic:
    """What went out word for word, each try, each receipt, and the same notice by its other channels."""
    return proof.proof(session, client.client_id, notice_id)


@router.post(ACCOUNT + "/{notice_id}/acknowledge")
def acknowledge(
    client: VisibleClient,
    ctx: Ctx,
    session: Writing,
    principal: Annotated[Principal, Requires(Scope.mail_own)],
    notice_id: NoticeId,
) -> SentNoticePublic:
    """The client has seen the notice; the first time counts."""
    return proof.acknowledge(ctx, session, principal, client.client_id, notice_id)


@router.post("/receipts")
def report(ctx: Ctx, session: Writing, by: Reporter, asked: ReceiptCreate) -> ReceiptPublic:
    """What became of a message, said by the gateway that carried it; the same receipt again changes nothing."""
    return receipts.report(ctx, session, by, asked)


@router.post("/receipts/batch")
def report_all(ctx: Ctx, session: Writing, by: Reporter, asked: ReceiptBatch) -> list[ReceiptPublic]:
    """Several receipts in one request: all are counted, or none where one is refused."""
    return [receipts.report(ctx, session, by, each) for each in asked.receipts]


@router.get("/receipts/unknown")
def unknown(
    session: Reading, _: Annotated[Principal, Requires(Scope.deliveries_read)]
) -> list[ReceiptPublic]:
    """Receipts that belong to no notice of ours, in the order they came."""
    return [receipts.public(row) for row in queries.receipts(session, None)]
