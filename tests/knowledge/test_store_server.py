"""Several processes share one Chroma server: what one ingests the others find, and the store equals the catalogue."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from knowledge.library import Library

from .conftest import TODAY, document, now

INGEST = (
    "import sys; from pathlib import Path; from knowledge.library import Library\n"
    "with Library.open(Path(sys.argv[1]), sys.argv[2]) as library:\n"
    "    for folder in sys.argv[3:]:\n"
    "        library.ingest([Path(folder)])\n"
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Chroma server on a free port of this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    directory = tmp_path_factory.mktemp("chroma")
    command = [str(Path(sys.executable).parent / "chroma"), "run", "--host", "127.0.0.1"]
    process = subprocess.Popen(
        [*command, "--port", str(port), "--path", str(directory)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "ANONYMIZED_TELEMETRY": "False"},
    )
    url = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + 60
        while not _answers(url):
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=30)


def _answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/api/v2/heartbeat", timeout=1).status_code == 200
    except httpx.TransportError:
        return False


def folders(root: Path, name: str, count: int) -> list[Path]:
    made = []
    for number in range(count):
        folder = root / f"{name}{number}"
        folder.mkdir()
        text = document(
            f"{name}{number}", f"# {name}{number}\n{name}的第{number}种担保物按日盯市，折算率另行公布。"
        )
        (folder / "a.md").write_text(text, encoding="utf-8")
        made.append(folder)
    return made


def test_two_processes_feed_one_store_at_once(server: str, tmp_path: Path) -> None:
    home = tmp_path / "home"
    with Library.open(home, server, clock=now) as library:
        theirs, ours = folders(tmp_path, "甲", 6), folders(tmp_path, "乙", 6)
        other = subprocess.Popen([sys.executable, "-c", INGEST, str(home), server, *map(str, theirs)])
        for folder in ours:
            assert library.ingest([folder]).count("added") == 1
        assert other.wait(timeout=60) == 0
        library.refresh()
        assert library.in_force("甲的第3种担保物按日盯市", TODAY) is not None
        library.sync()
        health = library.health()
        assert (health.stored, health.passages) == (12, 12)
        assert library.sync() == 0
