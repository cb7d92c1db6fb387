"""What a client reads of the changes to come: those that touch the own account, with its figures on both sides."""

from datetime import datetime
from decimal import Decimal

import pytest

from account_api.client import NotFound
from account_api.clock import BOOKING_ZONE
from tests.account_api.conftest import Firm
from tests.account_api.policy.making import Desk, cut


async def test_the_announced_cut_of_the_demo_firm_touches_demo_watch(firm: Firm) -> None:
    watch = await firm.signed_in("demo-watch")
    (change,) = await watch.policy_changes("demo-watch")
    assert (change["state"], change["security"], change["effective"]) == (
        "announced",
        "601166.SH",
        "2026-12-07",
    )
    (term,) = change["terms"]
    assert (term["label"]["zh"], term["before"], term["after"]) == ("折算率", "0.7", "0.6")
    assert change["before"] is not None and change["after"] is not None
    before, after = (
        Decimal(side["available_margin"]["value"]) for side in (change["before"], change["after"])
    )
    assert before - after == 6_000 * 20 * Decimal("0.1")
    assert change["moves_ratio"] is False and change["told_at"] is None
    assert change["announced_on"] == "2026-11-18"


async def test_before_is_what_the_client_reads_elsewhere(firm: Firm) -> None:
    watch = await firm.signed_in("demo-watch")
    (change,) = await watch.policy_changes("demo-watch")
    figures = (await watch.figures("demo-watch"))["figures"]
    assert change["before"] is not None
    for name in ("maintenance_ratio", "available_margin", "withdrawable", "shortfall_to_restore"):
        assert change["before"][name]["value"] == figures[name]["value"]
        assert change["before"][name]["trace_id"] == figures[name]["trace_id"]


async def test_from_its_day_on_it_is_in_force_and_still_explained(firm: Firm) -> None:
    firm.now = datetime(2026, 12, 8, 9, 0, tzinfo=BOOKING_ZONE)
    watch = await firm.signed_in("demo-watch")
    firm.wall = firm.now
    watch = await firm.signed_in("demo-watch")
    (change,) = await watch.policy_changes("demo-watch")
    assert (change["state"], change["before"], change["after"]) == ("in_force", None, None)
    assert change["terms"][0]["before"] == "0.7" and "波动" in change["reason"]


async def test_who_holds_nothing_of_it_reads_nothing(firm: Firm) -> None:
    desk = await Desk.of(firm)
    await desk.announced(cut())
    safe = await firm.signed_in("demo-safe")
    applicant = await firm.signed_in("demo-applicant")
    assert await safe.policy_changes("demo-safe") == []
    assert await applicant.policy_changes("demo-applicant") == []


@pytest.mark.parametrize("other", ["demo-call", "nobody"])
async def test_another_client_is_as_unknown_as_one_there_is_none_of(firm: Firm, other: str) -> None:
    watch = await firm.signed_in("demo-watch")
    with pytest.raises(NotFound):
        await watch.policy_changes(other)
