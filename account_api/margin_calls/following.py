"""Accounts looked at closely: their payments seen, their cases opened, moved on and closed, what they owe told, tasks given.

Everything is read again in the transaction that writes, so what a sweep has seen in the columns only says where to look. One
account and a batch of them go the same way: read together, worked out one by one, written together.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlmodel import Session

from account_api.accounts import view as views
from account_api.accounts.view import View
from account_api.clock import BOOKING_ZONE
from account_api.context import Context
from account_api.decisions.call_ledger import Ledger, read
from account_api.decisions.call_state import calls_of
from account_api.margin_calls import cases, queries, stopping, telling, top_ups
from account_api.margin_calls.batch import Batch, begun
from account_api.margin_calls.segments import Segment, segments
from account_api.margin_calls.tables import MarginCase
from account_api.margin_calls.telling import Step
from account_api.proposals.service import WORKER
from risk.account import Snapshot
from risk.calls import CallFile
from risk.calls.model import RUNNING

Moment = Literal["intraday", "close"]


@dataclass(frozen=True, slots=True)
class Done:
    """What looking at accounts led to."""

    opened: int = 0
    moved: int = 0
    top_ups: int = 0
    notices: int = 0
    watches: int = 0
    proposals: int = 0

    def __add__(self, other: "Done") -> "Done":
        return Done(
            self.opened + other.opened,
            self.moved + other.moved,
            self.top_ups + other.top_ups,
            self.notices + other.notices,
            self.watches + other.watches,
            self.proposals + other.proposals,
        )


@dataclass(frozen=True, slots=True)
class Looked:
    """What looking at one account led to, and where each of its open cases stands."""

    done: Done
    standing: tuple[tuple[MarginCase, CallFile], ...] = ()

    def __add__(self, other: "Looked") -> "Looked":
        return Looked(self.done + other.done, self.standing + other.standing)


def follow(ctx: Context, session: Session, view: View, moment: Moment) -> None:
    """Brings every case of one account to where it stands now."""
    follow_all(ctx, session, [view], moment)


def follow_all(
    ctx: Context,
    session: Session,
    views: Sequence[View],
    moment: Moment,
    below: frozenset[str] = frozenset(),
) -> dict[str, Looked]:
    """Brings every case of these accounts to where it stands now; what that led to, by client. `below` are the clients under
    their liquidation line.
    """
    ledgers = read(session, views, ctx.clock.local(), closing=moment == "close")
    batch = begun(ctx, session, [case.id for each in ledgers for case in each.cases])
    paid = top_ups.recognised(batch, ledgers)
    found = {each.view.client.client_id: Looked(Done()) for each in ledgers}
    for client_id, number in paid.items():
        found[client_id] += Looked(Done(top_ups=number))
    for client_id, looked in _followed_up(batch, ledgers, moment):
        found[client_id] += looked
    if moment == "intraday":
        quiet = [each.view for each in ledgers if _unlooked(each, found, below)]
        for client_id in cases.watch_tasks(batch, quiet):
            found[client_id] += Looked(Done(watches=1))
    batch.write()
    stopping.stop_all(ctx, session, batch.ended)
    # What was told late, and has arrived at once, moves the deadline: the cases are where they stand only after that.
    late = [each for each in views if _told_late(found.get(each.client.client_id), batch.today)]
    again = follow_all(ctx, session, late, moment, below) if late else {}
    return found | {name: Looked(found[name].done + each.done, each.standing) for name, each in again.items()}


def open_of_then(ctx: Context, session: Session, views: Sequence[View], then: datetime) -> int:
    """Opens the calls that these accounts had on a day that is over and that have no case; how many. What they owe is told by
    whoever looks at them next.
    """
    batch = begun(ctx, session)
    openings: list[cases.Opening] = []
    for ledger in read(session, views, then, closing=True):
        there = {case.open_key for case in ledger.cases}
        for call in calls_of(ctx, ledger):
            if cases.open_key(ledger.view.client.client_id, call.file.kind, call.contract) not in there:
                openings += _openings(session, ledger, call.contract, segments(call.outcomes)[-1:])
    known = _known(session, openings)
    made = cases.opened(batch, [each for each in openings if not known(each)])
    batch.write()
    return len(made)


def _known(session: Session, openings: Sequence[cases.Opening]) -> Callable[[cases.Opening], bool]:
    """Whether a call had a case already: one that was looked at late may have ended meanwhile."""
    first = min((each.call.began for each in openings), default=None)
    names = {each.view.client.client_id for each in openings}
    rows = [] if first is None else queries.opened_in(session, names, first)
    had = {(row.client_id, row.kind, row.contract_id, row.called_on): row.opened_at for row in rows}

    def known(opening: cases.Opening) -> bool:
        call = opening.call
        key = (opening.view.client.client_id, call.file.kind, opening.contract, call.called_on)
        return key in had and had[key] >= call.began

    return known


def _unlooked(ledger: Ledger, found: Mapping[str, Looked], below: frozenset[str]) -> bool:
    client_id = ledger.view.client.client_id
    return client_id in below and not found[client_id].standing


def _told_late(looked: Looked | None, today: date) -> bool:
    return (
        looked is not None
        and looked.done.notices > 0
        and any(case.called_on < today for case, _ in looked.standing)
    )


def _followed_up(batch: Batch, ledgers: Sequence[Ledger], moment: Moment) -> Iterator[tuple[str, Looked]]:
    """What each call led to: open cases followed up, and new ones where an account was called again."""
    steps: list[Step] = []
    openings: list[cases.Opening] = []
    for ledger in ledgers:
        by_key = {case.open_key: case for case in ledger.cases}
        for call in calls_of(batch.ctx, ledger):
            key = cases.open_key(ledger.view.client.client_id, call.file.kind, call.contract)
            case, found = by_key.get(key), segments(call.outcomes)
            if case is not None:
                at = next((i for i, each in enumerate(found) if each.called_on == case.called_on), None)
                if at is None:
                    cases.lapsed(batch, case)
                    yield case.client_id, Looked(Done(moved=1))
                    continue
                cases.closed_on(batch, case, ledger.closed_since(case.kind, case.contract_id))
                stood = ledger.frozen.get(case.snapshot_id, ledger.account)
                steps.append(Step(ledger.view, ledger.account, case, found[at], case.deadline, stood))
                found = found[at + 1 :] if found[at].ended is not None else ()
            openings += _openings(batch.session, ledger, call.contract, found[-1:])
    made = zip(openings, cases.opened(batch, openings), strict=True)
    fresh = [Step(each.view, each.account, case, each.call, case.deadline, each.stood) for each, case in made]
    yield from ((each.case.client_id, Looked(Done(opened=1))) for each in fresh)
    yield from _moved_on(batch, [*steps, *fresh], moment)


def _openings(
    session: Session, ledger: Ledger, contract: str | None, last: Sequence[Segment]
) -> Iterator[cases.Opening]:
    """The last call of a file, where it has not ended."""
    for call in last:
        stood = None if call.ended is not None else account_on(session, ledger.view, call.began)
        if stood is not None:
            yield cases.Opening(ledger.view, ledger.account, call, contract, stood)


def _moved_on(batch: Batch, steps: Sequence[Step], moment: Moment) -> Iterator[tuple[str, Looked]]:
    """Cases brought to where their calls stand, their notices sent, their tasks given."""
    changed = [cases.moved(batch, each.case, each.call, each.account) for each in steps]
    told = telling.tell(batch, steps)
    for step, moved in zip(steps, changed, strict=True):
        case, call = step.case, step.call
        _tasks(batch, case, call)
        if moment == "close" and call.ended is None:
            _day_end(batch, case, step.account)
        standing = ((case, call.file),) if call.ended is None else ()
        yield case.client_id, Looked(Done(moved=int(moved), notices=told.get(case.id, 0)), standing)


def _tasks(batch: Batch, case: MarginCase, call: Segment) -> None:
    state = call.file.state
    if state in RUNNING and call.file.deadline is None:
        cases.task(batch, case, "set_deadline", None)
    if state == "overdue":
        cases.task(batch, case, "decide", None)
    if state == "closed_with_debt":
        cases.task(batch, case, "agree_repayment", None)


def _day_end(batch: Batch, case: MarginCase, account: Snapshot) -> None:
    """The account of an open case at the close, frozen once a day."""
    key = f"day_end/{account.as_of}"
    if f"{case.id}/{key}" not in batch.known:
        kept = batch.freeze(case.client_id, account, "day_end", batch.now)
        batch.note(case, key, "day_end", batch.now, WORKER, kept, state=case.state)


def account_on(session: Session, view: View, began: datetime) -> Snapshot | None:
    """The account as it stood when the call was made: that of the day it was made on."""
    day: date = began.astimezone(BOOKING_ZONE).date()
    return view.snapshot if day >= view.as_of else views.look(session, view.client, day).snapshot
