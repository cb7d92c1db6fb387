"""One owner a home; a dead one does not count; the token is private."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from knowledge.errors import HomeBusy
from knowledge.ownership import Owner, Ownership, current_owner, local_token

HOLD = "import sys; from pathlib import Path; from knowledge.ownership import Ownership; o = Ownership(Path(sys.argv[1]), 'http://127.0.0.1:9'); print('held', flush=True); sys.stdin.read()"


def test_a_second_owner_is_told_who_holds_the_home(tmp_path: Path) -> None:
    lock = tmp_path / "knowledge.lock"
    held = Ownership(lock, "http://127.0.0.1:8000")
    assert current_owner(lock) == Owner(os.getpid(), "http://127.0.0.1:8000")
    with pytest.raises(HomeBusy, match=str(os.getpid())):
        Ownership(lock, None)
    held.release()
    held.release()
    assert current_owner(lock) is None
    Ownership(lock, None).release()


def test_the_lock_dies_with_its_process(tmp_path: Path) -> None:
    lock = tmp_path / "knowledge.lock"
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(lock)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    assert current_owner(lock) == Owner(process.pid, "http://127.0.0.1:9")
    process.kill()
    process.communicate()
    assert current_owner(lock) is None


def test_the_token_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    file = tmp_path / "knowledge.token"
    token = local_token(file)
    assert local_token(file) == token
    assert len(token) > 30
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
