"""The figures of the chinese worked examples are the engine's own: each is computed again and stands in its text."""

from __future__ import annotations

from datetime import date

import pytest

from risk.calculators import calculate
from risk.rulebook import CN

from .test_corpus import CORPUS

DAY = date(2026, 11, 20)
EXAMPLES = (
    ("interest-examples", "interest", "principal=500000 annual_rate=0.065 days=20 day_basis=360", "interest", "1,805.56元"),
    ("interest-examples", "interest", "principal=300000 annual_rate=0.065 days=40 day_basis=360", "interest", "2,166.67元"),
    ("interest-examples", "interest", "principal=600000 annual_rate=0.065 days=30 day_basis=360", "interest", "3,250.00元"),
    ("interest-examples", "maintenance_ratio", "assets=1500000 liabilities=1032500", "maintenance_ratio", "145.27%"),
    ("interest", "interest", "principal=1000000 annual_rate=0.065 days=30 day_basis=360", "interest", "5,416.67元"),
    ("repayment", "maintenance_ratio", "assets=1700000 liabilities=900000", "maintenance_ratio", "188.88%"),
    ("maintenance-ratio-2019", "maintenance_ratio", "assets=1500000 liabilities=790000", "maintenance_ratio", "189.87%"),
    ("maintenance-ratio-2019", "maintenance_ratio", "assets=1200000 liabilities=790000", "maintenance_ratio", "151.89%"),
    ("price-fall-tolerance", "drop_to_line", "cash=200000 securities=1600000 liabilities=1000000 line=1.3", "drop", "31.25%"),
    ("leverage-effect", "ratio_after", "securities=2000000 liabilities=1000000 fall=0.1", "ratio_after", "180%"),
    ("margin-call", "topup", "assets=1250000 liabilities=1000000 target=1.5", "cure_add_collateral", "25万元"),
    ("margin-call", "topup", "assets=1250000 liabilities=1000000 target=1.5", "cure_sell_to_repay", "50万元"),
    ("liquidation-arithmetic", "topup", "assets=1300000 liabilities=1000000 target=1.4", "cure_sell_to_repay", "25万元"),
    ("liquidation-arithmetic", "topup", "assets=1100000 liabilities=1000000 target=1.4", "cure_sell_to_repay", "75万元"),
    ("available-margin", "available_margin", "cash=300000 securities=400000 conversion_rate=0.7 amount=500000 market_value=450000 margin_ratio=1 accrued_interest=3000", "available_margin", "2.7万元"),
    ("available-margin", "available_margin", "cash=300000 securities=400000 conversion_rate=0.7 amount=500000 market_value=560000 margin_ratio=1 position_rate=0.7 accrued_interest=3000", "available_margin", "11.9万元"),
)  # fmt: skip


@pytest.mark.parametrize(("document", "kind", "inputs", "figure", "shown"), EXAMPLES)
def test_a_worked_example_gives_the_engines_figure(
    document: str, kind: str, inputs: str, figure: str, shown: str
) -> None:
    given = dict(pair.split("=") for pair in inputs.split())
    display = calculate(kind, given, CN, DAY).figures[figure].display
    assert _as_written(display, shown) == shown
    assert f"= {shown}" in (CORPUS / "zh" / f"{document}.md").read_text("utf-8")


def _as_written(display: str, like: str) -> str:
    """The engine's figure in the unit of the text: yuan, ten thousand yuan, or per cent without empty decimals."""
    if like.endswith("%"):
        return display.replace(".00%", "%")
    if like.endswith("万元"):
        return f"{float(display.replace(',', '')) / 10_000:g}万元"
    return f"{display}元"
