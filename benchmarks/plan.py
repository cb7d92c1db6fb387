"""Deleverage plans of growing accounts: seconds for all five plans of one account, and how they grow with it."""

from __future__ import annotations

import random
import time
from fractions import Fraction
from statistics import median

from benchmarks.measuring import Row, report
from risk.account import Snapshot
from risk.book_file import read_book
from risk.deleverage import PlanRequest, plan
from risk.rulebook import CN
from risk.trade_costs import Costs
from tests.risk.books import book, financing, holding

SIZES = (10, 30, 60, 100)
ACCOUNTS = 5
GOAL_HOLDINGS, GOAL_SECONDS = 30, 1.0
COSTS = Costs(Fraction("0.00025"), Fraction(5))


def run() -> dict[str, object]:
    """Median and longest seconds per size; every plan that is shown reaches its target in exact arithmetic."""
    plan(_account(3, 0), CN, PlanRequest())  # the first call loads scipy
    rows: list[Row] = []
    least = None
    for holdings in SIZES:
        both = [_seconds(_account(holdings, seed)) for seed in range(ACCOUNTS)]
        taken, busy = [wall for wall, _ in both], [processor for _, processor in both]
        middle, longest = median(taken), max(taken)
        least = least or middle
        goal = holdings == GOAL_HOLDINGS
        rows.append(
            Row(
                f"{holdings} holdings",
                middle,
                "s",
                f"{SIZES[0]} holdings",
                middle / least,
                f"≤ {GOAL_SECONDS} s" if goal else None,
                middle <= GOAL_SECONDS if goal else None,
            )
        )
        rows.append(Row(f"{holdings} holdings, longest", longest, "s"))
        rows.append(Row(f"{holdings} holdings, processor", median(busy), "s"))
    return report("plan", rows)


def _seconds(account: Snapshot) -> tuple[float, float]:
    """Seconds by the clock and of the processor, which a busy machine does not lengthen."""
    request = PlanRequest(target=Fraction(3, 2), costs=COSTS)
    began, used = time.perf_counter(), time.process_time()
    found = plan(account, CN, request)
    taken, busy = time.perf_counter() - began, time.process_time() - used
    for each in found.plans.values():
        assert not each.feasible or each.after.value is None or each.after.value >= found.target
    assert found.chosen is not None and found.chosen.feasible
    return taken, busy


def _account(holdings: int, seed: int) -> Snapshot:
    """Four fifths own shares and one fifth bought on margin, some with odd remainders, at a ratio of about 133 %."""
    dice = random.Random(f"{holdings}-{seed}")
    own = [
        holding(security=f"{600000 + i}.SH", quantity=_shares(dice), price=_price(dice))
        for i in range(holdings - holdings // 5)
    ]
    bought = [
        financing(
            contract=f"F{i}",
            security=f"{601000 + i}.SH",
            quantity=_shares(dice),
            price=_price(dice),
            amount="0",
        )
        for i in range(holdings // 5)
    ] or [financing(amount="0")]
    worth = sum(row["quantity"] * Fraction(row["price"]) for row in (*own, *bought))
    for row in bought:
        row["amount"] = str(int(worth * 3 / 4 / len(bought)))
    return read_book(book(cash="10000.00", collateral=own, financing=bought))


def _shares(dice: random.Random) -> int:
    return dice.randint(5, 900) * 100 + (dice.randint(1, 99) if dice.random() < 0.3 else 0)


def _price(dice: random.Random) -> str:
    return f"{dice.uniform(2, 90):.2f}"
