"""How good retrieval is on a corpus and questions of the usual shape (JSON lines): recall at k, mean reciprocal rank
at 10, milliseconds a question over the whole query path, seconds to build the index."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from knowledge.confidence import FALLBACK
from knowledge.eligibility import Scope
from knowledge.errors import BadRequest
from knowledge.glossary import Glossary
from knowledge.index import Index
from knowledge.model import Passage
from knowledge.retrieve import Retriever
from knowledge.store import ExactStore

_DAY = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Question:
    """`relevant` holds the ids of the passages that answer."""

    text: str
    relevant: frozenset[str]


def read_corpus(path: Path, with_title: bool = True) -> list[Passage]:
    """Lines `{"id","title","text"}` as passages without validity limits."""
    rows = _rows(path, ("id", "text"))
    return [
        _passage(str(row["id"]), str(row.get("title") or "") * with_title, str(row["text"])) for row in rows
    ]


def read_questions(path: Path) -> list[Question]:
    """Lines `{"id","text","relevant"}`; `relevant` is one id or a list of them."""
    questions = []
    for row in _rows(path, ("text", "relevant")):
        relevant = row["relevant"]
        ids = relevant if isinstance(relevant, list) else [relevant]
        questions.append(Question(str(row["text"]), frozenset(map(str, ids))))
    return questions


def evaluate(
    passages: Sequence[Passage], questions: Sequence[Question], glossary: Glossary
) -> dict[str, float]:
    """The figures of `knowledge eval`, warm, on one thread."""
    if not questions:
        raise BadRequest("no questions to measure with", "没有可用于评测的问题", field="queries")
    started = time.perf_counter()
    store = ExactStore()
    store.sync(passages)
    retriever = Retriever(Index(passages), glossary, store, FALLBACK)
    seconds = time.perf_counter() - started
    scope = Scope(_DAY)
    retriever.search(questions[0].text, scope, 10)
    ranks, milliseconds = [], []
    for question in questions:
        started = time.perf_counter()
        result = retriever.search(question.text, scope, 10)
        milliseconds.append((time.perf_counter() - started) * 1000)
        found = [hit.passage.document_id for hit in result.hits]
        ranks.append(next((place for place, name in enumerate(found, 1) if name in question.relevant), 0))
    return _figures(np.array(ranks), np.array(milliseconds), seconds)


def _figures(ranks: np.ndarray, milliseconds: np.ndarray, seconds: float) -> dict[str, float]:
    reached = {k: float(np.mean((ranks > 0) & (ranks <= k))) for k in (1, 5, 10)}
    reciprocal = np.where(ranks > 0, 1 / np.maximum(ranks, 1), 0.0)
    return {
        **{f"recall@{k}": round(share, 4) for k, share in reached.items()},
        "mrr@10": round(float(np.mean(reciprocal)), 4),
        "ms_p50": round(float(np.percentile(milliseconds, 50)), 3),
        "ms_p95": round(float(np.percentile(milliseconds, 95)), 3),
        "index_s": round(seconds, 3),
    }


def _rows(path: Path, needed: Iterable[str]) -> list[dict[str, object]]:
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        where = f"{path.name}:{number}"
        try:
            row = json.loads(line)
        except json.JSONDecodeError:
            raise BadRequest(f"{where}: not JSON", f"{where}：不是 JSON", field=where) from None
        missing = [name for name in needed if name not in row]
        if missing:
            raise BadRequest(f"{where}: {missing[0]} is missing", f"{where}：缺少 {missing[0]}", field=where)
        rows.append(row)
    return rows


def _passage(name: str, title: str, text: str) -> Passage:
    return Passage(
        id=name,
        document_id=name,
        version="",
        title=title,
        kind="summary",
        path=(),
        section="",
        article=None,
        text=text,
        lead=text[:80],
        lang="zh",
        jurisdiction="CN",
        layer="education",
        audience="client",
        tier="other",
        source="",
        effective_from=_DAY,
        effective_to=None,
        confidence="",
    )
