"""What rests on a rule is listed whole: by what a document says it rests on, by its figures, and by who cites it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from account_api.client import AccountClient
from bot.answer.texts import all_texts
from bot.library.gather import Impacts, impacts_of
from bot.library.impact import Target, Work, impact
from bot.library.routes import impact_routes
from bot.wiring import Product
from knowledge.education.curriculum import curriculum
from knowledge.errors import NotFound
from tests.bot.library.shelves import TODAY, packaged, rulebooks, saying

FINANCING = "financing_margin_ratio"


def work(**more: Any) -> Work:
    about = tuple(each for each in packaged() if each.meta.topic in ("basics", "margin-ratio"))
    return replace(Work(about, rulebooks(), curriculum(), all_texts()), **more)


def on_rule(param: str, found: Work | None = None, day: date = TODAY) -> dict[str, Any]:
    return impact(Target("rule", param, rulebooks().rules[param]), found or work(), day)


def test_documents_rest_on_a_rule_by_their_front_matter_or_by_their_figures() -> None:
    named = saying("没有数字的一段。", rules=(FINANCING,))
    told = saying("2026年1月19日起融资保证金比例不得低于100%。")
    other = saying("维持担保比例超过300%才可以提取。", rules=("withdrawal_line",))
    found = on_rule(FINANCING, work(documents=(named, told, other)))
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
    found = on_rule(FINANCING, work(documents=(early, late, ended)))
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
    found = impact(Target("passage", "p1", document="x", heading="y"), work(documents=(answer,)), TODAY)
    assert [row["because"] for row in found["answers"]] == [["cites"]]


@pytest.fixture(scope="module")
def impacts(product: Product) -> Impacts:
    return impacts_of(product)


async def test_without_a_person_campaigns_and_tickets_are_said_to_be_left_out(
    product: Product, impacts: Impacts
) -> None:
    found = await impacts.on(FINANCING)
    assert found["left_out"] == ["campaigns", "tickets"] and found["counts"]["documents"] > 5
    educator = (await product.accounts.demo_sign_in("demo-educator")).token
    supervisor = (await product.accounts.demo_sign_in("demo-supervisor")).token
    assert "campaigns" not in (await impacts.on(FINANCING, token=educator))["left_out"]
    assert "tickets" not in (await impacts.on(FINANCING, token=supervisor))["left_out"]


async def test_on_an_earlier_day_the_items_of_today_are_stale(impacts: Impacts) -> None:
    today = await impacts.on(FINANCING)
    then = await impacts.on(FINANCING, date(2025, 6, 1))
    assert not any(row["stale"] for row in today["items"])
    assert all(row["stale"] for row in then["items"] if row["because"] == "rule")


async def test_a_passage_id_is_looked_up_and_what_is_nothing_is_refused(
    product: Product, impacts: Impacts
) -> None:
    passage = product.library.document("withdrawal", TODAY)[0]
    found = await impacts.on(passage.id)
    assert (found["target"]["kind"], found["target"]["section"]) == ("passage", passage.section)
    with pytest.raises(NotFound):
        await impacts.on("nothing-of-the-sort")


def test_the_route_answers_and_refuses_in_both_languages(impacts: Impacts) -> None:
    app = FastAPI()
    app.include_router(impact_routes(impacts))
    with TestClient(app) as client:
        found = client.get("/knowledge/v1/impact", params={"rule": "withdrawal_line", "as_of": "2026-11-20"})
        assert found.status_code == 200 and found.json()["rows"]["in_force"][0]["value"] == "300%"
        missing = client.get("/knowledge/v1/impact", params={"rule": "nothing"})
        assert missing.status_code == 404 and missing.json()["detail_zh"]
        assert client.get("/knowledge/v1/impact").status_code == 422


def test_a_service_out_of_reach_is_a_problem_and_a_wrong_token_shows_nobodys_work(impacts: Impacts) -> None:
    app, cut_off = FastAPI(), FastAPI()
    app.include_router(impact_routes(impacts))
    cut_off.include_router(
        impact_routes(replace(impacts, accounts=AccountClient.network("http://127.0.0.1:9")))
    )
    asked = {"rule": FINANCING}
    with TestClient(app) as client:
        found = client.get("/knowledge/v1/impact", params=asked, headers={"Authorization": "Bearer nobody"})
        assert found.json()["left_out"] == ["campaigns", "tickets"]
    with TestClient(cut_off) as client:
        refused = client.get("/knowledge/v1/impact", params=asked)
        assert refused.status_code == 503 and refused.json()["detail_zh"]
