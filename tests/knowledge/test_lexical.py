"""BM25 against the formula written out, and its properties."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.lexical import K1, B, Bm25, best_by_group

DOCUMENTS = [["甲", "乙", "乙"], ["乙", "丙"], ["丁", "丁", "丁", "甲"]]


def by_hand(documents: list[list[str]], query: dict[str, float]) -> list[float]:
    mean = sum(map(len, documents)) / len(documents)
    scores = []
    for document in documents:
        total = 0.0
        for term, weight in query.items():
            holders = sum(term in other for other in documents)
            idf = math.log(1 + (len(documents) - holders + 0.5) / (holders + 0.5))
            count = document.count(term)
            total += weight * idf * count * (K1 + 1) / (count + K1 * (1 - B + B * len(document) / mean))
        scores.append(total)
    return scores


@settings(deadline=None)  # the first call imports scipy
@given(
    st.lists(st.lists(st.sampled_from("甲乙丙丁戊"), min_size=1, max_size=8), min_size=1, max_size=6),
    st.dictionaries(st.sampled_from("甲乙丙丁戊己"), st.sampled_from([0.5, 1.0]), max_size=4),
)
def test_scores_equal_the_formula(documents: list[list[str]], query: dict[str, float]) -> None:
    assert Bm25(documents).scores(query) == pytest.approx(by_hand(documents, query))


def test_the_order_of_query_terms_does_not_matter_to_the_last_bit() -> None:
    index = Bm25(DOCUMENTS)
    forward, backward = {"甲": 1.0, "乙": 0.5, "丁": 1.0}, {"丁": 1.0, "乙": 0.5, "甲": 1.0}
    assert index.scores(forward).tobytes() == index.scores(backward).tobytes()


def test_no_document_exceeds_the_ceiling() -> None:
    index = Bm25(DOCUMENTS)
    query = {"甲": 1.0, "丁": 0.5}
    assert index.scores(query).max() < index.ceiling(query)


def test_an_unseen_term_is_as_rare_as_can_be() -> None:
    index = Bm25(DOCUMENTS)
    assert index.rarity("未见") == index.highest_rarity > index.rarity("丙") > index.rarity("乙")


def test_an_empty_index_scores_nothing() -> None:
    assert Bm25([]).scores({"甲": 1.0}).shape == (0,)


def test_the_best_of_each_group_counts() -> None:
    scores = best_by_group(np.array([1.0, 3.0, 2.0]), np.array([0, 2, 2]), 4)
    assert scores.tolist() == [1.0, 0.0, 3.0, 0.0]
