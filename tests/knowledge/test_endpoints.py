"""The routes: public reading, guarded ingestion, problems as problem+json; and the command line's way in."""

from __future__ import annotations

import io
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI, Request

from knowledge.endpoints import UploadRoute, router
from knowledge.errors import BadRequest
from knowledge.library import Library
from knowledge.ownership import local_token
from knowledge.transfer import pack, unpack

from .conftest import document


@pytest.fixture
async def client(library: Library) -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    app.include_router(router(library))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as opened:
        yield opened


async def test_search_answers_as_of_a_day(client: httpx.AsyncClient) -> None:
    params = {"q": "示例档案要保存多少年", "as_of": "2024-06-01", "k": "1"}
    body = (await client.get("/knowledge/v1/search", params=params)).json()
    assert body["as_of"] == "2024-06-01"
    assert body["hits"][0]["article"] == "第二条"
    assert "五年" in body["hits"][0]["quote"]


async def test_documents_health_and_permalinks_are_public(client: httpx.AsyncClient) -> None:
    documents = (await client.get("/knowledge/v1/documents")).json()
    assert {row["document"] for row in documents} >= {"示例档案保存条例", "margin-call"}
    assert (await client.get("/knowledge/v1/health")).json()["ok"] is True
    hit = (await client.get("/knowledge/v1/search", params={"q": "示例档案要保存多少年"})).json()["hits"][0]
    passage = (await client.get(hit["permalink"])).json()
    assert (passage["quote"], passage["in_force_today"]) == (hit["text"], True)


async def test_an_unknown_passage_is_a_problem_in_both_languages(client: httpx.AsyncClient) -> None:
    response = await client.get("/knowledge/v1/passages/p0")
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"
    assert {"title", "title_zh", "detail", "detail_zh", "errors"} <= response.json().keys()


async def test_a_document_is_read_as_of_a_day_with_all_its_versions(client: httpx.AsyncClient) -> None:
    address = "/knowledge/v1/documents/示例档案保存条例"
    old = (await client.get(address, params={"as_of": "2024-06-01"})).json()
    new = (await client.get(address)).json()
    assert (old["as_of"], new["as_of"], old["lang"]) == ("2024-06-01", "2026-11-20", "zh")
    assert [each["version"] for each in old["versions"]] == [old["version"], new["version"]]
    articles = {passage["article"]: passage["text"] for passage in old["passages"]}
    assert "五年" in articles["第二条"]
    before = (await client.get(address, params={"as_of": "2001-01-01"})).json()
    assert (before["version"], before["passages"], len(before["versions"])) == (None, [], 2)
    assert (await client.get("/knowledge/v1/documents/nothing")).status_code == 404


async def test_what_changed_between_two_days_is_public(client: httpx.AsyncClient) -> None:
    params = {"document": "示例档案保存条例", "from": "2024-06-01", "to": "2026-06-01"}
    found = (await client.get("/knowledge/v1/diff", params=params)).json()
    assert found["counts"] == {"same": 4, "changed": 1, "added": 0, "removed": 0, "moved": 0}
    (article,) = [each for each in found["articles"] if each["change"] == "changed"]
    changed = {part["op"]: part["text"] for part in article["parts"] if part["op"] != "same"}
    assert (article["label"], changed) == ("第二条", {"del": "五", "add": "十二"})
    wrong = await client.get("/knowledge/v1/diff", params={**params, "from": "soon"})
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "from")
    missing = await client.get("/knowledge/v1/diff", params={"document": "x"})
    assert (missing.status_code, missing.headers["content-type"]) == (422, "application/problem+json")


async def test_topics_are_listed_in_both_languages(client: httpx.AsyncClient) -> None:
    rows = (await client.get("/knowledge/v1/topics")).json()
    assert {"id": "interest", "zh": "利息与费率", "en": "Interest and rates"} in rows
    assert len(rows) > 20


async def test_what_is_not_meant_for_clients_is_not_read_in_public(empty: Library, tmp_path: Path) -> None:
    file = tmp_path / "inner.md"
    file.write_text(document("inner", "# 内部\n内部流程。", audience="staff"), encoding="utf-8")
    assert empty.ingest([file]).count("added") == 1
    passage = empty.document("inner", empty.today())[0]
    app = FastAPI()
    app.include_router(router(empty))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as opened:
        assert (await opened.get("/knowledge/v1/documents")).json() == []
        for address in ("documents/inner", f"passages/{passage.id}"):
            assert (await opened.get(f"/knowledge/v1/{address}")).status_code == 404


@pytest.mark.parametrize("given", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "Bearer "}])
async def test_ingestion_needs_the_token(client: httpx.AsyncClient, given: dict[str, str]) -> None:
    response = await client.post("/knowledge/v1/ingest", headers=given, files=[("files", ("a.md", b"x"))])
    assert response.status_code == 403


