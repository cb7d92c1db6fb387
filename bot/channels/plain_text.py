"""A reply for a messenger: plain text with its proofs and sources, cut into messages that fit."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

Json = dict[str, Any]
MAX_TEXT = 4096  # UTF-16 units, Telegram's limit for one message
EXCHANGE_TIME = ZoneInfo("Asia/Shanghai")


def message_of(reply: Json) -> str:
    """A reply as plain text: the answer, then the proof of its figures, then its sources."""
    english = reply.get("lang") == "en"
    proofs = [
        f"{(english and figure.get('formula_en')) or figure['formula']}\n{_moment(figure['as_of'])} · {figure['trace_id']}"
        for figure in reply["figures"]
    ]
    sources = [
        "§ " + " · ".join(part for part in (item["title"], item["article"] or item["section"]) if part)
        for item in reply["citations"]
    ]
    return "\n\n".join(part for part in (reply["answer"], "\n".join(proofs), "\n".join(sources)) if part)


def _moment(text: str) -> str:
    """A moment on the exchange's clock; a day stays a day."""
    if "T" not in text:
        return text
    return datetime.fromisoformat(text).astimezone(EXCHANGE_TIME).strftime("%Y-%m-%d %H:%M")


def split_text(text: str, limit: int = MAX_TEXT) -> list[str]:
    """Pieces of at most ``limit`` UTF-16 units, cut at the last line end or sentence end that fits."""
    pieces: list[str] = []
    rest = text.strip()
    while rest:
        end = _fitting(rest, limit)
        if end < len(rest):
            breaks = (rest.rfind(mark, 1, end) for mark in ("\n", "。", ". ", "；", "，", " "))
            end = next((at + 1 for at in breaks if at > 0), end)
        pieces.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return pieces


def _fitting(text: str, limit: int) -> int:
    """How many characters fit; one beyond the basic plane counts twice."""
    units = 0
    for index, char in enumerate(text):
        units += 2 if ord(char) > 0xFFFF else 1
        if units > limit:
            return index
    return len(text)
