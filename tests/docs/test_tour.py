"""The commands of the tour and of the doors in the READMEs are run, one after the other in one home; the tour's pictures are all there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from PIL import Image
from typer.testing import CliRunner

from bot.cli import app
from tests.account_api.conftest import the_app
from tests.browser.album import MOST_BYTES, TOUR
from tests.conftest import copy_of

ROOT = Path(__file__).resolve().parents[2]
PAGES = {"docs/tour.md": 20, "README.md": 4, "README.zh-CN.md": 4}
"""Each page with the number of commands it shows at least."""
DOORS = ("desk", "campaign", "learn", "guard", "worker")


def commands(page: str) -> list[tuple[list[str], list[str]]]:
    """The commands of a page's console blocks, each with the lines shown below it. `ask` in a README is tested beside this."""
    found = []
    for block in re.findall(r"```console\n(.*?)```", (ROOT / page).read_text("utf-8"), re.DOTALL):
        for line, shown in re.findall(r"^\$ liangrong (.*)\n((?:(?!\$).*\n)*)", block, re.MULTILINE):
            words = shlex.split(line)
            if words[0] in DOORS or page == "docs/tour.md":
                found.append((words, shown.splitlines()))
    return found


@pytest.mark.parametrize("page", PAGES)
def test_a_page_shows_what_its_commands_print(
    page: str, demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("account_api.app.app_of", the_app)  # building its routes is what takes long
    monkeypatch.setenv("LIANGRONG_HOME", str(copy_of(demo_home, tmp_path)))
    monkeypatch.chdir(ROOT)
    shown = commands(page)
    assert len(shown) >= PAGES[page]
    for words, lines in shown:
        done = CliRunner().invoke(app, words)
        assert done.exit_code in (0, 1) and not done.stderr, (words, done.output)
        missing = [line for line in lines if line not in done.stdout.splitlines()]
        assert not missing, (words, missing, done.stdout)


def test_the_pictures_of_the_tour_are_those_its_journeys_take_small_and_of_one_width() -> None:
    named = re.findall(r"\]\(tour/([\w-]+)\.png\)", (ROOT / "docs" / "tour.md").read_text("utf-8"))
    journeys = "".join(
        (ROOT / "tests" / "browser" / name).read_text("utf-8")
        for name in ("test_tour.py", "test_knowledge.py")
    )
    taken = re.findall(r'album\.take\(\w+, "([\w-]+)"\)', journeys)
    assert len(named) >= 26
    assert sorted(named) == sorted(taken) == sorted(path.stem for path in TOUR.iterdir())
    for name in named:
        assert (TOUR / f"{name}.png").stat().st_size <= MOST_BYTES
        with Image.open(TOUR / f"{name}.png") as picture:
            assert picture.width in (360, 1280)
