"""Reading what a person typed: all channels accept the same messages and refuse the others bilingually."""

from __future__ import annotations

import unicodedata

from bot.channels.problem import refused_field

MAX_CHARACTERS = 4_000
_ALLOWED_CONTROLS = frozenset("\n\r\t")


def read_message(text: str) -> str:
    """The message without its outer white space.

    Raises ChatError (422, field ``text``): ``empty``, ``too_long`` (over 4,000 characters), ``not_text``
    (control characters or undecodable bytes) and ``no_words`` (nothing but pictures and punctuation).
    """
    if len(text) > MAX_CHARACTERS:
        raise refused_field(
            "text",
            "too_long",
            (
                f"The message has {len(text):,} characters; at most {MAX_CHARACTERS:,} fit. Please split it.",
                f"消息有 {len(text):,} 个字符，一条最多 {MAX_CHARACTERS:,} 个，请缩短或分成几条。",
            ),
            text[:40],
        )
    if any(_is_binary(char) for char in text):
        raise refused_field(
            "text",
            "not_text",
            (
                "The message contains characters that are not text.",
                "消息中含有不是文字的字符，请只发送文字。",
            ),
        )
    message = text.strip()
    if not message.strip("\u200b\u200c\u200d\u2060\ufeff"):
        raise refused_field("text", "empty", ("The message is empty.", "消息是空的，请输入您的问题。"))
    if not any(char.isalnum() for char in message):
        raise refused_field(
            "text",
            "no_words",
            (
                "I can only read words: please say in a sentence what you need.",
                "我只看得懂文字：请用一句话说说您的问题。",
            ),
            message[:40],
        )
    return message


def _is_binary(char: str) -> bool:
    return char == "\ufffd" or (
        char not in _ALLOWED_CONTROLS and unicodedata.category(char) in ("Cc", "Cs", "Cn")
    )
