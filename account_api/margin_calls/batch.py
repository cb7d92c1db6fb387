"""What looking at some accounts is going to write: gathered account by account, then put down with one statement for each table.

An account is frozen, and its figures are made, once for all that is told of it. What a batch has gathered is in the database
after `write`; nothing of it is before.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from account_api.accounts.tables import CallAct
from account_api.audit import Event
from account_api.context import Context
from account_api.db import columns_of, insert_all
from account_api.margin_calls import queries
from account_api.margin_calls.amounts import figures_of
from account_api.margin_calls.tables import CallTask, CaseEvent, Happened, MarginCase
from account_api.proposals.service import WORKER
from account_api.snapshots import service as snapshots
from account_api.snapshots.service import Taken, take
from account_api.snapshots.tables import Reason
from account_api.traces import service as traces
from account_api.traces.service import Left
from risk.account import Snapshot
from risk.figure import Figure
from risk.rulebook.model import Rulebook


@dataclass(frozen=True, slots=True)
class Noted:
    """Something that happened in a case. `key` makes what is found twice the same as found once."""

    call_id: str
    key: str
    at: datetime
    what: Happened
    by: str
    snapshot_id: str | None
    detail: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Task:
    """Something for people to do; asked for once by its `key`."""

    key: str
    client_id: str
    call_id: str | None
    what: str
    due: datetime | None
    assigned_group: str
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class Shown:
    """The figures a call is told with, and the JSON that they leave as."""

    account: Snapshot
    figures: Mapping[str, Figure]
    left: Sequence[Mapping[str, Any]]


@dataclass(slots=True)
class Batch:
    """`known` are the keys of what has happened in the cases that it is about."""

    ctx: Context
    session: Session
    rules: Rulebook
    now: datetime
    today: date
    known: set[str] = field(default_factory=set)
    cases: list[MarginCase] = field(default_factory=list)
    acts: list[CallAct] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    _taken: dict[int, Taken] = field(default_factory=dict)
    _shown: dict[tuple[int, str | None], Shown] = field(default_factory=dict)
    _noted: list[Noted] = field(default_factory=list)
    _tasks: dict[str, Task] = field(default_factory=dict)
    _left: list[Left] = field(default_factory=list)
    _recorded: list[Event] = field(default_factory=list)

    def freeze(self, client_id: str, account: Snapshot, reason: Reason, at: datetime) -> str:
        """The id that the account is kept under; the first reason counts."""
        taken = self._taken.get(id(account))
        if taken is None:
            taken = self._taken[id(account)] = take(client_id, account, reason, at)
        return taken.id

    def shown(self, account: Snapshot, contract: str | None) -> Shown:
        """What a call is told with, made once for each account and contract."""
        key = id(account), contract
        if key not in self._shown:
            figures = figures_of(account, self.rules, contract)
            self._shown[key] = Shown(account, figures, [each.as_json() for each in figures.values()])
        return self._shown[key]

    def keep(self, client_id: str, snapshot_id: str, shown: Shown, left_in: str, at: datetime) -> None:
        """Figures that left in a case or a notice."""
        self._left.append(Left(client_id, snapshot_id, shown.left, left_in, at))

    def note(
        self,
        case: MarginCase,
        key: str,
        what: Happened,
        at: datetime,
        by: str,
        snapshot_id: str | None = None,
        **detail: Any,
    ) -> None:
        """An event of a case."""
        self._noted.append(Noted(case.id, f"{case.id}/{key}", at, what, by, snapshot_id, detail))
        self.known.add(f"{case.id}/{key}")

    def happened(self) -> dict[str, list[Noted]]:
        """What it has gathered of each case, by the case's number, as long as it is not written."""
        found: defaultdict[str, list[Noted]] = defaultdict(list)
        for each in self._noted:
            found[each.call_id].append(each)
        return found

    def ask(self, task: Task) -> None:
        """Something for people to do."""
        self._tasks.setdefault(task.key, task)

    def record(self, event: Event) -> None:
        """A row of the audit trail."""
        self._recorded.append(event)

    def write(self) -> None:
        """Puts everything down in the caller's transaction; what is there already stays as it is."""
        session = self.session
        session.flush()  # a case that ends gives way to the one that is opened in its place
        snapshots.keep_all(self.ctx, session, self._taken.values())
        session.add_all([*self.cases, *self.acts])
        session.flush()
        insert_all(session, CaseEvent, [columns_of(each) for each in self._noted])
        insert_all(session, CallTask, [columns_of(each) for each in self._tasks.values()])
        traces.keep_all(self.ctx, session, self._left)
        if self.ended:
            queries.no_more_to_do(session, self.ended, WORKER, self.now)
        if self._recorded:
            self.ctx.record(session, *self._recorded)


def begun(ctx: Context, session: Session, cases: Sequence[str] = ()) -> Batch:
    """An empty batch about cases of these numbers."""
    now, today = ctx.clock.now(), ctx.clock.today()
    return Batch(ctx, session, ctx.rules, now, today, queries.noted(session, cases))
