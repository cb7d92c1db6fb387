"""A margin call from its first mark to its end, by hand: lines 140/130, restore 140, debt 1,000,000."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from risk.calls import EVENTS, STATES, CallFile, Event, advance, mark_of, next_steps, owed_notices
from risk.calls.model import CLOSED
from risk.calls.notices import before
from risk.sessions import cn_calendar
from tests.risk.books import called, holding, snapshot
from tests.risk.calls.calls_made import (
    CALLED,
    FILE,
    LIQUIDATING,
    MATURITY,
    OVERDUE,
    at,
    event,
    last,
    mark,
    notice,
    run,
    top_up,
)


@pytest.mark.parametrize(
    ("assets", "state"),
    [(1_400_000, "normal"), (1_399_999, "watch"), (1_300_000, "watch"), (1_299_999, "called")],
)
def test_an_account_on_a_line_is_on_its_better_side(assets: int, state: str) -> None:
    """1.40 × 1,000,000 = 1,400,000 is safe, a yuan less is watched; 1.30 × 1,000,000 is watched, a yuan less called."""
    assert last(mark("2026-11-20T15:00", assets)).state == state


def test_a_call_owes_its_notice_and_waits_for_its_deadline() -> None:
    called = last(CALLED[0])
    assert called.deadline == at("2026-11-23T15:00") and not called.provisional
    assert [each.code for each in owed_notices(called)] == ["call"]
    assert [each.code for each in next_steps(called)] == ["serve_notice", "restore", "wait_for_deadline"]
    assert owed_notices(last(*CALLED)) == ()


@pytest.mark.parametrize("kind", ["safe", "unknown", "no debt"])
def test_what_is_not_known_or_not_owed_begins_no_call(kind: str) -> None:
    sums = {"safe": (2_000_000, 1_000_000), "unknown": (None, 1_000_000), "no debt": (None, 0)}[kind]
    assert last(mark("2026-11-20T15:00", *sums)).state == "normal"


def test_met_needs_the_restore_line_and_not_the_trigger_line() -> None:
    """110,000 brings 1,280,000 to 139 %, above the trigger of 130 %: part met. 10,000 more is exactly 140 %: met."""
    part = top_up("2026-11-23T10:00", 110_000, 1_390_000)
    assert last(*CALLED, part).state == "part_met"
    met = last(*CALLED, part, top_up("2026-11-23T11:00", 10_000, 1_400_000))
    assert (met.state, met.contributed, met.owed) == ("met", Fraction(120_000), ("call_ended",))


def test_a_price_that_comes_back_ends_a_call_only_at_the_restore_line() -> None:
    assert last(*CALLED, mark("2026-11-23T10:00", 1_399_999)).state == "called"
    assert last(*CALLED, mark("2026-11-23T10:00", 1_400_000)).state == "met_by_market"
    assert last(*CALLED, mark("2026-11-23T10:00", None)).state == "called"
    assert last(*CALLED, mark("2026-11-23T10:00", None, 0)).state == "met_by_market"


def test_after_the_deadline_the_call_is_overdue_and_a_person_decides() -> None:
    assert last(*CALLED, event("clock", "2026-11-23T15:00")).state == "called"
    overdue = last(*CALLED, event("clock", "2026-11-23T15:01"))
    assert overdue.state == "overdue" and overdue.owed == ("overdue",)
    assert [each.who for each in next_steps(overdue)] == ["desk", "person"]


def test_a_payment_after_the_deadline_meets_an_overdue_file() -> None:
    outcome = run(*CALLED, top_up("2026-11-23T15:30", 10_000, 1_290_000))[-1]
    assert (outcome.was, outcome.file.state) == ("overdue", "overdue")
    assert last(*CALLED, top_up("2026-11-23T15:30", 120_000, 1_400_000)).state == "met"


def test_an_unserved_call_never_becomes_overdue_and_late_service_moves_its_deadline() -> None:
    outcome = run(CALLED[0], event("clock", "2026-11-23T15:01"))[-1]
    assert (outcome.refusal, outcome.file.state) == ("notice_owed", "called")
    late = last(CALLED[0], notice("2026-11-24T09:00", "call"))
    assert (late.state, late.deadline) == ("called", at("2026-11-25T15:00"))


def test_without_a_deadline_in_the_contract_a_person_looks_it_up() -> None:
    undated = CallFile("maintenance", FILE.lines, None)
    called = last(*CALLED, event("clock", "2027-11-23T15:01"), file=undated)
    assert (called.state, called.deadline) == ("called", None)
    assert next_steps(called)[0].code == "set_deadline"
    extended = event("extend", "2026-11-23T10:00", until=at("2026-11-25T15:00"))
    assert last(*CALLED, extended, file=undated).deadline == at("2026-11-25T15:00")


@pytest.mark.parametrize("until", ["2026-11-23T15:00", "2026-11-20T15:00", None])
def test_an_extension_must_be_later(until: str | None) -> None:
    outcome = run(*CALLED, event("extend", "2026-11-23T10:00", until=until and at(until)))[-1]
    assert (outcome.refusal, outcome.file.state) == ("not_later", "called")


def test_an_extension_moves_the_deadline_and_owes_a_notice_before_anything_is_sold() -> None:
    extended = (*CALLED, event("extend", "2026-11-23T10:00", until=at("2026-11-25T15:00")))
    assert (last(*extended).state, last(*extended).owed) == ("extended", ("deadline_extended",))
    overdue = (*extended, event("clock", "2026-11-25T15:01"), notice("2026-11-25T16:00", "overdue"))
    start = event("start_liquidation", "2026-11-26T09:30")
    assert run(*overdue, start)[-1].refusal == "notice_owed"
    assert last(*overdue, notice("2026-11-25T17:00", "deadline_extended"), start).state == "liquidating"


def test_a_second_passing_of_the_deadline_owes_a_second_notice() -> None:
    again = (*OVERDUE, event("extend", "2026-11-24T10:00", until=at("2026-11-25T15:00")))
    overdue = last(*again, event("clock", "2026-11-26T09:00"))
    assert overdue.state == "overdue" and "overdue" in overdue.owed and "overdue" not in overdue.served


def test_a_closure_of_the_exchange_moves_the_deadline_to_the_next_session() -> None:
    closed = event("closure", "2026-11-22T20:00", day=date(2026, 11, 23))
    moved = last(*CALLED, closed)
    assert (moved.deadline, moved.owed) == (at("2026-11-24T15:00"), ("deadline_moved",))
    elsewhere = last(*CALLED, event("closure", "2026-11-22T20:00", day=date(2026, 12, 1)))
    assert (elsewhere.deadline, elsewhere.owed) == (at("2026-11-23T15:00"), ())
    before_call = last(event("closure", "2026-11-19T20:00", day=date(2026, 11, 23)), *CALLED)
    assert before_call.deadline == at("2026-11-24T15:00")


def test_a_closure_moves_an_agreed_deadline_too() -> None:
    extended = (*CALLED, event("extend", "2026-11-23T10:00", until=at("2026-11-25T11:30")))
    moved = last(*extended, event("closure", "2026-11-24T20:00", day=date(2026, 11, 25)))
    assert moved.deadline == at("2026-11-26T11:30")


def test_a_deadline_past_the_published_sessions_is_provisional() -> None:
    assert last(mark("2026-12-31T15:00", 1_280_000)).provisional


def test_a_waiver_holds_until_it_ends() -> None:
    waived = (*CALLED, event("waive", "2026-11-23T10:00", until=at("2026-11-27T15:00")))
    assert (last(*waived).state, last(*waived).owed) == ("waived", ("call_ended",))
    assert last(*waived, mark("2026-11-27T15:00", 1_280_000)).state == "waived"
    assert last(*waived, mark("2026-11-27T15:01", 1_280_000)).state == "called"
    assert last(*waived, mark("2026-11-26T15:00", 1_350_000)).state == "watch"


def test_collateral_is_sold_only_after_the_notices_and_the_file_closes_only_after_the_result_is_told() -> (
    None
):
    start = event("start_liquidation", "2026-11-24T09:30")
    assert run(*OVERDUE[:-1], start)[-1].refusal == "notice_owed"
    assert last(*LIQUIDATING).state == "liquidating"
    finish = event("finish", "2026-11-24T15:30")
    assert run(*LIQUIDATING, finish)[-1].refusal == "notice_owed"
    assert last(*LIQUIDATING, notice("2026-11-24T15:10", "liquidation_result"), finish).state == "closed"


def test_nothing_more_is_sold_once_the_restore_line_is_reached() -> None:
    """Selling 350,000 to repay leaves 930,000 over 650,000: 143 %. A further sale is refused, the file is closed."""
    enough = event("sale", "2026-11-24T10:30", assets=Fraction(930_000), debt=Fraction(650_000))
    assert [each.code for each in next_steps(last(*LIQUIDATING))] == ["serve_notice", "sell_as_agreed"]
    assert [each.code for each in next_steps(last(*LIQUIDATING, enough))] == ["serve_notice", "stop_selling"]
    again = event("sale", "2026-11-24T10:31", assets=Fraction(900_000), debt=Fraction(620_000))
    assert run(*LIQUIDATING, enough, again)[-1].refusal == "enough_sold"
    told = notice("2026-11-24T15:10", "liquidation_result")
    assert [each.code for each in next_steps(last(*LIQUIDATING, enough, told))] == ["stop_selling"]
    assert last(*LIQUIDATING, enough, told, event("finish", "2026-11-24T15:30")).state == "closed"


def test_a_sale_after_the_result_was_told_owes_it_again() -> None:
    told = notice("2026-11-24T15:10", "liquidation_result")
    more = event("sale", "2026-11-25T10:00", assets=Fraction(1), debt=Fraction(1))
    assert last(*LIQUIDATING, told).owed == ()
    assert last(*LIQUIDATING, told, more).owed == ("liquidation_result",)
    assert run(*LIQUIDATING, told, more, event("finish", "2026-11-25T11:00"))[-1].refusal == "notice_owed"


def test_a_residual_debt_stays_until_it_is_repaid() -> None:
    told = notice("2026-11-24T15:10", "liquidation_result")
    residual = (*LIQUIDATING, told, event("finish", "2026-11-24T15:30", amount=Fraction(50_000)))
    assert (last(*residual).state, last(*residual).owed) == ("closed_with_debt", ("residual_debt",))
    part = (*residual, top_up("2026-12-01T10:00", 20_000, None, None))
    assert (last(*part).state, last(*part).residual) == ("closed_with_debt", Fraction(30_000))
    assert last(*part, top_up("2026-12-02T10:00", 30_000, None, None)).state == "closed"


def _inside(when: str, amount: int, assets: int | None = None, debt: int | None = None) -> Event:
    return replace(top_up(when, amount, assets, debt), inside=True)


def test_what_is_repaid_out_of_the_account_is_not_brought_in() -> None:
    """50,000 came from outside, 40,000 of it repaid: 1,290,000 over 960,000."""
    came = top_up("2026-11-23T10:00", 50_000, 1_330_000)
    paid = last(*CALLED, came, _inside("2026-11-23T10:01", 40_000, 1_290_000, 960_000))
    assert (paid.state, paid.contributed, paid.repaid) == ("part_met", Fraction(50_000), Fraction(40_000))
    assert paid.unspent == Fraction(10_000)


@pytest.mark.parametrize(
    ("repaid", "residual", "state"), [(20_000, 30_000, "closed_with_debt"), (50_000, 0, "closed")]
)
def test_money_that_is_brought_and_then_repaid_lowers_what_remained_once(
    repaid: int, residual: int, state: str
) -> None:
    told = notice("2026-11-24T15:10", "liquidation_result")
    left = (*LIQUIDATING, told, event("finish", "2026-11-24T15:30", amount=Fraction(50_000)))
    part = (*left, top_up("2026-12-01T10:00", 20_000, None, None))
    more = last(*part, _inside("2026-12-01T10:01", repaid))
    assert (more.state, more.residual) == (state, Fraction(residual))


def test_sales_stop_when_the_account_is_restored_but_their_result_is_still_owed() -> None:
    stopped = last(*LIQUIDATING, top_up("2026-11-24T11:00", 200_000, 1_400_000))
    assert (stopped.state, stopped.owed) == ("met", ("liquidation_result", "call_ended"))


def test_a_due_contract_is_restored_by_repayment_alone() -> None:
    near = last(mark("2026-11-10T15:00", 9_000_000), file=MATURITY)
    assert (near.state, near.owed) == ("watch", ("maturity_near",))
    due = (mark("2026-11-23T09:00", 9_000_000), notice("2026-11-23T09:01", "call"))
    assert last(*due, file=MATURITY).deadline == at("2026-11-23T15:00")
    assert last(*due, mark("2026-11-23T10:00", 99_000_000), file=MATURITY).state == "called"
    assert last(*due, mark("2026-11-23T10:00", 1, None), file=MATURITY).state == "called"
    assert last(*due, top_up("2026-11-23T11:00", 400_000, 1, 600_000), file=MATURITY).state == "part_met"
    assert last(*due, top_up("2026-11-23T11:00", 1_000_000, 1, 0), file=MATURITY).state == "met"


@pytest.mark.parametrize(
    ("served", "deadline"),
    [
        ("2026-11-23T14:59", "2026-11-23T15:00"),
        ("2026-11-23T15:00", "2026-11-24T15:00"),
        ("2026-11-23T16:30", "2026-11-24T15:00"),
        ("2026-11-27T15:30", "2026-11-30T15:00"),
    ],
)
def test_a_notice_comes_before_its_deadline(served: str, deadline: str) -> None:
    """Told at or after the hour of the due day, a client has until that hour of the next session."""
    told = last(mark("2026-11-23T09:00", 9_000_000), notice(served, "call"), file=MATURITY)
    assert (told.state, told.deadline) == ("called", at(deadline))


def test_a_deadline_that_was_agreed_does_not_move_because_its_notice_came_late() -> None:
    agreed = event("extend", "2026-11-23T10:00", until=at("2026-11-25T15:00"))
    told = (mark("2026-11-23T09:00", 9_000_000), agreed, notice("2026-11-25T16:00", "call"))
    assert last(*told, file=MATURITY).deadline == at("2026-11-25T15:00")


def test_a_due_contract_whose_security_is_suspended_may_run_on() -> None:
    due = (mark("2026-11-23T09:00", 9_000_000), notice("2026-11-23T09:01", "call"))
    assert next_steps(last(*due, file=MATURITY))[-1].rule == "suspended_past_maturity"
    assert "if_suspended" not in {each.code for each in next_steps(last(*CALLED))}


@pytest.mark.parametrize(
    ("when", "debt", "state"),
    [
        ("2026-11-01T15:00", 1, "normal"),
        ("2026-11-23T15:00", 0, "normal"),
        ("2026-11-23T15:00", None, "normal"),
    ],
)
def test_a_contract_far_from_its_day_or_repaid_or_unknown_is_not_called(
    when: str, debt: int | None, state: str
) -> None:
    assert last(mark(when, 1, debt), file=MATURITY).state == state


def test_a_suspended_holding_counts_at_its_fair_value_and_without_a_price_begins_and_ends_no_call() -> None:
    """100,000 + 300 × 1,600 + 20,000 × 35 = 1,280,000 over 1,000,000: called. At a fair value of 2,000 the holding
    is worth 600,000 and the account 1,400,000: restored. Without any price nothing can be told."""
    suspended = holding(quantity=300, price=None, status="suspended")
    fair = snapshot(called() | {"collateral": [suspended | {"fair_value": "2000.00"}]})
    unknown = snapshot(called() | {"collateral": [suspended]})
    monday = at("2026-11-23T10:00")
    assert last(mark_of(unknown, monday)).state == "normal"
    assert last(mark_of(snapshot(called()), monday), mark_of(unknown, monday)).state == "called"
    assert last(mark_of(snapshot(called()), monday), mark_of(fair, monday)).state == "met_by_market"


def test_an_event_before_the_last_one_is_refused() -> None:
    outcome = run(*CALLED, mark("2026-11-20T14:00", 2_000_000))[-1]
    assert (outcome.refusal, outcome.file.state) == ("out_of_order", "called")


def test_a_notice_that_is_not_owed_is_refused() -> None:
    assert run(*CALLED, notice("2026-11-21T10:00", "overdue"))[-1].refusal == "notice_not_owed"


def test_a_new_call_owes_its_notices_afresh() -> None:
    again = last(*CALLED, mark("2026-11-23T10:00", 1_400_000), mark("2026-11-24T15:00", 1_200_000))
    assert (again.state, again.served, again.called_on) == ("called", (), date(2026, 11, 24))
    assert again.owed == ("call_ended", "call")


_SUMS = st.sampled_from((None, 0, 900_000, 1_290_000, 1_350_000, 1_400_000, 3_000_000))
_CODES = st.sampled_from(("call", "overdue", "deadline_extended", "liquidation_result", "residual_debt"))
_ACTS = st.tuples(st.sampled_from(EVENTS), st.integers(0, 30), _SUMS, _SUMS, _CODES, st.booleans())


def _events(acts: list[tuple[str, int, int | None, int | None, str, bool]]) -> list[Event]:
    made, hours = [], 0
    for name, wait, assets, debt, code, residual in acts:
        hours += wait
        made.append(
            Event(
                name,  # type: ignore[arg-type]
                at(f"2026-11-{16 + min(hours // 24, 13):02d}T{hours % 24:02d}:00"),
                None if assets is None else Fraction(assets),
                None if debt is None else Fraction(debt),
                Fraction(100_000 if residual else 0),
                code,
                at("2026-11-27T15:00"),
                date(2026, 11, 24),
            )
        )
    return made


@settings(max_examples=300, deadline=None)
@given(st.sampled_from((FILE, MATURITY)), st.lists(_ACTS, max_size=40))
def test_no_path_reaches_liquidation_or_an_end_without_the_owed_notices(
    file: CallFile, acts: list[tuple[str, int, int | None, int | None, str, bool]]
) -> None:
    """Whatever happens in whatever order, what must precede a state has been recorded as served."""
    for each in _events(acts):
        outcome = advance(file, each, cn_calendar())
        assert outcome.file.state in STATES
        entered = outcome.file.state != file.state
        if entered and outcome.file.state in ("liquidating", *CLOSED):
            needed = set(before(file.kind, outcome.file.state)) - {"deadline_extended"}
            assert needed <= set(outcome.file.served)
            assert "deadline_extended" not in outcome.file.owed or outcome.file.state != "liquidating"
        if outcome.refusal:
            assert outcome.file.state in (file.state, "overdue")
        file = outcome.file
