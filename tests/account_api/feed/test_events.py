"""Events on both databases: in order, once, late ones into every later day, a refused one nowhere."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from account_api.accounts.tables import Contract
from account_api.client import AccountError, NotAllowed
from account_api.firm.tables import FirmParameter
from tests.account_api.feed.sending import BUY, event, lines, send, whole

THE_18TH, THE_19TH, THE_20TH = date(2026, 11, 18), date(2026, 11, 19), date(2026, 11, 20)
MIDWEEK = "2026-11-18T10:00:00+08:00"


def reasons(answer: Any) -> list[tuple[str, str]]:
    """Id and the code of the first field of each refusal."""
    return [(each["id"], each["problem"]["errors"][0]["code"]) for each in answer["refused"]]


async def test_an_event_is_in_the_figures_at_once_and_is_worked_in_once(either: Any) -> None:
    me = await either.signed_in("demo-call")
    before = await me.figures("demo-call")
    paid = event(1, "cash_in", amount="50000.00")
    assert (await send(either, paid))["applied"] == ["demo-call-1"]
    assert (await send(either, paid))["known"] == ["demo-call-1"]
    after = await me.figures("demo-call")
    assert before["figures"]["total_assets"]["value"] == "1280000"
    assert after["figures"]["total_assets"]["value"] == "1330000"
    assert (after["snapshot_time"], after["source"]) == ("2026-11-20T16:20:00+08:00", "core")
    assert whole(either)


async def test_a_gap_holds_what_comes_after_it(either: Any) -> None:
    third = event(3, "cash_out", amount="40000")
    assert (await send(either, third))["waiting"] == ["demo-call-3"]
    assert lines(either)["cash"] == 46000
    second = event(2, "cash_in", amount="20000")
    assert (await send(either, second))["waiting"] == ["demo-call-2"]
    assert (await send(either, third))["waiting"] == ["demo-call-3"], "it is told so again"
    answer = await send(either, event(1, "cash_in", amount="1000"))
    assert answer["applied"] == ["demo-call-1", "demo-call-2", "demo-call-3"] and not answer["waiting"]
    assert lines(either)["cash"] == 27000 and whole(either)


async def test_what_waited_and_cannot_be_worked_in_has_to_be_sent_again(either: Any) -> None:
    await send(either, event(2, "cash_out", amount="90000"))
    answer = await send(either, event(1, "cash_in", amount="1000"))
    assert answer["applied"] == ["demo-call-1"] and reasons(answer) == [("demo-call-2", "short")]
    right = {**event(2, "cash_out", amount="9000"), "id": "put-right"}
    assert (await send(either, right))["applied"] == ["put-right"]
    assert lines(either)["cash"] == 38000 and whole(either)


async def test_a_late_event_is_worked_into_its_day_and_every_later_one(either: Any) -> None:
    before = {day: lines(either, day=day) for day in (THE_18TH, THE_19TH, THE_20TH)}
    answer = await send(either, event(1, "repay", at=MIDWEEK, contract="CALL-F1", amount="40000"))
    assert answer["applied"] == answer["late"] == ["demo-call-1"]
    for day, was in before.items():
        now = lines(either, day=day)
        assert now["cash"] == was["cash"] - 40000
        assert now["amount CALL-F1"] < was["amount CALL-F1"]
    saved = before[THE_20TH]["interest CALL-F1"] - lines(either)["interest CALL-F1"]
    paid = before[THE_18TH]["interest CALL-F1"]
    assert saved > paid, "two days' interest on what was repaid is gone too"
    assert lines(either, day=date(2026, 11, 17)).get("cash") == 46000
    assert whole(either)


async def test_a_new_day_is_rolled_forward_with_its_interest(either: Any) -> None:
    friday = lines(either)
    either.now += timedelta(days=3)
    await send(either, event(1, "cash_in", at="2026-11-23T09:35:00+08:00", amount="1"))
    monday = lines(either)
    assert monday["cash"] == friday["cash"] + 1
    grown = monday["interest CALL-F1"] - friday["interest CALL-F1"]
    assert grown == Decimal("325.00"), "600,000 at 6.5 % for three days of 360"
    assert lines(either, day=THE_20TH) == friday and whole(either)


async def test_a_day_without_a_session_counts_for_the_next_one(either: Any) -> None:
    either.now += timedelta(days=4)
    await send(either, event(1, "cash_in", at="2026-11-21T10:00:00+08:00", amount="1"))
    assert lines(either, day=date(2026, 11, 23))["cash"] == lines(either, day=THE_20TH)["cash"] + 1


async def test_a_session_that_the_exchange_called_off_has_no_events_and_no_prices(firm: Any) -> None:
    with firm.context.transaction() as session:
        closed = FirmParameter.of(name="unplanned_closures", value=["2026-11-23"], shown=False)
        session.add(closed)
    firm.now += timedelta(days=4)
    monday = "2026-11-23T10:00:00+08:00"
    await send(firm, event(1, "cash_in", at=monday, amount="1"))
    assert lines(firm, day=date(2026, 11, 24))["cash"] == lines(firm, day=date(2026, 11, 23))["cash"] + 1
    feeder = await firm.signed_in("demo-feeder")
    tick = {"code": "600519.SH", "at": monday, "price": "1.00"}
    assert reasons(await feeder.send_prices("market", [tick])) == [(f"600519.SH@{monday}", "no_session")]


async def test_a_refused_event_holds_up_its_account_and_no_other(either: Any) -> None:
    answer = await send(
        either,
        event(1, "sell", security="600519.SH", quantity=101, price="1500.00"),
        event(2, "cash_in", amount="5"),
        event(1, "cash_in", client="demo-safe", amount="7"),
    )
    assert reasons(answer) == [("demo-call-1", "short"), ("demo-call-2", "after_refused")]
    assert answer["refused"][0]["problem"]["errors"][0]["field"] == "holding 600519.SH"
    assert (
        "1 shares more would be needed: collateral shares of 600519.SH"
        in answer["refused"][0]["problem"]["detail"]
    )
    assert answer["applied"] == ["demo-safe-1"]
    assert lines(either)["cash"] == 46000 and whole(either)
    status = await (await either.signed_in("demo-risk")).feed_status()
    streams = {each["client_id"]: each for each in status["sources"][0]["streams"]}
    assert streams["demo-call"]["refused_id"] == "demo-call-1" and not streams["demo-call"]["last_sequence"]
    assert streams["demo-safe"]["refused_id"] is None


REFUSED = (
    (event(1, "cash_in", client="nobody", amount="5"), "unknown"),
    (event(1, "buy", security="999999.SH", quantity=1, price="1.00"), "unknown"),
    (event(1, "repay", contract="SAFE-F1", amount="5"), "unknown"),
    (event(1, "repay", contract="CALL-F2", amount="999999"), "exceeds"),
    (event(1, "cash_in", amount="5", currency="USD"), "currency"),
    (event(1, "cash_in", amount="5", at="2026-11-20T16:30:06+08:00"), "in_future"),
    (event(1, "cash_in", amount="5", at="2026-11-02T10:00:00+08:00"), "before_ledger"),
    (event(1, "cash_in", amount="5", at="2013-11-02T10:00:00+08:00"), "before_ledger"),
    (event(1, "cash_in", amount=5), "value_error"),
    (event(1, "cash_in", amount="-5"), "greater_than"),
    (event(1, "cash_in", amount="0.00001"), "decimal_max_places"),
    (event(1, "cash_in", amount="9" * 18), "decimal_max_digits"),
    (event(1, "cash_in", amount="5", at="2026-11-20T16:20:00"), "timezone_aware"),
    (event(1, "cash_in", amount="5", at="0001-01-01T00:00:00+08:00"), "value_error"),
    (event(1, "cash_in", amount="5", note="x"), "extra_forbidden"),
    (event(0, "cash_in", amount="5"), "greater_than_equal"),
    (event(1, "gift", amount="5"), "union_tag_invalid"),
    (event(1, "margin_buy", contract="SAFE-F1", security="600519.SH", quantity=1, **BUY), "contradicts"),
    (event(1, "margin_buy", contract="CALL-F1", security="600519.SH", quantity=1, **BUY), "contradicts"),
    (event(1, "sell_to_repay", contract="CALL-F1", quantity=15_001, price="36.00"), "short"),
    (event(1, "reversal", reverses="never-sent"), "not_reversible"),
    ({**event(1, "cash_in", amount="5"), "id": "x" * 65}, "string_too_long"),
    ({**event(1, "cash_in", amount="5"), "id": "a b"}, "string_pattern_mismatch"),
    (event(1, "cash_in", client="c" * 65, amount="5"), "string_too_long"),
    ({"kind": "cash_in"}, "missing"),
    ({}, "union_tag_not_found"),
)


@pytest.mark.parametrize(
    ("sent", "code"), REFUSED, ids=[f"{n}-{code}" for n, (_, code) in enumerate(REFUSED)]
)
async def test_what_cannot_be_worked_in_is_refused_by_name(firm: Any, sent: Any, code: str) -> None:
    before = lines(firm)
    answer = await send(firm, sent)
    assert [each["problem"]["errors"][0]["code"] for each in answer["refused"]] == [code]
    problem = answer["refused"][0]["problem"]
    assert problem["detail"] and problem["detail_zh"] and problem["status"] == 422
    assert not answer["applied"] and lines(firm) == before and whole(firm)


async def test_an_id_or_a_place_used_for_something_else_is_refused(either: Any) -> None:
    await send(either, event(1, "cash_in", amount="5"))
    assert reasons(await send(either, event(1, "cash_in", amount="6"))) == [("demo-call-1", "contradicts")]
    other = {**event(1, "cash_in", amount="5"), "id": "other"}
    assert reasons(await send(either, other)) == [("other", "contradicts")]
    waits = event(5, "cash_in", amount="5")
    await send(either, waits)
    assert reasons(await send(either, {**waits, "id": "rival"})) == [("rival", "contradicts")]
    assert lines(either)["cash"] == 46005 and whole(either)


async def test_two_sources_of_one_account_have_an_order_each(either: Any) -> None:
    await send(either, event(1, "cash_in", amount="5"))
    assert (await send(either, event(1, "cash_in", amount="5"), source="bank"))["applied"] == ["demo-call-1"]
    assert lines(either)["cash"] == 46010 and whole(either)


async def test_only_a_feeder_feeds_and_only_who_watches_looks(firm: Any) -> None:
    for user in ("demo-call", "demo-agent", "demo-risk", "demo-admin"):
        with pytest.raises(NotAllowed):
            await (await firm.signed_in(user)).send_events("core", [event(1, "cash_in", amount="5")])
    with pytest.raises(NotAllowed):
        await (await firm.signed_in("demo-call")).feed_status()
    with pytest.raises(NotAllowed):
        await firm.client.send_events("core", [])
    assert firm.audit_actions().count("right.denied") == 5 and lines(firm)["cash"] == 46000


async def test_a_batch_that_is_none_or_too_long_is_refused_whole(firm: Any) -> None:
    feeder = await firm.signed_in("demo-feeder")
    for source, events in (("a b", []), ("x" * 65, []), ("core", [event(1, "cash_in", amount="5")] * 201)):
        with pytest.raises(AccountError) as caught:
            await feeder.send_events(source, events)
        assert caught.value.status == 422


async def test_a_counter_event_takes_back_what_was_done_once(either: Any) -> None:
    before = lines(either)
    await send(either, event(1, "repay", contract="CALL-F1", amount="40000"))
    answer = await send(either, event(2, "reversal", reverses="demo-call-1"))
    assert answer["applied"] == ["demo-call-2"] and lines(either) == before
    again = await send(either, event(3, "reversal", reverses="demo-call-1"))
    assert reasons(again) == [("demo-call-3", "not_reversible")] and whole(either)


async def test_a_client_reads_what_was_worked_in_and_nobody_elses(firm: Any) -> None:
    await send(firm, event(1, "cash_in", amount="5"), event(1, "cash_in", client="demo-safe", amount="7"))
    me = await firm.signed_in("demo-call")
    (mine,) = await me.account_events("demo-call")
    assert (mine["id"], mine["postings"]) == ("demo-call-1", [{"line": "cash", "delta": "5"}])
    with pytest.raises(AccountError) as other:
        await me.account_events("demo-safe")
    with pytest.raises(AccountError) as unknown:
        await me.account_events("nobody")
    assert other.value.problem == unknown.value.problem


async def test_what_waited_and_is_then_refused_no_longer_waits(firm: Any) -> None:
    answer = await send(firm, event(2, "cash_out", amount="99999999"), event(1, "cash_in", amount="1"))
    assert (answer["applied"], answer["waiting"]) == (["demo-call-1"], [])
    assert reasons(answer) == [("demo-call-2", "short")]


async def test_an_opening_taken_back_the_same_day_is_sent_again_with_other_terms(firm: Any) -> None:
    opening = {"contract": "N-1", "security": "600519.SH", "quantity": 100, **BUY}
    right = {**opening, "annual_rate": "0.06", "due": "2027-02-20"}
    wrong, back = event(1, "margin_buy", **opening), event(2, "reversal", reverses="demo-call-1")
    await send(firm, wrong, back, event(3, "margin_buy", **right))
    with firm.context.transaction(writes=False) as session:
        kept = session.get_one(Contract, "N-1")
    assert (str(kept.annual_rate), str(kept.due)) == ("0.06000000", "2027-02-20") and whole(firm)
