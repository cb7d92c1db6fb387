"""The desk over HTTP: every route for every role, problems in both languages, and nothing larger than is taken."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest
from fastapi import APIRouter, FastAPI, Request

from knowledge.editorial.desk import MOST_BYTES, Editorial
from knowledge.editorial.endpoints import editorial_routes
from knowledge.editorial.rights import NOTICE_SETTERS, READERS, REVIEWERS, WRITERS, Editor
from knowledge.endpoints import router
from knowledge.errors import NotSignedIn
from knowledge.library import Library

from .conftest import EDUCATOR, Clock, rule

Json = Any
ROLES = (
    "educator",
    "supervisor",
    "compliance",
    "legal",
    "agent",
    "client",
    "risk",
    "adviser",
    "admin",
    "assistant",
)
STEP: dict[str, Json] = {"note": "说明"}
NOTICE = {"topic": "interest", "kind": "notice", "text": {"zh": "利率将调整。", "en": "Rates will change."}}
ANSWER = {
    "questions": ["停车多少钱"],
    "answer": "每小时5元。",
    "cites": ["p0"],
    "effective_from": "2026-11-20",
    "next_review": "2027-05-01",
    "lang": "zh",
    "topic": "basics",
}
ROUTES: tuple[tuple[str, str, Json, frozenset[str]], ...] = (
    ("GET", "/submissions", None, READERS),
    ("GET", "/submissions/S1", None, READERS),
    ("GET", "/submissions/S1/file", None, READERS),
    ("POST", "/submissions/S1/approve", STEP, REVIEWERS),
    ("POST", "/submissions/S1/reject", STEP, REVIEWERS),
    ("POST", "/submissions/S1/publish", {}, WRITERS),
    ("POST", "/submissions/S1/withdraw", STEP, WRITERS),
    ("POST", "/submissions/S1/try", {"q": "停车"}, READERS),
    ("POST", "/try", {"q": "停车"}, READERS),
    ("POST", "/answers", ANSWER, WRITERS),
    ("GET", "/documents", None, READERS),
    ("POST", "/documents/v0/retire", {"reason": "关闭"}, REVIEWERS),
    ("POST", "/documents/v0/reviewed", {"next_review": "2027-05-01"}, REVIEWERS),
    ("GET", "/due", None, READERS),
    ("GET", "/notices", None, READERS),
    ("POST", "/notices", NOTICE, NOTICE_SETTERS),
    ("POST", "/notices/N77/end", {}, NOTICE_SETTERS),
    ("GET", "/gaps", None, READERS),
    ("POST", "/gaps/G1/resolve", {"how": "out_of_scope"}, WRITERS),
    ("GET", "/glossary", None, READERS),
    ("POST", "/glossary", {"term": "停车费", "zh": ["车位费"]}, WRITERS),
    ("DELETE", "/glossary/停车费", None, WRITERS),
    ("GET", "/log", None, READERS),
)


async def identify(request: Request) -> Editor:
    """The caller by a header, as a test can set it."""
    role = request.headers.get("x-role")
    if role is None:
        raise NotSignedIn("who are you", "请登录")
    return Editor(request.headers.get("x-user", role), role)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editorial]:
    """A desk at which something waits, for tests that only look at who is let in."""
    clock = Clock()
    with Library.open(tmp_path_factory.mktemp("shared") / "home", clock=clock) as library:
        desk = Editorial(library, clock)
        desk.submit(EDUCATOR, rule("访客停车免费。"), "parking.md")
        yield desk


def calling(desk: Editorial) -> httpx.AsyncClient:
    app = FastAPI()
    app.include_router(router(desk.library))
    app.include_router(editorial_routes(desk, identify), prefix="/desk")
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test")


@pytest.fixture
async def http(desk: Editorial) -> AsyncIterator[httpx.AsyncClient]:
    async with calling(desk) as client:
        yield client


def is_problem(response: httpx.Response, status: int) -> bool:
    known = {"type", "title", "title_zh", "status", "detail", "detail_zh", "errors", "trace_id"}
    media = response.headers["content-type"]
    return (
        response.status_code == status
        and media == "application/problem+json"
        and response.json().keys() == known
    )


async def submit(
    http: httpx.AsyncClient, data: bytes, who: str = "educator", **fields: str
) -> httpx.Response:
    files = {"file": ("parking.md", data)}
    return await http.post("/desk/submissions", files=files, data=fields, headers={"x-role": who})


def test_every_route_is_in_the_table(desk: Editorial) -> None:
    app = FastAPI()
    app.include_router(editorial_routes(desk, identify))
    paths = {(method.upper(), path) for path, item in app.openapi()["paths"].items() for method in item}
    named = {
        (
            method,
            path.replace("S1", "{name}")
            .replace("v0", "{version}")
            .replace("N77", "{name}")
            .replace("G1", "{name}")
            .replace("停车费", "{term}"),
        )
        for method, path, _, _ in ROUTES
    }
    assert paths == named | {("POST", "/submissions")}


@pytest.mark.parametrize(("method", "path", "body", "admitted"), ROUTES)
async def test_a_route_admits_its_roles_and_refuses_all_others(
    shared: Editorial, method: str, path: str, body: Json, admitted: frozenset[str]
) -> None:
    async with calling(shared) as http:
        assert is_problem(await http.request(method, f"/desk{path}", json=body), 401)
        refused = 0
        for role in (role for role in ROLES if role not in admitted):
            answer = await http.request(method, f"/desk{path}", json=body, headers={"x-role": role})
            assert is_problem(answer, 403), (role, answer.text)
            refused += 1
        assert refused == len(ROLES) - len(admitted) >= 6
        for role in sorted(admitted):
            answer = await http.request(method, f"/desk{path}", json=body, headers={"x-role": role})
            assert answer.status_code in (200, 201, 204, 404, 409, 422), (role, answer.text)


async def test_only_writers_hand_in(shared: Editorial) -> None:
    async with calling(shared) as http:
        for number, role in enumerate(ROLES):
            answer = await submit(http, rule("文。", f"note-{number}"), role)
            assert (answer.status_code == 201) if role in WRITERS else is_problem(answer, 403)
        assert is_problem(await http.post("/desk/submissions", files={"file": ("a.md", b"x")}), 401)


async def test_from_upload_to_answer_and_to_a_retired_permalink(http: httpx.AsyncClient) -> None:
    educator, reviewer = {"x-role": "educator"}, {"x-role": "legal"}
    made = (await submit(http, rule("访客停车每小时收费5元。"), note="新")).json()
    assert (made["id"], made["state"], made["version"], made["passages"]) == ("S1", "submitted", None, 1)
    preview = (await http.get("/desk/submissions/S1", headers=reviewer)).json()
    assert preview["submission"] == made
    assert preview["passages"][0]["text"] == "访客停车每小时收费5元。"
    assert (preview["difference"], preview["warnings"]) == (None, [])
    file = await http.get("/desk/submissions/S1/file", headers=reviewer)
    assert (file.content, file.headers["content-type"]) == (
        rule("访客停车每小时收费5元。"),
        "application/octet-stream",
    )
    assert is_problem(
        await http.post("/desk/submissions/S1/approve", headers={**reviewer, "x-user": "educator"}), 403
    )
    assert (await http.post("/desk/submissions/S1/approve", headers=reviewer)).json()["state"] == "approved"
    out = (await http.post("/desk/submissions/S1/publish", headers=educator)).json()
    search = {"q": "访客停车怎么收费", "as_of": "2026-11-20"}
    hit = (await http.get("/knowledge/v1/search", params=search)).json()["hits"][0]
    assert hit["quote"] == "访客停车每小时收费5元。"
    address = f"/desk/documents/{out['version']}"
    reviewed = await http.post(f"{address}/reviewed", json={"next_review": "2028-01-01"}, headers=reviewer)
    assert reviewed.json()["next_review"] == "2028-01-01"
    retired = await http.post(f"{address}/retire", json={"reason": "停车场关闭"}, headers=reviewer)
    assert retired.json()["retired_reason"] == "停车场关闭"
    assert (await http.get("/knowledge/v1/search", params=search)).json()["hits"] == []
    link = (await http.get(hit["permalink"])).json()
    assert (link["retired"], link["retired_reason"], link["in_force_today"]) == (
        "retired",
        "停车场关闭",
        False,
    )
    acts = [row["act"] for row in (await http.get("/desk/log", headers=reviewer)).json()]
    assert acts == ["retire", "reviewed", "publish", "approve", "refused: approve", "submit"]


async def test_a_verified_answer_comes_by_the_same_way(http: httpx.AsyncClient) -> None:
    await submit(http, rule("访客停车每小时收费5元。"))
    for step, role in (("approve", "legal"), ("publish", "educator")):
        await http.post(f"/desk/submissions/S1/{step}", headers={"x-role": role})
    hit = (await http.get("/knowledge/v1/search", params={"q": "访客停车收费"})).json()["hits"][0]
    body = {**ANSWER, "cites": [hit["passage"]]}
    made = await http.post("/desk/answers", json=body, headers={"x-role": "educator"})
    assert (made.status_code, made.json()["kind"], made.json()["id"]) == (201, "answer", "S2")
    preview = (await http.get("/desk/submissions/S2", headers={"x-role": "legal"})).json()
    assert preview["passages"][0]["asks"] == ["停车多少钱"]


async def test_notices_and_gaps_over_http(http: httpx.AsyncClient, desk: Editorial) -> None:
    headers = {"x-role": "supervisor"}
    body = {**NOTICE, "from": "2026-11-21T09:00", "until": "2026-11-22T09:00:00+08:00"}
    notice = (await http.post("/desk/notices", json=body, headers=headers)).json()
    assert (notice["id"], notice["state"], notice["from"]) == ("N1", "scheduled", "2026-11-21T09:00:00+08:00")
    assert notice["text"] == NOTICE["text"]
    ended = (await http.post("/desk/notices/N1/end", headers=headers)).json()
    assert (ended["state"], ended["ended_at"]) == ("ended", "2026-11-20T16:30:00+08:00")
    assert is_problem(await http.post("/desk/notices/N1/end", headers=headers), 409)
    desk.library.log_gap("周末能不能还款", desk.library.today(), "no passage")
    (group,) = (await http.get("/desk/gaps", headers=headers)).json()
    assert (group["example"], group["state"], group["resolution"]) == ("周末能不能还款", "open", None)
    resolved = await http.post(
        f"/desk/gaps/{group['id']}/resolve", json={"how": "out_of_scope"}, headers=headers
    )
    assert resolved.json()["state"] == "resolved"


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("/notices", {**NOTICE, "kind": "shout"}, "kind"),
        ("/notices", {**NOTICE, "text": {"zh": "只有中文"}}, "text.en"),
        ("/notices", {**NOTICE, "until": "tomorrow"}, "until"),
        ("/notices", {**NOTICE, "until": "9999-12-31T23:59:59-12:00"}, "until"),
        ("/notices", {**NOTICE, "until": "2027-01-01T00:00:00+23:59"}, "until"),
        ("/notices", {**NOTICE, "until": "2027-01-01"}, "until"),
        ("/notices", {**NOTICE, "from": "0001-01-01T00:00:00+14:00"}, "from"),
        ("/notices", {**NOTICE, "from": 0}, "from"),
        ("/notices", {**NOTICE, "topic": "weather"}, "topic"),
        ("/notices", {**NOTICE, "colour": "red"}, "colour"),
        ("/answers", {**ANSWER, "effective_from": "soon"}, "effective_from"),
        ("/answers", {**ANSWER, "effective_from": 0}, "effective_from"),
        ("/answers", ANSWER, "cites"),
        ("/submissions/S1/publish", {"confirm_instructions": True}, "confirm_instructions"),
        ("/glossary", {"term": "停车费"}, "term"),
        ("/documents/v0/retire", {}, "reason"),
        ("/try", {"q": ""}, "q"),
    ],
)
async def test_a_bad_field_is_named(http: httpx.AsyncClient, path: str, body: Json, field: str) -> None:
    answer = await http.post(f"/desk{path}", json=body, headers={"x-role": "compliance"})
    assert is_problem(answer, 422)
    assert answer.json()["errors"][0]["field"] == field


@pytest.mark.parametrize("path", ["/submissions?state=lost", "/due?days=-1", "/log?limit=0"])
async def test_a_bad_query_is_a_problem(http: httpx.AsyncClient, path: str) -> None:
    assert is_problem(await http.get(f"/desk{path}", headers={"x-role": "legal"}), 422)


async def test_bad_files_are_problems_and_leave_nothing(http: httpx.AsyncClient) -> None:
    assert is_problem(await submit(http, b"# Title\ntext without a date"), 422)
    assert is_problem(await submit(http, b""), 422)
    assert is_problem(await submit(http, rule("文。"), effective_from="soon"), 422)
    assert is_problem(
        await http.post("/desk/submissions", headers={"x-role": "legal"}, data={"note": "x"}), 422
    )
    nonsense = {"x-role": "legal", "content-type": "multipart/form-data; boundary=b"}
    assert is_problem(await http.post("/desk/submissions", content=b"no parts", headers=nonsense), 422)
    assert (await http.get("/desk/submissions", headers={"x-role": "legal"})).json() == []


async def test_what_is_too_large_is_refused_before_it_is_read(http: httpx.AsyncClient) -> None:
    headers = {"x-role": "educator", "content-type": "multipart/form-data; boundary=b"}
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        yield b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.md"\r\n\r\n'
        while True:
            sent += 2**20
            yield b"x" * 2**20

    assert is_problem(await http.post("/desk/submissions", content=endless(), headers=headers), 413)
    assert sent <= MOST_BYTES + 3 * 2**20
    announced = {**headers, "content-length": str(2**31)}
    assert is_problem(await http.post("/desk/submissions", content=b"--b", headers=announced), 413)
    long = {"q": "长" * 100_000}
    assert is_problem(await http.post("/desk/try", json=long, headers={"x-role": "educator"}), 413)


async def test_one_desk_may_have_two_doors(desk: Editorial) -> None:
    app, inner = FastAPI(), APIRouter(prefix="/console/api/knowledge")
    inner.include_router(editorial_routes(desk, identify))
    app.include_router(inner)
    app.include_router(editorial_routes(desk, identify), prefix="/knowledge/v1/editorial")
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client:
        made = await client.post(
            "/console/api/knowledge/submissions",
            files={"file": ("a.md", rule("文。"))},
            headers={"x-role": "educator"},
        )
        rows = await client.get("/knowledge/v1/editorial/submissions", headers={"x-role": "legal"})
    assert rows.json() == [made.json()]
