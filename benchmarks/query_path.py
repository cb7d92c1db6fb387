"""The whole query path over 10,000 passages against one plain BM25 field in the same run: the packaged texts, and
passages mixed from their sentences until there are enough. The questions are those the texts say they answer."""

from __future__ import annotations

import random
import re
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from benchmarks.measuring import Row, report
from knowledge.catalogue import Catalogue
from knowledge.confidence import FALLBACK, calibration_set
from knowledge.eligibility import Scope
from knowledge.glossary import Glossary, load_glossary
from knowledge.index import Index
from knowledge.ingest import CORPUS, ensure_corpus
from knowledge.lexical import Bm25
from knowledge.model import Passage
from knowledge.normalise import fold
from knowledge.query import prepare
from knowledge.records import load_passages
from knowledge.retrieve import Retriever, calibrate
from knowledge.settings import KnowledgeSettings
from knowledge.store import ExactStore
from knowledge.tokens import terms

SIZE = 10_000
LENGTH = 200
QUESTIONS = 600
ROUNDS = 3
SEED = 20261120
GOAL = 4.0
_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")


def run() -> dict[str, object]:
    """Median and 95th percentile of both, each question in turn by one and the other, best of a few rounds."""
    glossary = load_glossary(CORPUS / "glossary.yaml")
    own = _packaged()
    passages = [*own, *mixed(own, SIZE - len(own))]
    retriever = _retriever(passages, glossary)
    asked = [ask for passage in own for ask in passage.asks]
    asked = random.Random(SEED).sample(asked, QUESTIONS)
    plain = Bm25([terms(fold(f"{passage.header}\n{passage.text}")) for passage in passages])
    ready = {ask: prepare(ask, glossary).weights for ask in asked}
    day = Scope(date.fromisoformat(calibration_set().as_of))
    taken = _alternate(
        asked,
        {
            "ours": lambda ask: retriever.search(ask, day, 3),
            "plain": lambda ask: _first_ten(plain.scores(ready[ask])),
        },
    )
    rows = []
    for name, point in (("p50", 50), ("p95", 95)):
        ours, theirs = (float(np.percentile(taken[side], point)) for side in ("ours", "plain"))
        ratio = ours / theirs
        goal = f"≤ {GOAL}" if point == 95 else None
        rows.append(Row(f"whole path {name}", ours, "ms", "one BM25 field", ratio, goal, ratio <= GOAL))
    return report("query_path", [Row("passages", len(passages), "passages"), *rows])


def _packaged() -> list[Passage]:
    with tempfile.TemporaryDirectory(prefix="liangrong-") as home:
        ensure_corpus(Path(home))
        catalogue = Catalogue(KnowledgeSettings.at(Path(home)).catalogue_url)
        with catalogue.read() as connection:
            passages = load_passages(connection)
        catalogue.close()
    return [passage for passage in passages if passage.kind != "lesson"]


def mixed(own: Sequence[Passage], count: int) -> list[Passage]:
    """Passages of about 200 characters of sentences drawn from all texts of one language, the same every time."""
    chance = random.Random(SEED)
    sentences = [
        found for passage in own if passage.lang == "zh" for found in _SENTENCE.findall(passage.text)
    ]
    made = []
    for number in range(count):
        parts: list[str] = []
        while sum(map(len, parts)) < LENGTH:
            parts.append(chance.choice(sentences))
        model = chance.choice(own)
        text = "".join(parts)
        made.append(
            replace(
                model,
                id=f"m{number:05}",
                document_id=f"m{number:05}",
                version=f"m{number:05}",
                text=text,
                lead=parts[0],
                lang="zh",
                asks=(),
                group=0,
            )
        )
    return made


def _retriever(passages: Sequence[Passage], glossary: Glossary) -> Retriever:
    index, store = Index(passages), ExactStore()
    store.sync(passages)
    return Retriever(index, glossary, store, calibrate(index, glossary, calibration_set(), FALLBACK))


def _first_ten(scores: np.ndarray) -> list[int]:
    first = np.argpartition(scores, -10)[-10:]
    return sorted(first.tolist(), key=lambda i: -scores[i])


def _alternate(questions: Sequence[str], sides: dict[str, Callable[[str], object]]) -> dict[str, np.ndarray]:
    best = {name: np.full(len(questions), np.inf) for name in sides}
    for _ in range(ROUNDS):
        for number, question in enumerate(questions):
            for name, answer in sides.items():
                began = time.perf_counter()
                answer(question)
                best[name][number] = min(best[name][number], (time.perf_counter() - began) * 1000)
    return best
