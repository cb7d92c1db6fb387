"""Ingestion is killed at moments nobody chose: the catalogue stays consistent, the next run finishes, nothing is doubled."""

from __future__ import annotations

import multiprocessing
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from knowledge.catalogue import Catalogue
from knowledge.ingest import Options, ingest
from knowledge.library import Library
from knowledge.settings import KnowledgeSettings
from knowledge.store import ChromaStore

from .conftest import document, now, small_library

FILES = 24
PARTS = 2


def ingest_alone(home: Path, folder: Path, told: Connection) -> None:
    catalogue = Catalogue(KnowledgeSettings(home).catalogue_url)
    ingest(catalogue, [folder], Options(), clock=now, progress=lambda done, *_: told.send(done))


def ingest_and_sync(home: Path, folder: Path, told: Connection) -> None:
    with Library.open(home, "own", repair=False, clock=now) as library:
        library.ingest([folder], progress=lambda done, *_: told.send(done))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("documents")
    for number in range(FILES):
        source = random.Random(number)
        body = "\n\n".join(
            f"## 第{part}节\n"
            + "".join(source.choices("融资券担保比例维持平仓追加客户账户证券期限", k=60))
            + "。"
            for part in range(PARTS)
        )
        (directory / f"d{number:02}.md").write_text(document(f"d{number}", f"# 文{number}\n{body}"), "utf-8")
    return directory


def run_and_kill(work: Callable[..., None], home: Path, folder: Path, after: int, pause: float) -> None:
    """Kill the process a moment after it has begun its file number `after`, or, after the last, its second store."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["knowledge.library", "knowledge.ingest"])
    hears, told = context.Pipe(duplex=False)
    process = context.Process(target=work, args=(home, folder, told))
    process.start()
    while hears.recv() != after:
        assert process.is_alive()
    time.sleep(pause)
    process.kill()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    hears.close()
    told.close()


def test_a_run_killed_again_and_again_is_finished_by_the_next(tmp_path: Path, folder: Path) -> None:
    home, source = tmp_path / "home", random.Random(6)
    home.mkdir()
    survived = [0]
    for after, work in ((1, ingest_alone), (14, ingest_alone), (FILES, ingest_and_sync)):
        run_and_kill(work, home, folder, after, source.uniform(0.0, 0.03))
        with small_library(home) as library:
            held = library.documents()
            health = library.health()
        assert [version.passages for version in held] == [PARTS] * len(held)
        assert (health.stored, health.passages) == (PARTS * len(held), PARTS * len(held))
        assert "store_differs" not in {finding.code for finding in health.findings}
        survived.append(len(held))
    assert survived == sorted(survived)
    assert 0 < survived[-2] < FILES
    with Library.open(home, "own", clock=now) as library:
        report = library.ingest([folder])
        assert report.count("unchanged") == survived[-1]
        assert report.count("added") == FILES - survived[-1]
        assert Counter(version.meta.document for version in library.documents()).most_common(1)[0][1] == 1
        assert isinstance(library.store, ChromaStore)
        assert library.store.count() == PARTS * FILES == library.health().passages
        assert library.ingest([folder]).count("unchanged") == FILES
