"""What the README shows is run: its Python blocks, and its console lines compared with what is printed."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.commands.ask import answered, readable
from bot.wiring import Product

ROOT = Path(__file__).resolve().parents[2]
READMES = ("README.md", "README.zh-CN.md")


def blocks(name: str, language: str) -> list[str]:
    text = (ROOT / name).read_text("utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


@pytest.mark.parametrize("number", [0, 1])
def test_a_python_block_runs_and_prints(number: int, tmp_path: Path) -> None:
    found = blocks("README.md", "python")
    assert len(found) == 2
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    (tmp_path / "docs").mkdir()
    shutil.copy(ROOT / "docs" / "book.json", tmp_path / "docs")
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", found[number]],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith(("128.00% 维持担保比例", "100 %"))


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize("name", READMES)
async def test_the_transcript_is_what_the_command_prints(name: str, product: Product) -> None:
    asked = 0
    for block in blocks(name, "console"):
        for command, expected in re.findall(
            r"^\$ liangrong ask (.*)\n((?:(?!\$).+\n)*)", block, re.MULTILINE
        ):
            question, *options = shlex.split(command)
            client = options[1] if options[:1] == ["--client"] else None
            line = await answered(product, {"id": "1", "q": question, "client": client})
            printed = readable(line["turns"][0]).splitlines()
            assert expected.splitlines() and not set(expected.splitlines()) - set(printed), printed
            asked += 1
    assert asked >= 2


def test_every_folder_of_the_table_exists() -> None:
    for name in READMES:
        folders = re.findall(r"^\| `(\w+)/`", (ROOT / name).read_text("utf-8"), re.MULTILINE)
        assert len(folders) == 6
        assert all((ROOT / folder).is_dir() for folder in folders)


def test_links_and_pictures_exist() -> None:
    looked = 0
    for name in (
        *READMES,
        "CONTRIBUTING.md",
        *(str(p.relative_to(ROOT)) for p in (ROOT / "docs").rglob("*.md")),
    ):
        here = (ROOT / name).parent
        for target in re.findall(r"\]\(([^)#:]+)\)", (ROOT / name).read_text("utf-8")):
            assert (here / target).exists(), f"{name}: {target}"
            looked += 1
    assert looked >= 8
