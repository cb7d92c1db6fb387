"""The record of an own turn over HTTP: for its owner, for nobody else, as a file that checks by itself."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI

from bot.channels.flood import Flood
from bot.channels.web import chat_router
from bot.record.verify import verified
from bot.wiring import Product

pytestmark = pytest.mark.asyncio(loop_scope="session")

RATIO = "我的维持担保比例是多少？"


@pytest.fixture
async def http(product: Product) -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    app.include_router(
        chat_router(product.assistant, product.accounts, True, key=b"k" * 32, records=product.records)
    )
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://chat.test") as one:
        yield one


async def conversation(http: httpx.AsyncClient, persona: str) -> str:
    base = f"/chat/v1/sessions/{(await http.post('/chat/v1/sessions', json={})).json()['session']}"
    assert (await http.post(f"{base}/sign-in", json={"persona": persona})).is_success
    assert (await http.post(f"{base}/messages", json={"message_id": "m", "text": RATIO})).is_success
    return base


async def test_a_client_keeps_the_record_of_an_answer_and_replays_it(http: httpx.AsyncClient) -> None:
    base = await conversation(http, "demo-call")
    answer = await http.get(f"{base}/turns/m/record")
    assert answer.headers["content-disposition"] == 'attachment; filename="liangrong-m.json"'
    found = answer.json()
    looked, broken = verified(found)
    assert broken == [] and looked["turns"] == 1 and looked["figures"] >= 2
    assert found["turns"][0]["text"] == RATIO and found["figures"][0]["inputs"]
    again = (await http.post(f"{base}/turns/m/replay")).json()
    assert again["same"] and again["answer"] == again["was"] and again["versions"] == []


async def test_a_script_that_replays_without_end_is_held_like_one_that_talks(product: Product) -> None:
    app, limited = FastAPI(), Flood(3, 60, lambda: 0.0)
    given = product.assistant, product.accounts, True
    app.include_router(chat_router(*given, key=b"k" * 32, records=product.records, flood=limited))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://chat.test") as one:
        base = await conversation(one, "demo-call")
        statuses = [(await one.post(f"{base}/turns/m/replay")).status_code for _ in range(3)]
    assert statuses == [200, 200, 429]


async def test_after_signing_out_or_from_another_conversation_there_is_no_such_turn(
    http: httpx.AsyncClient,
) -> None:
    base, other = await conversation(http, "demo-call"), await conversation(http, "demo-safe")
    forged = other.rpartition("/")[0] + "/" + base.rpartition("/")[2][:-4] + "0000"
    assert (await http.post(f"{base}/sign-out", json={})).is_success
    for path in (f"{base}/turns/m", f"{base}/turns/nothing", f"{forged}/turns/m"):
        assert (await http.get(f"{path}/record")).status_code == 404
        assert (await http.post(f"{path}/replay")).status_code == 404
    assert (await http.get(f"{other}/turns/m/record")).status_code == 200
