"""Laws speak for themselves: the right article first, its quote standing in it, the articles it refers to beside it, and
never a version that is no longer in force. The laws are made up for the tests."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.confidence import FALLBACK
from knowledge.eligibility import Scope
from knowledge.evaluation import passage_of
from knowledge.glossary import Glossary
from knowledge.index import Index
from knowledge.library import Library
from knowledge.model import Passage
from knowledge.retrieve import Retriever
from knowledge.store import ExactStore

from .conftest import TODAY, now

MADE_UP = Path(__file__).with_name("made_up_laws")
ROWS: list[dict[str, Any]] = [
    json.loads(line) for line in (MADE_UP / "questions.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.fixture(scope="module")
def statutes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    files = [path for path in sorted(MADE_UP.iterdir()) if path.suffix in (".md", ".csv")]
    with Library.open(tmp_path_factory.mktemp("laws") / "home", clock=now) as library:
        assert library.ingest(files).count("added") == 4
        yield library


def article(library: Library, title: str, label: str, day: date = TODAY) -> Passage:
    return next(each for each in library.document(title, day) if each.article == label)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['q']} {row['as_of']}")
def test_the_right_article_comes_first_with_a_quote_that_stands_in_it(
    statutes: Library, row: dict[str, Any]
) -> None:
    hit = statutes.search(row["q"], as_of=date.fromisoformat(row["as_of"])).hits[0]
    assert f"{hit.passage.short_title}/{hit.passage.article}" in row["answers"]
    assert hit.quote in hit.passage.text
    assert row["quote"] in hit.quote


def test_a_clause_that_refers_to_another_brings_it_along(statutes: Library) -> None:
    penalty = article(statutes, "示例灯塔管理法", "第九条")
    assert [each.article for each in statutes.referred(penalty, TODAY)] == ["第六条"]
    dogs = article(statutes, "示例渡船条例", "第五条")
    assert [(each.short_title, each.article) for each in statutes.referred(dogs, TODAY)] == [
        ("示例灯塔管理法", "第六条")
    ]
    before = article(statutes, "示例灯塔管理法", "第八条")
    assert [each.article for each in statutes.referred(before, TODAY)] == ["第七条"]


def test_our_own_text_brings_along_the_articles_of_the_law_it_is_about(statutes: Library) -> None:
    keys = next(each for each in statutes.document("lighthouse-keeping", TODAY) if "钥匙" in each.section)
    assert [each.article for each in statutes.referred(keys, TODAY)] == ["第六条", "第九条"]


def test_what_is_referred_to_is_the_version_in_force_that_day(statutes: Library) -> None:
    for day, years in ((date(2020, 6, 30), "六年"), (TODAY, "十五年")):
        penalty = article(statutes, "示例灯塔管理法", "第十条", day)
        (logbook,) = statutes.referred(penalty, day)
        assert years in logbook.text and logbook.is_in_force(day)


def test_a_hit_names_the_articles_it_refers_to(statutes: Library) -> None:
    hit = statutes.search("出借灯塔钥匙罚多少钱", as_of=TODAY).hits[0]
    assert hit.refers == (article(statutes, "示例灯塔管理法", "第六条").id,)


def test_our_own_text_answers_where_the_question_is_not_about_the_law(statutes: Library) -> None:
    hit = statutes.search("看守人每天做什么", as_of=TODAY).hits[0]
    assert hit.passage.section == "每天要做什么"


# --- a repealed version is never returned

FIRST = date(2000, 1, 1)
days = st.integers(min_value=0, max_value=40).map(lambda count: FIRST + timedelta(days=90 * count))


@st.composite
def histories(draw: st.DrawFn) -> list[Passage]:
    """Versions of a few documents in several jurisdictions and languages, some ended without a successor."""
    passages: list[Passage] = []
    for number in range(draw(st.integers(1, 3))):
        jurisdiction, lang = draw(st.sampled_from(["CN", "HK", "*"])), draw(st.sampled_from(["zh", "en"]))
        starts = sorted(draw(st.sets(days, min_size=1, max_size=4)))
        for i, start in enumerate(starts):
            following = starts[i + 1] if i + 1 < len(starts) else draw(st.none() | days)
            made = passage_of(f"d{number}.{i}", "", f"第{i}版：灯塔日志保存{i + 1}年 lighthouse log kept")
            passages.append(
                replace(
                    made,
                    document_id=f"d{number}",
                    version=f"v{number}.{i}",
                    jurisdiction=jurisdiction,
                    lang=lang,
                    audience=draw(st.sampled_from(["client", "staff"])),
                    effective_from=start,
                    effective_to=following,
                )
            )
    return passages


@settings(deadline=None, max_examples=60)
@given(
    histories(), days, st.sampled_from(["CN", "HK"]), st.sampled_from(["灯塔日志保存几年", "lighthouse log"])
)
def test_what_is_not_in_force_that_day_is_never_returned(
    passages: list[Passage], day: date, jurisdiction: str, question: str
) -> None:
    retriever = Retriever(Index(passages), Glossary(), ExactStore(), FALLBACK)
    result = retriever.search(question, Scope(day, jurisdiction), 20)
    for hit in result.hits:
        assert hit.passage.effective_from <= day
        assert hit.passage.effective_to is None or day < hit.passage.effective_to
        assert hit.passage.jurisdiction in (jurisdiction, "*")
        assert hit.passage.audience == "client"
    held = [each for each in passages if each.is_in_force(day) and each.audience == "client"]
    assert bool(result.hits) == any(each.jurisdiction in (jurisdiction, "*") for each in held)


@settings(deadline=None, max_examples=6)
@given(st.lists(st.sampled_from([0, 1]), min_size=1, max_size=3), st.booleans())
def test_a_retired_version_is_never_returned_whatever_was_ingested_in_which_order(
    tmp_path_factory: pytest.TempPathFactory, order: list[int], again: bool
) -> None:
    files = sorted(MADE_UP.glob("示例灯塔管理法*.md"))
    with Library.open(tmp_path_factory.mktemp("order") / "home", clock=now) as library:
        for number in [*order, *([order[0]] if again else [])]:
            library.ingest([files[number]], effective_from=date(2012 if number == 0 else 2024, 1, 1))
        for day, years in ((date(2013, 1, 1), "六年"), (TODAY, "十五年")):
            for hit in library.search("灯塔日志的保存期限", as_of=day).hits:
                assert hit.passage.is_in_force(day)
                assert len(set(order)) < 2 or hit.passage.article != "第五条" or years in hit.passage.text
