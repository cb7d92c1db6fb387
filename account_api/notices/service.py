"""Sending a notice: one row in the ledger for each channel the client's contract names, and a message to carry each, all in the
caller's transaction. The app's inbox is ours, so that a notice there is delivered in the same transaction.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from sqlmodel import Session

from account_api import counters, outbox
from account_api.audit import Event
from account_api.context import Context
from account_api.firm import queries as firm
from account_api.inbox import service as inbox
from account_api.notices import queries
from account_api.notices.tables import Channel, Kind, SentNotice
from account_api.notices.texts import TITLES, Text

SYSTEM = "system"
DEFAULT_CHANNELS: tuple[Channel, ...] = ("sms", "app")
"""Where neither the contract nor the firm's parameter `notice_channels` says otherwise."""


def send(
    ctx: Context,
    session: Session,
    client_id: str,
    kind: Kind,
    text: Text | str,
    *,
    case: str | None = None,
    clause: str | None = None,
    deadline: datetime | None = None,
    amount: Decimal | None = None,
    channels: Sequence[Channel] | None = None,
    quiet: Mapping[str, str] | None = None,
) -> list[SentNotice]:
    """Sends a notice by `channels`, or by those of the client's contract; the rows of the ledger, one for each channel.

    A plain `text` is Chinese only. `case` is the margin call it belongs to; `clause`, `deadline` and `amount` are those that
    the text names; `quiet` are hours {from, until} in which nothing but the inbox is used, for what a client has asked for:
    a notice of the firm knows none. It goes out when the caller's transaction is committed, and not at all otherwise.
    """
    words = Text(text, "") if isinstance(text, str) else text
    now = ctx.clock.now()
    number = (
        f"N{ctx.clock.today():%Y%m%d}-{counters.next_number(session, f'notices {ctx.clock.today()}'):06d}"
    )
    rows = [
        SentNotice.of(
            id=f"{number}-{channel}",
            client_id=client_id,
            kind=kind,
            channel=channel,
            sent_at=now,
            deadline=deadline,
            clause=clause,
            text=words.zh,
            text_en=words.en or None,
            amount=amount,
            sending=number,
            case_id=case,
            figures=dict(words.figures),
            sha256=hashlib.sha256(body(channel, words.zh, words.en).encode()).hexdigest(),
        )
        for channel in dict.fromkeys(channels or channels_of(ctx, session, client_id))
    ]
    session.add_all(rows)
    session.flush()
    for row in rows:
        _carry(ctx, session, row, quiet)
    told = {"id": number, "kind": kind, "channels": [row.channel for row in rows], "case": case}
    ctx.record(session, Event("notice.sent", SYSTEM, client_id, told))
    return rows


def channels_of(ctx: Context, session: Session, client_id: str) -> tuple[Channel, ...]:
    """The channels by which this client's contract says notices go; the firm's own where it says nothing."""
    rule = queries.rule(session, client_id, ctx.clock.today())
    if rule is not None and rule.channels:
        return tuple(rule.channels)  # type: ignore[arg-type]  # checked when the rule was written
    return tuple(firm.if_set(session, "notice_channels") or DEFAULT_CHANNELS)


def body(channel: str, zh: str, en: str | None) -> str:
    """What that channel carries, word for word: an SMS the Chinese alone, all others both languages."""
    return zh if channel == "sms" or not en else f"{zh}\n\n{en}"


def message_kind(channel: str) -> str:
    """The kind of outbox message that carries a notice by that channel."""
    return f"notice_{channel}"


def _carry(ctx: Context, session: Session, row: SentNotice, quiet: Mapping[str, str] | None) -> None:
    """Into our own inbox at once; by any other way with a message, which the relay hands over."""
    if row.channel != "app":
        payload = {"notice": row.id} | ({} if quiet is None else {"quiet": dict(quiet)})
        outbox.put(session, message_kind(row.channel), payload, f"notice:{row.id}", ctx.clock.wall())
        return
    zh, en = TITLES[row.kind]
    words = {"zh": row.text, "en": row.text_en or row.text}
    inbox.put_notice(ctx, session, row.id, row.client_id, {"zh": zh, "en": en}, words)
    row.gateway, row.gateway_id, row.handed_at, row.delivered_at = "inbox", row.id, row.sent_at, row.sent_at
