"""An embedding model behind a real HTTP server: one that helps is used, one that does not is refused and said so, and
one that fails, lies or dawdles leaves every answer as it was."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from knowledge.confidence import FALLBACK, CalibrationSet
from knowledge.dense import OFF, Dense, fitted
from knowledge.eligibility import Scope
from knowledge.evaluation import passage_of
from knowledge.glossary import Glossary
from knowledge.health import examine
from knowledge.http_embeddings import HttpEmbeddings, KeptVectors
from knowledge.index import Index
from knowledge.library import Library
from knowledge.model import Passage
from knowledge.retrieve import Retriever
from knowledge.settings import KnowledgeSettings
from knowledge.store import ExactStore

from .conftest import TODAY, now

KINDS = 48
SIZE = 64
SCOPE = Scope(TODAY)


def passages() -> list[Passage]:
    """Pairs whose words cannot tell them apart: the first of each pair by id wins on words alone."""
    return [
        passage_of(f"{side}{number:02}", "", f"关于第{number}号灯塔的说明")
        for number in range(KINDS)
        for side in "ab"
    ]


QUESTIONS = CalibrationSet(
    TODAY.isoformat(), tuple((f"第{number}号灯塔", f"b{number:02}") for number in range(KINDS)), (), ()
)


def meaning(text: str) -> list[float]:
    """What a good model returns: for every text the direction of its number."""
    digits = "".join(filter(str.isdigit, text))
    vector = np.full(SIZE, 0.01)
    vector[int(digits or 0) % SIZE] = 1.0
    return vector.tolist()


def noise(text: str) -> list[float]:
    seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big")
    return np.random.default_rng(seed).normal(size=SIZE).tolist()


class Service:
    """An OpenAI-compatible server; `embed`, `delay` and `status` can be changed while it runs."""

    def __init__(self) -> None:
        self.embed: Any = meaning
        self.delay = 0.0
        self.status = 200
        self.asked: list[dict[str, Any]] = []
        self.url = ""

    def answer(self, body: dict[str, Any]) -> dict[str, Any]:
        self.asked.append(body)
        time.sleep(self.delay)
        rows = [{"index": i, "embedding": self.embed(text)} for i, text in enumerate(body["input"])]
        return {"data": list(reversed(rows))}


@contextmanager
def serving(service: Service) -> Iterator[Service]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            content = json.dumps(service.answer(body)).encode()
            self.send_response(service.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    service.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def service() -> Iterator[Service]:
    with serving(Service()) as running:
        yield running


def paired(text: str) -> list[float]:
    """As `meaning`, but what speaks of the day lies further from every question."""
    vector = np.array(meaning(text))
    if "白天" in text:
        vector = np.roll(vector, 1) + vector
    return vector.tolist()


def told_apart() -> list[Passage]:
    """The pairs with a word of the same length at their ends that no question uses."""
    return [
        replace(each, text=each.text + ("，夜里" if each.id.startswith("b") else "，白天"))
        for each in passages()
    ]


def model(service: Service, **more: Any) -> HttpEmbeddings:
    return HttpEmbeddings(service.url, "test-model", "secret", **more)


def fit(service: Service, held: Sequence[Passage], kept: Path, **more: Any) -> tuple[Index, Dense]:
    index, embedder = Index(held), model(service, **more)
    dense = fitted(index, Glossary(), QUESTIONS, embedder, KeptVectors(kept, embedder), time.monotonic)
    return index, dense


def answers(index: Index, dense: Dense) -> list[tuple[str, ...]]:
    retriever = Retriever(index, Glossary(), ExactStore(), FALLBACK, dense)
    return [
        tuple(hit.passage.id for hit in retriever.search(question, SCOPE, 3).hits)
        for question, _ in QUESTIONS.answerable
    ]


def test_a_model_that_helps_is_used(service: Service, tmp_path: Path) -> None:
    service.embed = paired
    index, dense = fit(service, told_apart(), tmp_path / "v.npz")
    assert dense.state == "on" and dense.weight > 0 and dense.gain > 0.1
    right = [
        first[0] == document
        for first, (_, document) in zip(answers(index, dense), QUESTIONS.answerable, strict=True)
    ]
    assert (
        sum(right)
        == KINDS
        > sum(
            first[0] == document
            for first, (_, document) in zip(answers(index, OFF), QUESTIONS.answerable, strict=True)
        )
    )


def test_a_model_of_noise_is_refused_and_changes_nothing(service: Service, tmp_path: Path) -> None:
    service.embed = noise
    held = [passage_of(f"b{number:02}", "", f"关于第{number}号灯塔的说明") for number in range(KINDS)]
    index, dense = fit(service, held, tmp_path / "v.npz")
    assert (dense.state, dense.weight) == ("refused", 0.0)
    assert answers(index, dense) == answers(index, OFF)


def test_health_says_that_a_model_was_refused() -> None:
    for dense, code in ((Dense("refused", gain=-0.01), "dense_refused"), (Dense("failed"), "dense_failed")):
        retriever = Retriever(Index(()), Glossary(), ExactStore(), FALLBACK, dense)
        finding = next(each for each in examine(retriever, 0.0, 0).findings if each.code == code)
        assert "模型" in finding.text_zh


@pytest.mark.parametrize("fault", ["status", "shape", "nan"])
def test_a_model_that_fails_from_the_start_is_left_out(service: Service, tmp_path: Path, fault: str) -> None:
    if fault == "status":
        service.status = 500
    service.embed = {"status": meaning, "shape": lambda _: "none", "nan": lambda _: [float("nan")] * SIZE}[
        fault
    ]
    index, dense = fit(service, told_apart(), tmp_path / "v.npz")
    assert dense.state == "failed"
    assert answers(index, dense) == answers(index, OFF)


@pytest.mark.parametrize("fault", ["gone", "slow", "status", "shorter"])
def test_a_model_that_fails_later_leaves_the_lexical_answer(tmp_path: Path, fault: str) -> None:
    service = Service()
    service.embed = paired
    with serving(service):
        index, dense = fit(service, told_apart(), tmp_path / "v.npz", seconds=0.1)
        assert dense.state == "on"
        service.delay = 0.5 if fault == "slow" else 0.0
        service.status = 503 if fault == "status" else 200
        if fault == "shorter":
            service.embed = lambda _: [1.0, 0.0]
        if fault != "gone":
            before = len(service.asked)
            assert answers(index, dense) == answers(index, OFF)
            assert len(service.asked) - before == (KINDS if fault == "shorter" else 1)
    if fault == "gone":
        assert answers(index, dense) == answers(index, OFF)


def test_texts_are_embedded_once_and_the_key_is_sent(service: Service, tmp_path: Path) -> None:
    kept = KeptVectors(tmp_path / "v.npz", model(service))
    first = kept(["甲1", "乙2", "甲1"])
    again = KeptVectors(tmp_path / "v.npz", model(service))(["乙2", "丙3"])
    assert [body["input"] for body in service.asked] == [["甲1", "乙2"], ["丙3"]]
    assert first.shape == (3, SIZE) and np.array_equal(first[1], again[0])
    assert service.asked[0]["model"] == "test-model"
    (tmp_path / "v.npz").write_bytes(b"broken")
    assert np.array_equal(KeptVectors(tmp_path / "v.npz", model(service))(["乙2"])[0], first[1])


def test_a_library_is_told_of_the_model_by_its_settings(service: Service, tmp_path: Path) -> None:
    settings = KnowledgeSettings.from_environment(
        {
            "LIANGRONG_HOME": str(tmp_path),
            "LIANGRONG_EMBEDDINGS_URL": service.url,
            "LIANGRONG_EMBEDDINGS_MODEL": "m",
        }
    )
    with Library.open(settings, clock=now) as library:
        assert (
            library.health().dense == "refused"
        )  # too few of the calibration questions can be answered here
    assert "secret" not in repr(replace(settings, embeddings_key="secret"))
