"""Anybody is told what rests on a rule among what clients may read; what is held back from them is for those who read
the editors' desk."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
import pytest_asyncio
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient

from account_api.app import create_app
from account_api.client import AccountClient, NotAllowed
from account_api.settings import Settings
from bot.education.impact import Held
from bot.library import readings
from bot.library.gather import Impacts
from bot.library.readings import Readings, Told, read
from bot.library.routes import impact_routes
from knowledge.catalogue import advance
from knowledge.editorial.desk import Editorial
from knowledge.editorial.notices import NoticeDraft
from knowledge.editorial.rights import Editor
from knowledge.errors import NotFound, NotSignedIn
from knowledge.library import Library
from tests.bot.library.shelves import MARGIN, TODAY, WITHDRAWAL, rulebooks

FINANCING = "financing_margin_ratio"
STAFF_ONLY = (
    MARGIN.replace("id: margin", "id: inside")
    .replace("document: margin", "document: inside")
    .replace("audience: client", "audience: staff")
    .replace("最低是多少", "内部口径")
    .replace("融资最低多少 | 首付几成 | 要垫多少 | 融资门槛", "大客户最低多少")
)
SUPERVISOR, AGENT = "token-of-a-supervisor", "token-of-an-agent"
ROLES = {SUPERVISOR: "supervisor", AGENT: "agent"}


@dataclass(frozen=True)
class Accounts:
    """The real rules of an account service in this process, with campaigns and tickets made up for two people."""

    service: AccountClient
    token: str | None = None

    async def rules(self, as_of: date, jurisdiction: str) -> Any:
        return await self.service.rules(as_of, jurisdiction)

    def as_token(self, token: str | None) -> Accounts:
        return Accounts(self.service, token)

    async def campaigns(self) -> Any:
        if self.token != AGENT:
            raise NotAllowed(403, {})
        return []

    async def tickets(self) -> Any:
        if self.token not in ROLES:
            raise NotAllowed(403, {})
        ticket = {"number": "T1", "status": "open", "category": "rules", "due_on": "2026-11-30"}
        return [ticket | {"text": "融资保证金比例不对", "details": {}, "evidence": []}]


async def drive(_effects: Any) -> tuple[Held, ...]:
    """Carries nothing out: one lesson is held."""
    return (Held("lesson", "lesson-margin-ratio", "basics", date(2026, 1, 19), (FINANCING,)),)


async def identify(request: Request) -> Editor:
    token = request.headers["authorization"].removeprefix("Bearer ")
    if token not in ROLES:
        raise NotSignedIn("unknown", "未知", field="authorization")
    return Editor("somebody", ROLES[token])


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Three texts, one of them for staff, and a notice."""
    files = tmp_path_factory.mktemp("files")
    for name, text in (("margin", MARGIN), ("withdrawal", WITHDRAWAL), ("inside", STAFF_ONLY)):
        (files / f"{name}.md").write_text(text, encoding="utf-8")
    with Library.open(tmp_path_factory.mktemp("home")) as opened:
        opened.ingest([files])
        desk = Editorial(opened, lambda: datetime(2026, 11, 20, tzinfo=UTC))
        desk.set_notice(
            Editor("carol", "compliance"), NoticeDraft("margin-ratio", "notice", "公告", "notice")
        )
        yield opened


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def impacts(library: Library, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Impacts]:
    service = create_app(Settings(home=tmp_path_factory.mktemp("accounts"), database_url=None))
    accounts: Any = Accounts(AccountClient.in_process(service))
    yield Impacts(library, accounts, drive, lambda: datetime(2026, 11, 20, tzinfo=UTC), Readings(library))
    await accounts.service.aclose()
    service.state.context.database.dispose()


@pytest.fixture(scope="module")
def client(impacts: Impacts) -> Iterator[TestClient]:
    app = FastAPI()
    app.include_router(impact_routes(impacts, identify))
    with TestClient(app) as opened:
        yield opened


def asked(client: TestClient, what: str, token: str | None = None) -> Any:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return client.get("/knowledge/v1/impact", params={"rule": what, "as_of": "2026-11-20"}, headers=headers)


