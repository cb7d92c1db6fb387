"""Ask the product as a client would: one conversation, the last reply."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.wiring import Product


async def ask(
    product: Product,
    *texts: str,
    client: str | None = None,
    as_of: date | None = None,
    lang: str | None = None,
) -> dict[str, Any]:
    """Say ``texts`` one after the other; the reply to the last one."""
    token = (await product.accounts.demo_sign_in(client)).token if client else None
    session = await product.assistant.open_session(token, lang)
    reply: dict[str, Any] = {}
    for number, text in enumerate(texts):
        reply = await product.assistant.turn(session, str(number), text, lang, as_of=as_of)
    return reply


def head(reply: dict[str, Any]) -> str:
    """The first line of an answer: what is seen before anything unfolds."""
    return str(reply["answer"]).split("\n", 1)[0]


def details(reply: dict[str, Any]) -> str:
    """What unfolds."""
    return "\n".join(block["data"]["text"] for block in reply["blocks"] if block["kind"] == "details")


def chip(reply: dict[str, Any], *labels: str) -> str:
    """What the first choice sends whose label holds one of ``labels``."""
    return next(c["send"] for c in reply["choices"] if any(label in c["label"] for label in labels))
