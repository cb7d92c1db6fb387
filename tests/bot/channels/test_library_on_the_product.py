"""The library's pages, its public reading and its desk as the whole product serves them."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest

from bot.app import app_of
from bot.channels.console.door import COOKIE
from bot.wiring import Product

DESK = "/console/api/knowledge"


@pytest.fixture
async def http(product: Product) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app_of(product))
    async with httpx.AsyncClient(transport=transport, base_url="http://firm.test") as client:
        yield client


async def test_pages_and_what_they_ask_for_are_public(http: httpx.AsyncClient) -> None:
    for path in ("/library", "/library/interest", "/static/library.js", "/static/difference.css"):
        assert (await http.get(path)).status_code == 200, path
    documents = (await http.get("/knowledge/v1/documents")).json()
    assert len(documents) > 100 and {"topic", "tier", "layer"} <= set(documents[0])
    assert (await http.get("/knowledge/v1/notices", params={"topic": "interest"})).json() == []


async def test_a_permalink_leads_to_the_passage_in_its_document(http: httpx.AsyncClient) -> None:
    found = (await http.get("/knowledge/v1/search", params={"q": "融资保证金比例最低多少"})).json()["hits"][0]
    passage = (await http.get(f"/knowledge/v1/passages/{found['passage']}")).json()
    assert found["quote"] in passage["text"] and passage["in_force_today"]
    document = (await http.get(f"/knowledge/v1/documents/{passage['document']}")).json()
    assert found["passage"] in [each["passage"] for each in document["passages"]]


async def test_the_desk_is_behind_the_door(http: httpx.AsyncClient, product: Product) -> None:
    assert (await http.get(f"{DESK}/submissions")).status_code == 401
    token = (await product.accounts.demo_sign_in("demo-legal")).token or ""
    http.cookies.set(COOKIE, token, domain="firm.test", path="/console")
    assert (await http.get(f"{DESK}/submissions")).json() == []
    assert (await http.get(f"{DESK}/reasons")).json() == {}
    forged = await http.post(f"{DESK}/notices", json={"topic": "*"})
    assert forged.status_code == 403 and forged.json()["title_zh"] == "请求不是由本页发出"


async def test_answers_can_be_judged(http: httpx.AsyncClient) -> None:
    session = (await http.post("/chat/v1/sessions", json={})).json()["session"]
    answer = await http.post(f"/chat/v1/sessions/{session}/turns/none/feedback", json={"helpful": True})
    assert answer.status_code == 404 and answer.json()["title"] == "Answer not found"
