"""How good retrieval is on a corpus and questions of the usual shape (JSON lines): recall at k, mean reciprocal rank
at 10, whether it knows what it does not know, milliseconds a question over the whole query path, seconds and memory
to build the index; and the same for its peers in the same run."""

from __future__ import annotations

import gc
import json
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from knowledge.confidence import FALLBACK, KEPT
from knowledge.eligibility import Scope
from knowledge.errors import BadRequest
from knowledge.glossary import Glossary
from knowledge.index import Index
from knowledge.lexical import Scores
from knowledge.model import Passage
from knowledge.peers import bm25s_lucene, chroma_dense
from knowledge.peers.plain_bm25 import Plain, document_terms
from knowledge.query import prepare
from knowledge.retrieve import Retriever
from knowledge.store import ExactStore

DEPTH = 10
DEPTHS = (1, 5, 10)
_DAY = date(2000, 1, 1)
_STATM = Path("/proc/self/statm")
_PAGE = 4096

Search = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Question:
    """`relevant` holds the ids of the passages that answer; none: the corpus has no answer."""

    text: str
    relevant: frozenset[str]


@dataclass(frozen=True, slots=True)
class Timed:
    """What one side found: the rank of the first right passage of each question (0: none) and its milliseconds."""

    ranks: Scores
    milliseconds: Scores


def read_corpus(path: Path, with_title: bool = True) -> list[Passage]:
    """Lines `{"id","title","text"}` as passages without validity limits."""
    rows = rows_of(path, ("id", "text"))
    return [
        passage_of(str(row["id"]), str(row.get("title") or "") * with_title, str(row["text"])) for row in rows
    ]


def read_questions(path: Path) -> list[Question]:
    """Lines `{"id","text","relevant"}`; `relevant` is one id or a list of them, which may be empty."""
    questions = []
    for row in rows_of(path, ("text", "relevant")):
        relevant = row["relevant"]
        ids = relevant if isinstance(relevant, list) else [relevant]
        questions.append(Question(str(row["text"]), frozenset(map(str, ids))))
    return questions


def evaluate(
    passages: Sequence[Passage],
    questions: Sequence[Question],
    glossary: Glossary,
    depths: Sequence[int] = DEPTHS,
    peers: bool = False,
) -> dict[str, Any]:
    """The figures of `knowledge eval`, warm, on one thread: ours, and with `peers` theirs, each question asked of all
    in turn. `p95_ratio` is our whole query path over one plain BM25 field."""
    answerable = [question for question in questions if question.relevant]
    if not answerable or not passages:
        raise BadRequest(
            "no questions or no passages to measure with", "没有可用于评测的问题或段落", field="queries"
        )
    prepare(questions[0].text, glossary)  # loads the tables of characters and syllables once
    before, started = _resident(), time.perf_counter()
    retriever = _retriever(passages, glossary)
    seconds, growth = time.perf_counter() - started, _growth(before)
    scope, depth = Scope(_DAY), max(*depths, DEPTH)

    def ours(question: str) -> list[str]:
        result = retriever.search(question, scope, depth)
        return [hit.passage.document_id for hit in result.hits]

    with TemporaryDirectory(prefix="liangrong-", ignore_cleanup_errors=True) as scratch:
        built = _peers(passages, retriever, answerable, Path(scratch)) if peers else []
        timed = _measured(answerable, {"ours": ours, **_searches(built, passages, depth, brief=True)})
        timed |= _measured(answerable, _searches(built, passages, depth, brief=False))
    report: dict[str, Any] = {
        **_figures(timed["ours"], depths),
        "index_s": round(seconds, 3),
        "memory_mb": growth,
    }
    if len(answerable) < len(questions):
        report["abstention"] = _abstention(retriever, scope, questions)
    if peers:
        report["peers"] = [_row(row, timed, depths) for row in built]
        report["p95_ratio"] = round(report["ms_p95"] / report["peers"][0]["ms_p95"], 2)
    return report


def _searches(
    built: Sequence[dict[str, Any]], passages: Sequence[Passage], depth: int, brief: bool
) -> dict[str, Search]:
    """The peers that answer in the time of a few sums, or the others, which would disturb their timing."""

    def search(peer: Any) -> Search:
        return lambda question: [passages[place].document_id for place in peer.search(question, depth)]

    return {str(row["name"]): search(row["peer"]) for row in built if row.get("brief") is brief}


def _row(built: dict[str, Any], timed: dict[str, Timed], depths: Sequence[int]) -> dict[str, Any]:
    shown = {name: value for name, value in built.items() if name not in ("peer", "brief")}
    return {**shown, **(_figures(timed[built["name"]], depths) if built["name"] in timed else {})}


