"""One payment counts once: entered by a person, and shown by the feed."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from account_api.accounts.tables import CallAct
from account_api.clock import BOOKING_ZONE
from account_api.decisions.call_acts import counted_once

NOON = datetime(2026, 11, 23, 12, tzinfo=BOOKING_ZONE)


def paid(number: int, amount: str | None, minute: int, call: str = "C1", feed: bool = False) -> CallAct:
    return CallAct.of(
        id=number,
        client_id="demo-call",
        kind="maintenance",
        act="top_up",
        at=NOON + timedelta(minutes=minute),
        amount=None if amount is None else Decimal(amount),
        snapshot_id="s" if feed else None,
        source_id=f"{call}/counter/e{number}" if feed else f"{call}/demo-risk",
    )


def counts(*acts: CallAct) -> list[str | None]:
    rows = sorted(acts, key=lambda each: each.at)
    return [None if amount is None else str(amount) for _, amount in counted_once(rows)]


def test_the_same_amount_is_one_payment_whichever_was_known_first() -> None:
    assert counts(paid(1, "60000", 5), paid(2, "60000", 1, feed=True)) == ["60000"], "the bank's instant"
    assert counts(paid(1, "60000", 1), paid(2, "60000", 5, feed=True)) == ["60000"]
    assert counts(paid(1, "60000", 1, feed=True), paid(2, "60000", 5)) == ["60000"], (
        "entered after it was seen"
    )


def test_two_payments_of_one_amount_are_two_once_the_feed_shows_both() -> None:
    by_hand = paid(1, "60000", 1)
    assert counts(by_hand, paid(2, "60000", 2, feed=True), paid(3, "60000", 3, feed=True)) == [
        "60000",
        "60000",
    ]


def test_other_money_that_comes_later_is_first_taken_for_what_was_announced() -> None:
    assert counts(paid(1, "60000", 1), paid(2, "59985", 2, feed=True)) == ["15", "59985"]
    assert counts(paid(1, "60000", 1), paid(2, "30000", 2, feed=True), paid(3, "30000", 3, feed=True)) == [
        "30000",
        "30000",
    ]
    assert counts(paid(1, "30000", 1, feed=True), paid(2, "60000", 2)) == ["30000", "60000"], "shown before"


@pytest.mark.parametrize("seen", [paid(2, "60000", 2, call="C2", feed=True), paid(2, None, 2, feed=True)])
def test_money_of_another_call_or_of_an_unknown_sum_takes_nothing(seen: CallAct) -> None:
    assert counts(paid(1, "60000", 1), seen)[0] == "60000"


def test_an_unknown_sum_entered_by_hand_stays_unknown() -> None:
    assert counts(paid(1, None, 1), paid(2, "60000", 2, feed=True)) == [None, "60000"]
