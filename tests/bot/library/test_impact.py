"""What rests on a rule is listed whole: by what a document says it rests on, by its figures, and by who cites it.
Anybody is told what clients may read; what is held back from them is for those who read the editors' desk."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

import pytest
import pytest_asyncio
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient

from account_api.app import create_app
from account_api.client import AccountClient, NotAllowed
from account_api.settings import Settings
from bot.answer.texts import all_texts
from bot.education.impact import Held
from bot.library import readings
from bot.library.gather import Impacts
from bot.library.impact import Target, Work, impact
from bot.library.readings import Readings, Told, read
from bot.library.routes import impact_routes
from bot.library.shelf import Document
from knowledge.catalogue import advance
from knowledge.editorial.desk import Editorial
from knowledge.editorial.notices import NoticeDraft
from knowledge.editorial.rights import Editor
from knowledge.education.curriculum import curriculum
from knowledge.errors import NotFound, NotSignedIn
from knowledge.library import Library
from tests.bot.library.shelves import MARGIN, TODAY, WITHDRAWAL, packaged, rulebooks, saying

FINANCING = "financing_margin_ratio"


@lru_cache(maxsize=1)
def told() -> Told:
    """The packaged documents about margin ratios, read once."""
    return read((each for each in packaged() if each.meta.topic in ("basics", "margin-ratio")), rulebooks())


def work(*documents: Document, **more: Any) -> Work:
    """What rests on things: these documents, else those about margin ratios."""
    found = read(documents, rulebooks()) if documents else told()
    return replace(Work(found, curriculum(), all_texts()), **more)


def on_rule(param: str, found: Work | None = None, day: date = TODAY) -> dict[str, Any]:
    return impact(Target("rule", param, rulebooks().rules[param]), found or work(), day)


def test_documents_rest_on_a_rule_by_their_front_matter_or_by_their_figures() -> None:
    named = saying("没有数字的一段。", rules=(FINANCING,))
    figures = saying("2026年1月19日起融资保证金比例不得低于100%。")
    other = saying("维持担保比例超过300%才可以提取。", rules=("withdrawal_line",))
    found = on_rule(FINANCING, work(named, figures, other))
    assert [row["because"] for row in found["documents"]] == [["rules"], ["figures"]]
    assert [row["figures"] for row in found["sections"]] == [["100%"]]


def test_the_rows_before_now_and_after_are_those_seen_from_the_day() -> None:
    rows = on_rule(FINANCING, day=date(2024, 1, 2))["rows"]
    assert [[row["value"] for row in rows[when]] for when in ("before", "in_force", "after")] == [
        ["50%", "100%"],
        ["80%"],
        ["100%"],
    ]


def test_everything_in_the_product_that_rests_on_the_ratio_is_found() -> None:
    found = on_rule(FINANCING)
    documents = {row["document"] for row in found["documents"]}
    assert {"financing-margin-ratio", "margin-ratio-history", "common-misbeliefs"} <= documents
    assert any("首付" in row["ask"] for row in found["questions"])
    items = {
        item.id for item in curriculum().items.values() if any(cite.param == FINANCING for cite in item.cites)
    }
    assert items <= {row["id"] for row in found["items"]}
    assert {row["id"] for row in found["lessons"]} >= {"lesson-margin-ratio"}
    assert found["counts"]["documents"] == len(found["documents"]) > 5


def test_a_document_that_began_before_the_row_in_force_is_marked() -> None:
    early = saying("融资保证金比例不得低于100%。", effective_from=date(2023, 9, 11))
    late = saying("融资保证金比例不得低于100%。", effective_from=date(2026, 1, 19))
    ended = replace(early, end=date(2026, 1, 19))
    found = on_rule(FINANCING, work(early, late, ended))
    assert [row["older"] for row in found["documents"]] == [True, False, False]


def test_items_written_for_an_older_row_are_marked_as_the_courses_hold_them() -> None:
    ids = [row["id"] for row in on_rule(FINANCING)["items"]]
    found = on_rule(FINANCING, work(stale=frozenset(ids[:1])))
    assert [row["stale"] for row in found["items"]] == [True, *[False] * (len(ids) - 1)]


def test_campaigns_tickets_and_notices_are_those_that_speak_of_it() -> None:
    cites = ([{"param": FINANCING}], [{"document": "margin-ratio-history"}], [{"param": "call_period"}])
    campaigns = tuple(
        {"id": f"c{n}", "state": "draft", "title": {}, "cites": cite, "reason": None}
        for n, cite in enumerate(cites)
    )
    texts = ("融资保证金比例怎么变了", "界面打不开", "融资保证金比例不对")
    states = ("open", "open", "closed")
    tickets = tuple(
        {"number": f"T{n}", "status": state, "category": "rules", "due_on": "2026-11-30", "text": text,
         "details": {}, "evidence": []}
        for n, (text, state) in enumerate(zip(texts, states, strict=True))
    )  # fmt: skip
    notices = (
        {"id": "N1", "topic": "margin-ratio"},
        {"id": "N2", "topic": "wellbeing"},
        {"id": "N3", "topic": "*"},
    )
    found = on_rule(FINANCING, work(campaigns=campaigns, tickets=tickets, notices=notices))
    assert [(row["id"], row["because"]) for row in found["campaigns"]] == [("c0", "rule"), ("c1", "document")]
    assert [row["number"] for row in found["tickets"]] == ["T0"]
    assert [row["id"] for row in found["notices"]] == ["N1", "N3"]


def test_templates_are_those_that_name_the_rule_or_have_a_slot_for_it() -> None:
    texts = {
        "named": {"zh": "融资保证金比例的规定：", "en": "-"},
        "slot": {"zh": "是{financing_margin_ratio}", "en": "-"},
        "other": {"zh": "您好", "en": "Hello"},
    }
    assert [row["id"] for row in on_rule(FINANCING, work(texts=texts))["templates"]] == ["named", "slot"]


def test_a_passage_and_a_document_have_what_rests_on_them() -> None:
    document = next(each for each in packaged() if each.meta.document == "margin-ratio-history")
    heading = document.sections[0].heading
    whole = impact(Target("document", document.meta.document, document=document.meta.document), work(), TODAY)
    one = impact(Target("passage", "p1", document=document.meta.document, heading=heading), work(), TODAY)
    assert {row["section"] for row in one["sections"] if row["file"] == document.file} == {heading}
    assert len(whole["sections"]) > len(one["sections"]) and whole["rows"] is None
    answer = saying("已核实的回答。", kind="answer", cites=("p1",))
    found = impact(Target("passage", "p1", document="x", heading="y"), work(answer), TODAY)
    assert [row["because"] for row in found["answers"]] == [["cites"]]


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
