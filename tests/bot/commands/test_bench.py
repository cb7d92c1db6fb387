"""`liangrong bench` finds the benchmarks of the source tree, prints their reports, and says so where there are none."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

import benchmarks.__main__ as runner
import bot
from bot.commands.bench import bench

ROW = {"metric": "m", "value": 1.0, "unit": "ms", "peer": None, "ratio": None, "goal": "≤ 2 ms", "met": True}


@pytest.mark.parametrize(("met", "code"), [(True, 0), (None, 0), (False, 1)])
def test_reports_are_json_and_a_goal_that_is_not_met_shows_in_the_exit_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], met: bool | None, code: int
) -> None:
    report = {"name": "turn", "machine": "here", "rows": [{**ROW, "met": met}]}
    monkeypatch.setattr(
        runner.importlib,
        "import_module",
        lambda name: runner if name == "benchmarks.__main__" else SimpleNamespace(run=lambda: report),
    )
    with pytest.raises(SystemExit) as left:
        bench("turn")
    assert left.value.code == code and json.loads(capsys.readouterr().out) == report


def test_an_unknown_name_is_answered_with_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        bench("nothing")
    assert left.value.code == 2 and "turn" in json.loads(capsys.readouterr().err)["detail"]


def test_an_installation_without_the_source_tree_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(bot, "__file__", str(tmp_path / "site-packages" / "bot" / "__init__.py"))
    with pytest.raises(SystemExit) as left:
        bench(None)
    problem = json.loads(capsys.readouterr().err)
    assert left.value.code == 3 and problem["detail_zh"] and problem["status"] == 404
