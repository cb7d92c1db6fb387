"""`liangrong nlu`: lists what is understood, shows how a message is read, measures on rows of any kind and refuses bad files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot.commands.nlu import app
from tests.conftest import copy_of

TRAIN = "text,label\n" + "".join(
    f"{text}{i},{label}\n"
    for i in range(4)
    for text, label in (
        ("维保多少", "ratio"),
        ("我要投诉", "complain"),
        ("what is my ratio ", "ratio"),
        ("今天天气", "oos"),
    )
)
TEST = "text,label\n我的维保多少,ratio\n我要去投诉,complain\nmy ratio please,ratio\n天气如何,oos\n"
MEASURES = (
    *(
        "accuracy",
        "coverage_at_98",
        "precision_at_that_gate",
        "in_scope_accuracy",
        "oos_recall",
        "oos_auroc",
        "ms_p50",
    ),
)


def measured(tmp_path: Path, train: bytes, test: bytes = TEST.encode(), *more: str) -> Result:
    (tmp_path / "train.csv").write_bytes(train)
    (tmp_path / "test.csv").write_bytes(test)
    files = ("--train", str(tmp_path / "train.csv"), "--test", str(tmp_path / "test.csv"))
    return CliRunner().invoke(app, ["eval", *files, *more])


def refused(result: Result) -> Any:
    assert result.exit_code == 2, result.output
    body = json.loads(result.stderr)
    assert body["title"] and body["title_zh"]
    return body["errors"][0]


def test_the_measures_have_their_names_and_are_shares(tmp_path: Path) -> None:
    found = json.loads(measured(tmp_path, TRAIN.encode(), TEST.encode(), "--json").stdout)
    assert tuple(found) == MEASURES
    assert all(0 <= found[name] <= 1 for name in MEASURES[:-1])
    assert found["accuracy"] == 1
    assert "accuracy" in measured(tmp_path, TRAIN.encode()).stdout


def test_files_of_either_encoding_with_or_without_a_mark_are_read_alike(tmp_path: Path) -> None:
    told = [
        measured(tmp_path, TRAIN.encode(code), TEST.encode(code), "--json").stdout
        for code in ("utf-8", "utf-8-sig", "gb18030")
    ]
    accuracies = [json.loads(each)["accuracy"] for each in told]
    assert accuracies == [1, 1, 1]


def test_a_row_said_twice_counts_once(tmp_path: Path) -> None:
    doubled = TRAIN + TRAIN.split("\n", 1)[1]
    once, twice = (
        json.loads(measured(tmp_path, text.encode(), TEST.encode(), "--json").stdout)
        for text in (TRAIN, doubled)
    )
    assert {**once, "ms_p50": 0} == {**twice, "ms_p50": 0}


def test_more_rows_out_of_scope_need_no_label(tmp_path: Path) -> None:
    (tmp_path / "oos.csv").write_text("text\n今天天气好吗\n", encoding="utf-8")
    result = measured(tmp_path, TRAIN.encode(), TEST.encode(), "--oos", str(tmp_path / "oos.csv"), "--json")
    assert json.loads(result.stdout)["oos_recall"] == 1


def test_a_label_only_in_the_test_rows_is_named_and_counts_as_missed(tmp_path: Path) -> None:
    result = measured(tmp_path, TRAIN.encode(), (TEST + "帮我开户,open\n").encode(), "--json")
    assert result.exit_code == 0
    assert "open" in result.stderr
    assert json.loads(result.stdout)["accuracy"] < 1


@pytest.mark.parametrize(
    ("content", "code", "field"),
    [
        (b"", "missing_column", "train.text"),
        (b"text,intent\na,b\n", "missing_column", "train.label"),
        (b"text,label\n", "empty", "train"),
        (b"text,label\na,x\n ,y\n", "blank", "train[3].text"),
        (b"text,label\na,x\nb\n", "blank", "train[3].label"),
        (b"text,label\na,x\nb,x\n", "one_class", "train"),
        (b"text,label\na,x\nb,oos\n" * 1 + b"\xff\xff,y\n", "bad_encoding", "train"),
    ],
)
def test_a_file_that_cannot_be_learnt_from_says_why(
    tmp_path: Path, content: bytes, code: str, field: str
) -> None:
    error = refused(measured(tmp_path, content))
    assert (error["code"], error["field"]) == (code, field)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    missing = str(tmp_path / "none.csv")
    error = refused(CliRunner().invoke(app, ["eval", "--train", missing, "--test", missing]))
    assert (error["code"], error["value"]) == ("unreadable", missing)


def test_the_intents_are_listed_with_their_examples() -> None:
    rows = json.loads(CliRunner().invoke(app, ["intents", "--json"]).stdout)
    assert 20 <= len(rows) <= 25
    assert all(row["patterns"] >= 40 and row["examples"] >= row["patterns"] for row in rows)
    assert sum(row["examples"] for row in rows) > 10_000


def test_a_message_is_shown_with_its_requests_scores_and_slots(demo_home: Path, tmp_path: Path) -> None:
    home = copy_of(demo_home, tmp_path)
    env = {"LIANGRONG_HOME": str(home)}
    said = ["read", "我11月3号维保多少?还有融券利率几个点?"]
    found = json.loads(CliRunner().invoke(app, [*said, "--json"], env=env).stdout)
    assert [request["intent"] for request in found["requests"]] == ["my_ratio", "rule_question"]
    assert found["requests"][0]["slots"]["dates"][0]["start"] == "2026-11-03"
    assert "maintenance_ratio" in CliRunner().invoke(app, said, env=env).stdout
    assert refused(CliRunner().invoke(app, [*said, "--as-of", "today"], env=env))["code"] == "bad_date"