async def test_documents_posted_with_the_token_are_found_at_once(empty: Library, laws: Path) -> None:
    app = FastAPI()
    app.include_router(router(empty))
    token = local_token(empty.settings.token_file)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as opened:
        files = [("files", (name, file.read_bytes())) for name, file in pack([laws], [])]
        headers = {"Authorization": f"Bearer {token}"}
        report = (await opened.post("/knowledge/v1/ingest", headers=headers, files=files)).json()
        assert (report["added"], report["skipped"]) == (2, 1)
        assert {item["file"] for item in report["items"]} >= {"0/README.md"}
        body = (await opened.get("/knowledge/v1/search", params={"q": "示例档案要保存多少年"})).json()
        assert "十二年" in body["hits"][0]["quote"]
        bad = await opened.post(
            "/knowledge/v1/ingest", headers=headers, files=files, data={"effective_from": "soon"}
        )
        assert (bad.status_code, bad.json()["errors"][0]["field"]) == (422, "effective_from")


async def test_nothing_is_read_of_what_somebody_without_the_token_sends(client: httpx.AsyncClient) -> None:
    read = 0

    async def body() -> AsyncIterator[bytes]:
        nonlocal read
        for _ in range(50):
            read += 1
            yield bytes(1024)

    headers = {"content-type": "multipart/form-data; boundary=x"}
    response = await client.post("/knowledge/v1/ingest", headers=headers, content=body())
    assert (response.status_code, read) == (403, 0)


async def test_files_of_one_name_and_members_of_archives_are_told_apart_in_the_report(empty: Library) -> None:
    app = FastAPI()
    app.include_router(router(empty))
    headers = {"Authorization": f"Bearer {local_token(empty.settings.token_file)}"}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("laws/c.md", document("c", "# 丙\n丙文。"))
    texts = [document("a", "# 甲\n甲文。"), document("b", "# 乙\n乙文。")]
    files = [("files", ("faq.md", text.encode())) for text in texts]
    files += [("files", ("x.zip", packed.getvalue())), ("files", ("长" * 100 + ".md", b"x"))]
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as opened:
        report = (await opened.post("/knowledge/v1/ingest", headers=headers, files=files)).json()
    assert {item["file"]: item["status"] for item in report["items"]} == {
        "长" * 100 + ".md": "failed",
        "faq.md": "added",
        "faq.md (2)": "added",
        "x.zip/laws/c.md": "added",
    }


async def test_one_document_in_two_jurisdictions_is_read_one_at_a_time(
    empty: Library, tmp_path: Path
) -> None:
    for place in ("CN", "HK"):
        text = document("fee", f"# 费用\n{place}的费用。", jurisdiction=place)
        (tmp_path / f"{place}.md").write_text(text, encoding="utf-8")
    assert empty.ingest([tmp_path]).count("added") == 2
    app = FastAPI()
    app.include_router(router(empty))
    read = {}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as opened:
        for place in ("", "CN", "HK"):
            params = {"jurisdiction": place} if place else {}
            body = (await opened.get("/knowledge/v1/documents/fee", params=params)).json()
            assert len(body["versions"]) == 1
            read[place] = (body["jurisdiction"], body["passages"][0]["text"])
        elsewhere = await opened.get("/knowledge/v1/documents/fee", params={"jurisdiction": "US"})
    assert read == {"": ("CN", "CN的费用。"), "CN": ("CN", "CN的费用。"), "HK": ("HK", "HK的费用。")}
    assert elsewhere.status_code == 404


async def test_another_guard_may_admit_callers(empty: Library) -> None:
    def is_educator(request: Request) -> bool:
        return request.headers.get("x-role") == "educator"

    app = FastAPI()
    app.include_router(router(empty, is_educator))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as opened:
        files = [("files", ("a.md", document("a", "# 甲\n甲文。").encode()))]
        refused = await opened.post("/knowledge/v1/ingest", files=files)
        admitted = await opened.post("/knowledge/v1/ingest", files=files, headers={"x-role": "educator"})
    assert (refused.status_code, admitted.json()["added"]) == (403, 1)


@pytest.mark.parametrize("name", ["../a.md", "/etc/a.md", "x/../../a.md", ""])
def test_a_name_that_leaves_the_directory_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadRequest):
        unpack([(name, io.BytesIO(b"x"))], tmp_path / "in")
    assert list(tmp_path.rglob("*.md")) == []


async def test_an_upload_without_end_is_refused_while_it_arrives(
    empty: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(UploadRoute, "most_bytes", 1000)
    app = FastAPI()
    app.include_router(router(empty))
    headers = {"Authorization": f"Bearer {local_token(empty.settings.token_file)}"}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as opened:
        files = [("files", ("a.md", bytes(2000)))]
        large = await opened.post("/knowledge/v1/ingest", headers=headers, files=files)
    assert (large.status_code, large.json()["title_zh"]) == (413, "内容过大")
    assert empty.documents() == ()
