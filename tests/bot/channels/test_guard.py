"""`POST /guard/check` and the page `/guard`, on the whole product."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio

from bot.app import app_of
from bot.channels.guard import guard_labels
from bot.channels.pages import PACKAGE
from bot.guard.reasons import CODES
from bot.wiring import Product

pytestmark = pytest.mark.asyncio(loop_scope="session")
HOSTILE = '<img src=x onerror=alert(1)> 您低于135了 </script><script>alert("x")</script>'


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def http(product: Product) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=app_of(product))
    async with httpx.AsyncClient(transport=transport, base_url="http://guard.test") as client:
        yield client


async def signed_in(product: Product, user: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {(await product.accounts.demo_sign_in(user)).token}"}


async def checked(
    http: httpx.AsyncClient, headers: dict[str, str] | None = None, **body: Any
) -> httpx.Response:
    return await http.post("/guard/check", json=body, headers=headers or {})


async def test_anybody_may_have_a_text_checked_against_the_rules(http: httpx.AsyncClient) -> None:
    answer = (await checked(http, text="现在融资保证金比例最低80%。")).json()
    (issue,) = answer["issues"]
    assert answer["passed"] is False and answer["as_of"] == "2026-11-20" and answer["checked"] == 1
    assert (issue["code"], issue["fix"], issue["expected"]) == ("repealed_rule", "100%", "100%")
    assert (
        issue["evidence"]["valid_from"] == "2026-01-19"
        and issue["evidence"]["rule"] == "financing_margin_ratio"
    )
    assert answer["corrected"] == "现在融资保证金比例最低100%。" and answer["trace_id"].startswith("t")


async def test_a_client_of_ones_own_is_checked_with_the_account(
    http: httpx.AsyncClient, product: Product
) -> None:
    for user in ("demo-call", "demo-agent"):
        answer = await checked(http, await signed_in(product, user), text="您低于135了", client="demo-call")
        assert answer.status_code == 200
        assert answer.json()["issues"][0]["fix"] == "130%"


@pytest.mark.parametrize("client", ["demo-call", "demo-nobody"])
async def test_a_client_not_to_be_seen_is_not_found_whether_it_exists_or_not(
    http: httpx.AsyncClient, product: Product, client: str
) -> None:
    words = set()
    for headers in ({}, await signed_in(product, "demo-watch"), {"Authorization": "Bearer nonsense"}):
        answer = await checked(http, headers, text="您好", client=client)
        assert answer.status_code == 404 and answer.headers["content-type"] == "application/problem+json"
        words.add(answer.text)
    assert len(words) == 1 and "demo-" not in words.pop()


async def test_a_day_may_be_named(http: httpx.AsyncClient) -> None:
    assert (await checked(http, text="融资保证金比例最低80%。", as_of="2025-06-02")).json()["passed"] is True


@pytest.mark.parametrize(
    "body",
    [
        {"text": ""},
        {"text": "  \n"},
        {"text": "字" * 8_001},
        {"text": 5},
        {},
        {"text": "好", "client_id": "x"},
        {"text": "好", "as_of": "soon"},
    ],
)
async def test_a_request_that_cannot_be_used_is_refused_by_its_field(
    http: httpx.AsyncClient, body: dict[str, Any]
) -> None:
    answer = await http.post("/guard/check", json=body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] in ("text", "client_id", "as_of")


async def test_eight_thousand_characters_are_checked(http: httpx.AsyncClient) -> None:
    text = ("您的比例是138%，" * 900)[:8_000]
    assert (await checked(http, text=text)).json()["checked"] == 800


async def test_a_hostile_text_comes_back_as_data_only(http: httpx.AsyncClient, product: Product) -> None:
    answer = await checked(http, await signed_in(product, "demo-call"), text=HOSTILE, client="demo-call")
    assert answer.headers["content-type"] == "application/json"
    claims = answer.json()["claims"]
    assert (
        all(HOSTILE[claim["start"] : claim["end"]] == claim["text"] for claim in claims) and len(claims) >= 2
    )
    script = (PACKAGE / "static" / "guard.js").read_text("utf-8")
    assert "innerHTML" not in script and "insertAdjacent" not in script and "document.write" not in script


@pytest.mark.parametrize(
    ("lang", "words"), [("zh", "发出前核对"), ("zh-Hant", "發出前核對"), ("en", "Check before sending")]
)
async def test_the_page_speaks_three_languages_and_runs_only_its_own_scripts(
    http: httpx.AsyncClient, lang: str, words: str
) -> None:
    page = await http.get("/guard", params={"lang": lang})
    assert f'<html lang="{lang}">' in page.text and words in page.text
    assert "unsafe" not in page.headers["content-security-policy"]
    assert page.text.count("<script") == 2 and "demo-call" in page.text


async def test_every_code_has_a_name_and_every_word_a_translation() -> None:
    labels = guard_labels()
    assert {json.dumps(sorted(words)) for words in labels.values()} == {json.dumps(sorted(labels["zh"]))}
    for words in labels.values():
        assert set(words["codes"]) == set(CODES)
    assert len(CODES) == 21
