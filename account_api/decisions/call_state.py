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
from account_api.decisions.call_events import Mark, mark, maturity_mark, outcomes, timeline
from account_api.decisions.contract import CallStatePublic
from account_api.firm.closures import closures
from account_api.notices import queries as notices
from account_api.planning.position import position
from risk.account import ZERO, Contract, Snapshot, Terms
from risk.calls import CallFile, Event, Kind, Lines, Outcome, lines_of, report
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
    marks: tuple[Mark, ...]
    contract: str | None = None


def call_state(ctx: Context, session: Session, view: View) -> CallStatePublic:
    """A report for each call of the account that is not quiet. Raises NotFound without a position."""
    account, now = position(view), _now(ctx, view)
    started = (*_by_lines(session, view, account), *_at_maturity(session, view, account, now.date()))
    calls = [_report(ctx, session, view, each, now) for each in started]
    shown = [each for each in calls if each["state"] != QUIET]
    return CallStatePublic.model_validate({**view.origin(), "calls": shown})


def call_of_line(ctx: Context, session: Session, view: View, account: Snapshot, now: datetime) -> CallFile:
    """The call of the liquidation line as it stands at an instant."""
    started = next(_by_lines(session, view, account))
    return _outcomes(ctx, session, view, started, now)[-1].file


def _report(
    ctx: Context, session: Session, view: View, started: _Started, now: datetime
) -> dict[str, object]:
    told = report(started.file, _outcomes(ctx, session, view, started, now), ctx.rules)
    return told if started.contract is None else {**told, "contract": started.contract}


def _outcomes(
    ctx: Context, session: Session, view: View, started: _Started, now: datetime
) -> tuple[Outcome, ...]:
    """A closing position that is on the books has been made, even where the clock is behind its hour."""
    file, client_id = started.file, view.client.client_id
    now = max([now, *(each.event.at for each in started.marks)])
    acts = queries.call_acts(session, client_id, file.kind, started.contract)
    entries = timeline(started.marks, notices.sent(session, client_id), acts, now)
    return outcomes(file, entries, now, ctx.calendar)


def _by_lines(session: Session, view: View, account: Snapshot) -> Iterator[_Started]:
    """Files of the liquidation line and of the minimum line, begun on the last day that ended any call."""
    held = _since_restored(session, view)
    for kind, rule in zip(BY_LINES, (account.terms.call_deadline, MINIMUM_LINE), strict=True):
        lines = lines_of(account.terms, kind)
        if lines is not None:
            file = CallFile(kind, lines, rule, closures=closures(session))
            then = ((event, lines_of(terms, kind)) for event, terms in held)
            yield _Started(file, tuple(Mark(event, of_day) for event, of_day in then if of_day is not None))


def _since_restored(session: Session, view: View) -> list[tuple[Event, Terms]]:
    """The closing positions, each with the terms of its day, back to the last at or above every line that ends a call, that
    one included; oldest first.
    """
    found: list[tuple[Event, Terms]] = []
    for snapshot in views.backwards(session, view):
        event, terms = mark(snapshot), snapshot.terms
        found.append((event, terms))
        safe = max(terms.warning_line, terms.restore_line)
        if event.debt == 0 or (event.ratio is not None and event.ratio.at_least(safe)):
            break
    return found[::-1]


def _at_maturity(session: Session, view: View, account: Snapshot, today: date) -> Iterator[_Started]:
    """Files of the contracts that come due soon or came due, from the first position they were looked at."""
    soon = [each for _, each in account.contracts() if each.due is not None and each.due - REMINDER <= today]
    held = _held_since(session, view, soon)
    for contract in soon:
        file = CallFile("maturity", NO_LINES, AT_MATURITY, contract.due, closures=closures(session))
        marks = (maturity_mark(each, contract.contract) for each in held)
        yield _Started(file, tuple(Mark(each, NO_LINES) for each in marks), contract.contract)


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
