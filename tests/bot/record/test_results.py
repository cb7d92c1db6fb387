"""A result and what is kept of it say the same to a flow; a passage keeps the validity it had."""

from __future__ import annotations

from datetime import date

import orjson
import pytest

from bot.dialogue.effects import Failed
from bot.record.keeping import LONG, apart, named, whole
from bot.record.results import KeptFound, kept, passages_in, restored
from bot.wiring import Product

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize("answer", [None, 3, "text", [{"a": 1}], {"figures": {}}, {"passage": "没有日期"}])
def test_plain_results_are_kept_as_they_are(answer: object) -> None:
    assert restored(kept(answer), None) == answer  # type: ignore[arg-type]  # no passage is looked up


def test_a_refusal_keeps_its_problem() -> None:
    refused = Failed(422, {"detail": "no", "errors": []})
    assert restored(orjson.loads(orjson.dumps(kept(refused))), None) == refused  # type: ignore[arg-type]
    assert restored({"failed": 404}, None) == Failed(404)  # type: ignore[arg-type]  # as older records have it


async def test_a_search_comes_back_with_its_passages_scores_and_validity(product: Product) -> None:
    found = product.library.search("融资保证金比例最低是多少", as_of=TODAY, lang="zh")
    result = orjson.loads(orjson.dumps(kept(found)))
    again = restored(result, product.library)
    assert isinstance(again, KeptFound) and len(again.hits) == len(found.hits) >= 2
    assert (again.answerable, again.confidence) == (found.answerable, found.confidence)
    for mine, theirs in zip(again.hits, found.hits, strict=True):
        assert (mine.quote, mine.score, mine.passage) == (theirs.quote, theirs.score, theirs.passage)
    assert passages_in(result) == [hit.passage.id for hit in found.hits]
    result["hits"][0][3]["to"] = "2026-12-01"
    assert restored(result, product.library).hits[0].passage.effective_to == date(2026, 12, 1)


def test_long_results_lie_apart_and_come_back() -> None:
    rows = [
        {"effect": "A", "asked": {}, "result": ["长" * LONG]},
        {"effect": "B", "asked": {}, "result": ["长" * LONG]},
        {"effect": "C", "asked": {}, "result": [1]},
    ]
    record, results = apart({"owner": None, "effects": rows})
    assert len(results) == 1 and named([record]) == set(results)
    assert [("kept" in row) for row in record["effects"]] == [True, True, False]
    assert whole(record, {name: orjson.loads(text) for name, text in results.items()})["effects"] == rows
    assert whole(record, {})["effects"][0]["result"] is None
