"""A figure's trace can be recomputed from its JSON, and changes with anything that it was computed from."""

import hashlib
import json
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction

import pytest

from risk.evaluation import evaluate
from risk.figure import Figure, Input, RuleRef
from risk.formulas import FORMULAS, formula_en, formula_zh
from risk.margin_calls import CHINA
from risk.rulebook import CN
from tests.risk.books import called, snapshot, two_legged

_FIGURE = Figure(
    name="maintenance_ratio",
    value=Fraction(32, 25),
    unit="ratio",
    direction="higher_safer",
    formula=formula_zh("maintenance_ratio"),
    inputs=(Input("total_assets", Fraction(1280000), "CNY", "book", date(2026, 11, 20)),),
    rule=(RuleRef("restore_line", "1.4", "contract", "合同", "12.3", None, None, "contract"),),
    as_of=date(2026, 11, 20),
    price_time=None,
)


def test_the_trace_id_is_the_hash_of_the_canonical_json() -> None:
    shown = 0
    for raw in (called(), two_legged()):
        for figure in evaluate(snapshot(raw), CN).as_json()["figures"].values():  # type: ignore[attr-defined]
            content = {key: figure[key] for key in ("name", "value", "formula", "inputs", "rule")}
            text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            assert figure["trace_id"] == "t" + hashlib.sha256(text.encode("utf-8")).hexdigest()[:24]
            shown += 1
    assert shown >= 24


@pytest.mark.parametrize(
    "change",
    [
        {"value": Fraction(13, 10)},
        {"name": "leverage"},
        {"formula": "other"},
        {"inputs": ()},
        {"rule": ()},
    ],
)
def test_the_trace_id_changes_with_what_was_computed(change: dict[str, object]) -> None:
    assert replace(_FIGURE, **change).trace_id != _FIGURE.trace_id  # type: ignore[arg-type]


def test_the_trace_id_holds_no_clock() -> None:
    later = replace(_FIGURE, as_of=datetime(2030, 1, 2, tzinfo=CHINA), price_time=date(2030, 1, 2))
    assert later.trace_id == _FIGURE.trace_id


def test_an_indeterminate_figure_shows_a_dash_and_a_null() -> None:
    unknown = replace(_FIGURE, value=None, missing=("600519.SH.price",))
    assert unknown.display == "—"
    assert unknown.as_json()["value"] is None
    assert unknown.as_json()["missing"] == ["600519.SH.price"]


@pytest.mark.parametrize(("direction", "shown"), [("higher_safer", "133.33%"), ("lower_safer", "133.34%")])
def test_the_display_rounds_to_the_careful_side(direction: str, shown: str) -> None:
    figure = replace(_FIGURE, value=Fraction(4, 3), direction=direction)  # type: ignore[arg-type]
    assert figure.display == shown


def test_every_formula_reads_in_both_languages_with_the_same_structure() -> None:
    assert len(FORMULAS) >= 25
    for name in FORMULAS:
        zh, en = formula_zh(name), formula_en(f"{name}.600519.SH")
        assert "=" in zh and "=" in en
        for sign in "÷×":
            assert zh.count(sign) == en.count(sign), name


def test_an_unknown_formula_is_an_error() -> None:
    with pytest.raises(KeyError):
        formula_zh("nonsense")
