"""What can be proven of a notice: what went out word for word, by which channel, how often it was tried, what the gateway
reported, and that the client acknowledged it.
"""

import hashlib
from datetime import datetime

from sqlmodel import Session

from account_api import outbox
from account_api.audit import Event
from account_api.auth.principal import Principal
from account_api.clock import local_text
from account_api.context import Context
from account_api.errors import NotFound
from account_api.notices import queries, receipts
from account_api.notices.contract import AttemptPublic, ProofPublic, SentNoticePublic, State
from account_api.notices.service import body
from account_api.notices.tables import SentNotice
from account_api.texts import plain


def proof(session: Session, client_id: str, notice_id: str) -> ProofPublic:
    """All of it. Raises NotFound for a notice that did not go to this client."""
    row = _found(session, client_id, notice_id)
    message = outbox.of_key(session, f"notice:{row.id}")
    carried = body(row.channel, row.text, row.text_en)
    fits = hashlib.sha256(carried.encode()).hexdigest() == row.sha256
    tried = queries.attempts(session, row.id)
    return ProofPublic(
        notice=shown(session, row),
        body=carried,
        sha256=row.sha256,
        hash_holds=None if row.sha256 is None else fits,
        figures=row.figures,
        gateway=row.gateway,
        gateway_id=row.gateway_id,
        handed_at=_instant(row.handed_at),
        failed_at=_instant(row.failed_at),
        tries=0 if message is None else message.attempts,
        last_error=None if message is None else message.last_error,
        attempts=[
            AttemptPublic(n=each.n, at=local_text(each.at), outcome=each.outcome, detail=each.detail)
            for each in tried
        ],
        receipts=[receipts.public(each) for each in queries.receipts(session, row.id)],
        other_channels=[shown(session, each) for each in queries.of_sending(session, row)],
    )


def acknowledge(
    ctx: Context, session: Session, principal: Principal, client_id: str, notice_id: str
) -> SentNoticePublic:
    """The client says to have seen the notice; the first time counts, for all its channels. In the inbox, which is ours, it
    has then been read; what another channel delivered is for its gateway to say.

    Raises NotFound for a notice that did not go to this client.
    """
    row = _found(session, client_id, notice_id)
    if row.acknowledged_at is None:
        now = ctx.clock.now()
        if row.channel == "app":
            receipts.count(row, "read", now)
        for each in (row, *queries.of_sending(session, row)):
            each.acknowledged_at = now
        ctx.record(session, Event("notice.acknowledged", principal.user, client_id, {"id": row.id}))
    return shown(session, row)


def shown(session: Session, row: SentNotice) -> SentNoticePublic:
    """A notice as the list shows it."""
    return SentNoticePublic(
        **row.model_dump(include={"id", "kind", "channel", "clause", "text", "text_en", "sending"}),
        sent_at=local_text(row.sent_at),
        delivered_at=_instant(row.delivered_at),
        read_at=_instant(row.read_at),
        deadline=_instant(row.deadline),
        amount=None if row.amount is None else plain(row.amount),
        state=state_of(session, row),
        case=row.case_id,
        acknowledged_at=_instant(row.acknowledged_at),
    )


def state_of(session: Session, row: SentNotice) -> State:
    """How far it has come. What a receipt says outweighs what our own relay knows."""
    if row.read_at is not None:
        return "read"
    if row.delivered_at is not None:
        return "delivered"
    if row.failed_at is not None:
        return "failed"
    if row.handed_at is not None:
        return "handed"
    message = outbox.of_key(session, f"notice:{row.id}")
    return "uncertain" if message is not None and message.state == "uncertain" else "waiting"


def _found(session: Session, client_id: str, notice_id: str) -> SentNotice:
    row = queries.of_client(session, client_id, notice_id)
    if row is None:
        raise NotFound("There is no such notice.", "没有该通知。")
    return row


def _instant(at: datetime | None) -> str | None:
    return None if at is None else local_text(at)
