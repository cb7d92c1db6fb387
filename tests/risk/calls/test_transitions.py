"""The transition table: complete, every refusal named, no state out of reach."""

from itertools import product

import pytest

from risk.calls import REFUSALS, SIGNALS, STATES, TABLE
from risk.calls.model import CLOSED, OPEN, RUNNING
from risk.calls.notices import NOTICES, before
from risk.calls.steps import STEPS


def test_every_state_and_signal_is_either_a_transition_or_a_named_refusal() -> None:
    pairs = tuple(product(STATES, SIGNALS))
    assert len(pairs) == 12 * 18 == len(TABLE)
    for pair in pairs:
        to, refusal = TABLE[pair]
        assert (to is None) != (refusal is None), pair
        assert to is None or to in STATES
        assert refusal is None or all(REFUSALS[refusal])


def test_every_state_can_be_reached_from_a_normal_one() -> None:
    reached = {"normal"}
    for _ in STATES:
        reached |= {to for (state, _), (to, _) in TABLE.items() if state in reached and to}
    assert reached == set(STATES)


def test_liquidation_begins_only_from_an_overdue_call_and_ends_a_file_only_there() -> None:
    into = {state for (state, _), (to, _) in TABLE.items() if to == "liquidating"}
    assert into == {"overdue", "liquidating"}
    closing = {state for (state, _), (to, _) in TABLE.items() if to in CLOSED}
    assert closing - set(CLOSED) == {"liquidating"}


@pytest.mark.parametrize("state", OPEN)
def test_an_open_call_is_not_ended_by_a_mark_below_its_restore_line(state: str) -> None:
    for signal in ("below_restore", "unknown"):
        assert TABLE[state, signal] == (state, None)  # type: ignore[index]
    for signal in ("safe", "low", "breach"):
        assert TABLE[state, signal][0] is None  # type: ignore[index]


def test_before_the_deadline_a_start_of_liquidation_is_refused_by_name() -> None:
    assert {TABLE[state, "liquidation_started"] for state in RUNNING} == {(None, "call_not_overdue")}


def test_what_must_be_served_before_anything_is_sold() -> None:
    assert before("maintenance", "liquidating") == ("call", "deadline_extended", "overdue")
    assert before("maturity", "closed") == ("call", "overdue", "liquidation_result")
    assert before("minimum", "called") == ()


def test_every_state_has_a_next_step_and_every_notice_both_languages() -> None:
    assert set(STEPS) == set(STATES) and all(STEPS.values())
    assert len(NOTICES) == 10
    assert all(notice.text and notice.text_zh and notice.kinds for notice in NOTICES)
