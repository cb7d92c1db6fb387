"""`risk plan|liquidate|stress`: JSON out of a book file, and refusals that name the option."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from account_api.cli.risk import app
from risk.stress_scenarios import SCENARIOS
from tests.risk.books import Book, called, two_legged

A, OWN = "600036.SH", "600519.SH"
NO_DUTY = ("--stamp-duty", "0")


def _run(raw: Book, command: str, *words: str) -> Result:
    return CliRunner().invoke(app, [command, "-", *words], input=json.dumps(raw))


def _answer(raw: Book, command: str, *words: str) -> Any:
    result = _run(raw, command, *words)
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def test_a_plan_is_printed_with_its_alternatives(tmp_path: Path) -> None:
    found = _answer(called(), "plan", "--target", "140%", "--objective", "fewest", *NO_DUTY, "--json")
    assert (found["target"], found["objective"], found["feasible"]) == ("1.4", "fewest", True)
    assert [(step["kind"], step["quantity"]) for step in found["steps"]] == [("sell_to_repay", 8600)]
    assert found["after"]["display"] == "140.05%"
    assert [each["name"] for each in found["alternatives"]] == [
        "cheapest",
        "least_sold",
        "only_cash",
        "only_sell",
    ]
    file = tmp_path / "book.json"
    file.write_text(json.dumps(called()), "utf-8")
    again = CliRunner().invoke(
        app, ["plan", str(file), "--target", "1.40", "--objective", "fewest", *NO_DUTY]
    )
    assert json.loads(again.stdout)["trace_id"] == found["trace_id"]


def test_the_conditions_of_a_plan_are_options() -> None:
    market = ("--volume", f"{A}=500000", "--share", "0.1", "--day", "2026-11-23", "--repay-first", "F1")
    limits = (
        "--only",
        A,
        "--cash",
        "1000",
        "--orders",
        "1",
        "--commission",
        "0.0003",
        "--least-commission",
        "5",
    )
    found = _answer(called(), "plan", "--target", "1.4", *market, *limits)
    assert [step["kind"] for step in found["steps"]] == [
        "repay_outside_cash",
        "repay_inside_cash",
        "sell_to_repay",
    ]
    barred = _answer(called(), "plan", "--target", "200%", "--exclude", A)
    assert [each["condition"] for each in barred["blocking"]] == ["excluded", "outside_cash"]


def test_a_forced_liquidation_is_printed_and_beside_it_another_order() -> None:
    found = _answer(called(), "liquidate", "--order", A, *NO_DUTY)
    assert (found["sold"], found["outcome"], found["order_rule"]["source"]) == (
        {A: 8600},
        "restored",
        "asked",
    )
    both = _answer(called(), "liquidate", "--order", f"cash, {A}", "--instead", OWN, *NO_DUTY)
    assert both["sold"] == {A: {"first": 5800, "second": 0}, OWN: {"first": 0, "second": 200}}
    priced = _answer(
        called(), "liquidate", "--price", f"{A}=31.50", "--until", "no_debt", "--as-of", "2026-11-23"
    )
    assert priced["order_rule"]["source"] == "assumed"
    assert priced["orders"][1]["price"] == "31.5"


def test_every_scenario_is_printed_or_the_one_that_is_named() -> None:
    found = _answer(two_legged(), "stress")
    assert [each["scenario"]["name"] for each in found["scenarios"]] == [each.name for each in SCENARIOS]
    (one,) = _answer(two_legged(), "stress", "--scenario", "index_10")["scenarios"]
    assert one["after"]["maintenance_ratio"]["display"] == "160.14%"
    known = (
        "--sector",
        f"{A}=bank",
        "--sector",
        "000001.SZ=bank",
        "--beta",
        f"{A}=1.5",
        "--board",
        f"{A}=star",
    )
    judged = ("--requirement", "recomputed", "--conversion-cut", "10%", "--line-rise", "0.05")
    (limit,) = _answer(two_legged(), "stress", "--scenario", "limit_down_1", *known, *judged)["scenarios"]
    assert limit["prices"][0]["value"] == "16"
    assert limit["requirement"]["kind"] == "recomputed"


def test_scenarios_of_ones_own_take_the_place_of_the_packaged_ones(tmp_path: Path) -> None:
    file = tmp_path / "scenarios.json"
    file.write_text(json.dumps([{"name": "mild", "shocks": [{"kind": "index", "share": "-0.02"}]}]), "utf-8")
    (one,) = _answer(two_legged(), "stress", "--scenarios", str(file), "--scenario", "mild")["scenarios"]
    assert one["after"]["total_assets"]["value"] == "1480000"
    assert _run(two_legged(), "stress", "--scenarios", str(file), "--scenario", "index_5").exit_code == 2


@pytest.mark.parametrize(
    ("words", "field", "code"),
    [
        (("plan", "--target", "100%"), "target", "out_of_range"),
        (("plan", "--target", "high"), "target", "not_decimal"),
        (("plan", "--objective", "best"), "objective", "not_one_of"),
        (("plan", "--orders", "1.5"), "orders", "not_whole"),
        (("plan", "--volume", A), "volume[0]", "missing"),
        (("plan", "--volume", f"{A}=-1"), "volume[0]", "negative"),
        (("plan", "--volume", f"{A}=1", "--volume", f"{A}=2"), "volume[1]", "duplicate"),
        (("plan", "--day", "tomorrow"), "day", "bad_date"),
        (("plan", "--exclude", A, "--only", A), "exclude[0]", "contradicts"),
        (("liquidate", "--order", "cash,everything"), "order[1]", "not_one_of"),
        (("liquidate", "--as-of", "2026-11-01"), "as_of", "out_of_range"),
        (("liquidate", "--price", f"{A}=nan"), "price[0]", "nan"),
        (("stress", "--scenario", "crash"), "scenario", "not_one_of"),
        (("stress", "--line-rise", "0.1"), "line_rise", "contradicts"),
    ],
)
def test_a_bad_option_is_refused_by_its_name(words: tuple[str, ...], field: str, code: str) -> None:
    result = _run(called(), *words)
    assert result.exit_code == 2
    (error,) = json.loads(result.stderr)["errors"]
    assert (error["field"], error["code"]) == (field, code)


@pytest.mark.parametrize("command", ["plan", "liquidate", "stress"])
def test_an_account_of_another_place_is_refused(command: str) -> None:
    raw: Book = {
        "jurisdiction": "HK",
        "currency": "HKD",
        "as_of": "2026-11-20",
        "loan": "0",
        "terms": {"call_line": "0.7", "target_line": "0.6", "forced_sale_line": "0.8", "day_basis": 365},
        "collateral": [],
    }
    result = _run(raw, command)
    assert result.exit_code == 2
    assert json.loads(result.stderr)["errors"][0]["code"] == "unsupported"
