"""The assistant on Telegram: a thin long-polling driver of the same turns.

A messenger keeps what is typed into it, so nobody signs in here with a password: a signed-in page gives a one-time
code (``/signin``), or in a demo a persona is chosen (``/demo``). Figures are sent to private chats only. What a
person at the desk writes reaches the chat too (``bot.channels.telegram_chats``).
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from account_api.client import AccountError
from bot.answer.script import in_script
from bot.channels.flood import Flood
from bot.channels.one_time_code import OneTimeCodes
from bot.channels.plain_text import message_of, split_text
from bot.channels.problem import as_problem
from bot.channels.telegram_chats import ChatBook, ChatGone, keep_telling
from bot.channels.telegram_words import WORDS
from bot.channels.web import Identity
from bot.ports import Assistant, UnknownSession

if TYPE_CHECKING:
    from telegram import InlineKeyboardMarkup, Update
    from telegram.ext import Application, CallbackContext

    Context = CallbackContext[Any, Any, Any, Any]
    TelegramApplication = Application[Any, Any, Any, Any, Any, Any]

Json = dict[str, Any]
REMEMBERED_CHOICES = 200


@dataclass(frozen=True, slots=True)
class Door:
    """The handlers. A chat's conversation stands in ``chats``, its open choices in ``context.chat_data``; ``site`` is the address of the
    web page, where it is known."""

    assistant: Assistant
    accounts: Identity
    codes: OneTimeCodes | None
    demo: bool
    chats: ChatBook
    flood: Flood
    site: str | None = None

    async def help(self, update: Update, _: Context) -> None:
        """/start, /help and commands nobody knows."""
        lines = [_words(update, "welcome")] + ([_words(update, "demo")] if self.demo else [])
        await _send(update, "\n".join(lines))

    async def sign_in(self, update: Update, context: Context) -> None:
        """/signin CODE"""
        if not _private(update):
            await _send(update, _words(update, "private"))
            return
        code = " ".join(context.args or [])
        token = self.codes.redeem(code, f"tg-{_user(update)}") if self.codes and code else None
        if token is None:
            await _send(update, _words(update, "wrong_code"))
        else:
            await self._bind(update, token)

    async def choose_persona(self, update: Update, context: Context) -> None:
        """/demo NAME"""
        if not _private(update):
            await _send(update, _words(update, "private"))
        elif not self.demo:
            await _send(update, _words(update, "no_demo"))
        else:
            persona = " ".join(context.args or []) or "demo-call"
            await self._bind(update, (await self.accounts.demo_sign_in(persona)).token)

    async def sign_out(self, update: Update, _: Context) -> None:
        """/signout"""
        session = await self._session(update)
        await self._copies(session, None, update)
        await self.assistant.sign_in(session, None)
        await _send(update, _words(update, "signed_out"))

    async def ask(self, update: Update, context: Context) -> None:
        """A question in words."""
        message = update.effective_message
        if message is not None and message.text:
            await self._turn(update, context, message.text, f"tg-{message.chat_id}-{message.message_id}")

    async def refuse_media(self, update: Update, _: Context) -> None:
        """Pictures, voice, files."""
        where = f"\n{self.site}" if self.site else ""
        await _send(update, _words(update, "text_only") + where)

    async def choose(self, update: Update, context: Context) -> None:
        """A button: it works once, then the message shows what was chosen."""
        query = update.callback_query
        if query is None:
            return
        choice = _choices(context).pop(query.data or "", None)
        if choice is None:
            await query.answer(_words(update, "expired"), show_alert=True)
            return
        await query.answer()
        shown = f"{getattr(query.message, 'text', '') or ''}\n\n▸ {choice['label']}"
        if len(split_text(shown)) == 1:
            await query.edit_message_text(shown)
        await self._turn(update, context, choice["send"], f"tg-{query.data}")

    async def fail(self, update: object, context: Context) -> None:
        """Whatever went wrong is said in the reader's language; the next message works again."""
        from telegram import Update

        problem = as_problem(context.error if isinstance(context.error, Exception) else Exception())
        if isinstance(update, Update) and update.effective_chat:
            english = _lang(update) == "en"
            zh = problem.get("detail_zh") or problem.get("title_zh") or ""
            en = problem.get("detail") or problem.get("title") or ""
            await _send(update, str(en if english else in_script(zh, _lang(update))))

    async def _bind(self, update: Update, token: str | None) -> None:
        session = await self._session(update)
        principal = await self.assistant.sign_in(session, token) or {}
        if principal.get("client_id"):
            await self._copies(session, _chat(update), update)
        await _send(update, _words(update, "signed_in").format(name=principal.get("display_name", "")))

    async def _copies(self, session: str, chat: int | None, update: Update) -> None:
        """Copies of the client's inbox go to this chat, or to none; without the service that waits for the next sign-in."""
        if await self.assistant.identity(session) is not None:
            with suppress(AccountError):
                await self.assistant.account_of(session).set_telegram(chat, _lang(update))

    async def _turn(self, update: Update, context: Context, text: str, message_id: str) -> None:
        self.flood.admit(str(_chat(update)))
        try:
            reply = await self.assistant.turn(await self._session(update), message_id, text)
        except UnknownSession:  # the conversation has ended; a new one begins, signed out
            self.chats.forget(_chat(update))
            reply = await self.assistant.turn(await self._session(update), message_id, text)
        if reply["figures"] and not _private(update):
            await _send(update, _words(update, "private"))
            return
        await _send(update, message_of(reply), _keyboard(context, reply, message_id))

    async def _session(self, update: Update) -> str:
        session = self.chats.session_of(_chat(update))
        if session is None:
            session = await self.assistant.open_session(None, None)
            self.chats.put(_chat(update), session, _lang(update))
        return session


