"""The rulebook: what was in force on which day, for whom, and what it refuses to claim."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest

from risk.account import ClientClass, Contract
from risk.rulebook import CN, LABELS, PACKAGED, Row, Rulebook, RulebookError, for_contract, label, nearest
from risk.rulebook.units import show, units

_TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("day", "financing", "short", "private"),
    [
        ("2006-08-20", None, None, None),
        ("2006-08-21", "0.50", "0.50", "0.50"),
        ("2015-11-22", "0.50", "0.50", "0.50"),
        ("2015-11-23", "1.00", "0.50", "0.50"),
        ("2023-09-10", "1.00", "0.50", "0.50"),
        ("2023-09-11", "0.80", "0.50", "0.50"),
        ("2023-10-30", "0.80", "0.80", "1.00"),
        ("2024-07-21", "0.80", "0.80", "1.00"),
        ("2024-07-22", "0.80", "1.00", "1.20"),
        ("2026-01-18", "0.80", "1.00", "1.20"),
        ("2026-01-19", "1.00", "1.00", "1.20"),
        ("2026-11-20", "1.00", "1.00", "1.20"),
    ],
)
def test_the_margin_ratio_timeline(
    day: str, financing: str | None, short: str | None, private: str | None
) -> None:
    as_of = date.fromisoformat(day)
    assert _value("financing_margin_ratio", as_of) == financing
    assert _value("short_margin_ratio", as_of, client_class="individual") == short
    assert _value("short_margin_ratio", as_of, client_class="private_fund") == private


def _value(param: str, as_of: date, **scope: str) -> str | None:
    row = CN.in_force(param, as_of, **scope)
    return row.value if row else None


@pytest.mark.parametrize(
    ("param", "before", "changed_on", "after"),
    [
        ("statutory_minimum_maintenance_ratio", "1.30", "2019-08-19", "none"),
        ("call_period", "2", "2015-07-01", "by_contract"),
        ("restore_minimum", "1.50", "2015-07-01", "by_contract"),
        ("identity_record_retention", "5", "2025-01-01", "10"),
    ],
)
def test_a_value_changes_on_its_day_and_not_before(
    param: str, before: str, changed_on: str, after: str
) -> None:
    day = date.fromisoformat(changed_on)
    assert _value(param, day - timedelta(days=1)) == before
    assert _value(param, day) == after


def test_no_regulators_minimum_is_a_row_that_can_be_asked() -> None:
    row = CN.in_force("statutory_minimum_maintenance_ratio", _TODAY)
    assert row is not None and row.number is None
    assert row.as_json()["display"] == "无统一最低线，由合同约定"


@pytest.mark.parametrize(
    ("asset_class", "cap"),
    [
        ("index_constituent", "0.70"),
        ("a_share", "0.65"),
        ("etf", "0.90"),
        ("cash_or_treasury", "0.95"),
        ("fund_or_bond", "0.80"),
        ("zero_rated", "0"),
    ],
)
def test_conversion_rate_caps_by_class(asset_class: str, cap: str) -> None:
    assert _value("conversion_rate_cap", _TODAY, asset_class=asset_class) == cap


def test_risk_warned_main_board_shares_got_a_wider_limit_in_july_2026() -> None:
    assert _value("price_limit", date(2026, 7, 5), board="main_risk_warned") == "0.05"
    assert _value("price_limit", date(2026, 7, 6), board="main_risk_warned") == "0.10"


def _opened(kind: str, opened: str, *extended: str) -> Contract:
    days = tuple(date.fromisoformat(day) for day in extended)
    return Contract(
        "C",
        kind,  # type: ignore[arg-type]
        "600036.SH",
        100,
        None,
        Fraction(0),
        None,
        None,
        date.fromisoformat(opened),
        extended=days,
    )


@pytest.mark.parametrize(
    ("opened", "extended", "as_of", "floor"),
    [
        ("2026-01-16", (), "2026-11-20", "0.80"),
        ("2026-01-16", ("2026-07-10",), "2026-11-20", "0.80"),
        ("2026-01-19", (), "2026-11-20", "1.00"),
        ("2023-06-01", (), "2023-09-08", "1.00"),
        ("2023-06-01", (), "2023-09-11", "0.80"),
        ("2005-01-04", (), "2026-11-20", None),
    ],
)
def test_a_financing_contract_and_its_extensions_keep_the_floor_of_its_opening(
    opened: str, extended: tuple[str, ...], as_of: str, floor: str | None
) -> None:
    row = for_contract(CN, _opened("financing", opened, *extended), "individual", date.fromisoformat(as_of))
    assert (row.value if row else None) == floor


@pytest.mark.parametrize(
    ("opened", "extended", "client_class", "floor"),
    [
        ("2024-07-19", (), "individual", "0.80"),
        ("2024-07-19", ("2025-01-10",), "individual", "1.00"),
        ("2024-07-19", ("2025-01-10",), "private_fund", "1.20"),
        ("2023-09-01", ("2024-02-01",), "individual", "0.80"),
        ("2023-09-01", ("2024-02-01",), "private_fund", "1.00"),
        ("2023-09-01", ("2023-10-20",), "individual", "0.50"),
        ("2023-09-01", ("2024-02-01", "2024-08-01"), "individual", "1.00"),
        ("2024-07-19", ("2030-01-10",), "individual", "0.80"),
        ("2024-07-22", (), "private_fund", "1.20"),
    ],
)
def test_a_short_contract_comes_under_the_new_floor_when_it_is_extended(
    opened: str, extended: tuple[str, ...], client_class: ClientClass, floor: str
) -> None:
    row = for_contract(CN, _opened("short", opened, *extended), client_class, _TODAY)
    assert row is not None and row.value == floor


def _row(**changes: object) -> Row:
    row = Row(
        "p", "1", "count", "exchange", "exact", date(2020, 1, 1), "doc", "seen-exch", "A note.", "说明。"
    )
    return replace(row, **changes)  # type: ignore[arg-type]


def test_overlapping_rows_are_refused() -> None:
    ends = _row(valid_to=date(2021, 1, 1), repealed=date(2020, 6, 1))
    Rulebook([ends, _row(valid_from=date(2021, 1, 1))])
    with pytest.raises(RulebookError, match="overlap"):
        Rulebook([ends, _row(valid_from=date(2020, 12, 31))])
    with pytest.raises(RulebookError, match="overlap"):
        Rulebook([_row(), _row(valid_from=date(2022, 1, 1))])
    with pytest.raises(RulebookError, match="ends before"):
        Rulebook([_row(valid_to=date(2020, 1, 1))])


def test_any_word_may_name_a_condition() -> None:
    narrow = Rulebook([_row(scope={"param": "x"})])
    assert narrow.conditions() == {"param"}
    assert narrow.in_force("p", date(2020, 1, 1), param="x") is not None
    assert {"client_class", "asset_class"} <= CN.conditions()


def test_rows_of_another_scope_or_layer_do_not_overlap_and_the_narrowest_wins() -> None:
    rules = Rulebook(
        [
            _row(force="floor"),
            _row(force="floor", value="2", layer="firm"),
            _row(force="floor", value="3", scope={"client_class": "product"}),
            _row(force="floor", value="4", applies_to="extension"),
        ]
    )
    assert rules.number("p", _TODAY) == 2
    assert rules.number("p", _TODAY, client_class="product") == 3


def test_two_jurisdictions_do_not_share_a_rulebook() -> None:
    with pytest.raises(RulebookError, match="one jurisdiction"):
        Rulebook([_row(), _row(param="q", jurisdiction="HK")])


def test_an_unverified_row_is_shown_and_never_computed_with() -> None:
    unverified = [row for param in CN.params() for row in CN.rows(param) if not row.verified]
    assert len(unverified) >= 5
    assert all(row.number is None for row in unverified)
    assert CN.number("complaint_closing_period", _TODAY) is None
    assert CN.in_force("complaint_closing_period", _TODAY) is not None


def test_a_day_before_every_row_and_an_unknown_parameter_answer_nothing() -> None:
    assert CN.in_force("withdrawal_line", date(1999, 1, 4)) is None
    assert CN.in_force("nonsense", _TODAY) is None
    assert CN.history("nonsense") == ()


def test_a_standing_shows_before_now_and_after() -> None:
    standing = CN.standing("financing_margin_ratio", date(2025, 6, 1)).as_json()
    values = [standing[key]["value"] for key in ("previous", "in_force", "next")]  # type: ignore[index]
    assert values == ["1.00", "0.80", "1.00"]
    assert len(standing["history"]) == 4  # type: ignore[arg-type]


def test_a_standing_lists_the_variants_for_narrower_cases() -> None:
    standing = CN.standing("short_margin_ratio", _TODAY)
    assert standing.in_force is not None and standing.in_force.value == "1.00"
    assert {(row.value, row.applies_to) for row in standing.variants} == {
        ("1.20", "new"),
        ("1.00", "extension"),
        ("1.20", "extension"),
    }


def test_every_row_says_where_it_stands_in_both_languages() -> None:
    rows = [row for param in CN.params() for row in CN.rows(param)]
    assert len(rows) >= 90
    for row in rows:
        assert row.unit in units() and row.source, row.param
        assert row.note.endswith(".") and row.note_zh.endswith("。"), row.param
        assert show(row.value, row.unit, "en")
        assert row.unit != "text" or row.value_zh, row.param
        assert row.announced is None or row.announced <= row.valid_from, row.param


def test_every_parameter_has_a_label_and_no_label_is_left_over() -> None:
    assert len(CN.params()) >= 60
    assert set(LABELS) == {param for rules in PACKAGED.values() for param in rules.params()}
    assert label("withdrawal_line") == ("提取线", "withdrawal line")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("financing_marginratio", "financing_margin_ratio"),
        ("withdraw", "withdrawal_line"),
        ("印花税", "stamp_duty_on_sale"),
        ("融资保证金比例", "financing_margin_ratio"),
    ],
)
def test_a_mistyped_parameter_finds_its_neighbour(typed: str, found: str) -> None:
    assert nearest(typed)[0] == found


def test_values_are_shown_in_words() -> None:
    assert show("0.0005", "ratio", "zh") == "0.05%"
    assert show("500000", "CNY", "zh") == "500,000 元"
    assert show("20", "trading_days", "en") == "20 trading days"
    assert show("12386", "phone", "zh") == "12386"
