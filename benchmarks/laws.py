"""Thirty questions that one article of a law answers, asked of the packaged texts and a directory of laws beside them:
`python -m benchmarks laws DIRECTORY`. The right article must come first, and the quote must stand in it."""

from __future__ import annotations

import json
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.measuring import Row, report
from knowledge.ingest import ensure_corpus
from knowledge.library import Library

QUESTIONS = Path(__file__).with_name("law_questions.jsonl")


def run(directory: str) -> dict[str, object]:
    """How many of the questions find their article first; those that do not are named."""
    rows = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    with tempfile.TemporaryDirectory(prefix="liangrong-") as home:
        ensure_corpus(Path(home))
        with Library.open(Path(home)) as library:
            library.ingest([Path(directory)])
            missed = [row["q"] for row in rows if not is_right(library, row)]
    first = len(rows) - len(missed)
    missing = [Row(f"missed: {question}", 0, "questions") for question in missed]
    goal = Row("right article first", first, "questions", "asked", first / len(rows), "1", not missed)
    return report("laws", [goal, *missing])


def is_right(library: Library, row: dict[str, Any]) -> bool:
    """Whether the first hit is one of the articles and its quote stands in it, on the day of the question."""
    hits = library.search(row["q"], as_of=date.fromisoformat(row["as_of"])).hits
    if not hits:
        return False
    passage = hits[0].passage
    return f"{passage.short_title}/{passage.article}" in row["answers"] and hits[0].quote in passage.text
