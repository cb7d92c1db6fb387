"""`liangrong knowledge check | coverage | impact`: what they print, and with which exit code they leave."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.commands.knowledge_check import app
from tests.bot.library.shelves import SOUND, spoiled
from tests.conftest import copy_of


def run(*args: str, home: Path | None = None) -> Result:
    return CliRunner().invoke(app, list(args), env={"LIANGRONG_HOME": str(home)} if home else {})


@pytest.fixture(scope="module")
def home(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_of(demo_home, tmp_path_factory.mktemp("impact"))


def test_a_directory_without_a_fault_passes_and_the_check_says_what_it_looked_at(tmp_path: Path) -> None:
    for name, text in SOUND.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    result = run("check", str(tmp_path), "--as-of", "2026-11-20")
    assert result.exit_code == 0, result.output
    assert (
        result.stdout
        == "checked 3 documents, 5 sections, 3 figures, 8 asks, 4 statements, 1 references, 1 articles: 0 errors, 0 warnings\n"
    )


def test_a_contradiction_is_printed_with_its_place_in_both_languages_and_fails(tmp_path: Path) -> None:
    for name, text in spoiled("margin.md", "不得低于100%", "不得低于80%").items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    result = run("check", str(tmp_path))
    assert result.exit_code == 1
    assert "✗ contradicts_rule  margin.md # 最低是多少" in result.stdout
    assert "“80%”与规则不符：financing_margin_ratio 为 100%" in result.stdout
    told = json.loads(run("check", str(tmp_path), "--json").stdout)
    assert (told["passed"], told["errors"], told["findings"][0]["level"]) == (False, 1, "error")


@pytest.mark.parametrize(("args", "code"), [(("no-such-directory",), 3), (("--as-of", "yesterday"), 2)])
def test_what_cannot_be_checked_is_an_error_object(args: tuple[str, ...], code: int) -> None:
    result = run("check", *args)
    assert result.exit_code == code and json.loads(result.stderr)["detail_zh"]


def test_the_library_of_a_home_is_checked_as_it_answers(home: Path) -> None:
    counts = json.loads(run("check", "--home", "--json", home=home).stdout)["counts"]
    assert counts["documents"] > 100 and counts["figures"] > 300


def test_the_map_is_shown_written_and_told_as_json(tmp_path: Path) -> None:
    page = tmp_path / "coverage.md"
    assert run("coverage", "--write", str(page)).exit_code == 0
    assert page.read_text(encoding="utf-8") == run("coverage").stdout
    told = json.loads(run("coverage", "--json").stdout)
    assert (
        told["unexplained"] == 0
        and len(told["cells"]) > 100
        and all(hole["reason"] for hole in told["holes"])
    )


def test_an_impact_is_listed_for_a_person_or_for_nobody(home: Path) -> None:
    shown = run("impact", "financing_margin_ratio", home=home)
    assert shown.exit_code == 0, shown.output
    assert "before: 80%  [2023-09-11, 2026-01-19)" in shown.stdout
    assert shown.stdout.endswith("left out: campaigns, tickets\n")
    told = json.loads(
        run("impact", "financing_margin_ratio", "--as", "demo-supervisor", "--json", home=home).stdout
    )
    assert "tickets" not in told["left_out"]


@pytest.mark.parametrize("args", [("nothing",), ("financing_margin_ratio", "--as", "nobody")])
def test_an_impact_of_nothing_or_for_a_stranger_is_not_found(args: tuple[str, ...], home: Path) -> None:
    result = run("impact", *args, home=home)
    assert result.exit_code == 3 and json.loads(result.stderr)["detail_zh"]
