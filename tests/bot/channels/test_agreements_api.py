"""A client's agreements over the real account service: read, signed, an amendment answered, and shown to nobody else."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from bot.channels.agreements import agreement_labels, agreements_router
from bot.channels.agreements_api import agreements_api_router
from bot.channels.browser import Seals
from bot.channels.headers import SecurityHeaders
from bot.channels.pages import PACKAGE
from tests.account_api.conftest import Firm
from tests.conftest import copy_of

KEY = b"k" * 32
API = "/agreements/api"
AMENDMENT = "M20261118-0001"


@pytest.fixture
def house(demo_home: Path, tmp_path: Path) -> Iterator[Firm]:
    opened = Firm(copy_of(demo_home, tmp_path))
    yield opened
    opened.context.database.dispose()


class Chats:
    """Conversations named after whoever is signed in to them; ``anonymous`` is nobody's."""

    def __init__(self, house: Firm) -> None:
        self.house, self.clients = house, {}

    async def sign_in(self, person: str) -> None:
        self.clients[person] = await self.house.signed_in(person)

    async def identity(self, session: str) -> dict[str, Any] | None:
        return None if session == "anonymous" else dict(await self.clients[session].me())

    def account_of(self, session: str) -> Any:
        return self.clients[session]


@pytest.fixture
async def browser(house: Firm) -> AsyncIterator[SimpleNamespace]:
    """A program that names its conversation: ``as_(person)`` gives the header of a page signed in as that person."""
    chats, app = Chats(house), FastAPI()
    app.include_router(agreements_api_router(chats, KEY))
    app.include_router(agreements_router())
    app.add_middleware(SecurityHeaders)

    async def as_(person: str) -> dict[str, str]:
        if person != "anonymous":
            await chats.sign_in(person)
        return {"X-Chat-Session": Seals(KEY).seal(person, "")}

    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://page.test") as http:
        yield SimpleNamespace(http=http, as_=as_)


async def test_a_client_sees_the_agreement_in_force_and_what_waits_for_an_answer(browser: Any) -> None:
    me = await browser.as_("demo-watch")
    found = (await browser.http.get(f"{API}/agreements", headers=me)).json()
    whole = (await browser.http.get(f"{API}/agreements/{found['in_force']}", headers=me)).json()
    assert whole["signature"]["intact"] and whole["sha256"] == whole["signature"]["sha256"]
    assert [row["id"] for row in found["amendments"] if row["state"] == "open"] == [AMENDMENT]


async def test_an_amendment_is_refused_once_and_names_its_text(browser: Any) -> None:
    me = await browser.as_("demo-watch")
    shown = (await browser.http.get(f"{API}/amendments/{AMENDMENT}", headers=me)).json()
    path = f"{API}/amendments/{AMENDMENT}/answer"
    other = {"key": "k0", "accept": False, "sha256": "0" * 64}
    assert (await browser.http.post(path, json=other, headers=me)).status_code == 409
    body = {"key": "k1", "accept": False, "sha256": shown["sha256"]}
    for _ in range(2):
        answer = await browser.http.post(path, json=body, headers=me)
        assert (answer.status_code, answer.json()["state"]) == (200, "refused")
    changed = await browser.http.post(path, json=body | {"key": "k2", "accept": True}, headers=me)
    assert changed.status_code == 409 and changed.json()["detail_zh"]


async def test_another_clients_agreement_and_an_unknown_one_are_answered_alike(browser: Any) -> None:
    owner, other = await browser.as_("demo-watch"), await browser.as_("demo-call")
    number = (await browser.http.get(f"{API}/agreements", headers=owner)).json()["in_force"]
    theirs = await browser.http.get(f"{API}/agreements/{number}", headers=other)
    nobodys = await browser.http.get(f"{API}/agreements/G20990101-0001", headers=other)
    assert theirs.status_code == nobodys.status_code == 404
    assert theirs.json()["detail_zh"] == nobodys.json()["detail_zh"]


@pytest.mark.parametrize("person", ["anonymous", "demo-agent", None])
async def test_nobody_but_a_client_gets_anything(browser: Any, person: str | None) -> None:
    headers = {} if person is None else await browser.as_(person)
    answer = await browser.http.get(f"{API}/agreements", headers=headers)
    assert (answer.status_code, answer.json()["title_zh"]) == (401, "请先登录")
    assert (await browser.http.post(f"{API}/agreements", headers=headers)).status_code == 401


async def test_a_conversation_with_another_seal_is_not_known(browser: Any) -> None:
    await browser.as_("demo-watch")
    answer = await browser.http.get(f"{API}/agreements", headers={"X-Chat-Session": "demo-watch." + "0" * 48})
    assert answer.status_code == 404


async def test_what_is_not_yet_to_be_signed_cannot_be_opened_and_says_why(browser: Any) -> None:
    me = await browser.as_("demo-applicant")
    answer = await browser.http.post(f"{API}/agreements", headers=me)
    assert answer.status_code == 409 and answer.json()["detail_zh"]


@pytest.mark.parametrize("path", ["", "/G20260617-0001", f"/amendments/{AMENDMENT}"])
async def test_the_pages_carry_the_strict_policy_and_nothing_inline(browser: Any, path: str) -> None:
    page = await browser.http.get(f"/agreements{path}?lang=zh-Hant")
    assert page.status_code == 200 and "default-src 'none'" in page.headers["content-security-policy"]
    assert "style=" not in page.text and "onclick" not in page.text and 'lang="zh-Hant"' in page.text


def test_every_word_the_scripts_ask_for_is_there() -> None:
    scripts = "\n".join(path.read_text("utf-8") for path in (PACKAGE / "static").glob("agreements*.js"))
    asked = set(re.findall(r'\b(?:label|put|part)\("([a-z_]+)"', scripts))
    assert len(asked) >= 50
    for lang, words in agreement_labels().items():
        assert asked - set(words) == set(), lang
