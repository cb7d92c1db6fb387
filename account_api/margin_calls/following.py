"""One account looked at closely: its payments seen, its cases opened, moved on and closed, what they owe told, tasks given.

Everything is read again in the transaction that writes, so what a sweep has seen in the columns only says where to look.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlmodel import Session

from account_api.accounts import view as views
from account_api.accounts.view import View
from account_api.clock import BOOKING_ZONE
from account_api.context import Context
from account_api.decisions.call_state import Followed, followed
from account_api.margin_calls import cases, queries, telling, top_ups
from account_api.margin_calls.segments import Segment, segments
from account_api.margin_calls.tables import MarginCase
from account_api.proposals.service import WORKER
from account_api.snapshots.service import freeze
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


def follow(ctx: Context, session: Session, view: View, moment: Moment, watched: bool = False) -> Looked:
    """Brings every case of the account to where it stands now. `watched`: it is below the liquidation line."""
    client_id, done = view.client.client_id, Done()
    open_cases = queries.open_of(session, client_id)
    for case in open_cases:
        done += Done(top_ups=top_ups.recognised(ctx, session, view, case))
    by_key = {case.open_key: case for case in open_cases}
    standing: list[tuple[MarginCase, CallFile]] = []
    for call in followed(ctx, session, view, ctx.clock.local()):
        mine = by_key.get(cases.open_key(client_id, call.file.kind, call.contract))
        looked = _of_call(ctx, session, view, call, mine, moment)
        done += looked.done
        standing += looked.standing
    if moment == "intraday" and watched and not standing:
        done += Done(watches=int(cases.watch_task(ctx, session, view)))
    if done.notices and any(case.called_on < ctx.clock.today() for case, _ in standing):
        # What was told late, and has arrived at once, moves the deadline: the cases are where they stand only after that.
        again = follow(ctx, session, view, moment, watched)
        return Looked(done + again.done, again.standing)
    return Looked(done, tuple(standing))


def _of_call(
    ctx: Context, session: Session, view: View, call: Followed, case: MarginCase | None, moment: Moment
) -> Looked:
    """What one call of the account led to: the open case followed up, and a new one where it was called again."""
    found, done = segments(call.outcomes), Done()
    if case is not None:
        at = next((i for i, each in enumerate(found) if each.called_on == case.called_on), None)
        if at is None:
            cases.lapsed(ctx, session, case)
            return Looked(Done(moved=1))
        done += _followed_up(ctx, session, view, case, found[at], moment)
        if case.open_key is not None:
            return Looked(done, ((case, found[at].file),))
        found = found[at + 1 :]
    if not found or found[-1].ended is not None:
        return Looked(done)
    stood = account_on(session, view, found[-1].began)
    if stood is None:
        return Looked(done)
    new = cases.opened(ctx, session, view, found[-1], call.contract, stood)
    done += Done(opened=1) + _followed_up(ctx, session, view, new, found[-1], moment)
    return Looked(done, ((new, found[-1].file),))


def _followed_up(
    ctx: Context, session: Session, view: View, case: MarginCase, call: Segment, moment: Moment
) -> Done:
    was_due = case.deadline
    changed = cases.moved(ctx, session, case, call, view.snapshot)
    sent = telling.tell(ctx, session, view, case, call.file, was_due)
    _tasks(ctx, session, case, call)
    if moment == "close" and call.ended is None and view.snapshot is not None:
        _day_end(ctx, session, case, view.snapshot)
    return Done(moved=int(changed), notices=sent)


def _tasks(ctx: Context, session: Session, case: MarginCase, call: Segment) -> None:
    state = call.file.state
    if state in RUNNING and call.file.deadline is None:
        cases.task(ctx, session, case, "set_deadline", None)
    if state == "overdue":
        cases.task(ctx, session, case, "decide", None)
    if state == "closed_with_debt":
        cases.task(ctx, session, case, "agree_repayment", None)


def _day_end(ctx: Context, session: Session, case: MarginCase, account: Snapshot) -> None:
    """The account of an open case at the close, frozen once a day."""
    key, now = f"day_end/{account.as_of}", ctx.clock.now()
    kept = freeze(ctx, session, case.client_id, account, "day_end", now)
    cases.noted(session, case, key, "day_end", now, WORKER, kept.id, state=case.state)


def account_on(session: Session, view: View, began: datetime) -> Snapshot | None:
    """The account as it stood when the call was made: that of the day it was made on."""
    day: date = began.astimezone(BOOKING_ZONE).date()
    return view.snapshot if day >= view.as_of else views.look(session, view.client, day).snapshot
