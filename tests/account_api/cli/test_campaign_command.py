"""`liangrong campaign`, `outbox` and `learn progress`: a campaign from a file to its results, without a server."""

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from account_api import outbox as messages
from account_api.cli import campaign, outbox
from account_api.cli.learning import progress

FILE = (Path(__file__).parents[3] / "docs" / "campaign.yaml").read_text("utf-8")
"""The example of the documentation."""


@pytest.fixture(autouse=True)
def _at_home(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    monkeypatch.setenv("LIANGRONG_HOME", str(home))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "campaign.yaml"
    path.write_text(FILE, encoding="utf-8")
    return path


def run(app: typer.Typer, *arguments: str) -> Any:
    return CliRunner().invoke(app, list(arguments))


def told(app: typer.Typer, *arguments: str) -> Any:
    answer = run(app, *arguments, "--json")
    assert answer.exit_code == 0, answer.stderr
    return json.loads(answer.stdout)


def test_a_campaign_goes_from_its_file_to_its_results(file: Path) -> None:
    draft = told(campaign.app, "new", str(file))
    assert (draft["state"], draft["lesson"], draft["quiet_hours"]) == (
        "draft",
        None,
        {"from": "21:00", "until": "09:00"},
    )
    assert told(campaign.app, "preview", draft["id"])["selected"] == 1
    assert told(campaign.app, "submit", draft["id"])["state"] == "submitted"
    assert told(campaign.app, "approve", draft["id"], "--as", "demo-supervisor")["state"] == "approved"
    assert told(campaign.app, "run", draft["id"])["state"] == "running"
    assert told(outbox.app, "list")["counts"]["campaign_message"] == {"waiting": 1}
    assert told(campaign.app, "results", draft["id"])["waiting"] == 1
    assert told(campaign.app, "cancel", draft["id"])["state"] == "cancelled"
    assert told(campaign.app, "held") == []
    assert [each["id"] for each in told(campaign.app, "list")] == [draft["id"]]


def test_a_person_reads_it_in_words(file: Path) -> None:
    shown = run(campaign.app, "new", str(file)).stdout
    assert "CM20261120-0001 draft" in shown and "ratio_below=1.40" in shown
    preview = run(campaign.app, "preview", "CM20261120-0001").stdout
    assert "selected 1 / 12" in preview and "indeterminate: 1" in preview
    results = run(campaign.app, "results", "CM20261120-0001").stdout
    assert "gain — 百分点 points, n=0 (paired t, 95 %" in results
    assert "draft" in run(campaign.app, "show", "CM20261120-0001").stdout
    assert run(campaign.app, "held").stdout == "none 没有\n"


@pytest.mark.parametrize(
    ("content", "code", "field"),
    [
        (FILE.replace("比例为 {ratio}", "比例为 130%"), 2, "body.text.zh"),
        (FILE.replace("course_title:", "lesson: null\ntitles:"), 2, "body.titles"),
        ("- a list", 2, None),
        ("{unclosed", 2, None),
    ],
)
def test_a_bad_file_names_what_is_wrong(file: Path, content: str, code: int, field: str | None) -> None:
    file.write_text(content, encoding="utf-8")
    answer = run(campaign.app, "new", str(file))
    assert answer.exit_code == code
    errors = json.loads(answer.stderr)["errors"]
    assert [error["field"] for error in errors] == [field or str(file)]


def test_refusals_have_the_exit_code_of_what_is_not_there(file: Path) -> None:
    run(campaign.app, "new", str(file))
    for code, *arguments in (
        (6, "run", "CM20261120-0001"),
        (3, "show", "CM20261120-0009"),
        (5, "approve", "CM20261120-0001", "--as", "demo-call"),
    ):
        answer = run(campaign.app, *arguments)
        assert answer.exit_code == code
        assert json.loads(answer.stderr)["detail_zh"]


def test_what_was_given_up_is_listed_and_tried_again(firm: Any) -> None:
    with firm.context.transaction() as session:
        for kind in ("sign_in_code", "telegram_copy"):
            messages.put(session, kind, {"secret": kind}, kind, firm.wall)
        dead, uncertain = messages.claim(session, firm.wall)
        dead.state, dead.last_error = "dead", "gateway away"
        uncertain.state, uncertain.last_error = "uncertain", "no answer"
    listed = run(outbox.app, "list").stdout
    assert "#1 sign_in_code dead (1×) gateway away" in listed
    assert "secret" not in listed
    assert run(outbox.app, "requeue", "2").exit_code == 3, "it may have gone out"
    assert told(outbox.app, "requeue", "1") == {"requeued": 1}
    assert told(outbox.app, "requeue", "2", "--uncertain") == {"requeued": 1}
    assert told(outbox.app, "list")["given_up"] == []


def test_without_a_home_nothing_is_made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LIANGRONG_HOME", str(tmp_path / "nowhere"))
    for answer in (run(outbox.app, "list"), run(campaign.app, "list")):
        assert answer.exit_code == 3
    assert not (tmp_path / "nowhere").exists()


def test_progress_is_shown_to_whoever_may_see_it(firm: Any) -> None:
    app = typer.Typer()
    app.command()(progress)
    assert run(app, "--client", "demo-call").stdout == "nothing yet 尚未开始\n"
    with firm.context.transaction() as session:
        record(firm, session)
    shown = run(app, "--client", "demo-call", "--as", "demo-agent").stdout
    assert shown == "before-opening · 课 lessons 0 · 课前 before 1/2 · 课后 after 2/2 · 提升 gain +50\n"
    assert run(app, "--client", "demo-call", "--as", "demo-agent2").exit_code == 3


def record(firm: Any, session: Any) -> None:
    """Two quizzes of demo-call."""
    from account_api.learning.tables import QuizAttempt

    for stage, right in (("before", 1), ("after", 2)):
        score = {"right": right, "total": 2, "at": firm.now, "recorded_at": firm.wall}
        dealt = {"course": "before-opening", "stage": stage, "seed": "1", "lang": "zh", "items": []}
        session.add(QuizAttempt.of(learner="demo-call", **dealt, **score))
