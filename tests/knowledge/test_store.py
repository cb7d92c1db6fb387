"""Chroma and the exact store are one port: same candidates, same answers; an emptied collection is noticed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from knowledge.confidence import calibration_set
from knowledge.embedding import DIMENSIONS, embed_passage, embed_text
from knowledge.errors import BadRequest
from knowledge.library import Library
from knowledge.store import ChromaStore, ExactStore, remote_chroma

from .conftest import TODAY, now


@pytest.fixture(scope="module")
def with_chroma(home: Path) -> Iterator[Library]:
    with Library.open(home, "own", clock=now) as opened:
        yield opened


def chroma(library: Library) -> ChromaStore:
    store = library.store
    assert isinstance(store, ChromaStore)
    return store


def test_vectors_are_stable_unit_vectors() -> None:
    vector = embed_text("维持担保比例怎么算")
    assert vector.shape == (DIMENSIONS,)
    assert float(np.linalg.norm(vector)) == pytest.approx(1.0, abs=1e-6)
    assert vector.tobytes() == embed_text("维持担保比例怎么算").tobytes()
    assert np.flatnonzero(embed_text("平仓")).tolist() == [844, 1711, 3803]
    assert not embed_text("").any()


def test_a_text_is_nearest_to_itself(library: Library) -> None:
    store = ExactStore()
    passages = library.document("margin-call", TODAY)
    assert len(passages) >= 3
    store.sync(passages)
    for passage in passages:
        assert store.nearest(embed_passage(passage), TODAY, "CN", 1) == (passage.key,)


def test_chroma_holds_exactly_the_passages_of_the_catalogue(with_chroma: Library) -> None:
    health = with_chroma.health()
    assert health.store == "ChromaStore"
    assert health.stored == health.passages > 300
    assert health.ok
    assert with_chroma.sync() == 0


def test_both_stores_give_the_same_answers(library: Library, with_chroma: Library) -> None:
    questions = [*(question for question, _ in calibration_set().answerable), *calibration_set().unanswerable]
    different = [q for q in questions if library.search(q, as_of=TODAY) != with_chroma.search(q, as_of=TODAY)]
    assert len(questions) > 200
    assert different == []


def test_chroma_filters_by_validity_before_it_ranks(with_chroma: Library) -> None:
    old = next(
        p for p in with_chroma.document("示例档案保存条例", TODAY.replace(year=2015)) if p.article == "第二条"
    )
    vector = embed_passage(old)
    assert old.key not in chroma(with_chroma).nearest(vector, TODAY, "CN", 20)
    assert old.key == chroma(with_chroma).nearest(vector, TODAY.replace(year=2015), "CN", 20)[0]


def test_an_emptied_collection_is_noticed_and_repaired(tmp_path: Path, laws: Path) -> None:
    with Library.open(tmp_path, "own", clock=now) as library:
        library.ingest([laws])
        chroma(library).clear()
    with Library.open(tmp_path, "own", repair=False, clock=now) as library:
        health = library.health()
        assert (health.stored, health.passages) == (0, 10)
        assert "store_differs" in [finding.code for finding in health.findings]
        assert "0 段" in health.findings[0].text_zh
        assert library.search("示例档案要保存多少年", as_of=TODAY).hits[0].passage.article == "第二条"
        assert library.sync() == 10
        assert library.health().stored == 10


def test_a_server_is_named_by_a_real_url() -> None:
    with pytest.raises(BadRequest, match="not the URL"):
        remote_chroma("chroma:8001")
