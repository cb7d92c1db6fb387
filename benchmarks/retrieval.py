"""The lexical core against bm25s: equal scores on the packaged corpus first, then seconds to index and to score."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np

from benchmarks.measuring import Row, interleaved, report
from knowledge.catalogue import Catalogue
from knowledge.ingest import ensure_corpus
from knowledge.lexical import Bm25
from knowledge.normalise import fold
from knowledge.peers import bm25s_lucene
from knowledge.records import load_passages
from knowledge.settings import KnowledgeSettings
from knowledge.tokens import terms

QUESTIONS = 400


def run() -> dict[str, object]:
    """Index and score every section of the corpus by the questions written beside them."""
    with tempfile.TemporaryDirectory(prefix="liangrong-") as home:
        ensure_corpus(Path(home))
        catalogue = Catalogue(KnowledgeSettings.at(Path(home)).catalogue_url)
        with catalogue.read() as connection:
            passages = load_passages(connection)
        catalogue.close()
    documents = [terms(fold(passage.text)) for passage in passages]
    questions = [terms(fold(ask)) for passage in passages for ask in passage.asks][:QUESTIONS]
    ours, theirs = Bm25(documents), bm25s_lucene.Peer(documents)
    weights = [{term: float(question.count(term)) for term in question} for question in questions]
    for question, weight in zip(questions, weights, strict=True):
        assert np.allclose(ours.scores(weight), theirs.scores(question), rtol=1e-4, atol=1e-4)
    index = interleaved({"ours": lambda: Bm25(documents), "peer": lambda: bm25s_lucene.Peer(documents)})
    score = interleaved(
        {
            "ours": lambda: [ours.scores(weight) for weight in weights],
            "peer": lambda: [theirs.scores(question) for question in questions],
        }
    )
    per_query = {name: seconds / len(questions) * 1000 for name, seconds in score.items()}
    peer = theirs.name
    return report(
        "retrieval",
        [
            Row("documents", len(documents), "sections"),
            Row(
                "index",
                index["ours"],
                "s",
                peer,
                index["ours"] / index["peer"],
                "≤ 1",
                index["ours"] <= index["peer"],
            ),
            Row(
                "score",
                per_query["ours"],
                "ms/query",
                peer,
                per_query["ours"] / per_query["peer"],
                "≤ 1",
                per_query["ours"] <= per_query["peer"],
            ),
        ],
    )
