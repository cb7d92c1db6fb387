"""The sign that a client is writing: seen for seconds, only from the browser of the conversation."""

from __future__ import annotations

import httpx
from fastapi import FastAPI

from bot.channels.browser import COOKIE, Seals
from bot.channels.typing import LASTS_S, Typing, typing_router

KEY = b"k" * 32


def test_a_sign_fades_after_some_seconds() -> None:
    seconds = 100.0
    typing = Typing(lambda: seconds)
    assert not typing.seen("s1")
    typing.sign("s1")
    assert typing.seen("s1") and not typing.seen("s2")
    seconds += LASTS_S
    assert not typing.seen("s1")


def test_faded_signs_are_forgotten() -> None:
    seconds = 100.0
    typing = Typing(lambda: seconds)
    for number in range(50):
        typing.sign(f"s{number}")
        seconds += 1.0
    assert len(typing._signs) <= LASTS_S


async def test_only_the_browser_of_the_conversation_may_give_it() -> None:
    typing, app = Typing(), FastAPI()
    app.include_router(typing_router(typing, KEY))
    sealed = Seals(KEY).seal("s1", "mine")
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://chat.test") as http:
        http.cookies.set(COOKIE, "theirs")
        assert (await http.post(f"/chat/v1/sessions/{sealed}/typing")).status_code == 404
        assert not typing.seen("s1")
        http.cookies.set(COOKIE, "mine")
        assert (await http.post(f"/chat/v1/sessions/{sealed}/typing")).status_code == 204
    assert typing.seen("s1")
