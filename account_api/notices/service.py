"""Sending notices: one row in the ledger for each channel the client's contract names, and a message to carry each, all in the
caller's transaction. The app's inbox is ours, so that a notice there is delivered in the same transaction.
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any, cast

from sqlmodel import Session

from account_api import counters, outbox
from account_api.audit import Event
from account_api.context import Context
from account_api.db import insert_all
from account_api.firm import queries as firm
from account_api.inbox import service as inbox
from account_api.inbox.service import NoticeLetter
from account_api.notices import queries
from account_api.notices.tables import Channel, Kind, SentNotice
from account_api.notices.texts import TITLES, Text

SYSTEM = "system"
DEFAULT_CHANNELS: tuple[Channel, ...] = ("sms", "app")
"""Where neither the contract nor the firm's parameter `notice_channels` says otherwise."""
INBOX = "app"
NOT_YET: Mapping[str, None] = MappingProxyType(
    {"gateway": None, "gateway_id": None, "handed_at": None, "delivered_at": None}
)
"""What is not known yet of a notice that a gateway is to carry."""


@dataclass(frozen=True, slots=True)
class Sending:
    """A notice to one client, by `channels` or by those of the client's contract.

    `case` is the margin call it belongs to; `clause`, `deadline` and `amount` are those that the text names; `quiet` are
    hours {from, until} in which nothing but the inbox is used, for what a client has asked for: a notice of the firm knows
    none.
    """

    client_id: str
    kind: Kind
    text: Text
    case: str | None = None
    clause: str | None = None
    deadline: datetime | None = None
    amount: Decimal | None = None
    channels: Sequence[Channel] | None = None
    quiet: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """The number of a notice that was sent, and the ids of its rows in the ledger, one for each channel."""

    number: str
    ids: tuple[str, ...]


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
    """Sends one notice, as `send_many` does; the rows of the ledger. A plain `text` is Chinese only."""
    words = Text(text, "") if isinstance(text, str) else text
    asked = Sending(client_id, kind, words, case, clause, deadline, amount, channels, quiet)
    (sent,) = send_many(ctx, session, [asked])
    return [session.get_one(SentNotice, each) for each in sent.ids]


def send_many(ctx: Context, session: Session, sendings: Sequence[Sending]) -> list[Sent]:
    """Sends notices, in their order; what became of each. They go out when the caller's transaction is committed, and not at
    all otherwise.
    """
    if not sendings:
        return []
    today = ctx.clock.today()
    ways = channels_of(ctx, session, {each.client_id for each in sendings if not each.channels})
    numbers = counters.next_numbers(session, f"notices {today}", len(sendings))
    sent: list[Sent] = []
    rows: list[dict[str, Any]] = []
    for number, each in zip(numbers, sendings, strict=True):
        channels = tuple(dict.fromkeys(each.channels or ways[each.client_id]))
        name = f"N{today:%Y%m%d}-{number:06d}"
        sent.append(Sent(name, tuple(f"{name}-{channel}" for channel in channels)))
        rows += _rows(each, name, channels, ctx.clock.now())
    insert_all(session, SentNotice, rows)
    quiet = {one.number: each.quiet for one, each in zip(sent, sendings, strict=True)}
    _carry(ctx, session, rows, quiet)
    ctx.record(session, *(_told(one, each) for one, each in zip(sent, sendings, strict=True)))
    return sent


def channels_of(
    ctx: Context, session: Session, clients: Collection[str]
) -> Mapping[str, tuple[Channel, ...]]:
    """The channels by which each client's contract says notices go; the firm's own where it says nothing."""
    if not clients:
        return {}
    ours = tuple(firm.if_set(session, "notice_channels") or DEFAULT_CHANNELS)
    rules = queries.rules(session, clients, ctx.clock.today())
    agreed = {name: cast(tuple[Channel, ...], tuple(rule.channels)) for name, rule in rules.items()}
    return {each: agreed.get(each) or ours for each in clients}


def body(channel: str, zh: str, en: str | None) -> str:
    """What that channel carries, word for word: an SMS the Chinese alone, all others both languages."""
    return zh if channel == "sms" or not en else f"{zh}\n\n{en}"


def message_kind(channel: str) -> str:
    """The kind of outbox message that carries a notice by that channel."""
    return f"notice_{channel}"


def _rows(each: Sending, number: str, channels: Sequence[Channel], now: datetime) -> list[dict[str, Any]]:
    """The rows of the ledger. Our own inbox has a notice as soon as it is sent."""
    zh, en = each.text.zh, each.text.en
    return [
        {
            "id": f"{number}-{channel}",
            "client_id": each.client_id,
            "kind": each.kind,
            "channel": channel,
            "sent_at": now,
            "deadline": each.deadline,
            "clause": each.clause,
            "text": zh,
            "text_en": en or None,
            "amount": each.amount,
            "sending": number,
            "case_id": each.case,
            "figures": dict(each.text.figures),
            "sha256": hashlib.sha256(body(channel, zh, en).encode()).hexdigest(),
            **(_delivered(number, now) if channel == INBOX else NOT_YET),
        }
        for channel in channels
    ]


def _delivered(number: str, now: datetime) -> dict[str, Any]:
    own = f"{number}-{INBOX}"
    return {"gateway": "inbox", "gateway_id": own, "handed_at": now, "delivered_at": now}


def _carry(
    ctx: Context,
    session: Session,
    rows: Sequence[Mapping[str, Any]],
    quiet: Mapping[str, Mapping[str, str] | None],
) -> None:
    """Into our own inbox at once; by any other way with a message, which the relay hands over."""
    letters = [
        NoticeLetter(
            row["id"],
            row["client_id"],
            dict(zip(("zh", "en"), TITLES[row["kind"]], strict=True)),
            {"zh": row["text"], "en": row["text_en"] or row["text"]},
        )
        for row in rows
        if row["channel"] == INBOX
    ]
    inbox.put_notices(ctx, session, letters)
    drafts = [
        outbox.Draft(
            message_kind(row["channel"]), _payload(row["id"], quiet[row["sending"]]), f"notice:{row['id']}"
        )
        for row in rows
        if row["channel"] != INBOX
    ]
    outbox.put_all(session, drafts, ctx.clock.wall())


def _payload(notice: str, quiet: Mapping[str, str] | None) -> dict[str, Any]:
    return {"notice": notice} if quiet is None else {"notice": notice, "quiet": dict(quiet)}


def _told(sent: Sent, each: Sending) -> Event:
    channels = [own.removeprefix(f"{sent.number}-") for own in sent.ids]
    told = {"id": sent.number, "kind": each.kind, "channels": channels, "case": each.case}
    return Event("notice.sent", SYSTEM, each.client_id, told)
