"""The evaluation computes what it says, on data small enough to check by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from knowledge.errors import BadRequest
from knowledge.evaluation import evaluate, read_corpus, read_questions
from knowledge.glossary import Glossary

CORPUS = [
    {"id": "1", "title": "平仓", "text": "强制平仓的条件在合同里约定。"},
    {"id": "2", "title": "利息", "text": "融资利息按自然日计算。"},
    {"id": "3", "title": "转账", "text": "银行转账当日到账。"},
]
QUESTIONS = [
    {"id": "q1", "text": "强制平仓的条件", "relevant": "1"},
    {"id": "q2", "text": "融资利息怎么计算", "relevant": ["2"]},
    {"id": "q3", "text": "银行转账", "relevant": "1"},
]


def write(path: Path, rows: list[dict[str, object]]) -> Path:
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return path


def test_recall_and_reciprocal_rank(tmp_path: Path) -> None:
    passages = read_corpus(write(tmp_path / "c.jsonl", list(CORPUS)))
    figures = evaluate(passages, read_questions(write(tmp_path / "q.jsonl", list(QUESTIONS))), Glossary())
    assert figures["recall@1"] == round(2 / 3, 4)
    assert figures["mrr@10"] >= figures["recall@1"]
    assert figures["ms_p95"] >= figures["ms_p50"] > 0


def test_titles_can_be_left_out(tmp_path: Path) -> None:
    file = write(tmp_path / "c.jsonl", list(CORPUS))
    assert [passage.title for passage in read_corpus(file, with_title=False)] == ["", "", ""]


@pytest.mark.parametrize(("line", "where"), [("not json", "c.jsonl:1"), ('{"id": "1"}', "c.jsonl:1")])
def test_a_bad_line_is_named(tmp_path: Path, line: str, where: str) -> None:
    file = tmp_path / "c.jsonl"
    file.write_text(line, encoding="utf-8")
    with pytest.raises(BadRequest, match=where):
        read_corpus(file)
