"""The worked examples of the lessons, computed again by the engine: the figure stands in the text in both languages."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from risk.calculators import calculate
from risk.rulebook import CN

CORPUS = Path(__file__).parents[3] / "knowledge" / "corpus"
DAY = date(2026, 11, 20)
EXAMPLES = (
    ("what-margin-trading-is", "price_effect", "own_assets=1000000 liabilities=1000000 fall=0.1", "effect_on_own", "20%"),
    ("collateral-and-conversion", "margin_total", "cash=100000 securities=200000 conversion_rate=0.65 securities_2=100000 conversion_rate_2=0.9", "margin_total", "320,000.00"),
    ("margin-ratio", "max_margin_purchase", "available_margin=320000 margin_ratio=1.25", "max_margin_purchase", "256,000.00"),
    ("margin-ratio", "available_margin", "cash=300000 amount=200000 market_value=180000 margin_ratio=1 accrued_interest=1000", "available_margin", "79,000.00"),
    ("margin-ratio", "available_margin", "cash=300000 amount=200000 market_value=220000 margin_ratio=1 position_rate=0.65 accrued_interest=1000", "available_margin", "112,000.00"),
    ("maintenance-ratio", "ratio_after", "cash=100000 securities=500000 liabilities=400000 fall=0.2", "ratio_after", "125.00%"),
    ("maintenance-ratio", "drop_to_line", "cash=100000 securities=500000 liabilities=400000 line=1.3", "drop", "16.00%"),
    ("interest-term-rights", "interest", "principal=200000 annual_rate=0.065 days=90", "interest.360", "3,250.00"),
    ("interest-term-rights", "interest", "principal=200000 annual_rate=0.065 days=90", "interest.365", "3,205.48"),
    ("reading-a-fall", "ratio_after", "securities=1500000 liabilities=1000000 fall=0.1", "ratio_after", "135.00%"),
    ("reading-a-fall", "ratio_after", "securities=1500000 liabilities=1000000 fall=0.2", "ratio_after", "120.00%"),
    ("reading-a-fall", "drop_to_line", "securities=1500000 liabilities=1000000 line=1.4", "drop", "6.66%"),
    ("reading-a-fall", "drop_to_line", "securities=1500000 liabilities=1000000 line=1.3", "drop", "13.33%"),
    ("four-cures", "topup", "assets=1250000 liabilities=1000000 target=1.4", "cure_add_collateral", "150,000.00"),
    ("four-cures", "topup", "assets=1250000 liabilities=1000000 target=1.4", "cure_repay_outside_cash", "107,142.86"),
    ("four-cures", "topup", "assets=1250000 liabilities=1000000 target=1.4", "cure_sell_to_repay", "375,000.00"),
    ("deadline", "topup", "assets=1200000 liabilities=1000000 target=1.4", "cure_sell_to_repay", "500,000.00"),
    ("after-liquidation", "maintenance_ratio", "assets=900000 liabilities=1000000", "maintenance_ratio", "90.00%"),
    ("after-liquidation", "interest", "principal=100000 annual_rate=0.065 days=30 day_basis=360", "interest", "541.67"),
)  # fmt: skip


@pytest.mark.parametrize(("lesson", "kind", "inputs", "figure", "shown"), EXAMPLES)
def test_a_worked_example_says_what_the_engine_says(
    lesson: str, kind: str, inputs: str, figure: str, shown: str
) -> None:
    given = dict(pair.split("=") for pair in inputs.split())
    display = calculate(kind, given, CN, DAY).figures[figure].display
    assert display.lstrip("-").replace(".00%", "%") == shown.replace(".00%", "%")
    for lang, suffix in (("zh", ""), ("en", "-en")):
        assert shown in (CORPUS / lang / f"lesson-{lesson}{suffix}.md").read_text("utf-8")


def test_the_average_of_the_second_lesson_is_the_average() -> None:
    assert (12 * 45 + 8 * 60) * 10_000 == 10_200_000
    assert 10_200_000 / 20 == 510_000
    for lang, suffix, shown in (("zh", "", "日均51万元"), ("en", "-en", "510,000")):
        assert shown in (CORPUS / lang / f"lesson-who-may-open{suffix}.md").read_text("utf-8")
