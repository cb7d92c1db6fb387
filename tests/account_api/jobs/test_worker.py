"""The worker: one at a time, what is due once, what was missed once, what failed again later."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from account_api.audit_check import verify
from account_api.jobs import lease, queries
from account_api.jobs.schedule import ALL, JOBS, Job
from account_api.jobs.tables import JobRow
from account_api.jobs.times import Daily, WhenChanged
from account_api.jobs.worker import LAST_RETRY, Worker, run


def job(run: Any, schedule: Any = None, name: str = "count") -> Job:
    return Job(name, "数", "count", schedule or Daily(time(17, 0)), run)


def worker(firm: Any, *jobs: Job, holder: str = "one") -> Worker:
    return Worker(firm.context, holder, jobs)


def counting(times: list[datetime]) -> Any:
    def run(_ctx: Any, now: datetime) -> int:
        times.append(now)
        return 1

    return run


def test_a_home_that_never_saw_a_job_catches_up_on_nothing_and_then_runs_it_when_due(either: Any) -> None:
    ran: list[datetime] = []
    mine = worker(either, job(counting(ran)))
    assert (mine.round(), mine.round()) == ({}, {})
    either.now += timedelta(hours=1)
    assert (mine.round(), mine.round()) == ({"count": 1}, {})
    assert ran == [either.now]


def test_what_was_missed_for_days_is_done_once(own_firm: Any) -> None:
    ran: list[datetime] = []
    mine = worker(own_firm, job(counting(ran)))
    mine.round()
    own_firm.now += timedelta(days=9)
    assert (mine.round(), mine.round(), len(ran)) == ({"count": 1}, {}, 1)


def test_of_two_workers_one_works_until_its_lease_runs_out(either: Any) -> None:
    ran: list[datetime] = []
    first, second = (worker(either, job(counting(ran)), holder=name) for name in ("one", "two"))
    first.round()
    either.now += timedelta(days=1)
    assert second.round() == {}
    either.wall += lease.LENGTH
    assert second.round() == {"count": 1}
    assert (first.round(), len(ran)) == ({}, 1)


def test_a_worker_that_ends_well_gives_its_lease_back(own_firm: Any) -> None:
    assert lease.take(own_firm.context, "one")
    assert not lease.take(own_firm.context, "two")
    lease.give_back(own_firm.context, "one")
    assert lease.take(own_firm.context, "two")
    lease.give_back(own_firm.context, "one")
    assert not lease.take(own_firm.context, "one"), "only one's own"


def test_workers_that_start_together_are_one(either: Any) -> None:
    with ThreadPoolExecutor(6) as pool:
        took = list(pool.map(lambda n: lease.take(either.context, f"w{n}"), range(6)))
    assert took.count(True) == 1


def test_a_lease_is_renewed_while_a_long_job_works(own_firm: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lease, "LENGTH", timedelta(seconds=0.06))
    assert lease.take(own_firm.context, "one")
    with lease.kept(own_firm.context, "one"):
        own_firm.wall += timedelta(minutes=1)
        for _ in range(200):
            with own_firm.context.transaction(writes=False) as session:
                held = queries.lease(session, lease.NAME)
            if held is not None and held.until > own_firm.wall:
                break
        assert held is not None and held.until > own_firm.wall


def test_a_job_that_fails_is_kept_with_its_error_and_tried_again_later(own_firm: Any) -> None:
    calls: list[int] = []

    def fails_twice(_ctx: Any, _now: datetime) -> int:
        calls.append(1)
        if len(calls) < 3:
            raise ConnectionError("away")
        return 7

    other: list[datetime] = []
    mine = worker(own_firm, job(fails_twice), job(counting(other), name="other"))
    mine.round()
    own_firm.now += timedelta(days=1)
    assert mine.round() == {"other": 1}, "one that fails does not end the others"
    assert mine.round() == {}
    assert row(own_firm).error == "ConnectionError: away" and row(own_firm).failed == 1
    own_firm.wall += timedelta(minutes=1)
    assert (mine.round(), len(calls)) == ({}, 2)
    own_firm.wall += timedelta(minutes=1)
    assert len(calls) == 2, "later and later"
    own_firm.wall += timedelta(minutes=1)
    assert mine.round() == {"count": 7}
    assert (row(own_firm).error, row(own_firm).failed, row(own_firm).result) == (None, 0, 7)
    actions = own_firm.audit_actions()
    assert (actions.count("job.failed"), actions.count("job.done")) == (2, 2)


def row(firm: Any) -> Any:
    with firm.context.transaction(writes=False) as session:
        return queries.rows(session)["count"]


def test_a_job_that_fails_for_days_is_still_tried_every_hour(own_firm: Any) -> None:
    def fails(_ctx: Any, _now: datetime) -> int:
        raise RuntimeError

    failing = job(fails)
    with own_firm.context.transaction() as session:
        session.add(JobRow.of(name=failing.name, due=own_firm.now, failed=1000))
    assert run(own_firm.context, failing, own_firm.now) == 0
    with own_firm.context.transaction(writes=False) as session:
        row = queries.rows(session)[failing.name]
        assert (row.failed, row.retry_at) == (1001, own_firm.wall + LAST_RETRY)


def test_a_look_that_found_nothing_leaves_no_trace_and_waits_for_a_change(own_firm: Any) -> None:
    looks: list[int] = []

    def looking(_ctx: Any, _now: datetime) -> int:
        looks.append(1)
        return 0

    mine = worker(own_firm, job(looking, WhenChanged()))
    before = own_firm.audit_actions()
    mine.round(), mine.round()
    assert (len(looks), own_firm.audit_actions()) == (1, before)
    with own_firm.context.transaction() as session:
        own_firm.context.record(session, _happened())
    mine.round(), mine.round()
    assert len(looks) == 2
    own_firm.now += timedelta(minutes=1)
    mine.round()
    assert len(looks) == 3


def _happened() -> Any:
    from account_api.audit import Event

    return Event("test.happened", "me")


async def test_every_job_runs_twice_on_the_demo_firm_and_does_nothing_the_second_time(either: Any) -> None:
    assert len(ALL) == len(JOBS) >= 9
    either.now = either.now.replace(hour=16, minute=45) + timedelta(days=3)
    for each in (*ALL, JOBS["relay"]):
        each.run(either.context, either.now)
    for each in ALL:
        assert each.run(either.context, either.now) == 0, each.name
    with either.context.transaction(writes=False) as session:
        assert verify(session, either.context.trail).whole


def test_on_the_pinned_clock_of_a_demo_all_of_them_tell_nobody_anything_and_come_to_rest(
    own_firm: Any,
) -> None:
    tables = ("contract_days", "account_days", "sent_notices", "inbox", "audit")

    def counts() -> list[int]:
        with own_firm.context.transaction(writes=False) as session:
            return [session.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in tables]

    mine, notices = Worker(own_firm.context, "one"), counts()[2]
    for _ in range(3):
        mine.round()
    before = counts()
    assert before[2] == notices, "what the demo firm owed was sent before this evening"
    assert mine.round() == Worker(own_firm.context, "one").round() == {}
    assert counts() == before
