"""Where the margin calls of an account stand, kind by kind: state, deadline, what is owed, the next lawful step.

The one place that says so: from the positions of the ledger, from the accounts frozen when calls were made, from notices
that arrived and from what was done.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlmodel import Session

from account_api.accounts import queries
from account_api.accounts import view as views
from account_api.accounts.tables import CallAct
from account_api.accounts.view import View
from account_api.clock import BOOKING_ZONE
from account_api.context import Context
from account_api.decisions.call_events import (
    NO_LINES,
    Mark,
    called_mark,
    line_mark,
    mark,
    maturity_mark,
    outcomes,
    timeline,
)
from account_api.decisions.contract import CallStatePublic
from account_api.firm.closures import closures
from account_api.margin_calls import queries as cases
from account_api.margin_calls.tables import MarginCase
from account_api.notices import queries as notices
from account_api.planning.position import position
from account_api.snapshots import queries as snapshots
from account_api.snapshots.service import thawed
from risk.account import Snapshot
from risk.calls import CallFile, Kind, Outcome, lines_of, report
from risk.calls.deadlines import AT_MATURITY, MINIMUM_LINE
from risk.calls.signals import REMINDER

QUIET = "normal"
BY_LINES: tuple[Kind, ...] = ("maintenance", "minimum")


@dataclass(frozen=True, slots=True)
class _Started:
    """A call's file before anything happened, the positions since, and the contract of a call at maturity."""

    file: CallFile
    marks: tuple[Mark, ...]
    contract: str | None = None


@dataclass(frozen=True, slots=True)
class Followed:
    """One call of an account: the file it began with, and everything that was worked into it."""

    file: CallFile
    outcomes: tuple[Outcome, ...]
    contract: str | None = None


def call_state(ctx: Context, session: Session, view: View) -> CallStatePublic:
    """A report for each call of the account that is not quiet. Raises NotFound without a position."""
    position(view)
    told = (reported(ctx, each) for each in followed(ctx, session, view, moment_of(ctx, view)))
    shown = [each for each in told if each["state"] != QUIET]
    return CallStatePublic.model_validate({**view.origin(), "calls": shown})


def call_of_line(ctx: Context, session: Session, view: View, account: Snapshot, now: datetime) -> CallFile:
    """The call of the liquidation line as it stands at an instant."""
    started = next(_by_lines(session, view, account, now))
    return _outcomes(ctx, session, view, started, now)[-1].file


def followed(ctx: Context, session: Session, view: View, now: datetime) -> tuple[Followed, ...]:
    """Every call that the account has or could have, worked out up to an instant; none without a position."""
    account = view.snapshot
    if account is None:
        return ()
    started = (
        *_by_lines(session, view, account, now),
        *_at_maturity(session, view, account, now),
    )
    return tuple(
        Followed(each.file, _outcomes(ctx, session, view, each, now), each.contract) for each in started
    )


def reported(ctx: Context, call: Followed) -> dict[str, object]:
    """A call as it is told; one at maturity names its contract."""
    told = report(call.file, call.outcomes, ctx.rules)
    return told if call.contract is None else {**told, "contract": call.contract}


def moment_of(ctx: Context, view: View) -> datetime:
    """The clock; on a view of an earlier day, the end of that day."""
    if view.as_of >= ctx.clock.today():
        return ctx.clock.local()
    return datetime.combine(view.as_of, time.max, tzinfo=BOOKING_ZONE)


def _outcomes(
    ctx: Context, session: Session, view: View, started: _Started, now: datetime
) -> tuple[Outcome, ...]:
    """A closing position that is on the books has been made, even where the clock is behind its hour."""
    file, client_id = started.file, view.client.client_id
    now = max([now, *(each.event.at for each in started.marks)])
    acts = queries.call_acts(session, client_id, file.kind, started.contract)
    entries = timeline(started.marks, notices.sent(session, client_id), acts, now, _frozen(session, acts))
    return outcomes(file, entries, now, ctx.calendar)


