"""Where the margin calls of an account stand, kind by kind: state, deadline, what is owed, the next lawful step."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlmodel import Session

from account_api.accounts import queries
from account_api.accounts import view as views
from account_api.accounts.view import View
from account_api.clock import BOOKING_ZONE
from account_api.context import Context
from account_api.decisions.call_events import mark, maturity_mark, outcomes, timeline
from account_api.decisions.contract import CallStatePublic
from account_api.firm.closures import closures
from account_api.notices import queries as notices
from account_api.planning.position import position
from risk.account import ZERO, Contract, Snapshot
from risk.calls import CallFile, Event, Kind, Lines, lines_of, report
from risk.calls.deadlines import AT_MATURITY, MINIMUM_LINE
from risk.calls.signals import REMINDER

QUIET = "normal"
BY_LINES: tuple[Kind, ...] = ("maintenance", "minimum")
NO_LINES = Lines(ZERO, ZERO, ZERO)
"""A contract that comes due knows no lines."""


@dataclass(frozen=True, slots=True)
class _Started:
    """A call's file before anything happened, the closing positions since, and the contract of a call at maturity."""

    file: CallFile
    marks: tuple[Event, ...]
    contract: str | None = None


def call_state(ctx: Context, session: Session, view: View) -> CallStatePublic:
    """A report for each call of the account that is not quiet. Raises NotFound without a position."""
    account, now = position(view), _now(ctx, view)
    started = (*_by_lines(session, view, account), *_at_maturity(session, view, account, now.date()))
    calls = [_report(ctx, session, view, each, now) for each in started]
    shown = [each for each in calls if each["state"] != QUIET]
    return CallStatePublic.model_validate({**view.origin(), "calls": shown})


def _report(
    ctx: Context, session: Session, view: View, started: _Started, now: datetime
) -> dict[str, object]:
    file, client_id = started.file, view.client.client_id
    acts = queries.call_acts(session, client_id, file.kind, started.contract)
    entries = timeline(started.marks, notices.sent(session, client_id), acts, now)
    told = report(file, outcomes(file, entries, now, ctx.calendar), ctx.rules)
    return told if started.contract is None else {**told, "contract": started.contract}


def _by_lines(session: Session, view: View, account: Snapshot) -> Iterator[_Started]:
    """Files of the liquidation line and of the minimum line, begun on the last day that ended any call."""
    marks = _since_restored(session, view, account)
    for kind, rule in zip(BY_LINES, (account.terms.call_deadline, MINIMUM_LINE), strict=True):
        lines = lines_of(account.terms, kind)
        if lines is not None:
            yield _Started(CallFile(kind, lines, rule, closures=closures(session)), marks)


def _since_restored(session: Session, view: View, account: Snapshot) -> tuple[Event, ...]:
    """The closing positions back to the last at or above every line that ends a call, that one included; oldest first."""
    line = max(account.terms.warning_line, account.terms.restore_line)
    found: list[Event] = []
    for snapshot in views.backwards(session, view):
        found.append(mark(snapshot))
        ratio = found[-1].ratio
        if found[-1].debt == 0 or (ratio is not None and ratio.at_least(line)):
            break
    return tuple(reversed(found))


def _at_maturity(session: Session, view: View, account: Snapshot, today: date) -> Iterator[_Started]:
    """Files of the contracts that come due soon or came due, from the first position they were looked at."""
    soon = [each for _, each in account.contracts() if each.due is not None and each.due - REMINDER <= today]
    held = _held_since(session, view, soon)
    for contract in soon:
        file = CallFile("maturity", NO_LINES, AT_MATURITY, contract.due, closures=closures(session))
        yield _Started(
            file, tuple(maturity_mark(each, contract.contract) for each in held), contract.contract
        )


def _held_since(session: Session, view: View, contracts: Sequence[Contract]) -> list[Snapshot]:
    """The positions from the day on which the first of these contracts was looked at; oldest first."""
    days = [each.due - REMINDER for each in contracts if each.due is not None]
    found: list[Snapshot] = []
    for snapshot in views.backwards(session, view) if days else ():
        if snapshot.as_of < min(days):
            break
        found.append(snapshot)
    return found[::-1]


def _now(ctx: Context, view: View) -> datetime:
    """The clock; on a view of an earlier day, the end of that day."""
    if view.as_of >= ctx.clock.today():
        return ctx.clock.local()
    return datetime.combine(view.as_of, time.max, tzinfo=BOOKING_ZONE)
