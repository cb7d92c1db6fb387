"""What gateways report: counted once each, in whatever order they come.

A notice is delivered at the first instant that any receipt says it was there, read at the first that says it was read; to have
been read it must have been delivered. So the same receipts give the same answer in any order and however often. One of an
unknown id is kept aside: it may have overtaken our own record of the id, and is the notice's as soon as that is written.
"""

import hmac
from datetime import datetime, timedelta
from hashlib import sha256

from sqlmodel import Session

from account_api.audit import Event
from account_api.clock import local_text
from account_api.context import Context
from account_api.db import insert_if_absent
from account_api.errors import FieldProblem, Malformed
from account_api.margin_calls import unreached
from account_api.notices import queries
from account_api.notices.contract import ReceiptCreate, ReceiptPublic
from account_api.notices.tables import Receipt, ReceiptState, SentNotice

AHEAD = timedelta(minutes=5)
"""How far a gateway's clock may be ahead of ours."""


def report(ctx: Context, session: Session, by: str, asked: ReceiptCreate) -> ReceiptPublic:
    """Counts a receipt, the first time it comes. Raises Malformed for one from the future."""
    if asked.at > max(ctx.clock.wall(), ctx.clock.now()) + AHEAD:
        late = FieldProblem(
            "at", "future", local_text(asked.at), "This instant has not come yet.", "该时间尚未到来。"
        )
        raise Malformed("Please correct: at.", "请更正：at。", (late,))
    row = queries.reported_as(session, asked.gateway, asked.id)
    receipt = Receipt.of(
        gateway=asked.gateway,
        gateway_id=asked.id,
        state=asked.state,
        at=asked.at,
        received_at=ctx.clock.now(),
        notice_id=row and row.id,
    )
    if not insert_if_absent(session, Receipt, receipt.model_dump(exclude={"id"})):
        first = queries.receipt(session, asked.gateway, asked.id, asked.state, asked.at)
        return public(first).model_copy(update={"known": True})
    if row is not None:
        count(row, asked.state, asked.at)
        unreached.ask_for(session, row, ctx.clock.now())
    about = {"gateway": asked.gateway, "id": asked.id, "state": asked.state, "notice": row and row.id}
    ctx.record(session, Event("notice.receipt", by, None if row is None else row.client_id, about))
    return public(receipt)


def count(row: SentNotice, state: ReceiptState, at: datetime) -> None:
    """Works one receipt into its notice. No receipt is from before the notice: a clock that says so is behind."""
    at = max(at, row.sent_at)
    if state == "failed":
        row.failed_at = _first(row.failed_at, at)
        return
    row.delivered_at = _first(row.delivered_at, at)
    if state == "read":
        row.read_at = _first(row.read_at, at)


def read_in_app(session: Session, notice_id: str, at: datetime) -> None:
    """The client has opened the notice in the inbox, which is ours: that is its receipt."""
    count(session.get_one(SentNotice, notice_id, with_for_update=True), "read", at)


def adopt(session: Session, row: SentNotice) -> None:
    """Gives a notice the receipts that came before its id was known."""
    if row.gateway is None or row.gateway_id is None:
        return
    for early in queries.kept_aside(session, row.gateway, (row.gateway_id, row.id)):
        early.notice_id = row.id
        count(row, early.state, early.at)


def signature(secret: str, body: bytes) -> str:
    """How a gateway signs the body of its report: HMAC-SHA-256 under the shared secret, as hex."""
    return hmac.new(secret.encode(), body, sha256).hexdigest()


def public(row: Receipt) -> ReceiptPublic:
    """A receipt as it is shown."""
    return ReceiptPublic(
        gateway=row.gateway,
        id=row.gateway_id,
        state=row.state,
        at=local_text(row.at),
        received_at=local_text(row.received_at),
        notice=row.notice_id,
    )


def _first(one: datetime | None, other: datetime) -> datetime:
    return other if one is None else min(one, other)
