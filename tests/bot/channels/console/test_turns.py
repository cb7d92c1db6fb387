"""Who may lay a turn open: staff who may see its client, or the case of an anonymous conversation; nobody else."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from account_api.settings import Settings
from bot.app import app_of
from bot.channels.pages import PACKAGE
from bot.wiring import Product, open_product
from tests.conftest import copy_of

from .conftest import Seat

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def own(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Product]:
    """A product of one's own: looks at clients are recorded in it."""
    async with open_product(Settings(home=copy_of(demo_home, tmp_path_factory.mktemp("own")))) as opened:
        yield opened


async def sit(product: Product, persona: str) -> Seat:
    http = httpx.AsyncClient(transport=httpx.ASGITransport(app_of(product)), base_url="http://desk.test")
    seat = Seat(http)
    await seat.sit(persona)
    return seat


async def said(product: Product, persona: str | None, *texts: str) -> str:
    token = (await product.accounts.demo_sign_in(persona)).token if persona else None
    session = await product.assistant.open_session(token, "zh")
    for number, text in enumerate(texts):
        await product.assistant.turn(session, f"m{number}", text)
    return session


async def test_an_agent_sees_a_turn_of_a_client_of_the_group_and_replays_it(own: Product) -> None:
    session = await said(own, "demo-call", "要补多少？", "融资利息怎么算？")
    seat = await sit(own, "demo-agent")
    turn = (await seat.get(f"turns/{session}/m0")).json()
    guard = turn["guard"]
    assert (guard["verdict"], guard["issues"]) == ("passed", []) and guard["checked"] > 0
    assert turn["broken"] == []
    assert {row["effect"] for row in turn["effects"]} >= {"FetchCures"}
    assert turn["understanding"]["requests"][0]["intent"] == "margin_call" and turn["versions"]["rules"]
    found = (await seat.get(f"turns/{session}/m1")).json()["searches"][0]
    assert found["answerable"] and found["confidence"] > 0.5
    assert all(hit["title"] and hit["quote"] and hit["score"] > 0 for hit in found["hits"])
    again = (await seat.post(f"turns/{session}/m0/replay")).json()
    assert again["same"] and len(again["claims"]) >= 5
    page = await seat.http.get(f"/console/turns/{session}/m0")
    assert page.status_code == 200 and f'data-session="{session}"' in page.text
    await seat.http.aclose()


async def test_another_group_and_another_role_see_nothing_and_the_look_is_recorded(own: Product) -> None:
    session = await said(own, "demo-call", "要补多少？")
    for persona in ("demo-agent2", "demo-educator"):
        seat = await sit(own, persona)
        for answer in (
            await seat.get(f"turns/{session}/m0"),
            await seat.post(f"turns/{session}/m0/replay"),
        ):
            assert answer.status_code in (403, 404) and "128" not in answer.text
        await seat.http.aclose()


async def test_a_turn_before_sign_in_is_seen_by_its_case_only(own: Product) -> None:
    session = await said(own, None, "融资利息怎么算？", "转人工")
    seat = await sit(own, "demo-supervisor")
    cases = [row for row in (await seat.get("queue")).json()["handoffs"] if row["client_id"] is None]
    assert len(cases) == 1
    assert (await seat.get(f"turns/{session}/m0")).status_code == 404
    assert (await seat.get(f"turns/{session}/m0?case={cases[0]['id']}")).status_code == 200
    other = await said(own, None, "融资利息怎么算？")
    assert (await seat.get(f"turns/{other}/m0?case={cases[0]['id']}")).status_code == 404
    assert (await seat.get(f"turns/{other}/m9")).status_code == 404
    await seat.http.aclose()


async def test_the_inspectors_words_are_there_in_both_languages_and_none_is_left_over() -> None:
    words = json.loads((PACKAGE / "static" / "console-turn-labels.json").read_text("utf-8"))
    scripts = "\n".join(
        (PACKAGE / "static" / name).read_text("utf-8") for name in ("console-turn.js", "console-talk.js")
    )
    asked = set(re.findall(r'"(turn_[a-z_]+)"', scripts))
    assert len(asked) >= 30
    for lang in ("zh", "en"):
        assert set(words[lang]) == asked, lang
    assert {k: list(v) for k, v in words["zh"].items() if isinstance(v, dict)} == {
        k: list(v) for k, v in words["en"].items() if isinstance(v, dict)
    }
