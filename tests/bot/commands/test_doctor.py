"""`liangrong doctor` tells a whole installation from one whose second retriever was emptied."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.commands.doctor import installation_checks
from tests.conftest import copy_of

MAIN = "from bot.cli import main; main()"


def doctor(home: Path) -> tuple[int, dict[str, dict[str, str]]]:
    environment = {**os.environ, "LIANGRONG_HOME": str(home)}
    line = [sys.executable, "-c", MAIN, "doctor", "--quick", "--json"]
    run = subprocess.run(line, env=environment, capture_output=True, text=True, check=False)
    return run.returncode, {check["name"]: check for check in json.loads(run.stdout)}


def empty_chroma(home: Path) -> int:
    """Delete every vector, in a process of its own as an outsider would; return how many there were."""
    code = (
        "import chromadb, sys\n"
        "from chromadb.config import Settings\n"
        "client = chromadb.PersistentClient(sys.argv[1], settings=Settings(anonymized_telemetry=False))\n"
        "held = [client.get_collection(c.name, embedding_function=None) for c in client.list_collections()]\n"
        "print(sum(c.count() for c in held))\n"
        "[c.delete(ids=c.get()['ids']) for c in held]\n"
    )
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code, str(home / "chroma")],
        capture_output=True,
        text=True,
        check=True,
    )
    return int(run.stdout)


def test_a_whole_home_passes_and_an_emptied_collection_is_said(
    demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = copy_of(demo_home, tmp_path)
    monkeypatch.setenv("LIANGRONG_HOME", str(home))
    whole = {check.name: check for check in asyncio.run(installation_checks())}
    assert len(whole) >= 12
    assert [name for name, check in whole.items() if check.ok is False and name != "memory"] == []
    assert whole["audit"].ok and whole["second retriever"].ok
    assert empty_chroma(home) > 300
    code, checks = doctor(home)
    assert code == 1 and not checks["second retriever"]["ok"] and checks["memory"]["ok"]
    assert checks["store_differs"]["text_zh"]


def test_memory_is_that_of_the_program_and_not_of_the_one_that_started_it() -> None:
    held = "held = bytearray(400_000_000); import subprocess, sys; "
    asked = "from bot.commands.doctor import _most_memory; print(_most_memory() // 1024)"
    code = f"{held}print(subprocess.run([sys.executable, '-c', {asked!r}], capture_output=True, text=True).stdout)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert 0 < int(run.stdout) < 350