def application(
    assistant: Assistant,
    accounts: Identity,
    token: str,
    *,
    demo: bool,
    chats: ChatBook,
    codes: OneTimeCodes | None = None,
    base_url: str | None = None,
    site: str | None = None,
) -> TelegramApplication:
    """The bot, ready to ``poll``. ``base_url`` names another Bot API server (``http://127.0.0.1:8081``)."""
    from telegram.ext import (
        AIORateLimiter,
        Application,
        CallbackQueryHandler,
        CommandHandler,
        MessageHandler,
        filters,
    )

    builder = Application.builder().token(token).rate_limiter(AIORateLimiter(max_retries=2))
    if base_url is not None:
        builder = builder.base_url(f"{base_url}/bot").base_file_url(f"{base_url}/file/bot")
    app = builder.build()
    door = Door(assistant, accounts, codes, demo, chats, Flood.set_by(), site)
    fresh = filters.UpdateType.MESSAGE
    app.add_handler(CommandHandler("signin", door.sign_in, fresh))
    app.add_handler(CommandHandler("signout", door.sign_out, fresh))
    app.add_handler(CommandHandler("demo", door.choose_persona, fresh))
    app.add_handler(MessageHandler(fresh & filters.COMMAND, door.help))
    app.add_handler(MessageHandler(fresh & filters.TEXT, door.ask))
    app.add_handler(MessageHandler(fresh & ~filters.StatusUpdate.ALL, door.refuse_media))
    app.add_handler(CallbackQueryHandler(door.choose))
    app.add_error_handler(door.fail)
    app.bot_data["door"] = door
    return app


async def poll(app: TelegramApplication, stop: asyncio.Event, news_s: float = 1.0) -> None:
    """Serve until ``stop`` is set, then let the running turn finish. News from the desk is looked for every ``news_s``."""
    door: Door = app.bot_data["door"]
    async with app:
        await app.start()
        assert app.updater is not None  # built with one
        await app.updater.start_polling(allowed_updates=["message", "callback_query"])
        telling = asyncio.create_task(keep_telling(door.assistant, door.chats, _sender(app), news_s))
        await stop.wait()
        telling.cancel()
        await app.updater.stop()
        await app.stop()


def _sender(app: TelegramApplication) -> Callable[[int, str], Awaitable[None]]:
    from telegram.error import ChatMigrated, Forbidden

    async def send(chat: int, text: str) -> None:
        try:
            for piece in split_text(text):
                await app.bot.send_message(chat, piece)
        except (Forbidden, ChatMigrated) as error:
            raise ChatGone(chat) from error

    return send


async def _send(update: Update, text: str, keyboard: InlineKeyboardMarkup | None = None) -> None:
    chat = update.effective_chat
    pieces = split_text(text)
    for index, piece in enumerate(pieces):
        if chat is not None:
            await chat.send_message(piece, reply_markup=keyboard if index == len(pieces) - 1 else None)


def _keyboard(context: Context, reply: Json, message_id: str) -> InlineKeyboardMarkup | None:
    """One button a row. A button carries an id of 18 bytes; what it sends is remembered here."""
    from telegram import InlineKeyboardButton, InlineKeyboardMarkup

    known = _choices(context)
    rows = []
    for choice in reply["choices"]:
        key = "c:" + hashlib.sha256(f"{message_id} {choice['send']}".encode()).hexdigest()[:16]
        known[key] = choice
        rows.append([InlineKeyboardButton(choice["label"], callback_data=key)])
    for old in list(known)[:-REMEMBERED_CHOICES]:
        del known[old]
    return InlineKeyboardMarkup(rows) if rows else None


def _choices(context: Context) -> dict[str, Json]:
    memory: dict[str, Any] | None = context.chat_data
    assert memory is not None  # every update handled here belongs to a chat
    choices: dict[str, Json] = memory.setdefault("choices", {})
    return choices


def _chat(update: Update) -> int:
    assert update.effective_chat is not None  # every update handled here belongs to a chat
    return update.effective_chat.id


def _private(update: Update) -> bool:
    return update.effective_chat is not None and update.effective_chat.type == "private"


def _user(update: Update) -> int:
    return update.effective_user.id if update.effective_user else 0


def _lang(update: Update) -> str:
    code = (update.effective_user.language_code or "zh").lower() if update.effective_user else "zh"
    if code.startswith(("zh-hant", "zh-tw", "zh-hk", "zh-mo")):
        return "zh-Hant"
    return "zh" if code.startswith("zh") else "en"


def _words(update: Update, name: str) -> str:
    zh, en = WORDS[name]
    lang = _lang(update)
    return en if lang == "en" else in_script(zh, lang)
