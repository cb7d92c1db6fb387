"""United States accounts: reading, figures, bands, the two day-trading rules, cures. Higher is safer."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest

from risk.fields import BookError
from risk.money import parse
from risk.reference import ReferenceCure, ReferenceEvaluation
from risk.rulebook import HK, US, RulebookError
from risk.us.book_file import read_us_book
from risk.us.cures import cures
from risk.us.day_trading import regime
from risk.us.evaluation import evaluate
from risk.us.requirements import short_per_share


def _row(**changes: Any) -> dict[str, Any]:
    return {"security": "XYZ", "quantity": 200, "price": "35"} | changes


def _book(**keys: Any) -> dict[str, Any]:
    raw = {
        "jurisdiction": "US",
        "currency": "USD",
        "as_of": "2026-11-20",
        "debit": "5000",
        "terms": {"intraday_cutover": "2026-06-04"},
        "long": [_row()],
    }
    return {key: value for key, value in (raw | keys).items() if value is not ...}


def _evaluated(**keys: Any) -> ReferenceEvaluation:
    return evaluate(read_us_book(_book(**keys)), US)


def _value(found: ReferenceEvaluation, name: str) -> Fraction | None:
    return found.figures[name].value


def test_the_equity_ratio_shows_the_careful_side_and_names_its_rules() -> None:
    found = _evaluated(debit="4600", id="x")
    ratio = found.figures["equity_ratio"]
    assert (ratio.display, ratio.direction, ratio.unit) == ("34.28%", "higher_safer", "ratio")
    assert "权益比率" in ratio.formula and "equity ratio" in str(ratio.as_json()["formula_en"])
    need = found.figures["maintenance_requirement"]
    assert [rule.param for rule in need.rule] == ["maintenance_long"]
    body = found.as_json()
    assert (body["measure"], body["jurisdiction"], body["band"]) == ("equity_ratio", "US", "warning")
    assert found.trace_id == _evaluated(debit="4600", id="x").trace_id


@pytest.mark.parametrize(
    ("debit", "band", "call"),
    [
        ("0", "no_debt", "0"),
        ("3500", "safe", "0"),
        ("3500.01", "warning", "0"),
        ("5250", "warning", "0"),
        ("5250.01", "call", "0.01"),
    ],
)
def test_on_a_line_is_the_better_band(debit: str, band: str, call: str) -> None:
    found = _evaluated(debit=debit)
    assert found.band == band and _value(found, "maintenance_call") == parse(call, "")


@pytest.mark.parametrize(
    ("terms", "row", "need"),
    [
        ({}, {}, "1750"),
        ({"maintenance": "0.30"}, {}, "2100"),
        ({"house_maintenance": "0.40"}, {}, "2800"),
        ({"house_maintenance": "0.30"}, {"house_maintenance": "0.60"}, "4200"),
        ({"maintenance": "0.20"}, {}, "1750"),
        ({}, {"marginable": False}, "7000"),
    ],
)
def test_the_highest_of_rule_agreement_and_house_governs(
    terms: dict[str, str], row: dict[str, Any], need: str
) -> None:
    found = _evaluated(terms={"intraday_cutover": "2026-06-04"} | terms, long=[_row(**row)])
    assert _value(found, "maintenance_requirement") == parse(need, "")
    looser = "maintenance" in terms and terms["maintenance"] == "0.20"
    assert ("below_rule" in {finding.code for finding in found.findings}) is looser


@pytest.mark.parametrize(
    ("price", "per_share"),
    [("100", "30"), ("16.66", "5"), ("5", "5"), ("4.99", "4.99"), ("2.50", "2.50"), ("1", "2.50")],
)
def test_a_short_needs_by_price_band(price: str, per_share: str) -> None:
    need = short_per_share(US, (), parse(price, ""), date(2026, 11, 20))
    assert need.value == parse(per_share, "")


def test_per_share_the_requirement_of_a_short_never_rises_when_the_price_falls() -> None:
    prices = [Fraction(cents, 100) for cents in range(1, 4000, 7)]
    needs = [short_per_share(US, (), price, date(2026, 11, 20)).value for price in prices]
    assert len(needs) > 500 and all(a <= b for a, b in pairwise(needs))  # type: ignore[operator]


def test_a_house_percentage_counts_for_shorts_too() -> None:
    terms = {"intraday_cutover": "2026-06-04", "house_maintenance": "0.40"}
    short = [_row(security="ABC", quantity=100, price="50", house_maintenance="0.50")]
    found = _evaluated(debit="0", credit="7500", long=[], short=short, terms=terms)
    assert _value(found, "maintenance_requirement") == 2500
    assert "house_maintenance" in {rule.param for rule in found.figures["maintenance_requirement"].rule}


def test_long_and_short_stand_on_one_equity() -> None:
    short = [_row(security="ABC", quantity=100, price="50")]
    found = _evaluated(credit="7500", short=short)
    assert _value(found, "equity") == 7000 + 7500 - 5000 - 5000
    assert _value(found, "equity_ratio") == Fraction(4500, 12_000)
    assert _value(found, "regt_requirement") == 3500 + 2500
    only_short = _evaluated(debit="0", credit="7500", long=[], short=short)
    assert (only_short.band, _value(only_short, "equity_ratio")) == ("safe", Fraction(1, 2))


def test_a_missing_price_is_named_wherever_it_matters() -> None:
    found = _evaluated(long=[_row(price=None)])
    assert found.band == "indeterminate"
    names = ("long_market_value", "equity", "equity_ratio", "maintenance_call", "sma", "buying_power")
    for name in (*names, "regt_call", "minimum_equity_shortfall", "intraday_deficit", "call_price.XYZ"):
        assert found.figures[name].value is None and "XYZ.price" in found.figures[name].missing, name
    short = _evaluated(debit="0", credit="1", long=[], short=[_row(price=None)])
    assert short.band == "indeterminate" and "XYZ.price" in short.figures["maintenance_call"].missing


def test_a_day_before_every_rule_is_a_gap_that_is_named() -> None:
    short = [_row(security="ABC", quantity=10, price="20")]
    found = _evaluated(as_of="1997-01-02", credit="300", short=short, terms={})
    assert found.band == "indeterminate"
    missing = set(found.figures["maintenance_call"].missing)
    assert {"maintenance_long@1997-01-02", "low_price_threshold@1997-01-02"} <= missing
    assert found.figures["minimum_equity_shortfall"].missing == ("minimum_equity@1997-01-02",)
    assert found.figures["regt_requirement"].missing == (
        "regt_initial_long@1997-01-02",
        "regt_initial_short@1997-01-02",
    )
    assert found.figures["intraday_deficit"].missing == ("terms.intraday_cutover",)


def test_a_band_without_its_rows_is_named() -> None:
    kept = [row for row in US.every() if not row.param.startswith("maintenance_short")]
    need = short_per_share(type(US)(kept), (), Fraction(6), date(2026, 11, 20))
    assert need.missing == (
        "maintenance_short_ratio@2026-11-20",
        "maintenance_short_per_share@2026-11-20",
    )


@pytest.mark.parametrize(
    ("keys", "sma", "call"),
    [
        ({"sma": "100"}, "100", "0"),
        ({}, "-1500", "1500"),
        ({"sma": "0", "trades": [{"side": "buy", "amount": "3000"}]}, "-1500", "1500"),
        ({"sma": "2000", "trades": [{"side": "buy", "amount": "3000"}]}, "500", "0"),
        ({"sma": "0", "trades": [{"side": "sell", "amount": "1000"}], "withdrawn": "100"}, "400", "0"),
        ({"sma": "0", "deposited": "50", "trades": [{"side": "sell_short", "amount": "100"}]}, "0", "0"),
        ({"sma": "0", "trades": [{"side": "cover", "amount": "100"}]}, "50", "0"),
    ],
)
def test_the_sma_is_the_larger_of_what_it_was_with_the_day_and_the_excess(
    keys: dict[str, Any], sma: str, call: str
) -> None:
    found = _evaluated(**keys)
    expected = "0" if not keys else sma
    assert _value(found, "sma") == parse(expected, "")
    assert _value(found, "regt_call") == parse("0" if not keys else call, "")


def test_a_fall_alone_brings_no_regulation_t_call_and_an_sma_that_is_not_given_is_said() -> None:
    found = _evaluated(sma=None)
    assert _value(found, "regt_excess") == -1500 and _value(found, "regt_call") == 0
    assert "sma_not_given" in {finding.code for finding in found.findings}
    assert "sma_not_given" not in {finding.code for finding in _evaluated(sma="0").findings}


@pytest.mark.parametrize(
    ("keys", "power"),
    [
        ({"debit": "0", "credit": "10000", "long": []}, "20000"),
        ({"debit": "0", "credit": "1500", "long": []}, "1500"),
        ({"debit": "5500"}, "0"),
        ({"debit": "4900", "sma": "3000"}, "1400"),
        ({"debit": "3000"}, "1000"),
        ({"debit": "0", "credit": "1500", "long": [], "short": [_row(quantity=1, price="1")]}, "0"),
    ],
)
def test_buying_power_is_by_the_sma_and_leaves_no_maintenance_call(keys: dict[str, Any], power: str) -> None:
    assert _value(_evaluated(**keys), "buying_power") == parse(power, "")


def test_minimum_equity_is_what_new_debit_would_need() -> None:
    assert _value(_evaluated(debit="5500"), "minimum_equity_shortfall") == 500
    assert _value(_evaluated(debit="5000"), "minimum_equity_shortfall") == 0


@pytest.mark.parametrize(
    ("as_of", "cutover", "under"),
    [
        ("2026-06-03", None, "old"),
        ("2026-06-04", None, "unknown"),
        ("2027-10-19", None, "unknown"),
        ("2027-10-20", None, "new"),
        ("2026-06-04", "2026-06-04", "new"),
        ("2027-01-03", "2027-01-04", "old"),
        ("2027-01-04", "2027-01-04", "new"),
        ("2026-06-03", "2027-01-04", "old"),
    ],
)
def test_the_cut_over_of_the_firm_decides_which_day_trading_rule_holds(
    as_of: str, cutover: str | None, under: str
) -> None:
    terms = {} if cutover is None else {"intraday_cutover": cutover}
    found = _evaluated(as_of=as_of, debit="5500", terms=terms, pattern_day_trader=True)
    deficit = found.figures["intraday_deficit"]
    assert (deficit.value == 250) is (under == "new")
    assert deficit.missing == (("terms.intraday_cutover",) if under == "unknown" else ())
    assert ("day_trading_buying_power" in found.figures) is (under == "old")
    assert ("cutover_unknown" in {finding.code for finding in found.findings}) is (under == "unknown")


def test_the_day_a_firm_has_chosen_for_all_its_accounts_needs_no_word_in_the_book() -> None:
    ours = US.cut_over("intraday_margin", date(2026, 7, 1))
    found = evaluate(read_us_book(_book(terms={})), ours)
    assert _value(found, "intraday_deficit") == 0
    account = read_us_book(_book(terms={"intraday_cutover": "2027-01-04"}))
    assert evaluate(account, ours).figures["intraday_deficit"].value is None
    assert regime(type(US)([]), date(2026, 1, 1)) == "unknown"


@pytest.mark.parametrize(("credit", "power"), [("50000", "200000"), ("24999", "0")])
def test_under_the_old_rule_a_pattern_day_trader_has_four_times_above_25_000(credit: str, power: str) -> None:
    keys = {"as_of": "2026-06-03", "debit": "0", "credit": credit, "long": [], "pattern_day_trader": True}
    assert _value(_evaluated(**keys), "day_trading_buying_power") == parse(power, "")
    unknown = _evaluated(as_of="2026-06-03", long=[_row(price=None)], pattern_day_trader=True)
    assert unknown.figures["day_trading_buying_power"].missing == ("XYZ.price",)


def test_at_its_call_price_equity_is_exactly_the_requirement() -> None:
    short = [_row(security="ABC", quantity=100, price="50")]
    account = read_us_book(_book(credit="7500", short=short))
    price = evaluate(account, US).figures["call_price.XYZ"].value
    moved = replace(account, long=(replace(account.long[0], price=price),))
    assert evaluate(moved, US).figures["maintenance_excess"].value == 0


def test_some_securities_have_no_call_price() -> None:
    twice = _evaluated(long=[_row(), _row(), _row(security="Q", quantity=0)])
    assert not [name for name in twice.figures if name.startswith("call_price")]
    assert _evaluated(debit="0").figures["call_price.XYZ"].value is None
    assert _evaluated(long=[_row(marginable=False)]).figures["call_price.XYZ"].value is None


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"currency": "HKD"}, "currency", "not_one_of"),
        ({"jurisdiction": ...}, "jurisdiction", "unsupported"),
        ({"debit": ...}, "debit", "missing"),
        ({"debit": "-1"}, "debit", "negative"),
        ({"short": [_row()]}, "credit", "missing"),
        ({"long": [_row(price="NaN")]}, "long[0].price", "nan"),
        ({"long": [{"security": "X", "quantity": 1}]}, "long[0].price", "missing"),
        ({"long": [_row(marginable="yes")]}, "long[0].marginable", "not_bool"),
        ({"long": [_row(lending_ratio="0.5")]}, "long[0].lending_ratio", "unknown_key"),
        ({"short": [_row(marginable=True)], "credit": "1"}, "short[0].marginable", "unknown_key"),
        ({"terms": {"initial": "1.5"}}, "terms.initial", "out_of_range"),
        ({"terms": {"intraday_cutover": "2026-06-03"}}, "terms.intraday_cutover", "out_of_range"),
        ({"terms": {"intraday_cutover": "2027-10-21"}}, "terms.intraday_cutover", "out_of_range"),
        ({"trades": [{"side": "swap", "amount": "1"}]}, "trades[0].side", "not_one_of"),
        ({"loan": "1"}, "loan", "unknown_key"),
    ],
)
def test_a_wrong_book_is_refused_with_the_field(change: dict[str, Any], field: str, code: str) -> None:
    with pytest.raises(BookError) as refused:
        read_us_book(_book(**change))
    assert (field, code) in [(error.field, error.code) for error in refused.value.errors]


def test_another_places_rulebook_is_refused_and_terms_may_be_absent() -> None:
    with pytest.raises(RulebookError, match="US rulebook, not HK"):
        evaluate(read_us_book(_book()), HK)
    assert evaluate(read_us_book(_book(terms=..., as_of="2026-06-03")), US).band == "warning"


def _cures(target: str | None = None, **keys: Any) -> list[ReferenceCure]:
    goal = None if target is None else parse(target, "")
    return list(cures(read_us_book(_book(**keys)), US, goal).cures)


_HOUSE = {"intraday_cutover": "2026-06-04", "house_maintenance": "0.30"}


def test_three_cures_of_a_call_need_three_amounts() -> None:
    found = {cure.kind: cure for cure in _cures(terms=_HOUSE)}
    shown = {kind: cure.amount.display for kind, cure in found.items()}
    assert shown == {"add_cash": "100.00", "add_security": "142.86", "sell_to_repay": "333.34"}
    assert found["sell_to_repay"].quantity == 10 and found["add_security"].quantity == 5
    assert found["add_cash"].after.value == Fraction(2100, 7000)
    assert found["sell_to_repay"].after.value == Fraction(2000, 6650)
    assert found["sell_to_repay"].as_json()["feasible"] is True


def test_a_target_is_a_share_of_equity_to_reach() -> None:
    body = cures(read_us_book(_book()), US, parse("0.35", "")).as_json()
    assert body["target"] == "0.35"
    assert body["cures"][0]["amount"]["value"] == "450"  # type: ignore[index]
    for wrong in ("0", "1", "2"):
        with pytest.raises(BookError):
            cures(read_us_book(_book()), US, parse(wrong, ""))


def test_nothing_is_cured_where_nothing_is_called() -> None:
    assert _cures() == []
    assert cures(read_us_book(_book()), US).as_json()["target"] is None


def test_a_missing_price_leaves_one_cure_without_amount_that_names_it() -> None:
    (only,) = _cures(long=[_row(price=None)])
    assert only.amount.value is None and only.amount.missing == ("XYZ.price",) and only.after.value is None


def test_a_short_is_cured_by_buying_it_back() -> None:
    short = [_row(security="ABC", quantity=100, price="50")]
    found = _cures(debit="0", credit="6000", long=[], short=short)
    (cover,) = [cure for cure in found if cure.kind == "buy_to_return"]
    assert (cover.amount.value, cover.quantity, cover.reason) == (Fraction(500, 15) * 50, 34, None)
    deep = _cures(
        debit="0", credit="3000", long=[], short=[*short, _row(security="Q", quantity=0, price="0")]
    )
    assert "not enough" in deep[1].reason[0]  # type: ignore[index]
    assert [cure.kind for cure in _cures(debit="0", credit="1", long=[], short=[_row(price="0")])] == [
        "add_cash"
    ]


def test_what_cannot_cure_says_why() -> None:
    rows = [_row(quantity=1), _row(security="N", quantity=100, marginable=False)]
    found = {(cure.kind, cure.security): cure for cure in _cures(debit="2000", long=rows)}
    assert "paid in full" in found["add_security", "N"].reason[0]  # type: ignore[index]
    assert found["add_security", "N"].quantity is None
    assert "not enough" in found["sell_to_repay", "XYZ"].reason[0]  # type: ignore[index]
    everything = _cures(debit="7000", terms=_HOUSE)
    assert next(cure for cure in everything if cure.kind == "sell_to_repay").after.value is None
    worthless = _cures(debit="5500", long=[_row(), _row(security="Z", price="0")])
    assert {cure.security for cure in worthless} == {None, "XYZ"}
    twice = _cures(debit="13900", long=[_row(), _row()])
    assert [cure.kind for cure in twice] == ["add_cash"]
