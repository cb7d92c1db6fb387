"""What counts as a message at all: limits that hold in every channel, with an error that names the field."""

from __future__ import annotations

import unicodedata
from typing import Any

MAX_CHARACTERS = 4_000
READ_CHARACTERS = 1_000  # what is understood of a message; the rest is said to be unread
_CONTROLS = frozenset("\n\r\t")


class BadMessage(ValueError):
    """A message that cannot be read; ``problem`` is the error object of the interfaces."""

    status = 422
    title, title_zh = "The message cannot be read", "消息无法读取"

    def __init__(self, code: str, detail: str, detail_zh: str, value: str = "") -> None:
        super().__init__(detail)
        self.problem: dict[str, Any] = {
            "type": "about:blank",
            "title": self.title,
            "title_zh": self.title_zh,
            "status": self.status,
            "detail": detail,
            "detail_zh": detail_zh,
            "errors": [{"field": "text", "code": code, "value": value}],
            "trace_id": None,
        }


class TooMany(BadMessage):
    """More messages in a short time than anybody writes; ``wait_s`` is when the next one may come."""

    status = 429
    title, title_zh = "Too many messages", "消息太频繁"

    def __init__(self, most: int, window_s: int, wait_s: int) -> None:
        self.wait_s = wait_s
        super().__init__(
            "too_many",
            f"At most {most} messages in {window_s} seconds. Nothing was lost; please go on in {wait_s} s.",
            f"{window_s} 秒内最多 {most} 条消息。之前的内容都在，请 {wait_s} 秒后继续。",
        )


def read(text: str) -> str:
    """The message without its outer white space and without characters nobody sees: of no width, or turning the
    direction of writing, so that what is understood, kept and shown is what can be read.

    Raises BadMessage, field ``text``: ``too_long`` (over 4,000 characters), ``not_text`` (control
    characters or undecodable bytes), ``empty``, ``no_words`` (nothing but pictures and punctuation).
    """
    if len(text) > MAX_CHARACTERS:
        raise BadMessage(
            "too_long",
            f"The message has {len(text):,} characters; at most {MAX_CHARACTERS:,} fit. Please split it.",
            f"消息有 {len(text):,} 个字符，一条最多 {MAX_CHARACTERS:,} 个，请缩短或分成几条。",
            text[:40],
        )
    if any(_is_binary(char) for char in text):
        raise BadMessage(
            "not_text",
            "The message contains characters that are not text.",
            "消息中含有不是文字的字符，请只发送文字。",
        )
    message = (text if text.isascii() else "".join(filter(_is_seen, text))).strip()
    if not message:
        raise BadMessage("empty", "The message is empty.", "消息是空的，请输入您的问题。")
    if not any(char.isalnum() for char in message):
        raise BadMessage(
            "no_words",
            "I can only read words: please say in a sentence what you need.",
            "我只看得懂文字：请用一句话说说您的问题。",
            message[:40],
        )
    return message


def _is_seen(char: str) -> bool:
    return unicodedata.category(char) != "Cf"


def _is_binary(char: str) -> bool:
    return char == "\ufffd" or (char not in _CONTROLS and unicodedata.category(char) in ("Cc", "Cs", "Cn"))
