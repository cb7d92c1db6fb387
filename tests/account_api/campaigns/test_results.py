"""What came of a campaign: counts, and a gain with its interval that a retake cannot lift."""

import random
from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest
from scipy import stats

from account_api.campaigns.gain import METHOD, gain
from tests.account_api.campaigns.making import ran, relayed

COURSE = "surviving-a-fall"


async def takes(firm: Any, user: str, stage: Any, right: int, key: str) -> None:
    """The user takes a quiz of four and gets so many right."""
    items = [{"item": f"i{n}", "answer": "A", "right": n < right, "rules": []} for n in range(4)]
    score = {"right": right, "total": 4}
    await (await firm.signed_in(user)).record_attempt(key, COURSE, stage, 7, "zh", items, score)


async def test_of_a_campaign_nobody_has_answered_the_gain_is_unknown_not_zero(firm: Any) -> None:
    campaign = await ran(firm)
    relayed(firm)
    found = await (await firm.signed_in("demo-educator")).campaign_results(campaign)
    assert (found["sent"], found["opened"], found["started"], found["completed"]) == (1, 0, 0, 0)
    assert (found["before"], found["after"]) == (None, None)
    assert found["gain"] == {"points": None, "n": 0, "low": None, "high": None, "method": METHOD}


async def test_the_learners_way_is_counted_step_by_step(firm: Any) -> None:
    campaign = await ran(firm, audience={"ratio_below": "1.40"})
    relayed(firm)
    educator = await firm.signed_in("demo-educator")
    watch = await firm.signed_in("demo-watch")
    (letter,) = await watch.inbox()
    await watch.open_inbox(letter["id"])
    await watch.record_lesson(COURSE, "reading-the-ratio")
    found = await educator.campaign_results(campaign)
    assert [found[step] for step in ("sent", "opened", "started", "completed")] == [2, 1, 1, 0]
    await takes(firm, "demo-watch", "before", 1, "b")
    await takes(firm, "demo-watch", "after", 3, "a")
    await takes(firm, "demo-watch", "after", 4, "retake")
    found = await educator.campaign_results(campaign)
    assert [found[step] for step in ("started", "completed", "before", "after")] == [1, 1, 0.25, 0.75]
    assert (found["gain"]["points"], found["gain"]["n"], found["gain"]["low"]) == (50.0, 1, None)
    await takes(firm, "demo-call", "before", 2, "b")
    await takes(firm, "demo-call", "after", 3, "a")
    found = (await educator.campaign_results(campaign))["gain"]
    assert (found["points"], found["n"]) == (37.5, 2)
    assert found["low"] < 37.5 < found["high"] <= 100.0


async def test_what_was_done_before_the_letter_is_not_its_doing(firm: Any) -> None:
    await takes(firm, "demo-watch", "before", 0, "b")
    await takes(firm, "demo-watch", "after", 4, "a")
    firm.wall += timedelta(minutes=1)
    campaign = await ran(firm)
    relayed(firm)
    found = await (await firm.signed_in("demo-educator")).campaign_results(campaign)
    assert (found["sent"], found["started"], found["completed"], found["gain"]["n"]) == (1, 0, 0, 0)


def test_the_interval_is_the_one_a_statistics_library_gives() -> None:
    draw = random.Random(20261120)
    for n in (2, 3, 12, 60):
        pairs = [(Fraction(draw.randint(0, 8), 10), Fraction(draw.randint(2, 10), 10)) for _ in range(n)]
        found = gain(pairs)
        theirs = stats.ttest_rel([float(b) for _, b in pairs], [float(a) for a, _ in pairs])
        low, high = theirs.confidence_interval(0.95)
        assert found.n == n
        assert found.low == pytest.approx(max(100 * low, -100), abs=0.006)
        assert found.high == pytest.approx(min(100 * high, 100), abs=0.006)


@pytest.mark.parametrize(
    ("pairs", "points", "interval"),
    [
        ([], None, (None, None)),
        ([(Fraction(1, 4), Fraction(1, 2))], 25.0, (None, None)),
        ([(Fraction(1, 4), Fraction(1, 2))] * 5, 25.0, (25.0, 25.0)),
        ([(Fraction(0), Fraction(1)), (Fraction(1), Fraction(0))], 0.0, (-100.0, 100.0)),
    ],
)
def test_small_and_even_groups(pairs: Any, points: float | None, interval: Any) -> None:
    found = gain(pairs)
    assert (found.points, (found.low, found.high)) == (points, interval)
