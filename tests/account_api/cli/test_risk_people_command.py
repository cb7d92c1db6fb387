"""`risk admission|credit|surveil|call-state|suit|review`: the examples of the documentation, as text and as JSON."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from account_api.cli.risk import app
from risk.calls import EVENTS

_DOCS = Path(__file__).resolve().parents[3] / "docs"
_PEOPLE = _DOCS / "people"
_BOOK = str(_DOCS / "book.json")

_COMMANDS: dict[str, tuple[str, ...]] = {
    "admission": ("admission", str(_PEOPLE / "applicant.json")),
    "credit": ("credit", str(_PEOPLE / "credit.json")),
    "credit of a book": ("credit", str(_PEOPLE / "credit_book.json"), "--book"),
    "surveil": ("surveil", str(_PEOPLE / "tape.json")),
    "call-state": ("call-state", str(_PEOPLE / "call.json")),
    "suit": ("suit", _BOOK, "--person", str(_PEOPLE / "person.json")),
    "review": ("review", _BOOK, "--plan", str(_PEOPLE / "plan.json")),
}
_TEXT: dict[str, tuple[str, ...]] = {
    "admission": ("not_yet", "425,000.00", "2026-11-30", "[seen-2nd]", "[firm-set]"),
    "credit": ("66/100  C", "510,000.00", "not_checked", "[unverified]"),
    "credit of a book": ("12,000.50", "80,000.00", "600036.SH"),
    "surveil": ("programme_rates", "700,000.00", "person looks", "1 of 1"),
    "call-state": ("part_met  2026-11-23T15:00:00+08:00", "60,000.00", "第五十四条"),
    "suit": ("140,000.00", "8.40%", "457.15%"),
    "review": ("broken", "kept", "78.13%"),
}


def _run(*words: str, **kwargs: Any) -> Result:
    return CliRunner().invoke(app, list(words), **kwargs)


def test_every_example_of_the_documentation_is_run() -> None:
    used = {Path(word).name for words in _COMMANDS.values() for word in words if word.endswith(".json")}
    assert used | {"firm.json"} == {path.name for path in _PEOPLE.glob("*.json")} | {"book.json"}
    assert len(_COMMANDS) == len(_TEXT) == 7
    page = (_PEOPLE / "README.md").read_text("utf-8")
    assert all(f"`{path.name}`" in page for path in _PEOPLE.glob("*.json"))
    assert all(f"risk {words[0]} " in page for words in _COMMANDS.values())
    assert all(f"`{name}`" in page for name in EVENTS)


@pytest.mark.parametrize("name", list(_COMMANDS))
def test_a_command_prints_text_and_with_json_one_object(name: str) -> None:
    text, as_json = _run(*_COMMANDS[name]), _run(*_COMMANDS[name], "--json")
    assert (text.exit_code, as_json.exit_code) == (0, 0), text.stderr + as_json.stderr
    for words in _TEXT[name]:
        assert words in text.stdout
    assert isinstance(json.loads(as_json.stdout), dict)


def test_the_thresholds_of_a_firm_take_the_place_of_the_packaged_ones() -> None:
    firm = ("--firm", str(_PEOPLE / "firm.json"))
    seen = json.loads(_run(*_COMMANDS["surveil"], *firm, "--json").stdout)
    assert "routed_purchase" not in {each["pattern"] for each in seen["alerts"]}
    line = json.loads(_run(*_COMMANDS["credit"], *firm, "--json").stdout)["line"]
    assert line["figures"]["credit_line"]["value"] == "400000"
    assert _run(*_COMMANDS["admission"], *firm).exit_code == _run(*_COMMANDS["suit"], *firm).exit_code == 0


def test_alerts_owed_notices_refusals_and_what_is_missing_are_printed(tmp_path: Path) -> None:
    call = {
        "kind": "maintenance",
        "lines": {"watch": "1.40", "trigger": "1.30", "restore": "1.40"},
        "events": [
            {"event": "mark", "at": "2026-12-31T15:00", "assets": None, "debt": "1000000"},
            {"event": "mark", "at": "2026-12-31T15:01", "assets": "1280000", "debt": "1000000"},
            {"event": "sale", "at": "2026-12-31T15:02"},
        ],
        "deadline": {"trading_days": 1, "time": "15:00"},
    }
    printed = _run("call-state", "-", input=json.dumps(call)).stdout
    assert "owed · 应发: call" in printed and "refused · 不予" in printed and "expected · 暂定" in printed
    file = tmp_path / "book.json"
    book = json.loads(Path(_BOOK).read_text("utf-8"))
    book["financing"][0]["price"] = None
    file.write_text(json.dumps(book), "utf-8")
    assert "missing · 缺少" in _run("suit", str(file), "--person", str(_PEOPLE / "person.json")).stdout
    unvalued = {"as_of": "2026-11-20", "accounts": [book]}
    assert "? accounts[0]" in _run("credit", "-", "--book", input=json.dumps(unvalued)).stdout


def test_many_rows_of_evidence_are_shortened() -> None:
    logins = [{"at": "2026-11-20T09:00", "account": f"a{i}", "device": "d1"} for i in range(9)]
    printed = _run("surveil", "-", input=json.dumps({"as_of": "2026-11-20", "logins": logins})).stdout
    assert "logins[5] … (9)" in printed and "logins[6]" not in printed


@pytest.mark.parametrize(
    ("words", "raw", "field"),
    [
        (("admission", "-"), {"as_of": "tomorrow"}, "as_of"),
        (("credit", "-"), {"as_of": "2026-11-20", "used": -1}, "used"),
        (("credit", "-", "--book"), {"as_of": "2026-11-20", "accounts": [{}]}, "accounts[0].as_of"),
        (("surveil", "-"), {"as_of": "2026-11-20", "fills": [{}]}, "fills[0].at"),
        (("call-state", "-"), {"kind": "maintenance"}, "lines"),
        (("suit", _BOOK, "--person", "-"), {"grade": "C0"}, "grade"),
        (("review", _BOOK, "--plan", "-"), {"name": "x", "made_on": "2026-11-20"}, "floor_ratio"),
        (("review", "-", "--plan", "-"), {}, "plan"),
        (("suit", "-", "--person", str(_PEOPLE / "person.json")), {"jurisdiction": "JP"}, "jurisdiction"),
        (("surveil", str(_PEOPLE / "tape.json"), "--firm", "-"), {"rows": [{"param": "x"}]}, "rows[0].param"),
    ],
)
def test_a_refusal_names_the_field_and_exits_with_two(words: tuple[str, ...], raw: Any, field: str) -> None:
    result = _run(*words, input=json.dumps(raw))
    assert result.exit_code == 2
    assert field in {each["field"] for each in json.loads(result.stderr)["errors"]}


def test_an_account_of_another_place_is_refused() -> None:
    raw = {"jurisdiction": "HK", "as_of": "2026-11-20", "loan": "0", "terms": {}}
    result = _run("suit", "-", "--person", str(_PEOPLE / "person.json"), input=json.dumps(raw))
    assert result.exit_code == 2 and "unsupported" in result.stderr
