"""The worker: looks which jobs are due and runs them, as long as it holds the lease.

A job counts as done when it has ended: one that is cut off is begun again by whoever holds the lease next, and one that fails is
tried again later and later. A job that a home has never seen is due from then on, so that a new home catches up on nothing, but
for what must not be left out on its first day.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel import Session

from account_api import audit
from account_api.audit import Event
from account_api.context import Context
from account_api.db import insert_if_absent
from account_api.firm.closures import closures
from account_api.jobs import lease, queries
from account_api.jobs.schedule import ALL, Job
from account_api.jobs.tables import JobRow
from account_api.jobs.times import WhenChanged

WORKER = "worker"
FIRST_RETRY, LAST_RETRY = timedelta(minutes=1), timedelta(hours=1)
MOST_DOUBLINGS = 6
"""After as many the pause is beyond the longest; a job that fails for days must not outgrow what a pause can hold."""


@dataclass(slots=True)
class Worker:
    """`holder` names this process; `seen` is what it last looked at, for the jobs that look when something has changed."""

    ctx: Context
    holder: str
    jobs: tuple[Job, ...] = ALL
    seen: dict[str, str] = field(default_factory=dict)

    def round(self) -> dict[str, int]:
        """Runs what is due, if the lease is to be had; how much each job did that did anything."""
        if not lease.take(self.ctx, self.holder):
            return {}
        did: dict[str, int] = {}
        for job, due in self._due():
            if not lease.take(self.ctx, self.holder):
                break
            with lease.kept(self.ctx, self.holder):
                did[job.name] = run(self.ctx, job, due)
        return {name: count for name, count in did.items() if count}

    def _due(self) -> Iterable[tuple[Job, datetime]]:
        """The jobs to run now, each with the instant that is then done."""
        now, wall = self.ctx.clock.local(), self.ctx.clock.wall()
        with self.ctx.transaction(writes=False) as session:
            rows, closed = queries.rows(session), closures(session)
            changed = f"{audit.tail(session).seq} {now:%Y-%m-%dT%H:%M}"
        new = [job for job in self.jobs if job.leased and job.name not in rows]
        if new:
            self._register(new, now)
        for job in self.jobs:
            row = rows.get(job.name)
            if not job.leased or (row is not None and row.retry_at is not None and row.retry_at > wall):
                continue
            if isinstance(job.schedule, WhenChanged):
                if self.seen.get(job.name) != changed:
                    self.seen[job.name] = changed
                    yield job, now
                continue
            due = job.schedule.latest(
                now, lambda day: self.ctx.calendar.is_session(day) and day not in closed
            )
            if row is not None and due is not None and due > row.due:
                yield job, due

    def _register(self, new: Iterable[Job], now: datetime) -> None:
        with self.ctx.transaction() as session:
            for job in new:
                since = now.replace(hour=0, minute=0, second=0, microsecond=0) if job.today_too else now
                insert_if_absent(session, JobRow, JobRow.of(name=job.name, due=since).model_dump())


def run(ctx: Context, job: Job, due: datetime) -> int:
    """Runs a job and keeps how it went; how much it did, 0 where it failed. A look that found nothing leaves no trace."""
    now, quiet = ctx.clock.now(), isinstance(job.schedule, WhenChanged)
    if not quiet:
        _keep(ctx, job, begun=now)
    try:
        did = job.run(ctx, now)
    except Exception as error:  # one job that fails must not end the others
        _failed(ctx, job, error, now)
        return 0
    if did or not quiet:
        _ended(ctx, job, due, now, did)
    return did


def _keep(ctx: Context, job: Job, **values: object) -> None:
    with ctx.transaction() as session:
        row = _row(session, job, ctx.clock.now())
        for name, value in values.items():
            setattr(row, name, value)


def _ended(ctx: Context, job: Job, due: datetime, begun: datetime, did: int) -> None:
    with ctx.transaction() as session:
        row = _row(session, job, begun)
        row.due, row.begun, row.ended = max(row.due, due), None, ctx.clock.now()
        row.result, row.runs = did, row.runs + 1
        row.failed, row.retry_at, row.error = 0, None, None
        if did:
            ctx.record(session, Event("job.done", WORKER, None, {"name": job.name, "did": did}))


def _failed(ctx: Context, job: Job, error: Exception, begun: datetime) -> None:
    with ctx.transaction() as session:
        row = _row(session, job, begun)
        row.begun, row.error = None, f"{type(error).__name__}: {error}"[:500]
        row.retry_at = ctx.clock.wall() + min(FIRST_RETRY * 2 ** min(row.failed, MOST_DOUBLINGS), LAST_RETRY)
        row.failed += 1
        ctx.record(session, Event("job.failed", WORKER, None, {"name": job.name, "failed": row.failed}))


def _row(session: Session, job: Job, at: datetime) -> JobRow:
    """The job's own row, held still until the transaction ends; made where a home has never seen it."""
    insert_if_absent(session, JobRow, JobRow.of(name=job.name, due=at).model_dump())
    return session.get_one(JobRow, job.name, with_for_update=True)
