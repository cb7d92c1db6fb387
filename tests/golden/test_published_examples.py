"""Published worked examples: what agrees with the rules we reproduce, and published mistakes we do not repeat.

Each row is a fact from a public text: the numbers given and the answer printed there, in the unit of that text (most are in
ten thousands of yuan). Rows whose answer key was hidden are computed too, and must hit one of the printed options.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import pytest

from risk.calculators import calculate
from risk.rulebook import CN

_AS_OF = date(2026, 11, 20)
_DAY_2014, _DAY_2015, _DAY_2024 = date(2014, 6, 3), date(2015, 12, 1), date(2024, 6, 3)


@dataclass(frozen=True)
class Example:
    id: str
    kind: str
    inputs: dict[str, str]
    figure: str
    published: str
    places: int = 2
    as_of: date = _AS_OF


_BUY = "max_margin_purchase"
AGREED = (
    Example(
        "CN-01", _BUY, {"securities": "100", "conversion_rate": "0.7", "margin_ratio": "0.5"}, _BUY, "140"
    ),
    Example(
        "CN-02",
        "margin_total",
        {"cash": "60", "securities": "100", "conversion_rate": "0.6"},
        "margin_total",
        "120",
    ),
    Example("CN-04", _BUY, {"available_margin": "100", "margin_ratio": "0.5"}, _BUY, "200"),
    Example("CN-06a", _BUY, {"available_margin": "100", "margin_ratio": "1"}, _BUY, "100"),
    Example("CN-06b", _BUY, {"available_margin": "100", "margin_ratio": "0.8"}, _BUY, "125"),
    Example(
        "CN-07",
        "margin_total",
        {"cash": "100", "securities": "100", "conversion_rate": "0.7"},
        "margin_total",
        "170",
    ),
    Example(
        "CN-11",
        "topup",
        {"assets": "12", "liabilities": "10", "target": "1.5"},
        "cure_add_collateral",
        "3",
    ),
    *(
        Example(
            f"CN-15{letter}",
            "maintenance_ratio",
            {"assets": assets, "liabilities": "100"},
            "maintenance_ratio",
            printed,
        )
        for letter, assets, printed in (("a", "200", "2"), ("b", "150", "1.5"), ("c", "130", "1.3"))
    ),
    Example(
        "CN-16", "maintenance_ratio", {"assets": "400", "liabilities": "300"}, "maintenance_ratio", "1.33"
    ),
    Example(
        "CN-20",
        "interest",
        {"principal": "500000", "annual_rate": "0.08", "days": "1", "day_basis": "360"},
        "interest",
        "111",
        places=0,
    ),
    Example("CN-21a", _BUY, {"securities": "100", "conversion_rate": "0.5", "margin_ratio": "1"}, _BUY, "50"),
    Example("CN-21b", _BUY, {"cash": "100", "margin_ratio": "1"}, _BUY, "100"),
    Example("CN-23a", _BUY, {"available_margin": "100", "margin_ratio": "0.5"}, _BUY, "200"),
    Example("CN-23b", _BUY, {"available_margin": "100", "margin_ratio": "1"}, _BUY, "100"),
)

HIDDEN_KEY = (
    Example(
        "CN-10",
        "topup",
        {"assets": "125", "liabilities": "100", "target": "1.5"},
        "cure_add_collateral",
        "25",
    ),
    Example(
        "CN-12", "topup", {"assets": "12", "liabilities": "10", "target": "1.5"}, "cure_sell_to_repay", "6"
    ),
    Example(
        "CN-P1",
        "maintenance_ratio",
        {"cash": "50", "securities": "100", "liabilities": "50"},
        "maintenance_ratio",
        "3",
    ),
    Example(
        "CN-P3",
        "margin_total",
        {"cash": "0", "securities": "200000", "conversion_rate": "0.5"},
        "margin_total",
        "100000",
    ),
)


@dataclass(frozen=True)
class Mistake:
    id: str
    kind: str
    inputs: dict[str, str]
    figure: str
    published: str
    right: str


MISTAKES = (
    Mistake(
        "CN-M1 states a 360-day year and prints the 365-day result",
        "interest",
        {"principal": "100000", "annual_rate": "0.05", "days": "1", "day_basis": "360"},
        "interest",
        "13.70",
        "13.89",
    ),
    Mistake(
        "CN-M2 cuts 4.33 to 4.3",
        "maintenance_ratio",
        {"assets": "130", "liabilities": "30"},
        "maintenance_ratio",
        "4.30",
        "4.33",
    ),
    Mistake(
        "CN-M4a mixes two definitions of the margin ratio",
        _BUY,
        {"available_margin": "10", "margin_ratio": "0.5"},
        _BUY,
        "10",
        "20",
    ),
    Mistake(
        "CN-M4b mixes two definitions of the margin ratio",
        _BUY,
        {"available_margin": "10", "margin_ratio": "0.2"},
        _BUY,
        "40",
        "50",
    ),
)


def _value(kind: str, inputs: dict[str, str], figure: str, as_of: date = _AS_OF) -> Fraction:
    value = calculate(kind, inputs, CN, as_of).figures[figure].value
    assert value is not None
    return value


def _cut(value: Fraction, places: int) -> Fraction:
    return Fraction((value * 10**places).__floor__(), 10**places)


@pytest.mark.parametrize("example", AGREED + HIDDEN_KEY, ids=lambda each: each.id)
def test_a_published_example_is_reproduced(example: Example) -> None:
    assert _cut(_value(example.kind, example.inputs, example.figure), example.places) == Fraction(
        example.published
    )


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda each: each.id)
def test_a_published_mistake_is_told_apart(mistake: Mistake) -> None:
    ours = _cut(_value(mistake.kind, mistake.inputs, mistake.figure), 2)
    assert ours == Fraction(mistake.right)
    assert ours != Fraction(mistake.published)


def test_all_examples_are_looked_at() -> None:
    assert (len(AGREED), len(HIDDEN_KEY), len(MISTAKES)) == (16, 4, 4)


def test_the_365_day_result_is_the_one_printed_under_the_360_day_formula() -> None:
    inputs = {"principal": "100000", "annual_rate": "0.05", "days": "1"}
    assert _value("interest", inputs, "interest.365") == Fraction("13.70")


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [(_DAY_2014, "200"), (_DAY_2015, "100"), (_DAY_2024, "125"), (_AS_OF, "100")],
)
def test_the_floor_of_the_day_decides_how_far_100_of_margin_reaches(as_of: date, expected: str) -> None:
    assert _value(_BUY, {"available_margin": "100"}, _BUY, as_of) == Fraction(expected)
