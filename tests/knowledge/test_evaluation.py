"""The evaluation computes what it says, on data small enough to check by hand, and its peers stand beside it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from knowledge.cli import app
from knowledge.errors import BadRequest
from knowledge.evaluation import auroc, evaluate, read_corpus, read_questions, rejected
from knowledge.glossary import Glossary
from knowledge.home_evaluation import Asked, ask, figures, is_relevant
from knowledge.library import Library
from knowledge.peers import bm25s_lucene
from knowledge.peers.plain_bm25 import Plain, document_terms

from .conftest import TODAY

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
UNKNOWN = {"id": "q4", "text": "今天天气好吗", "relevant": []}


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    return write(tmp_path / "c.jsonl", list(CORPUS)), write(tmp_path / "q.jsonl", [*QUESTIONS, UNKNOWN])


def test_recall_and_reciprocal_rank(files: tuple[Path, Path]) -> None:
    report = evaluate(read_corpus(files[0]), read_questions(files[1]), Glossary(), depths=(1, 2))
    assert report["recall@1"] == round(2 / 3, 4)
    assert report["recall@2"] >= report["recall@1"]
    assert report["mrr@10"] >= report["recall@1"]
    assert report["ms_p95"] >= report["ms_p50"] > 0
    assert report["index_s"] >= 0 and "memory_mb" in report


def test_questions_without_an_answer_measure_abstention(files: tuple[Path, Path]) -> None:
    report = evaluate(read_corpus(files[0]), read_questions(files[1]), Glossary())
    assert report["abstention"] == {"unanswerable": 1, "auroc": 1.0, "rejected_at_95_kept": 1.0}
    known = evaluate(read_corpus(files[0]), read_questions(files[1])[:3], Glossary())
    assert "abstention" not in known


def test_auroc_and_rejection_by_hand() -> None:
    assert auroc([0.9, 0.5], [0.5, 0.1]) == (1 + 1 + 0.5 + 1) / 4
    assert rejected([0.2] + [0.8] * 39, [0.1, 0.5, 0.9, 0.79]) == 0.75


def test_the_peers_are_measured_in_the_same_run(files: tuple[Path, Path]) -> None:
    report = evaluate(read_corpus(files[0]), read_questions(files[1]), Glossary(), peers=True)
    plain, bm25s, chroma = report["peers"]
    assert plain["name"] == "one BM25 field" and bm25s["same_scores_as"] == plain["name"]
    assert chroma["name"].startswith("Chroma")
    assert all(0 < peer["recall@1"] <= 1 and peer["ms_p95"] > 0 for peer in report["peers"])
    assert report["p95_ratio"] > 0


def test_a_peer_that_is_not_installed_is_named(
    files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_: object) -> None:
        raise ModuleNotFoundError("bm25s")

    monkeypatch.setattr(bm25s_lucene, "Peer", missing)
    report = evaluate(read_corpus(files[0]), read_questions(files[1]), Glossary(), peers=True)
    assert report["peers"][1] == {"name": "bm25s", "missing": "not installed"}


def test_a_peer_with_other_scores_is_an_error(files: tuple[Path, Path]) -> None:
    documents = document_terms(read_corpus(files[0]))
    peer = bm25s_lucene.Peer(documents)
    peer.agrees(Plain(documents), ["融资利息怎么计算"])
    with pytest.raises(AssertionError, match="disagree"):
        peer.agrees(Plain([*documents[1:], documents[0]]), ["融资利息怎么计算"])


def test_titles_can_be_left_out(files: tuple[Path, Path]) -> None:
    assert [passage.title for passage in read_corpus(files[0], with_title=False)] == ["", "", ""]


@pytest.mark.parametrize(("line", "where"), [("not json", "c.jsonl:1"), ('{"id": "1"}', "c.jsonl:1")])
def test_a_bad_line_is_named(tmp_path: Path, line: str, where: str) -> None:
    file = tmp_path / "c.jsonl"
    file.write_text(line, encoding="utf-8")
    with pytest.raises(BadRequest, match=where):
        read_corpus(file)


# --- a home's own library

ROWS: list[dict[str, Any]] = [
    {"id": "1", "style": "literal", "q": "追保期限多久", "relevant": ["margin-call/追保期限"]},
    {"id": "2", "style": "english", "q": "how is margin interest calculated", "relevant": ["interest"]},
    {"id": "3", "style": "far", "q": "红烧肉要放几勺糖", "relevant": []},
    {"id": "4", "style": "near", "q": "螺纹钢期货夜盘几点收", "relevant": []},
]


def test_a_home_is_measured_by_style(library: Library, tmp_path: Path) -> None:
    asked = ask(library, write(tmp_path / "h.jsonl", ROWS), TODAY)
    report = figures(asked, library.health().threshold)
    assert report["styles"]["literal"]["recall@1"] == 1.0 and report["styles"]["english"]["recall@5"] == 1.0
    assert report["unanswerable"]["far"] == {"questions": 1, "rejected": 1.0, "rejected_at_95_kept": 1.0}
    assert set(report["unanswerable"]) == {"near", "far", "all"}


def test_shares_by_hand() -> None:
    asked = [Asked("literal", True, rank, rank > 0, rank / 10) for rank in (1, 2, 4, 0)]
    report = figures([*asked, Asked("near", False, 0, True, 0.05)], 0.1)
    assert {name: report["all"][name] for name in ("recall@1", "recall@3", "recall@5", "kept")} == {
        "recall@1": 0.25,
        "recall@3": 0.5,
        "recall@5": 0.75,
        "kept": 0.75,
    }
    assert report["unanswerable"]["near"]["rejected"] == 0.0


def test_a_section_is_named_by_the_beginning_of_its_heading(library: Library) -> None:
    hit = library.search("追保期限多久", as_of=TODAY).hits[0].passage
    assert is_relevant(hit, ["x/y", "margin-call/追保"]) and is_relevant(hit, ["margin-call"])
    assert not is_relevant(hit, ["margin-call/什么时候"]) and not is_relevant(hit, [])


# --- the command


def run(*arguments: str, home: Path | None = None) -> Any:
    environment: Mapping[str, str] = {"LIANGRONG_HOME": str(home)} if home else {}
    return CliRunner().invoke(app, list(arguments), env=environment)


def test_the_command_prints_the_figures(files: tuple[Path, Path]) -> None:
    wanted = ["eval", "--corpus", str(files[0]), "--queries", str(files[1]), "--no-peers"]
    report = json.loads(run(*wanted, "--json", "--k", "1,2").stdout)
    assert set(report) >= {"recall@1", "recall@2", "mrr@10", "ms_p50", "ms_p95", "index_s", "abstention"}
    shown = run(*wanted)
    assert shown.exit_code == 0 and "recall@10" in shown.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["eval"],
        ["eval", "--corpus", "none", "--queries", "none"],
        ["eval", "--corpus", "c", "--queries", "q", "--k", "0"],
    ],
)
def test_what_makes_no_sense_is_refused(arguments: list[str]) -> None:
    refused = run(*arguments)
    assert refused.exit_code == 2 and "bad_request" in refused.stderr


def test_the_commands_work_on_a_home(home: Path, tmp_path: Path) -> None:
    file = write(tmp_path / "h.jsonl", ROWS)
    measured = run("eval", "--home-queries", str(file), "--as-of", "2026-11-20", home=home)
    assert measured.exit_code == 0 and "literal" in measured.stdout and "near" in measured.stdout
    told = run("explain", "追保期限多久", "--as-of", "2026-11-20", home=home)
    assert told.exit_code == 0 and "filtered out" in told.stdout and "追保期限" in told.stdout
    printed = json.loads(run("explain", "追保期限多久", "--json", "-k", "2", home=home).stdout)
    assert len(printed["hits"]) == 2 and printed["answerable"] is True
