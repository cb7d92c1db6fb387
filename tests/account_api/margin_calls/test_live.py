"""What is shown of a call is how it stands now, also before a sweep has come by."""

from typing import Any

from tests.account_api.margin_calls.conftest import Desk, at


async def listed(desk: Desk, client: str) -> dict[str, Any]:
    risk = await desk.firm.signed_in("demo-risk")
    (line,) = [each for each in await risk.call_cases() if each["client_id"] == client]
    return dict(line)


async def test_a_payment_shows_in_the_list_and_in_the_case_before_a_sweep_has_seen_it(
    desk_on_either: Desk,
) -> None:
    desk = desk_on_either
    desk.sweep()
    desk.firm.now = at(20, 16, 40)
    assert (await listed(desk, "demo-call"))["state"] == "called"
    rows = desk.counted()
    desk.feed("demo-call", 1, "cash_in", amount="1000")
    part, whole = await listed(desk, "demo-call"), await desk.case("demo-call")
    assert (part["state"], part["state_text"]) == (whole["state"], whole["state_text"])
    assert part["state"] == "part_met"
    desk.feed("demo-call", 2, "cash_in", amount="900000")
    assert (await listed(desk, "demo-call"))["state"] == (await desk.case("demo-call"))["state"] == "met"
    assert desk.counted() == rows, "looking writes nothing"
    desk.sweep()
    assert (await desk.case("demo-call"))["closed_at"] is not None and desk.sound()


async def test_a_deadline_that_has_passed_shows_before_a_sweep_has_told_it(desk: Desk) -> None:
    desk.sweep()
    desk.delivered()
    desk.day(23, 15, 1, "1.00")
    case = await listed(desk, "demo-call")
    assert case["state"] == (await desk.case("demo-call"))["state"] != "called"