def _frozen(session: Session, acts: Sequence[CallAct]) -> dict[str, Snapshot]:
    """The accounts that were frozen after these acts."""
    ids = [each.snapshot_id for each in acts if each.snapshot_id is not None]
    return {name: thawed(row) for name, row in snapshots.among(session, ids).items()} if ids else {}


def _by_lines(session: Session, view: View, account: Snapshot, now: datetime) -> Iterator[_Started]:
    """Files of the liquidation line and of the minimum line, begun on the last day that ended any call."""
    opened = _open_by(session, view, now)
    held = _since_restored(session, view, now, [each.called_on for each in opened])
    for kind, rule in zip(BY_LINES, (account.terms.call_deadline, MINIMUM_LINE), strict=True):
        lines = lines_of(account.terms, kind)
        if lines is not None:
            marks = [each for each in (line_mark(day, kind, now) for day in held) if each is not None]
            marks += _called(session, opened, kind, None)
            yield _Started(CallFile(kind, lines, rule, closures=closures(session)), _in_order(marks))


def _open_by(session: Session, view: View, now: datetime) -> list[MarginCase]:
    """The open cases that had been opened by then."""
    return [each for each in cases.open_of(session, view.client.client_id) if each.opened_at <= now]


def _called(
    session: Session, opened: Sequence[MarginCase], kind: Kind, contract: str | None
) -> Iterator[Mark]:
    """The accounts that the open calls of a kind were made on."""
    for case in opened:
        if (case.kind, case.contract_id) != (kind, contract):
            continue
        row = snapshots.frozen(session, case.snapshot_id)
        at = case.opened_at.astimezone(BOOKING_ZONE)
        made = None if row is None else called_mark(thawed(row), kind, contract, at)
        if made is not None:
            yield made


def _in_order(marks: Sequence[Mark]) -> tuple[Mark, ...]:
    return tuple(sorted(marks, key=lambda each: each.event.at))


def _since_restored(session: Session, view: View, now: datetime, called: Sequence[date]) -> list[Snapshot]:
    """The positions back to the last at or above every line that ends a call, that one included, and to a day before every
    open call; oldest first.
    """
    found: list[Snapshot] = []
    for snapshot in views.backwards(session, view):
        event, terms = mark(snapshot, now), snapshot.terms
        found.append(snapshot)
        safe = max(terms.warning_line, terms.restore_line)
        restored = event.debt == 0 or (event.ratio is not None and event.ratio.at_least(safe))
        if restored and all(snapshot.as_of < day for day in called):
            break
    return found[::-1]


def _at_maturity(session: Session, view: View, account: Snapshot, now: datetime) -> Iterator[_Started]:
    """Files of the contracts that come due soon or came due, from the first position they were looked at."""
    opened = [each for each in _open_by(session, view, now) if each.kind == "maturity"]
    due = {each.contract: each.due for _, each in account.contracts()}
    due |= queries.due_days(session, [each.contract_id for each in opened if each.contract_id not in due])
    soon = {name: day for name, day in due.items() if day is not None and day - REMINDER <= now.date()}
    held = _held_since(session, view, soon.values())
    for contract, day in soon.items():
        file = CallFile("maturity", NO_LINES, AT_MATURITY, day, closures=closures(session))
        marks = [Mark(maturity_mark(each, contract, now), NO_LINES) for each in held]
        marks += _called(session, opened, "maturity", contract)
        yield _Started(file, _in_order(marks), contract)


def _held_since(session: Session, view: View, due: Collection[date]) -> list[Snapshot]:
    """The positions from the day on which the first of these days was looked at; oldest first."""
    found: list[Snapshot] = []
    for snapshot in views.backwards(session, view) if due else ():
        if snapshot.as_of < min(due) - REMINDER:
            break
        found.append(snapshot)
    return found[::-1]
