"""How good a home's own library is on questions written for it: lines `{"id","style","q","relevant"}`, where `relevant`
lists `document/section` (the beginning of the heading will do) and is empty for what the library cannot answer. Figures
are given by style, so that literal, spoken, misspelt and foreign questions show apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.confidence import KEPT
from knowledge.errors import BadRequest
from knowledge.evaluation import auroc, rows_of
from knowledge.library import Library
from knowledge.model import Passage

DEPTHS = (1, 3, 5)


@dataclass(frozen=True, slots=True)
class Asked:
    """A row and what came of it: the rank of the first right section (0: none), and how sure the search was."""

    style: str
    answerable: bool
    rank: int
    kept: bool
    confidence: float


def ask(library: Library, path: Path, as_of: date) -> list[Asked]:
    """Every row of the file, as of its own `as_of` or the given day."""
    rows = rows_of(path, ("style", "q", "relevant"))
    if not any(row["relevant"] for row in rows):
        raise BadRequest(
            f"{path.name}: no answerable question", f"{path.name}：没有可回答的问题", field="home-queries"
        )
    return [_ask(library, row, as_of) for row in rows]


def _ask(library: Library, row: dict[str, Any], as_of: date) -> Asked:
    day = date.fromisoformat(row["as_of"]) if row.get("as_of") else as_of
    result = library.search(
        str(row["q"]),
        as_of=day,
        jurisdiction=row.get("jurisdiction") or "CN",
        lang=row.get("lang"),
        k=max(DEPTHS),
    )
    places = (place for place, hit in enumerate(result.hits, 1) if is_relevant(hit.passage, row["relevant"]))
    return Asked(
        str(row["style"]), bool(row["relevant"]), next(places, 0), result.answerable, result.confidence
    )


def is_relevant(passage: Passage, relevant: Sequence[str]) -> bool:
    """Whether the passage stands in one of the sections, each written `document/beginning of its heading`."""
    pairs = (each.partition("/") for each in relevant)
    return any(passage.document_id == name and passage.section.startswith(head) for name, _, head in pairs)


def figures(asked: Sequence[Asked], threshold: float) -> dict[str, Any]:
    """By style: recall of answerable questions and the share kept, or the share of unanswerable ones rejected, at the
    calibrated threshold and at the one that keeps exactly 95 % of the answerable."""
    good = [each for each in asked if each.answerable]
    bad = [each for each in asked if not each.answerable]
    exact = float(np.quantile([each.confidence for each in good], 1 - KEPT, method="lower"))
    report: dict[str, Any] = {
        "all": _answered(good, exact),
        "styles": {style: _answered(of, exact) for style, of in _by_style(good).items()},
        "threshold": round(threshold, 6),
        "threshold_at_95_kept": round(exact, 6),
    }
    if bad:
        report["unanswerable"] = {
            style: _declined(of, exact) for style, of in [*_by_style(bad).items(), ("all", bad)]
        }
        report["auroc"] = auroc([each.confidence for each in good], [each.confidence for each in bad])
    return report


def _by_style(asked: Sequence[Asked]) -> dict[str, list[Asked]]:
    styles = dict.fromkeys(each.style for each in asked)
    return {style: [each for each in asked if each.style == style] for style in styles}


def _answered(asked: Sequence[Asked], exact: float) -> dict[str, float]:
    ranks = np.array([each.rank for each in asked])
    return {
        "questions": len(asked),
        **{f"recall@{k}": round(float(np.mean((ranks > 0) & (ranks <= k))), 4) for k in DEPTHS},
        "kept": _share([each.kept for each in asked]),
        "kept_at_95": _share([each.confidence >= exact for each in asked]),
    }


def _declined(asked: Sequence[Asked], exact: float) -> dict[str, float]:
    return {
        "questions": len(asked),
        "rejected": _share([not each.kept for each in asked]),
        "rejected_at_95_kept": _share([each.confidence < exact for each in asked]),
    }


def _share(held: Sequence[bool]) -> float:
    return round(float(np.mean(held)), 4)
