"""The jobs, the worker and the messages that were given up, as they are shown."""

from datetime import datetime

from sqlmodel import Session

from account_api import outbox
from account_api.clock import local_text
from account_api.context import Context
from account_api.jobs import lease, queries
from account_api.jobs.contract import JobPublic, JobsPublic, LetterPublic
from account_api.jobs.schedule import ALL, Job
from account_api.jobs.tables import JobRow
from account_api.outbox import Message
from account_api.proposals.contract import Title


def standing(ctx: Context, session: Session) -> JobsPublic:
    """Every job with how far it has come, who works now, and what did not go out."""
    rows, held = queries.rows(session), queries.lease(session, lease.NAME)
    there = held is not None and held.until > ctx.clock.wall()
    return JobsPublic(
        worker=held.holder if held is not None and there else None,
        jobs=[_job(job, rows.get(job.name)) for job in ALL],
        waiting=sum(states.get("waiting", 0) for states in outbox.counts(session).values()),
        letters=[_letter(each) for each in outbox.given_up(session)],
    )


def _job(job: Job, row: JobRow | None) -> JobPublic:
    """One job; a job that never ran has done nothing yet."""
    zh, en = job.schedule.words
    return JobPublic(
        name=job.name,
        what=Title(zh=job.zh, en=job.en),
        schedule=Title(zh=zh, en=en),
        ended=_instant(None if row is None else row.ended),
        did=None if row is None else row.result,
        runs=0 if row is None else row.runs,
        running=row is not None and row.begun is not None,
        failed=0 if row is None else row.failed,
        error=None if row is None else row.error,
    )


def _letter(message: Message) -> LetterPublic:
    assert message.id is not None  # it was read from the table
    return LetterPublic(
        id=message.id,
        kind=message.kind,
        key=message.dedupe_key,
        state=message.state,
        attempts=message.attempts,
        created_at=local_text(message.created_at),
        last_error=message.last_error,
    )


def _instant(at: datetime | None) -> str | None:
    return None if at is None else local_text(at)
