"""Every figure of hundreds of random books equals a second implementation that shares nothing with the first."""

from collections import Counter
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

from risk.evaluation import Evaluation, evaluate
from risk.money import to_text
from risk.rulebook import CN
from tests.oracle.margin_oracle import Answer, answer
from tests.risk.books import random_book, snapshot
from tests.scale import scaled

_TEN_PLACES = Decimal("1e-10")


def _same(ours: Fraction | None, theirs: Decimal | None) -> bool:
    if ours is None or theirs is None:
        return ours is None and theirs is None
    return Decimal(to_text(ours)) == theirs.quantize(_TEN_PLACES, ROUND_HALF_EVEN)


def _differences(ours: Evaluation, theirs: Answer) -> list[str]:
    pairs = {
        "total_assets": theirs.assets,
        "total_liabilities": theirs.liabilities,
        "net_assets": theirs.assets - theirs.liabilities,
        "maintenance_ratio": theirs.ratio,
        "available_margin": theirs.available,
        "withdrawable": theirs.withdrawable,
        "shortfall_to_restore": theirs.shortfall,
        "accrued_interest": theirs.interest,
        "cure_repay_outside_cash": theirs.outside,
        "cure_add_collateral": theirs.shortfall,
        "cure_sell_to_repay": theirs.inside,
    }
    wrong = [name for name, value in pairs.items() if not _same(ours.figures[name].value, value)]
    return wrong + (["band"] if ours.band != theirs.band else [])


def test_every_figure_of_random_books_equals_the_oracle() -> None:
    seen: Counter[str] = Counter()
    for seed in range(scaled(400)):
        raw = random_book(seed)
        ours, theirs = evaluate(snapshot(raw), CN), answer(raw)
        assert _differences(ours, theirs) == [], raw["id"]
        seen[ours.band] += 1
        seen["withdrawable"] += theirs.withdrawable > 0 and ours.band != "no_debt"
        seen["negative available"] += theirs.available < 0
        inputs = ours.figures["available_margin"].inputs
        seen["loss"] += any("floating_loss" in each.name and each.value for each in inputs)
        seen["short"] += bool(raw["shorts"])
        seen["accrued"] += any(row["interest"] is None for row in raw["financing"])
    looked_at = ("safe", "warning", "call", "no_debt", "withdrawable", "negative available", "loss", "short")
    assert all(seen[what] >= 5 for what in (*looked_at, "accrued")), seen