def _retriever(passages: Sequence[Passage], glossary: Glossary) -> Retriever:
    store = ExactStore()
    store.sync(passages)
    return Retriever(Index(passages), glossary, store, FALLBACK)


def _peers(
    passages: Sequence[Passage], ours: Retriever, questions: Sequence[Question], scratch: Path
) -> list[dict[str, Any]]:
    """A row a peer: its name, what it took to build, and the peer; or why it is not there."""
    documents = document_terms(passages)
    rows = [_built(lambda: Plain(documents))]
    try:
        theirs = _built(lambda: bm25s_lucene.Peer(documents))
        theirs["peer"].agrees(rows[0]["peer"], [question.text for question in questions])
        rows.append({**theirs, "same_scores_as": Plain.name})
    except ModuleNotFoundError:
        rows.append({"name": "bm25s", "missing": "not installed"})
    dense = _built(lambda: chroma_dense.Peer(passages, ours.index, ours.glossary, scratch))
    return [*rows, {**dense, "brief": False}]


def _built(build: Callable[[], Any]) -> dict[str, Any]:
    before, started = _resident(), time.perf_counter()
    peer = build()
    seconds, growth = time.perf_counter() - started, _growth(before)
    return {"name": peer.name, "index_s": round(seconds, 3), "memory_mb": growth, "peer": peer, "brief": True}


def _measured(questions: Sequence[Question], sides: dict[str, Search]) -> dict[str, Timed]:
    """Every question put to every side in turn, so that a busy machine is busy for all; the first one twice."""
    ranks: dict[str, list[int]] = {name: [] for name in sides}
    taken: dict[str, list[float]] = {name: [] for name in sides}
    for search in sides.values():
        search(questions[0].text)
    for question in questions:
        for name, search in sides.items():
            started = time.perf_counter()
            found = search(question.text)
            taken[name].append((time.perf_counter() - started) * 1000)
            places = (place for place, passage in enumerate(found, 1) if passage in question.relevant)
            ranks[name].append(next(places, 0))
    return {name: Timed(np.array(ranks[name]), np.array(taken[name])) for name in sides}


def _figures(timed: Timed, depths: Sequence[int]) -> dict[str, float]:
    ranks = timed.ranks
    reciprocal = np.where((ranks > 0) & (ranks <= DEPTH), 1 / np.maximum(ranks, 1), 0.0)
    return {
        **{f"recall@{k}": round(float(np.mean((ranks > 0) & (ranks <= k))), 4) for k in depths},
        "mrr@10": round(float(np.mean(reciprocal)), 4),
        "ms_p50": round(float(np.percentile(timed.milliseconds, 50)), 3),
        "ms_p95": round(float(np.percentile(timed.milliseconds, 95)), 3),
    }


def _abstention(retriever: Retriever, scope: Scope, questions: Sequence[Question]) -> dict[str, float]:
    sure = [(retriever.search(each.text, scope, 1).confidence, bool(each.relevant)) for each in questions]
    good, bad = ([confidence for confidence, answered in sure if answered is kind] for kind in (True, False))
    return {"unanswerable": len(bad), "auroc": auroc(good, bad), "rejected_at_95_kept": rejected(good, bad)}


def auroc(good: Sequence[float], bad: Sequence[float]) -> float:
    """The chance that an answerable question is surer than an unanswerable one; a tie counts half."""
    ordered = np.sort(bad)
    below = np.searchsorted(ordered, good, "left") + np.searchsorted(ordered, good, "right")
    return round(float(below.mean() / 2 / max(len(bad), 1)), 4)


def rejected(good: Sequence[float], bad: Sequence[float]) -> float:
    """The share of unanswerable questions below the threshold that keeps 95 % of the answerable ones."""
    threshold = np.quantile(good, 1 - KEPT, method="lower")
    return round(float(np.mean(np.array(bad) < threshold)), 4)


def _resident() -> int | None:
    """Bytes of this process in memory, where the system tells."""
    return int(_STATM.read_text().split()[1]) * _PAGE if _STATM.is_file() else None


def _growth(before: int | None) -> float | None:
    gc.collect()
    now = _resident()
    return None if before is None or now is None else round((now - before) / 1e6, 1)


def rows_of(path: Path, needed: Iterable[str]) -> list[dict[str, Any]]:
    """The objects of a JSON lines file; `BadRequest` names the line that is none or lacks a key."""
    if not path.is_file():
        raise BadRequest(f"no file {path}", f"没有文件 {path}", field=str(path))
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


def passage_of(name: str, title: str, text: str) -> Passage:
    """A line of a corpus as a passage that always holds."""
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
