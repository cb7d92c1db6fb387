"""Putting a message into an inbox, reading it, and where copies of it go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, col

from account_api import outbox
from account_api.audit import Event
from account_api.auth.principal import Principal
from account_api.clock import local_text
from account_api.consents.service import of_client, own
from account_api.context import Context
from account_api.db import columns_of, insert_all
from account_api.errors import NotFound
from account_api.inbox import queries
from account_api.inbox.contract import BilingualPublic, InboxMessagePublic, TelegramPublic, TelegramUpdate
from account_api.inbox.tables import InboxMessage, TelegramChat
from account_api.notices import receipts

TELEGRAM_COPY = "telegram_copy"


@dataclass(frozen=True, slots=True)
class Letter:
    """What a campaign sends one client: texts by language, and the figure they quote, if any."""

    campaign: str
    client_id: str
    title: dict[str, str]
    text: dict[str, str]
    link: str
    trace_id: str | None
    snapshot_time: str | None


@dataclass(frozen=True, slots=True)
class NoticeLetter:
    """A notice as its client reads it: title and text by language."""

    notice_id: str
    client_id: str
    title: dict[str, str]
    text: dict[str, str]


def put(ctx: Context, session: Session, letter: Letter) -> None:
    """Writes the message, and queues its Telegram copy where the client has a chat, in the caller's transaction."""
    message = InboxMessage.of(
        id=ctx.new_id(),
        kind="campaign",
        campaign=letter.campaign,
        client_id=letter.client_id,
        title=letter.title,
        text=letter.text,
        link=letter.link,
        trace_id=letter.trace_id,
        snapshot_time=letter.snapshot_time,
        sent_at=ctx.clock.now(),
        written_at=ctx.clock.wall(),
    )
    session.add(message)
    session.flush()
    chat = queries.telegram_chat(session, letter.client_id)
    if chat is not None:
        lang = "en" if chat.lang == "en" else "zh"
        words = {"title": letter.title[lang], "text": letter.text[lang], "link": letter.link}
        copy = {"client": letter.client_id, "chat": chat.chat, "lang": chat.lang, **words}
        outbox.put(session, TELEGRAM_COPY, copy, f"{TELEGRAM_COPY}:{message.id}", ctx.clock.wall())


def put_notices(ctx: Context, session: Session, letters: Sequence[NoticeLetter]) -> None:
    """Writes notices into the inbox, in the caller's transaction. They lead to the chat, where they can be asked about."""
    sent_at, written_at = ctx.clock.now(), ctx.clock.wall()
    rows = [
        {
            **columns_of(each),
            "id": ctx.new_id(),
            "kind": "notice",
            "link": "/",
            "sent_at": sent_at,
            "written_at": written_at,
        }
        for each in letters
    ]
    insert_all(session, InboxMessage, rows)


def still_wanted(session: Session, copy: Mapping[str, Any]) -> bool:
    """Whether a queued copy may still go where it was meant to go: the chat is still its client's, who has not opted out."""
    chat = queries.telegram_chat(session, copy["client"])
    return chat is not None and chat.chat == copy["chat"] and of_client(session, copy["client"]).education


def listed(session: Session, principal: Principal) -> list[InboxMessagePublic]:
    """The client's own messages, newest first."""
    return [_public(message) for message in queries.of_client(session, own(principal))]


def opened(ctx: Context, session: Session, principal: Principal, message_id: str) -> InboxMessagePublic:
    """Notes when a message was first opened. Raises NotFound for an unknown one and for somebody else's."""
    message = queries.of_client_one(session, own(principal), message_id)
    if message is None:
        raise NotFound("There is no such message.", "没有该消息。")
    if message.opened_at is None:
        message.opened_at = ctx.clock.now()
        if message.notice_id is not None:
            receipts.read_in_app(session, message.notice_id, message.opened_at)
        ctx.record(session, Event("inbox.opened", principal.user, message.client_id, {"id": message.id}))
    return _public(message)


def put_telegram(
    ctx: Context, session: Session, principal: Principal, asked: TelegramUpdate
) -> TelegramPublic:
    """Copies go to this chat from now on, or nowhere. A chat is one client's: it leaves whoever had it."""
    client_id = own(principal)
    session.execute(
        delete(TelegramChat).where(
            (col(TelegramChat.client_id) == client_id) | (col(TelegramChat.chat) == asked.chat)
        )
    )
    ctx.record(session, Event("telegram.set", principal.user, client_id, {"copies": asked.chat is not None}))
    if asked.chat is None:
        return TelegramPublic(chat=None, lang=None, since=None)
    chat = TelegramChat.of(**asked.model_dump(), client_id=client_id, since=ctx.clock.now())
    session.add(chat)
    return TelegramPublic(chat=chat.chat, lang=chat.lang, since=local_text(chat.since))


def _public(message: InboxMessage) -> InboxMessagePublic:
    return InboxMessagePublic(
        **message.model_dump(
            include={"id", "kind", "campaign", "notice_id", "link", "trace_id", "snapshot_time"}
        ),
        title=BilingualPublic(**message.title),
        text=BilingualPublic(**message.text),
        sent_at=local_text(message.sent_at),
        opened_at=None if message.opened_at is None else local_text(message.opened_at),
    )
