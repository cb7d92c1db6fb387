"""How the feed stands: who was heard when, how far each stream has got, what holds one up; and a client's own events."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

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


def status(ctx: Context, session: Session, after: str = "", limit: int = MOST_SHOWN) -> StatusPublic:
    """Every source, and the streams of the next `limit` clients after one, by client; `following` is where to go on."""
    applied, late, ticks = queries.counts(session)
    clients = queries.streamed(session, after, limit + 1)
    shown = clients[:limit]
    return StatusPublic(
        now=local_text(ctx.clock.now()),
        freshness=ctx.settings.freshness,
        applied=applied,
        late=late,
        ticks=ticks,
        sources=_sources(session, shown),
        following=shown[-1] if len(clients) > limit else None,
    )


def of_client(session: Session, client: Client, limit: int = MOST_SHOWN) -> list[AppliedPublic]:
    """The newest events of a client that were worked in, oldest first, each with what it added."""
    return [_applied(session, row) for row in queries.newest_applied(session, client.client_id, limit)]


def _sources(session: Session, clients: Sequence[str]) -> list[SourcePublic]:
    streams: defaultdict[str, list[StreamPublic]] = defaultdict(list)
    waiting = queries.waiting_of(session, clients)
    for row in queries.streams_of(session, clients):
        streams[row.source].append(_stream(row, waiting.get((row.source, row.client_id), [])))
    counted = queries.stream_counts(session)
    return [_source(row, streams[row.source], counted) for row in queries.sources(session)]


def _source(
    row: FeedSource, streams: list[StreamPublic], counted: Mapping[str, tuple[int, int]]
) -> SourcePublic:
    of_events = row.kind == "events"
    clients, held_up = counted.get(row.source, (0, 0)) if of_events else (0, 0)
    return SourcePublic(
        source=row.source,
        kind=row.kind,
        seen_at=row.seen_at and local_text(row.seen_at),
        failed_at=row.failed_at and local_text(row.failed_at),
        failure=row.failure,
        clients=clients,
        held_up=held_up,
        streams=streams if of_events else [],
    )


def _stream(row: FeedStream, waiting: list[int]) -> StreamPublic:
    return StreamPublic(
        client_id=row.client_id,
        last_sequence=row.last_sequence,
        last_at=row.last_at and local_text(row.last_at),
        waiting=waiting,
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
