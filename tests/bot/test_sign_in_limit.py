"""Guessing through the chat is counted by the visitor's address, as it is at the account service itself."""

from __future__ import annotations

import httpx
import pytest

from bot.app import app_of
from bot.wiring import Product

ALLOWED = 30


@pytest.mark.asyncio(loop_scope="session")
async def test_an_address_that_guesses_is_held_off_and_another_is_not(product: Product) -> None:
    app = app_of(product)

    async def guess(address: str, challenge: str) -> int:
        transport = httpx.ASGITransport(app, client=(address, 40000))
        async with httpx.AsyncClient(transport=transport, base_url="http://chat") as visitor:
            session = (await visitor.post("/chat/v1/sessions")).json()["session"]
            path = f"/chat/v1/sessions/{session}/sign-in"
            answer = await visitor.post(path, json={"challenge": challenge, "code": "000000"})
        return answer.status_code

    statuses = [await guess("203.0.113.9", f"c{n}") for n in range(ALLOWED + 2)]
    assert statuses[0] == 401 and statuses[-1] == 429
    assert await guess("203.0.113.77", "other") == 401
