"""The ground of all worlds, made once for these tests over the library of the demo home."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.evaluation.world import Ground, open_ground


@pytest.fixture(scope="package")
def ground(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    home = tmp_path_factory.mktemp("evaluation")
    shutil.copyfile(demo_home / "knowledge.db", home / "knowledge.db")
    shutil.copytree(demo_home / "nlu", home / "nlu")
    with open_ground(home) as opened:
        yield opened
