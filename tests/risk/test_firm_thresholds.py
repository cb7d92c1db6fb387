"""A firm's own thresholds: they take the place of firm-set values alone, in the same unit and for the same cases."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from risk.credit import ROWS as CREDIT
from risk.fields import BookError
from risk.firm_thresholds import PACKAGED, read_firm_thresholds
from risk.rulebook import CN, Rulebook
from risk.rulebook.units import units
from risk.thresholds import Thresholds
from tests.risk.surveillance.tapes import fill, look, tape


def _row(**changes: Any) -> dict[str, Any]:
    return {"param": "round_trips", "value": "2", "source": "风险管理制度"} | changes


def _stress(value: str) -> dict[str, Any]:
    return _row(param="credit_stress_move", scope={"scenario": "3"}, value=value)


def test_a_scenario_of_the_firm_falls_less_than_to_nothing_and_a_grade_may_get_nothing() -> None:
    nothing = _row(param="credit_line_multiple", scope={"grade": "E"}, value="0")
    rows = read_firm_thresholds({"rows": [_stress("-0.99"), nothing]})
    assert [row.number for row in rows] == [Fraction("-0.99"), 0]


def test_packaged_thresholds_hold_together_and_none_has_the_name_of_a_rule() -> None:
    assert len(PACKAGED) > 60
    assert len(Rulebook(PACKAGED).params()) == len({row.param for row in PACKAGED})
    assert not {row.param for row in PACKAGED} & set(CN.params())
    assert all(row.note and row.note_zh and row.unit in units() for row in PACKAGED)


def test_a_firm_that_looks_closer_sees_more() -> None:
    """Two round trips are below the packaged three and on the firm's two."""
    trips = [fill(f"10:0{i}", ("buy", "sell")[i % 2]) for i in range(4)]
    rules = CN.with_firm_rows(read_firm_thresholds({"rows": [_row()]}))
    assert look(tape(fills=trips), "round_trips").alerts == ()
    (alert,) = look(tape(fills=trips), "round_trips", rules).alerts
    assert (alert.thresholds[0].source, alert.thresholds[0].confidence) == ("风险管理制度", "firm-set")


def test_a_row_of_one_case_leaves_the_others_as_they_are() -> None:
    grade_a = _row(param="credit_line_most", scope={"grade": "A"}, value="30000000", valid_from="2026-01-01")
    rules = CN.with_firm_rows(read_firm_thresholds({"rows": [grade_a]}))
    today = Thresholds(rules, CREDIT, date(2026, 11, 20))
    assert today.need("credit_line_most", grade="A").value == 30_000_000
    assert today.need("credit_line_most", grade="B").value == 20_000_000
    before = Thresholds(rules, CREDIT, date(2025, 12, 31))
    assert before.need("credit_line_most", grade="A").value == 50_000_000


def test_a_word_can_be_replaced_by_a_word() -> None:
    word = _row(param="admission_blacklist", value="asked", value_zh="复核", article="第三条")
    (row,) = read_firm_thresholds({"rows": [word]})
    assert (row.value, row.value_zh, row.article, row.number) == ("asked", "复核", "第三条", None)


@pytest.mark.parametrize(
    ("rows", "field", "code"),
    [
        ([_row(param="cancelled_share")], "rows[0].param", "not_one_of"),
        ([_row(param="surprise")], "rows[0].param", "not_one_of"),
        ([_row(param="credit_line_most")], "rows[0].scope", "not_one_of"),
        ([_row(param="credit_line_most", scope={"grade": "Z"})], "rows[0].scope", "not_one_of"),
        ([_row(scope={"board": "main"})], "rows[0].scope.board", "unknown_key"),
        ([_row(value="often")], "rows[0].value", "not_decimal"),
        ([_row(value="0")], "rows[0].value", "not_positive"),
        ([_row(value="-1")], "rows[0].value", "not_positive"),
        ([_row(value="2.5")], "rows[0].value", "not_whole"),
        ([_row(param="buffer_days", value="1201")], "rows[0].value", "out_of_range"),
        ([_stress("0")], "rows[0].value", "out_of_range"),
        ([_stress("-1")], "rows[0].value", "out_of_range"),
        ([_row(source=None)], "rows[0].source", "missing"),
        ([_row(valid_from="soon")], "rows[0].valid_from", "bad_date"),
        ([_row(), _row()], "rows[1].param", "duplicate"),
    ],
)
def test_what_a_firm_may_not_set_is_refused_by_field(rows: list[Any], field: str, code: str) -> None:
    with pytest.raises(BookError) as refused:
        read_firm_thresholds({"rows": rows})
    assert (field, code) in [(each.field, each.code) for each in refused.value.errors]
