"""From the ledger of notices to a gateway and back: a row becomes a letter, and what came of each try is written beside it."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from sqlmodel import Session

from account_api.audit import Event
from account_api.campaigns import quiet
from account_api.campaigns.contract import QuietHours
from account_api.context import Context
from account_api.gateways.contract import Gateway, Letter, Taken
from account_api.inbox import queries as inbox
from account_api.margin_calls import unreached
from account_api.notices import queries, receipts
from account_api.notices.service import SYSTEM, body, message_kind
from account_api.notices.tables import NoticeAttempt, SentNotice
from account_api.notices.texts import TITLES
from account_api.relay import Deliver, Handler, Later, Outcome, Payload, Refused, Sends

TELEGRAM = "telegram"
LONGEST_ERROR = 200


def handlers(ctx: Context, gateways: Mapping[str, Gateway], telegram: Deliver | None) -> dict[str, Handler]:
    """What carries notices: a gateway by channel, and Telegram where this process can send to it."""
    carried: dict[str, Handler] = {
        message_kind(channel): _by(ctx, gateway) for channel, gateway in gateways.items()
    }
    if telegram is not None:
        chat = Gateway(TELEGRAM, lambda letter: _to_chat(ctx, telegram, letter), knows_repetition=False)
        carried[message_kind(TELEGRAM)] = _by(ctx, chat)
    return carried


def _by(ctx: Context, gateway: Gateway) -> Sends:
    return Sends(
        send=lambda payload: gateway.send(_letter(ctx, payload["notice"])),
        told=partial(_told, ctx, gateway.name),
        knows_repetition=gateway.knows_repetition,
        ready=partial(_ready, ctx),
    )


def _ready(ctx: Context, payload: Payload) -> None:
    """What the client wants undisturbed by waits for the end of the quiet hours; a notice of the firm names none."""
    hours = payload.get("quiet")
    if hours is not None:
        pause = quiet.pause(ctx.clock.local(), QuietHours.model_validate(hours))
        if pause:
            raise Later(pause)


def _letter(ctx: Context, notice_id: str) -> Letter:
    with ctx.transaction(writes=False) as session:
        row = session.get_one(SentNotice, notice_id)
        rule = queries.rule(session, row.client_id, ctx.clock.today())
    addresses = {} if rule is None else {"sms": rule.phone, "email": rule.email}
    zh, en = TITLES[row.kind]
    return Letter(
        row.id,
        row.client_id,
        addresses.get(row.channel),
        f"{zh} / {en}" if row.text_en else zh,
        body(row.channel, row.text, row.text_en),
    )


def _to_chat(ctx: Context, telegram: Deliver, letter: Letter) -> Taken:
    with ctx.transaction(writes=False) as session:
        chat = inbox.telegram_chat(session, letter.client_id)
    if chat is None:
        raise Refused("no chat")
    telegram({"chat": chat.chat, "lang": chat.lang, "title": letter.title, "text": letter.body, "link": "/"})
    return Taken(letter.id)


def _told(ctx: Context, gateway: str, session: Session, payload: Payload, outcome: Outcome) -> None:
    """Adds the try, and what the gateway said, to the ledger."""
    row = session.get_one(SentNotice, payload["notice"], with_for_update=True)
    now = ctx.clock.now()
    session.add(
        NoticeAttempt.of(
            notice_id=row.id,
            n=outcome.n,
            at=now,
            outcome="taken" if outcome.error is None else "unknown" if outcome.unknown else "refused",
            detail=None if outcome.error is None else outcome.error[:LONGEST_ERROR],
        )
    )
    about: dict[str, Any] = {"id": row.id, "n": outcome.n, "error": outcome.error}
    if outcome.error is None:
        _taken(session, row, gateway, outcome.answer, now)
    elif outcome.last and not outcome.unknown:
        row.failed_at = row.failed_at or now
        unreached.ask_for(session, row, now)
    ctx.record(
        session,
        Event("notice.handed" if outcome.error is None else "notice.tried", SYSTEM, row.client_id, about),
    )


def _taken(session: Session, row: SentNotice, gateway: str, taken: Taken, now: datetime) -> None:
    """The first answer counts; receipts that came before it are the notice's now."""
    if row.gateway_id is None:
        row.gateway, row.gateway_id, row.handed_at = gateway, taken.gateway_id, now
    if taken.delivered_at is not None:
        receipts.count(row, "delivered", taken.delivered_at)
    session.flush()
    receipts.adopt(session, row)
    unreached.ask_for(session, row, now)
