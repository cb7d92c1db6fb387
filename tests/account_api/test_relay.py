"""The relay: three ways of delivering, each with what it promises."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session

from account_api import outbox
from account_api.delivery import deliver
from account_api.relay import AtMostOnce, Later, NotSent, Outcome, Sends, Within


def put(firm: Any, kind: str = "greeting") -> None:
    with firm.context.transaction() as session:
        outbox.put(session, kind, {"n": 1}, f"key {kind}", firm.wall)


def message(firm: Any) -> outbox.Message:
    with firm.context.transaction(writes=False) as session:
        found: outbox.Message = session.get_one(outbox.Message, 1)
        return found


def count(session: Session) -> None:
    session.execute(text("INSERT INTO counters (name, value) VALUES ('written', 1)"))


def written(firm: Any) -> int:
    with firm.context.transaction(writes=False) as session:
        found: int = session.execute(
            text("SELECT count(*) FROM counters WHERE name = 'written'")
        ).scalar_one()
        return found


def test_what_is_written_within_and_the_settling_are_one_transaction(either: Any) -> None:
    put(either)
    assert deliver(either.context, {"greeting": Within(lambda session, _: count(session))}) == 1
    assert (written(either), message(either).state) == (1, "delivered")
    assert deliver(either.context, {"greeting": Within(lambda session, _: count(session))}) == 0


def test_a_failure_within_leaves_nothing_written_and_the_message_waiting(either: Any) -> None:
    def fail(session: Session, _payload: Any) -> None:
        count(session)
        raise ValueError("half-way")

    put(either)
    assert deliver(either.context, {"greeting": Within(fail)}) == 0
    assert (written(either), message(either).state, message(either).last_error) == (
        0,
        "waiting",
        "ValueError: half-way",
    )


def test_later_is_no_failure(firm: Any) -> None:
    def later(session: Session, _payload: Any) -> None:
        count(session)
        raise Later(timedelta(hours=9))

    put(firm)
    assert deliver(firm.context, {"greeting": Within(later)}) == 0
    assert (written(firm), message(firm).last_error) == (0, None)
    assert message(firm).next_try == firm.wall + timedelta(hours=9)


def test_however_often_it_was_put_off_a_message_has_all_its_tries_left(firm: Any) -> None:
    def later(_session: Session, _payload: Any) -> None:
        raise Later(timedelta(hours=9))

    def failing(_session: Session, _payload: Any) -> None:
        raise ValueError("no luck")

    put(firm)
    for _ in range(len(outbox.BACKOFF) + 1):
        deliver(firm.context, {"greeting": Within(later)})
        firm.wall = message(firm).next_try
    deliver(firm.context, {"greeting": Within(failing)})
    assert (message(firm).state, message(firm).attempts) == ("waiting", 1)


def test_a_relay_that_lost_its_lease_writes_nothing(either: Any) -> None:
    put(either)

    def slow_and_overtaken() -> Any:
        either.wall += 2 * outbox.LEASE
        with either.context.transaction() as session:
            assert len(outbox.claim(session, either.wall)) == 1
        return either.wall

    with either.context.transaction() as session:
        (mine,) = outbox.claim(session, either.wall)
    slow_and_overtaken()
    with either.context.transaction() as session:
        assert not outbox.settle(session, mine)
        assert not outbox.begin_sending(session, mine, either.wall)
        assert not outbox.fail(session, mine, "too late", either.wall)
    assert message(either).attempts == 2


def test_what_may_have_gone_out_is_never_sent_again_by_itself(firm: Any) -> None:
    calls: list[Any] = []

    def cut_off(payload: Any) -> None:
        calls.append(payload)
        raise TimeoutError("no answer")

    put(firm)
    for _ in range(3):
        deliver(firm.context, {"greeting": AtMostOnce(cut_off)})
        firm.wall += timedelta(hours=3)
    assert (len(calls), message(firm).state, message(firm).last_error) == (
        1,
        "uncertain",
        "TimeoutError: no answer",
    )
    with firm.context.transaction() as session:
        assert outbox.requeue(session, [1], firm.wall) == 0, "only knowingly"
        assert outbox.requeue(session, [1], firm.wall, "uncertain") == 1
    assert deliver(firm.context, {"greeting": AtMostOnce(calls.append)}) == 1


def test_what_surely_did_not_go_out_is_tried_again(firm: Any) -> None:
    calls: list[Any] = []

    def refused_once(payload: Any) -> None:
        calls.append(payload)
        if len(calls) == 1:
            raise NotSent("status 429")

    put(firm)
    assert deliver(firm.context, {"greeting": AtMostOnce(refused_once)}) == 0
    assert message(firm).state == "waiting"
    firm.wall += outbox.BACKOFF[0]
    assert deliver(firm.context, {"greeting": AtMostOnce(refused_once)}) == 1
    assert len(calls) == 2


def test_what_another_relay_was_sending_when_it_died_becomes_uncertain(either: Any) -> None:
    put(either)
    with either.context.transaction() as session:
        (mine,) = outbox.claim(session, either.wall)
        assert outbox.begin_sending(session, mine, either.wall)
    assert deliver(either.context, {"greeting": AtMostOnce(pytest.fail)}) == 0
    assert message(either).state == "sending", "it may still be at it"
    either.wall += outbox.LEASE
    assert deliver(either.context, {"greeting": AtMostOnce(pytest.fail)}) == 0
    assert (message(either).state, message(either).last_error) == ("uncertain", outbox.CUT_OFF)


def test_a_kind_that_this_relay_cannot_deliver_is_left_to_others(firm: Any) -> None:
    put(firm, "somebody else's")
    assert deliver(firm.context, {"greeting": lambda _: None}) == 0
    assert (message(firm).attempts, message(firm).state) == (0, "waiting")


def test_one_message_whose_outcome_cannot_be_written_holds_up_no_other(either: Any) -> None:
    def told(_session: Session, _payload: Any, outcome: Outcome) -> None:
        raise LookupError(f"no row for try {outcome.n}")

    for kind in ("known", "unknown", "greeting"):
        put(either, kind)
    handlers = {
        "known": Sends(lambda _: "id", told, knows_repetition=True),
        "unknown": Sends(lambda _: "id", told, knows_repetition=False),
        "greeting": lambda _: None,
    }
    assert deliver(either.context, handlers) == 1
    with either.context.transaction(writes=False) as session:
        counted = outbox.counts(session)
    assert counted == {
        "known": {"waiting": 1},
        "unknown": {"uncertain": 1},
        "greeting": {"delivered": 1},
    }


def test_what_is_not_ready_because_of_a_mistake_is_a_failure_before_anything_was_sent(firm: Any) -> None:
    sent: list[Any] = []

    def broken(_payload: Any) -> None:
        raise ValueError("no such hour")

    put(firm)
    handler = Sends(sent.append, lambda *_: None, knows_repetition=False, ready=broken)
    assert (deliver(firm.context, {"greeting": handler}), sent) == (0, [])
    assert (message(firm).state, message(firm).last_error) == ("waiting", "ValueError: no such hour")


def test_a_message_that_waited_long_at_others_is_renewed_or_left_to_who_took_it(firm: Any) -> None:
    sent: list[Any] = []
    put(firm)

    def taken_meanwhile(_payload: Any) -> None:
        with firm.context.transaction() as session:
            outbox.claim(session, firm.wall + 2 * outbox.LEASE)

    handler = Sends(sent.append, lambda *_: None, knows_repetition=True, ready=taken_meanwhile)
    assert (deliver(firm.context, {"greeting": handler}), sent) == (0, [])
