"""Limits of a client's own: saved as versions, once per key, and held against the account."""

import asyncio
from datetime import date
from typing import Any

import pytest

from account_api.client import AccountError, NotFound

LIMITS = {"floor_ratio": "1.60", "exclusions": ["600000.SH"], "next_review": "2026-12-31"}


async def test_each_save_is_a_version_and_every_version_is_kept(either: Any) -> None:
    me = await either.signed_in("demo-short")
    assert await me.own_plan("demo-short") == {"client_id": "demo-short", "plan": None, "versions": []}
    first = await me.save_own_plan("a", "demo-short", LIMITS)
    assert await me.save_own_plan("a", "demo-short", LIMITS) == first
    second = await me.save_own_plan("b", "demo-short", {"floor_ratio": "1.80", "max_leverage": "2.5"})
    assert [each["version"] for each in second["versions"]] == [2, 1]
    assert second["plan"] == second["versions"][0]
    assert second["versions"][1]["limits"]["floor_ratio"] == "1.60"
    assert second["versions"][1]["next_review"] == "2026-12-31"
    assert either.audit_actions().count("own_plan.saved") == 2
    assert await me.own_plan("demo-short") == second


async def test_the_limits_that_hold_already_make_no_version(own_firm: Any) -> None:
    me = await own_firm.signed_in("demo-short")
    await me.save_own_plan("a", "demo-short", LIMITS)
    assert len((await me.save_own_plan("b", "demo-short", LIMITS))["versions"]) == 1
    later = LIMITS | {"next_review": "2027-01-29"}
    assert len((await me.save_own_plan("c", "demo-short", later))["versions"]) == 2
    with pytest.raises(AccountError) as caught:
        await me.save_own_plan("a", "demo-short", later)
    assert caught.value.status == 409


async def test_many_saves_at_once_number_their_versions_one_after_the_other(either: Any) -> None:
    me = await either.signed_in("demo-short")
    floors = [f"{n}.5" for n in range(1, 7)]
    await asyncio.gather(*(me.save_own_plan(f, "demo-short", {"floor_ratio": f}) for f in floors))
    kept = (await me.own_plan("demo-short"))["versions"]
    assert [each["version"] for each in kept] == [6, 5, 4, 3, 2, 1]
    assert {each["limits"]["floor_ratio"] for each in kept} == set(floors)


async def test_a_review_says_what_is_kept_and_what_is_broken(own_firm: Any) -> None:
    """demo-short: 1,500,000 ÷ 904,200 = 165.89 %, leverage 251.76 %, own cash 200,000."""
    me = await own_firm.signed_in("demo-short")
    limits = {
        "floor_ratio": "1.60",
        "max_leverage": "2.5",
        "least_cash": "200000",
        "exclusions": ["600030.SH"],
    }
    await me.save_own_plan("a", "demo-short", limits | {"buffer_days": 1, "next_review": "2026-11-20"})
    found = await me.review_own_plan("demo-short")
    assert {each["field"]: each["outcome"] for each in found["items"]} == {
        "floor_ratio": "kept",
        "most_leverage": "broken",
        "least_cash": "kept",
        "buffer_days": "kept",
        "exclusions": "broken",
    }
    assert (found["version"], found["due"], found["next_review"]) == (1, True, "2026-11-20")
    earlier = await me.review_own_plan("demo-short", date(2026, 11, 19))
    assert (earlier["due"], earlier["as_of"]) == (False, "2026-11-19")


async def test_there_is_nothing_to_review_before_anything_was_saved(shared_firm: Any) -> None:
    with pytest.raises(NotFound) as caught:
        await (await shared_firm.signed_in("demo-call")).review_own_plan("demo-call")
    assert "自设" in caught.value.problem["detail_zh"]


@pytest.mark.parametrize(
    ("limits", "field", "code"),
    [
        ({}, "floor_ratio", "missing"),
        ({"floor_ratio": "0.9"}, "floor_ratio", "out_of_range"),
        ({"max_leverage": "0.5"}, "most_leverage", "out_of_range"),
        ({"floor_ratio": "2.00 or so"}, "floor_ratio", "not_decimal"),
        ({"exclusions": ["A"], "keep": ["A"]}, "keep", "contradicts"),
        ({"buffer_days": 99}, "buffer_days", "out_of_range"),
        ({"floor_ratio": "2", "pick": "600519.SH"}, "body.pick", "extra_forbidden"),
        ({"floor_ratio": "2", "next_review": "soon"}, "body.next_review", "date_from_datetime_parsing"),
    ],
)
async def test_limits_that_cannot_hold_are_refused_and_nothing_is_kept(
    own_firm: Any, limits: dict[str, Any], field: str, code: str
) -> None:
    me = await own_firm.signed_in("demo-short")
    with pytest.raises(AccountError) as caught:
        await me.save_own_plan("a", "demo-short", limits)
    assert caught.value.status == 422
    assert [(each["field"], each["code"]) for each in caught.value.problem["errors"]] == [(field, code)]
    assert (await me.own_plan("demo-short"))["plan"] is None
