"""Taking events: in the order of their source, each exactly once, a refused one without a trace in the books.

The accounts of a batch are locked first, so that two feeders of one account take turns. Each event is worked in within a
savepoint: what it refuses is undone alone, its account waits for it to be put right, the others go on.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from pydantic import ValidationError
from sqlmodel import Session

from account_api.accounts.tables import CreditAccount
from account_api.audit import Event as Trace
from account_api.clock import local_text
from account_api.context import Context
from account_api.db import insert_if_absent
from account_api.errors import Problem, malformed
from account_api.feed import booking, queries, refusals, turns
from account_api.feed.contract import EventsCreate, EventsPublic, RefusedPublic
from account_api.feed.event_kinds import EVENT, Event
from account_api.feed.tables import FeedEvent, FeedSource, FeedStream
from account_api.firm.closures import with_closures
from risk.calendar import Calendar
from risk.fields import printable

TOLERANCE = timedelta(seconds=5)
"""How far a source's clock may be ahead of ours."""
MOST_WAITING = 1000


@dataclass(frozen=True, slots=True)
class Item:
    """One event of a batch as it came: read, or with what is wrong with it."""

    id: str
    client_id: str
    body: dict[str, Any]
    event: Event | None
    problem: Problem | None


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a batch so far; filled as it is worked through."""

    applied: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)
    refused: list[tuple[str, Problem]] = field(default_factory=list)


def take(ctx: Context, session: Session, user: str, batch: EventsCreate) -> EventsPublic:
    """Works a batch in. Never raises for what an event says: that is refused by name, with all that follows of its account."""
    items = [_read(raw, number) for number, raw in enumerate(batch.events)]
    turns.side_by_side(session)
    clients = dict.fromkeys(item.client_id for item in items)
    accounts = queries.locked_accounts(session, clients)
    calendar = with_closures(ctx.calendar, session)
    taken = Taken()
    traces: list[Trace] = []
    for client_id in clients:
        of_client = [item for item in items if item.client_id == client_id]
        account = accounts.get(client_id)
        before = _lengths(taken)
        if account is None or account.jurisdiction != "CN":
            _turn_away(taken, of_client)
        else:
            _Intake(ctx, session, batch.source, account, taken, calendar).work(of_client)
        traces.append(_trace(user, client_id, batch.source, taken, before))
    heard(session, batch.source, "events", ctx.clock.now())
    if traces:
        ctx.record(
            session, *traces
        )  # after the savepoints: the anchor moves with the one commit that follows
    refused = [RefusedPublic(id=each, problem=problem.as_json()) for each, problem in taken.refused]
    return EventsPublic(
        applied=taken.applied, known=taken.known, waiting=taken.waiting, late=taken.late, refused=refused
    )


def heard(session: Session, source: str, kind: str, at: datetime, failure: str | None = None) -> None:
    """Keeps when a source was last heard, or how asking it failed. It moves no figure, so the audit trail has no row of it."""
    row = FeedSource.of(source=source, kind=kind)
    insert_if_absent(session, FeedSource, row.model_dump())
    known = session.get_one(FeedSource, (source, kind))
    if failure is None:
        known.seen_at, known.failed_at, known.failure = at, None, None
    else:
        known.failed_at, known.failure = at, printable(failure)[:200]
    session.flush()


@dataclass(frozen=True, slots=True)
class _Intake:
    """The events of one source for one account."""

    ctx: Context
    session: Session
    source: str
    account: CreditAccount
    taken: Taken
    calendar: Calendar

    def work(self, items: Iterable[Item]) -> None:
        stream = _stream(self.session, self.source, self.account.client_id)
        blocked: str | None = None
        for item in items:
            if self._known(item):
                continue
            try:
                if blocked is not None:
                    raise refusals.earlier_refused(blocked)
                self._one(stream, item)
            except Problem as problem:
                self._refuse(stream, item.id, problem, note=blocked is None)
                blocked = blocked or item.id

    def _known(self, item: Item) -> bool:
        """Whether the very same event is here already; then it is told so, and nothing else happens."""
        row = queries.event(self.session, self.source, item.id)
        if row is None or row.body != item.body:
            return False
        (self.taken.known if row.state == "applied" else self.taken.waiting).append(item.id)
        return True

    def _one(self, stream: FeedStream, item: Item) -> None:
        event = self._checked(stream, item)
        day = booking.business_day(self.calendar, event.at)
        row = FeedEvent.of(
            source=self.source,
            body=item.body,
            day=day,
            state="waiting",
            received_at=self.ctx.clock.now(),
            **event.model_dump(include={"id", "client_id", "sequence", "kind", "at"}),
        )
        with self.session.begin_nested():
            if not insert_if_absent(self.session, FeedEvent, row.model_dump()):
                raise refusals.another_body("id", item.id)
            if event.sequence == stream.last_sequence + 1:
                self._apply(stream, event)
            elif len(queries.waiting(self.session, self.source, event.client_id)) > MOST_WAITING:
                raise refusals.too_many_waiting(self.source)
            else:
                self.taken.waiting.append(event.id)
        self._catch_up(stream)

    def _checked(self, stream: FeedStream, item: Item) -> Event:
        """The event, if it may come in at all."""
        if item.problem is not None or item.event is None:
            raise item.problem or refusals.unknown_client(item.client_id)
        event = item.event
        now = self.ctx.clock.now()
        if event.at > now + TOLERANCE:
            raise refusals.ahead(local_text(event.at), local_text(now))
        if event.currency not in (None, self.account.currency):
            raise refusals.wrong_currency(event.currency or "", self.account.currency)
        if queries.event(self.session, self.source, event.id) is not None:
            raise refusals.another_body("id", event.id)
        taken = queries.at_sequence(self.session, self.source, event.client_id, event.sequence)
        if taken is not None or event.sequence <= stream.last_sequence:
            raise refusals.another_body("sequence", event.sequence)
        return event

    def _apply(self, stream: FeedStream, event: Event) -> None:
        late = booking.apply(self.calendar, self.session, self.source, self.account, event)
        row = self.session.get_one(FeedEvent, (self.source, event.id))
        row.state, row.late, row.applied_at = "applied", late, self.ctx.clock.now()
        stream.last_sequence = event.sequence
        stream.last_at = event.at if stream.last_at is None else max(stream.last_at, event.at)
        stream.refused_id = stream.refusal = None
        self.session.flush()
        self.taken.applied.append(event.id)
        if late:
            self.taken.late.append(event.id)

    def _catch_up(self, stream: FeedStream) -> None:
        """Works in what waited for the event that has come; one that is refused now has to be sent again."""
        for row in queries.waiting(self.session, self.source, stream.client_id):
            if row.sequence != stream.last_sequence + 1:
                return
            try:
                with self.session.begin_nested():
                    self._apply(stream, EVENT.validate_python(row.body))
            except Problem as problem:
                self._waits_no_more(row.id)
                self.session.delete(row)
                self._refuse(stream, row.id, problem, note=True)
                return
            self._waits_no_more(row.id)

    def _waits_no_more(self, event_id: str) -> None:
        if event_id in self.taken.waiting:
            self.taken.waiting.remove(event_id)

    def _refuse(self, stream: FeedStream, event_id: str, problem: Problem, *, note: bool) -> None:
        self.taken.refused.append((event_id, problem))
        if note:
            stream.refused_id, stream.refusal = event_id[:64], problem.as_json()
        self.session.flush()


def _read(raw: Mapping[str, Any], number: int) -> Item:
    """One event as it came. What is no event keeps the name it gave itself, or its place in the batch."""
    body = dict(raw)
    client = raw.get("client_id")
    client_id = client if isinstance(client, str) and "\0" not in client else ""
    given = raw.get("id")
    name = printable(given)[:64] if isinstance(given, str) and given else f"events[{number}]"
    try:
        event = EVENT.validate_python(body)
    except ValidationError as error:
        return Item(name, client_id, body, None, malformed(error.errors()))
    return Item(event.id, event.client_id, body, event, None)


def _stream(session: Session, source: str, client_id: str) -> FeedStream:
    known = queries.stream(session, source, client_id)
    if known is None:
        known = FeedStream.of(source=source, client_id=client_id)
        session.add(known)
        session.flush()
    return known


def _turn_away(taken: Taken, items: Iterable[Item]) -> None:
    for item in items:
        taken.refused.append((item.id, item.problem or refusals.unknown_client(item.client_id)))


def _lengths(taken: Taken) -> tuple[int, int, int, int]:
    return len(taken.applied), len(taken.known), len(taken.late), len(taken.refused)


def _trace(user: str, client_id: str, source: str, taken: Taken, since: tuple[int, int, int, int]) -> Trace:
    """What became of one account's part of a batch, for the audit trail."""
    applied, known, late, refused = since
    detail = {
        "source": source,
        "applied": taken.applied[applied:],
        "known": len(taken.known) - known,
        "late": taken.late[late:],
        "refused": {each: problem.slug for each, problem in taken.refused[refused:]},
    }
    return Trace("feed.events", user, client_id[:64] or None, detail)
