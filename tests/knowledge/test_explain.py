"""An explanation tells the search as it was: the same hits, scores that add up, and why the rest was left out."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import pytest

from knowledge.explain import beside
from knowledge.library import Library
from knowledge.model import Passage

from .conftest import TODAY

QUESTIONS = (
    "追保期限多久",
    "融资利息怎么算",
    "what is the maintenance ratio",
    "pingcangxian shi duoshao",
    "今天天气",
)


@pytest.mark.parametrize("question", QUESTIONS)
def test_it_tells_the_search_itself(library: Library, question: str) -> None:
    found, told = library.search(question, as_of=TODAY, k=5), library.explain(question, as_of=TODAY)
    assert [each.hit for each in told.hits] == list(found.hits)
    assert (told.answerable, told.confidence) == (found.answerable, found.confidence)


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_score_of_a_hit_is_the_sum_of_its_fields_times_its_factors(
    library: Library, question: str
) -> None:
    for each in library.explain(question, as_of=TODAY).hits:
        added = sum(value for name, value in each.fields.items() if name != "dense")
        assert added * math.prod(each.factors.values()) == pytest.approx(each.hit.score, rel=1e-4, abs=1e-4)


def test_terms_say_where_they_come_from(library: Library) -> None:
    told = library.explain("请问追保的期限是多久", as_of=TODAY)
    reasons = {term.term: term.why for term in told.terms}
    assert reasons["期限"] == "asked" and reasons["追保"] == "asked"
    assert reasons["请问"] == "filler"
    assert "glossary" in reasons.values()
    assert "追保" in told.concepts
    spelt = library.explain("pingcangxian", as_of=TODAY)
    assert "pinyin" in {term.why for term in spelt.terms}


def test_the_verdict_shows_its_signs(library: Library) -> None:
    told = library.explain("追保期限多久", as_of=TODAY).as_json()
    assert told["answerable"] is True and told["dense"] == "off"
    assert set(told) >= {
        "query",
        "lang",
        "as_of",
        "terms",
        "concepts",
        "threshold",
        "signals",
        "filtered_out",
        "hits",
    }
    assert set(told["signals"]) >= {"covered", "nearest", "known"}  # type: ignore[call-overload]


def test_what_is_not_in_force_is_counted(library: Library) -> None:
    old, new = (
        library.explain("融资保证金比例", as_of=day).filtered_out for day in (date(2007, 1, 1), TODAY)
    )
    assert old["not_in_force"] > new["not_in_force"] > 0
    assert new["jurisdiction"] > 0 and new["language"] > 0


def test_a_statute_that_was_put_first_says_so(library: Library) -> None:
    told = library.explain("示例档案保存条例规定保存几年", as_of=TODAY)
    assert told.hits[0].hit.passage.kind == "statute" and told.hits[0].in_force


def test_a_question_nobody_understands_has_no_hits(library: Library) -> None:
    told = library.explain("ζξψ", as_of=TODAY)
    assert told.hits == () and not told.answerable


# --- trying a document before it is published


def test_a_document_is_tried_beside_what_is_published(library: Library) -> None:
    model = library.document("margin-call", TODAY)[0]
    fresh = replace(
        model,
        id="new",
        document_id="pager",
        version="v-new",
        text="追保通知也可以发到寻呼机。",
        lead="追保通知也可以发到寻呼机。",
        asks=("寻呼机能收追保通知吗",),
    )
    told = library.explain("寻呼机能收追保通知吗", as_of=TODAY, extra=[fresh])
    assert told.hits[0].hit.passage.id == "new"
    assert all(hit.passage.id != "new" for hit in library.search("寻呼机能收追保通知吗", as_of=TODAY).hits)


def test_a_new_version_ends_the_one_before_it(library: Library) -> None:
    held: Passage = library.document("margin-call", TODAY)[0]
    start = date(2026, 12, 1)
    fresh = replace(held, id="new", version="v-new", effective_from=start)
    after = beside([held], [fresh])
    assert [(each.id, each.effective_to) for each in after] == [(held.id, start), ("new", held.effective_to)]
    corrected = replace(fresh, effective_from=held.effective_from)
    assert [each.id for each in beside([held], [corrected])] == ["new"]