@pytest.mark.asyncio(loop_scope="module")
async def test_campaigns_and_tickets_are_those_of_the_person_and_else_said_to_be_left_out(
    impacts: Impacts,
) -> None:
    assert (await impacts.on(FINANCING))["left_out"] == ["campaigns", "tickets"]
    of_supervisor = await impacts.on(FINANCING, token=SUPERVISOR)
    assert of_supervisor["left_out"] == ["campaigns"]
    assert [row["number"] for row in of_supervisor["tickets"]] == ["T1"]
    assert (await impacts.on(FINANCING, token=AGENT))["left_out"] == []


@pytest.mark.asyncio(loop_scope="module")
async def test_what_the_courses_hold_is_stale(impacts: Impacts) -> None:
    lessons = (await impacts.on(FINANCING, date(2026, 11, 20)))["lessons"]
    assert {row["id"] for row in lessons if row["stale"]} == {"lesson-margin-ratio"}


@pytest.mark.asyncio(loop_scope="module")
async def test_a_passage_id_is_looked_up_and_what_is_nothing_is_refused(impacts: Impacts) -> None:
    passage = impacts.library.document("withdrawal", TODAY)[0]
    found = await impacts.on(passage.id)
    assert (found["target"]["kind"], found["target"]["section"]) == ("passage", passage.section)
    with pytest.raises(NotFound):
        await impacts.on("nothing-of-the-sort")


def test_the_route_answers_and_refuses_in_both_languages(client: TestClient) -> None:
    found = asked(client, "withdrawal_line")
    assert found.status_code == 200 and found.json()["rows"]["in_force"][0]["value"] == "300%"
    missing = asked(client, "nothing")
    assert missing.status_code == 404 and missing.json()["detail_zh"]
    assert client.get("/knowledge/v1/impact").status_code == 422


def test_anybody_is_told_only_what_clients_may_read_and_never_who_wrote_a_notice(client: TestClient) -> None:
    found = asked(client, FINANCING)
    assert [row["document"] for row in found.json()["documents"]] == ["margin"]
    assert [row["topic"] for row in found.json()["notices"]] == ["margin-ratio"]
    assert not any(held in found.text for held in ("inside", "内部口径", "大客户", "carol"))
    assert found.json()["left_out"] == ["campaigns", "tickets", "stale"]


def test_who_reads_the_desk_is_told_what_is_for_staff_and_another_token_is_the_publics(
    client: TestClient,
) -> None:
    whole = asked(client, FINANCING, SUPERVISOR).json()
    assert {row["document"] for row in whole["documents"]} == {"margin", "inside"}
    assert asked(client, FINANCING, AGENT).json() == asked(client, FINANCING).json()
    assert asked(client, FINANCING, "nobody").status_code == 401


def test_a_document_for_staff_is_nothing_to_anybody_else(client: TestClient, library: Library) -> None:
    versions = {each.meta.document: each.version for each in library.documents()}
    passages = {each.id for each in library.document("inside", TODAY)}
    assert "inside" in versions and passages
    for name in ("inside", *passages):
        assert asked(client, name).status_code == 404
        assert asked(client, name, SUPERVISOR).status_code == 200


@pytest.mark.asyncio(loop_scope="module")
async def test_the_texts_are_read_once_until_the_library_or_a_rule_changes(
    library: Library, impacts: Impacts, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []

    def counted(*given: Any) -> Told:
        made.append(1)
        return read(*given)

    monkeypatch.setattr(readings, "read", counted)
    fresh = replace(impacts, readings=Readings(library))
    for day in (TODAY, date(2025, 6, 1)):
        await fresh.on(FINANCING, day, public=True)
    assert len(made) == 1
    with library.catalogue.write() as connection:
        advance(connection)
    await fresh.on(FINANCING, TODAY)
    assert len(made) == 2
    fresh.readings.of(replace(rulebooks(), rules={}))
    assert len(made) == 3


def test_a_service_out_of_reach_is_a_problem(impacts: Impacts) -> None:
    app = FastAPI()
    away = replace(impacts, accounts=AccountClient.network("http://127.0.0.1:9"))
    app.include_router(impact_routes(away, identify))
    with TestClient(app) as client:
        refused = asked(client, FINANCING)
        assert refused.status_code == 503 and refused.json()["detail_zh"]
