"""`liangrong learn`: lists, shows, asks, grades, and says what a rule change holds, with the exit codes of the interfaces."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot.commands.learn import app
from tests.conftest import copy_of


@pytest.fixture(scope="module")
def home(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_of(demo_home, tmp_path_factory.mktemp("learn"))


def run(home: Path, *args: str) -> Result:
    return CliRunner().invoke(app, list(args), env={"LIANGRONG_HOME": str(home)})


def told(home: Path, *args: str) -> Any:
    result = run(home, *args, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_courses_are_listed_and_every_lesson_can_be_shown_by_its_name(home: Path) -> None:
    courses = told(home, "list")
    assert [len(course["lessons"]) for course in courses] == [6, 4]
    assert "  lesson-deadline  " in run(home, "list").stdout
    name = courses[1]["lessons"][2]["id"]
    assert told(home, "show", name, "--lang", "en")["sections"][0]["section"] == "The clock is running"


def test_a_quiz_is_asked_without_its_keys_and_graded_with_answers(home: Path) -> None:
    asked = told(home, "quiz", "surviving-a-fall", "--stage", "before", "--seed", "3")
    assert len(asked) == 6 and all(set(item) == {"id", "stem", "options"} for item in asked)
    marks = told(home, "quiz", "surviving-a-fall", "--stage", "before", "--seed", "3", "--answers", "ABCD-A")
    assert [item["options"] for item in marks] == [item["options"] for item in asked]
    assert marks[4]["answer"] is None and not marks[4]["right"]


def test_nothing_is_stale_today_and_what_an_earlier_day_lacks_is_named(home: Path) -> None:
    assert told(home, "stale") == []
    earlier = run(home, "stale", "--as-of", "2025-06-01", "--json")
    assert earlier.exit_code == 1
    assert "lesson-margin-ratio" in {row["id"] for row in json.loads(earlier.stdout)}


@pytest.mark.parametrize(
    ("args", "code", "field"),
    [
        (("quiz", "nothing"), 3, "course"),
        (("quiz", "before-opening", "--answers", "AB"), 2, "answers"),
        (("show", "nothing"), 3, "lesson"),
        (("stale", "--as-of", "soon"), 2, "as_of"),
    ],
)
def test_what_is_wrong_is_said_by_name(home: Path, args: tuple[str, ...], code: int, field: str) -> None:
    result = run(home, *args)
    assert result.exit_code == code
    assert json.loads(result.stderr)["errors"][0]["field"] == field
