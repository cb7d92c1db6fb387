"""The library's desk behind the console's door, over the real account service: who comes in, as whom, and which writes
are believed. (What an editor may do there is the library's rule, and tested beside it.)"""

from __future__ import annotations

from typing import Any

import pytest
from fastapi import APIRouter, Depends, FastAPI, UploadFile

from bot.channels.console.knowledge import PREFIX, Identify
from bot.channels.console.router import console_router
from bot.channels.headers import SecurityHeaders
from bot.channels.typing import Typing
from knowledge.editorial.rights import Editor
from knowledge.errors import NotFound
from knowledge.problem_route import ProblemRoute
from tests.account_api.conftest import Firm

from .conftest import KEY, Seat, SeatOf

EDITORS = {
    "demo-educator": "educator",
    "demo-supervisor": "supervisor",
    "demo-compliance": "compliance",
    "demo-legal": "legal",
}
OUTSIDE = ("demo-agent", "demo-risk", "demo-call", "demo-admin")


def desk_of(identify: Identify) -> APIRouter:
    """Editors' routes of three lines: who asks, a file taken in, and nothing found."""
    routes = APIRouter(route_class=ProblemRoute)
    asker: Any = Depends(identify)

    @routes.get("/who")
    async def who(editor: Editor = asker) -> dict[str, str]:
        return {"user": editor.user, "role": editor.role}

    @routes.post("/files")
    async def files(file: UploadFile, editor: Editor = asker) -> dict[str, Any]:
        return {"by": editor.user, "bytes": len(await file.read())}

    @routes.get("/nothing")
    async def nothing(editor: Editor = asker) -> None:
        raise NotFound(f"nothing for {editor.user}", "没有", field="name")

    return routes


@pytest.fixture
def app(house: Firm) -> FastAPI:
    app = FastAPI()
    app.include_router(
        console_router(
            house.client,
            None,  # type: ignore[arg-type]  # nobody here answers a client
            True,
            key=KEY,
            typing=Typing(),
            school=None,  # type: ignore[arg-type]  # nor teaches
            editorial=desk_of,
            reasons=lambda: {"利息怎么算": ["没说首日"]},
        )
    )
    app.add_middleware(SecurityHeaders)
    return app


async def hand_in(browser: Seat, data: bytes, csrf: str | None = None) -> Any:
    headers = {"X-CSRF-Token": browser.csrf if csrf is None else csrf}
    return await browser.http.post(f"{PREFIX}/files", files={"file": ("a.md", data)}, headers=headers)


@pytest.mark.parametrize(("persona", "role"), EDITORS.items())
async def test_whoever_is_signed_in_is_the_editor_and_the_page_opens(
    seat: SeatOf, persona: str, role: str
) -> None:
    browser = await seat(persona)
    assert (await browser.get("knowledge/who")).json() == {"user": persona, "role": role}
    page = await browser.http.get("/console/knowledge")
    assert page.status_code == 200 and f'data-role="{role}"' in page.text
    assert (
        page.text.count("data-view=") == 6 and "default-src 'none'" in page.headers["content-security-policy"]
    )
    assert "style=" not in page.text and "onclick" not in page.text


@pytest.mark.parametrize("persona", OUTSIDE)
async def test_whoever_has_no_part_in_it_is_refused_in_the_doors_words_and_it_is_kept(
    seat: SeatOf, house: Firm, persona: str
) -> None:
    browser = await seat(None)
    token = (await house.signed_in(persona)).token or ""
    browser.http.cookies.set("liangrong_console", token, domain="desk.test", path="/console")
    page = await browser.http.get("/console/knowledge")
    browser.csrf = page.text.partition('name="csrf" content="')[2].partition('"')[0]
    kept = house.audit_actions().count("right.denied")
    answer = await browser.get("knowledge/who")
    assert [page.status_code, answer.status_code] == [403, 403]
    assert answer.headers["content-type"] == "application/problem+json" and answer.json()["title_zh"]
    assert (await hand_in(browser, b"# 1")).status_code == 403
    assert house.audit_actions().count("right.denied") >= kept + 2


async def test_a_file_goes_in_with_the_pages_header_and_is_refused_without_it(seat: SeatOf) -> None:
    browser = await seat("demo-educator")
    taken = await hand_in(browser, "# 题".encode())
    assert taken.json() == {"by": "demo-educator", "bytes": 5}
    refused = await hand_in(browser, b"# 1", csrf="made-up")
    assert refused.status_code == 403 and refused.json()["title_zh"] == "请求不是由本页发出"


async def test_a_file_larger_than_other_writes_may_be_goes_in(seat: SeatOf) -> None:
    browser = await seat("demo-educator")
    assert (await hand_in(browser, b"x" * 1_000_000)).json()["bytes"] == 1_000_000


async def test_nobody_signed_in_is_shown_the_door(seat: SeatOf) -> None:
    browser = await seat(None)
    answer = await browser.get("knowledge/who")
    assert answer.status_code == 401 and answer.json()["detail_zh"] == "请先登录坐席工作台。"
    assert "登录" in (await browser.http.get("/console/knowledge")).text


async def test_the_librarys_own_refusals_come_through_as_they_are(seat: SeatOf) -> None:
    answer = await (await seat("demo-legal")).get("knowledge/nothing")
    assert answer.status_code == 404 and answer.json()["errors"][0]["field"] == "name"


async def test_whoever_has_no_desk_is_led_to_the_first_page_that_is_theirs(seat: SeatOf) -> None:
    legal = await seat("demo-legal")
    answer = await legal.http.get("/console", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/console/knowledge")
    assert (
        'aria-current="page"' not in (await legal.http.get("/console/knowledge")).text
    )  # one place: no list of them


async def test_editors_read_what_clients_found_wrong_and_nobody_else_does(seat: SeatOf) -> None:
    assert (await (await seat("demo-educator")).get("knowledge/reasons")).json() == {
        "利息怎么算": ["没说首日"]
    }
    assert (await (await seat("demo-agent")).get("knowledge/reasons")).status_code == 403
    assert (await (await seat(None)).get("knowledge/reasons")).status_code == 401
