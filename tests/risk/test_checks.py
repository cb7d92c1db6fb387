"""Findings: each is raised by what it is about, names its row, and stops no figure."""

from datetime import date

import pytest

from risk.caps import conversion_rate_cap
from risk.checks import add_months
from risk.evaluation import evaluate
from risk.finding import Finding
from risk.rulebook import CN
from tests.risk.books import Book, book, financing, holding, short, snapshot


def _findings(raw: Book) -> list[Finding]:
    evaluation = evaluate(snapshot(raw), CN)
    assert evaluation.figures["total_assets"].value is not None
    return list(evaluation.findings)


def _owing(**changes: object) -> Book:
    return book(cash="2000000", financing=[financing(**changes)])


CASES: tuple[tuple[str, str, Book], ...] = (
    (
        "two_prices",
        "collateral[1].price",
        book(collateral=[holding(), holding(price="1501.00")]),
    ),
    (
        "two_prices",
        "shorts[0].price",
        book(cash="2000000", collateral=[holding(security="000001.SZ", price="12.01")], shorts=[short()]),
    ),
    ("above_cap", "collateral[0].haircut", book(collateral=[holding(haircut="0.71")])),
    (
        "above_cap",
        "collateral[0].haircut",
        book(collateral=[holding(haircut="0.70", asset_class="a_share")]),
    ),
    (
        "above_cap",
        "collateral[0].haircut",
        book(collateral=[holding(haircut="0.1", status="risk_warned")]),
    ),
    ("above_cap", "financing[0].haircut", _owing(haircut="0.9")),
    ("above_cap", "financing[0].margin_ratio", _owing(margin_ratio="0.80")),
    (
        "above_cap",
        "shorts[0].margin_ratio",
        book(cash="2000000", client_class="private_fund", shorts=[short()]),
    ),
    ("over_six_months", "financing[0]", _owing(opened="2026-05-19")),
    ("over_six_months", "financing[0]", _owing(due="2027-04-09")),
    ("past_due", "financing[0]", _owing(due="2026-11-19")),
    ("opened_later", "financing[0]", _owing(opened="2026-11-21")),
    ("over_credit_line", "credit_line", _owing() | {"credit_line": "349999.99"}),
    ("below_minimum", "terms.minimum_line", book(cash="384999", financing=[financing(quantity=0)])),
    (
        "fair_value_used",
        "collateral[0]",
        book(collateral=[holding(status="suspended", fair_value="900")]),
    ),
    ("last_price_used", "collateral[0]", book(collateral=[holding(status="suspended")])),
    ("not_counted_yet", "incoming[0]", book(incoming=[{"amount": "5", "counts_from": "2026-11-23"}])),
)


@pytest.mark.parametrize(("code", "path", "raw"), CASES, ids=[f"{code} {path}" for code, path, _ in CASES])
def test_a_finding_names_what_it_saw(code: str, path: str, raw: Book) -> None:
    found = [(finding.code, finding.path) for finding in _findings(raw)]
    assert (code, path) in found


@pytest.mark.parametrize("finding_case", CASES, ids=lambda each: str(each[0]))
def test_findings_speak_both_languages(finding_case: tuple[str, str, Book]) -> None:
    for finding in _findings(finding_case[2]):
        assert finding.text and finding.text_zh and finding.text != finding.text_zh
        assert set(finding.as_json()) == {"code", "severity", "path", "text", "text_zh"}


QUIET: tuple[Book, ...] = (
    book(collateral=[holding(haircut="0.70")]),
    book(collateral=[holding(security="510300.SH", price="4.1", haircut="0.90")]),
    book(collateral=[holding(security="123456.SZ", haircut="0.95")]),
    _owing(opened="2025-12-01", margin_ratio="0.80", extended=["2026-05-20"]),
    _owing(opened="2026-05-20"),
    _owing(due="2027-04-08"),
    _owing() | {"credit_line": "350000"},
    book(cash="385000", financing=[financing(quantity=0)]),
)


@pytest.mark.parametrize("raw", QUIET)
def test_what_keeps_the_rules_has_no_findings(raw: Book) -> None:
    assert _findings(raw) == []


def test_a_withdrawal_line_below_the_exchanges_is_noticed() -> None:
    raw = book()
    raw["terms"]["withdrawal_line"] = "2.50"
    assert [(each.code, each.path) for each in _findings(raw)] == [("above_cap", "terms.withdrawal_line")]


def test_given_rates_are_used_although_they_are_looser_than_the_rule() -> None:
    raw = book(cash="0", collateral=[holding(haircut="1")])
    assert evaluate(snapshot(raw), CN).figures["available_margin"].value == 150_000


def test_fair_value_replaces_the_price_of_a_security_that_does_not_trade_only() -> None:
    for status, worth in (("suspended", 90_000), ("delisting", 90_000), ("normal", 150_000)):
        raw = book(cash="0", collateral=[holding(status=status, fair_value="900", haircut="0")])
        assert evaluate(snapshot(raw), CN).figures["total_assets"].value == worth


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2026-08-31", 6, "2027-02-28"),
        ("2027-08-31", 6, "2028-02-29"),
        ("2026-06-30", 6, "2026-12-30"),
        ("2026-12-15", 12, "2027-12-15"),
    ],
)
def test_months_end_on_the_last_day_of_a_shorter_month(day: str, months: int, expected: str) -> None:
    assert add_months(date.fromisoformat(day), months) == date.fromisoformat(expected)


def test_a_contract_extended_past_the_end_of_the_calendar_never_runs_out() -> None:
    assert add_months(date(2199, 12, 31), 6 * 20_000) == date.max


def test_no_cap_is_known_before_the_rules_that_were_read() -> None:
    assert conversion_rate_cap(CN, "600519.SH", date(2012, 1, 4)) is None
