"""How the feed stands: who was heard when, how far each stream has got, what holds one up; and a client's own events."""

from sqlmodel import Session

from account_api.clients.tables import Client
from account_api.clock import local_text
from account_api.context import Context
from account_api.feed import queries
from account_api.feed.contract import AppliedPublic, PostingPublic, SourcePublic, StatusPublic, StreamPublic
from account_api.feed.lines import Line
from account_api.feed.tables import FeedEvent, FeedSource, FeedStream
from account_api.texts import plain

MOST_SHOWN = 200


def status(ctx: Context, session: Session) -> StatusPublic:
    """Every source and every stream."""
    applied, late, ticks = queries.counts(session)
    return StatusPublic(
        now=local_text(ctx.clock.now()),
        freshness=ctx.settings.freshness,
        applied=applied,
        late=late,
        ticks=ticks,
        sources=[_source(session, each) for each in queries.sources(session)],
    )


def of_client(session: Session, client: Client, limit: int = MOST_SHOWN) -> list[AppliedPublic]:
    """The newest events of a client that were worked in, oldest first, each with what it added."""
    return [_applied(session, row) for row in queries.newest_applied(session, client.client_id, limit)]


def _source(session: Session, row: FeedSource) -> SourcePublic:
    streams = queries.streams(session, row.source) if row.kind == "events" else []
    return SourcePublic(
        source=row.source,
        kind=row.kind,
        seen_at=row.seen_at and local_text(row.seen_at),
        failed_at=row.failed_at and local_text(row.failed_at),
        failure=row.failure,
        streams=[_stream(session, each) for each in streams],
    )


def _stream(session: Session, row: FeedStream) -> StreamPublic:
    waiting = queries.waiting(session, row.source, row.client_id)
    return StreamPublic(
        client_id=row.client_id,
        last_sequence=row.last_sequence,
        last_at=row.last_at and local_text(row.last_at),
        waiting=[each.sequence for each in waiting],
        refused_id=row.refused_id,
        refusal=row.refusal,
    )


def _applied(session: Session, row: FeedEvent) -> AppliedPublic:
    postings = queries.postings(session, row.source, row.id)
    return AppliedPublic(
        **row.model_dump(include={"source", "id", "sequence", "kind", "day", "late", "reversed_by"}),
        at=local_text(row.at),
        postings=[
            PostingPublic(line=Line(each.line, each.key).text, delta=plain(each.delta))  # type: ignore[arg-type]
            for each in postings
        ],
    )
