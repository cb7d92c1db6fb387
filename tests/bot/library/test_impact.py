"""What rests on a rule is listed whole: by what a document says it rests on, by its figures, and by who cites it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from bot.answer.texts import all_texts
from bot.library.impact import Target, Work, impact
from bot.library.readings import Told, read
from bot.library.shelf import Document
from knowledge.education.curriculum import curriculum
from tests.bot.library.shelves import TODAY, packaged, rulebooks, saying

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
