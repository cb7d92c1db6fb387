"""A firm's own rows: read, held against the rules, and shown with what they do."""

from datetime import date
from typing import Any

import pytest

from risk.account import Contract
from risk.money import parse
from risk.rulebook import CN, PACKAGED, FirmRules, for_contract, read_firm_rules
from tests.risk.rulebook.rows import TODAY


def _row(**changes: object) -> dict[str, Any]:
    model = {
        "param": "financing_margin_ratio",
        "value": "1.20",
        "valid_from": "2026-12-01",
        "source": "公司风控制度",
    }
    return {key: value for key, value in (model | changes).items() if value is not ...}


def _read(*rows: object, **file: object) -> FirmRules:
    return read_firm_rules({"jurisdiction": "CN", "rows": list(rows)} | file, PACKAGED)


def test_a_tighter_row_is_accepted_and_says_what_it_changes() -> None:
    report = _read(_row(param="financing_margin_ratio_min", note="Ours.", note_zh="本公司。", article="3.2"))
    assert report.accepted and report.rulebook is not None
    stated = report.as_json()["rows"][0]  # type: ignore[index]
    assert (stated["state"], stated["before"]["value"], stated["row"]["value"]) == ("new", "1.00", "1.20")
    assert stated["row"]["legal_force"] == "house" and stated["row"]["confidence"] == "firm-set"
    assert report.rulebook.number("financing_margin_ratio", date(2026, 11, 30)) == 1
    assert report.rulebook.number("financing_margin_ratio", date(2026, 12, 1)) == parse("1.20", "")


@pytest.mark.parametrize(
    ("row", "field", "code"),
    [
        (_row(value="0.90"), "rows[0].value", "loosens"),
        (_row(value="-1"), "rows[0].value", "negative"),
        (_row(value="NaN"), "rows[0].value", "nan"),
        (_row(value=1.2), "rows[0].value", "float"),
        (_row(value=True), "rows[0].value", "not_text"),
        (_row(value="much"), "rows[0].value", "not_decimal"),
        (_row(value=...), "rows[0].value", "missing"),
        (_row(param="nonsense"), "rows[0].param", "not_one_of"),
        (_row(param=...), "rows[0].param", "missing"),
        (_row(valid_from="soon"), "rows[0].valid_from", "bad_date"),
        (_row(source=...), "rows[0].source", "missing"),
        (_row(valid_to="2026-12-01"), "rows[0].valid_to", "out_of_range"),
        (_row(announced="2026-12-02"), "rows[0].announced", "out_of_range"),
        (_row(scope={"colour": "red"}), "rows[0].scope.colour", "unknown_key"),
        (_row(confidence="seen-law"), "rows[0].confidence", "unknown_key"),
        (_row(applies_to="some"), "rows[0].applies_to", "not_one_of"),
        ("a word", "rows[0]", "not_object"),
    ],
)
def test_a_wrong_row_is_named_with_its_field(row: object, field: str, code: str) -> None:
    report = _read(row)
    assert not report.accepted
    found = [(error.field, error.code) for each in report.rows for error in each.errors]
    assert (field, code) in found
    assert report.as_json()["rows"][0]["state"] == "refused"  # type: ignore[index]


def test_a_cap_may_be_lowered_and_not_raised_and_an_exact_value_only_repeated() -> None:
    cap = {"param": "conversion_rate_cap", "scope": {"asset_class": "etf"}}
    assert _read(_row(**cap, value="0.85")).accepted
    assert not _read(_row(**cap, value="0.95")).accepted
    assert not _read(_row(param="lot_size", value="200")).accepted
    assert _read(_row(param="lot_size", value="100")).accepted


def test_what_the_rule_leaves_to_the_contract_a_firm_sets_in_its_unit() -> None:
    report = _read(_row(param="call_period", value="1", value_zh="一日"))
    assert report.accepted and report.rows[0].row is not None
    assert report.rows[0].row.unit == "trading_days"
    assert _read(_row(param="extension_count", value="twice", value_zh="两次")).accepted


def test_two_rows_of_one_case_may_not_overlap_and_may_follow_each_other() -> None:
    assert [error.code for error in _read(_row(), _row(valid_from="2027-01-01")).rows[0].errors] == [
        "overlap"
    ]
    follows = _read(_row(valid_to="2027-01-01"), _row(valid_from="2027-01-01", value="1.10"))
    assert follows.accepted


