"""The outbox: in the transaction, once, again after a failure, never lost."""

from datetime import timedelta
from typing import Any

import pytest

from account_api import outbox
from account_api.delivery import deliver, demo_handlers


def put(firm: Any, key: str = "k", kind: str = "greeting") -> bool:
    with firm.context.transaction() as session:
        return outbox.put(session, kind, {"hello": key}, key, firm.wall)


def test_a_message_dies_with_its_transaction(either: Any) -> None:
    with pytest.raises(RuntimeError), either.context.transaction() as session:
        outbox.put(session, "greeting", {}, "lost", either.wall)
        raise RuntimeError
    assert deliver(either.context, {"greeting": lambda _: None}) == 0


def test_a_message_put_twice_is_there_once(either: Any) -> None:
    assert (put(either), put(either)) == (True, False)
    sent: list[Any] = []
    assert deliver(either.context, {"greeting": sent.append}) == 1
    assert sent == [{"hello": "k"}]
    assert deliver(either.context, {"greeting": sent.append}) == 0


def test_a_claimed_message_is_nobody_elses_until_its_lease_ends(either: Any) -> None:
    put(either)

    def claim() -> int:
        with either.context.transaction() as session:
            return len(outbox.claim(session, either.wall))

    assert (claim(), claim()) == (1, 0)
    either.wall += outbox.LEASE
    assert claim() == 1


def test_two_workers_share_the_messages(either: Any) -> None:
    for number in range(6):
        put(either, str(number))
    with either.context.transaction() as first:
        mine = {message.dedupe_key for message in outbox.claim(first, either.wall, limit=4)}
    with either.context.transaction() as second:
        theirs = {message.dedupe_key for message in outbox.claim(second, either.wall, limit=4)}
    assert (len(mine), len(theirs), mine & theirs) == (4, 2, set())


def test_a_failure_is_tried_again_later_and_at_last_a_dead_letter(either: Any) -> None:
    def refuse(_payload: object) -> None:
        raise ConnectionError("gateway away")

    put(either)
    assert deliver(either.context, {"greeting": refuse}) == 0
    assert deliver(either.context, {"greeting": refuse}) == 0, "too early to try again"
    for pause in outbox.BACKOFF:
        either.wall += pause
        assert deliver(either.context, {"greeting": refuse}) == 0
    with either.context.transaction() as session:
        (dead,) = outbox.given_up(session)
        assert (dead.attempts, dead.last_error) == (6, "ConnectionError: gateway away")
        assert outbox.requeue(session, [dead.id or 0], either.wall) == 1
    assert deliver(either.context, {"greeting": lambda _: None}) == 1


def test_a_worker_whose_lease_ran_out_does_not_settle_for_the_next_one(firm: Any) -> None:
    put(firm)
    taken: list[int] = []

    def slow(_payload: object) -> None:
        with firm.context.transaction() as session:
            taken.extend(message.attempts for message in outbox.claim(session, firm.wall + 2 * outbox.LEASE))

    assert deliver(firm.context, {"greeting": slow}) == 1
    firm.wall += 4 * outbox.LEASE
    assert taken == [2]
    assert deliver(firm.context, {"greeting": lambda _: None}) == 1, "still waiting for its second holder"


def test_what_was_delivered_keeps_no_payload(firm: Any) -> None:
    put(firm)
    deliver(firm.context, {"greeting": lambda _: None})
    with firm.context.transaction(writes=False) as session:
        message = session.get_one(outbox.Message, 1)
    assert (message.state, message.payload) == ("delivered", {})


def test_a_message_of_an_unknown_kind_waits(firm: Any) -> None:
    put(firm, kind="unheard of")
    assert deliver(firm.context, demo_handlers()) == 0
    firm.wall += timedelta(hours=1)
    assert deliver(firm.context, {"unheard of": lambda _: None}) == 1
