"""Sends a copy of an inbox message to a client's Telegram chat, by one plain call of the Bot API.

A chat cannot tell a repetition, so what matters is which failures prove that nothing went out: no connection, or an answer
that refuses. Anything else (no answer, an answer of a broken server) leaves the copy in doubt. The token stands in the address
of every call, so no address is ever part of an error.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import httpx

from account_api.relay import NotSent
from bot.answer.script import in_script

API = "https://api.telegram.org"
TIMEOUT_S = 20.0
"""Well below the lease of a message."""

Copy = Mapping[str, Any]


def copier(token: str, api: str | None = None, site: str | None = None) -> Callable[[Copy], None]:
    """A function that sends one copy {chat, lang, title, text, link}. With ``site``, links lead there."""
    http = httpx.Client(base_url=f"{api or API}/bot{token}/", timeout=TIMEOUT_S)

    def send(copy: Copy) -> None:
        body = {"chat_id": copy["chat"], "text": words(copy, site)}
        try:
            answer = http.post("sendMessage", json=body)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise NotSent(type(error).__name__) from None
        except httpx.TransportError as error:
            raise InDoubt(type(error).__name__) from None
        if answer.is_success:
            return
        refused = 400 <= answer.status_code < 500
        raise (NotSent if refused else InDoubt)(f"status {answer.status_code}")

    return send


class InDoubt(Exception):
    """Nobody knows whether the copy went out."""


def words(copy: Copy, site: str | None) -> str:
    """Title and text in the script the chat reads, its link complete where the public address is known."""
    text = str(copy["text"])
    if site is not None:
        text = text.replace(copy["link"], f"{site.rstrip('/')}{copy['link']}")
    written = f"{copy['title']}\n\n{text}"
    return written if copy["lang"] == "en" else in_script(written, copy["lang"])