def test_a_row_that_ends_where_nothing_answers_needs_a_repeal() -> None:
    alone = _row(param="call_period", value="1", valid_from="2009-01-01", valid_to="2009-06-01")
    assert [error.code for error in _read(alone).rows[0].errors] == ["gap"]
    assert _read(alone | {"repealed": "2009-05-01"}).accepted


@pytest.mark.parametrize(
    ("file", "field"),
    [
        ({"jurisdiction": "XX", "rows": []}, "jurisdiction"),
        ({"rows": []}, "jurisdiction"),
        ({"jurisdiction": "CN", "rows": [], "more": 1}, "more"),
        ({"jurisdiction": "CN", "rows": {}}, "rows"),
        (
            {"jurisdiction": "US", "rows": [], "cut_overs": {"intraday_margin": "2026-06-03"}},
            "cut_overs.intraday_margin",
        ),
        ({"jurisdiction": "US", "rows": [], "cut_overs": {"other": "2026-07-01"}}, "cut_overs.other"),
        ([], "book"),
    ],
)
def test_a_wrong_file_is_refused_with_the_field(file: object, field: str) -> None:
    report = read_firm_rules(file, PACKAGED)
    assert not report.accepted and report.rulebook is None
    assert field in [error.field for error in report.errors]


def test_a_cut_over_day_moves_the_change_for_this_firm() -> None:
    file = {"jurisdiction": "US", "cut_overs": {"intraday_margin": "2027-01-04"}}
    report = read_firm_rules(file, PACKAGED)
    assert report.rulebook is not None
    assert report.as_json()["cut_overs"] == {"intraday_margin": "2027-01-04"}
    assert report.rulebook.number("pattern_day_trader_equity", TODAY) == 25_000
    assert read_firm_rules({"jurisdiction": "US", "cut_overs": {}}, PACKAGED).accepted


def test_a_second_file_says_what_is_new_changed_unchanged_and_removed() -> None:
    first = _read(_row(), _row(param="contract_term", value="3"), _row(param="call_period", value="1"))
    held = [each.row for each in first.rows if each.row]
    second = read_firm_rules(
        {
            "jurisdiction": "CN",
            "rows": [
                _row(value="1.30"),
                _row(param="contract_term", value="3"),
                _row(param="withdrawal_line", value="3.2"),
            ],
        },
        PACKAGED,
        held,
    )
    assert [each.state for each in second.rows] == ["changed", "unchanged", "new"]
    assert [each.before.value for each in second.rows if each.before] == ["1.00", "6", "3.00"]
    assert [row.param for row in second.removed] == ["call_period"]
    assert second.as_json()["removed"][0]["param"] == "call_period"  # type: ignore[index]


def _contract(kind: str, opened: str, *extended: str) -> Contract:
    days = tuple(date.fromisoformat(day) for day in extended)
    opening = date.fromisoformat(opened)
    return Contract("C", kind, "600036.SH", 100, None, parse("0", ""), None, None, opening, extended=days)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("applies_to", "opened", "floor"),
    [
        ("new", "2026-11-30", "1.00"),
        ("new", "2026-12-01", "1.20"),
        ("all", "2026-11-30", "1.20"),
        ("all", "2024-05-06", "1.20"),
    ],
)
def test_a_firms_ratio_binds_new_contracts_or_all_of_them(applies_to: str, opened: str, floor: str) -> None:
    rules = _read(_row(applies_to=applies_to)).rulebook
    assert rules is not None
    row = for_contract(rules, _contract("financing", opened), "individual", date(2027, 1, 4))
    assert row is not None and row.value == floor


def test_a_firms_ratio_for_extensions_binds_when_a_short_is_extended() -> None:
    rules = _read(_row(param="short_margin_ratio", value="1.50", applies_to="extension")).rulebook
    assert rules is not None
    extended = _contract("short", "2026-06-01", "2026-12-02")
    row = for_contract(rules, extended, "individual", date(2027, 1, 4))
    assert row is not None and row.value == "1.50"
    assert for_contract(CN, extended, "individual", date(2027, 1, 4)).value == "1.00"  # type: ignore[union-attr]
