"""Where the margin calls of an account stand, kind by kind: state, deadline, what is owed, the next lawful step.

The one place that says so: from the positions of the ledger, from the accounts frozen when calls were made, from notices
that arrived and from what was done.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time

from sqlmodel import Session

from account_api.accounts.view import View
from account_api.clock import BOOKING_ZONE
from account_api.context import Context
from account_api.decisions.call_acts import owed_under
from account_api.decisions.call_events import (
    NO_LINES,
    Mark,
    called_mark,
    line_mark,
    maturity_mark,
    outcomes,
    timeline,
)
from account_api.decisions.call_ledger import Ledger, ledger_of
from account_api.decisions.contract import CallStatePublic
from account_api.planning.position import position
from risk.calls import CallFile, Kind, Outcome, lines_of, report
from risk.calls.deadlines import AT_MATURITY, MINIMUM_LINE, without

QUIET = "normal"
MORNING = time(9)
"""Firm-set: when a contract that comes due that day is called."""
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


def call_of_line(ctx: Context, session: Session, view: View, now: datetime) -> CallFile:
    """The call of the liquidation line of an account with a position, as it stands at an instant."""
    ledger = ledger_of(session, view, now)
    assert ledger is not None
    return _outcomes(ctx, ledger, next(_by_lines(ledger)))[-1].file


def followed(ctx: Context, session: Session, view: View, now: datetime) -> tuple[Followed, ...]:
    """Every call that the account has or could have, worked out up to an instant; none without a position."""
    ledger = ledger_of(session, view, now)
    return () if ledger is None else calls_of(ctx, ledger)


def calls_of(ctx: Context, ledger: Ledger) -> tuple[Followed, ...]:
    """The same of an account whose ledger was read."""
    started = (*_by_lines(ledger), *_at_maturity(ctx, ledger))
    return tuple(Followed(each.file, _outcomes(ctx, ledger, each), each.contract) for each in started)


def reported(ctx: Context, call: Followed) -> dict[str, object]:
    """A call as it is told; one at maturity names its contract."""
    told = report(call.file, call.outcomes, ctx.rules)
    return told if call.contract is None else {**told, "contract": call.contract}


def moment_of(ctx: Context, view: View) -> datetime:
    """The clock; on a view of an earlier day, the end of that day."""
    if view.as_of >= ctx.clock.today():
        return ctx.clock.local()
    return datetime.combine(view.as_of, time.max, tzinfo=BOOKING_ZONE)


def _outcomes(ctx: Context, ledger: Ledger, started: _Started) -> tuple[Outcome, ...]:
    """A closing position that is on the books has been made, even where the clock is behind its hour."""
    file = started.file
    now = max([ledger.now, *(each.event.at for each in started.marks)])
    acts = ledger.acts_of(file.kind, started.contract)
    told = ledger.told_of(file.kind, started.contract)
    closed = ledger.closed_since(file.kind, started.contract)
    entries = timeline(started.marks, told, acts, now, ledger.frozen, closed)
    file = replace(file, closures=file.closures - closed.keys())
    return outcomes(file, entries, now, ctx.calendar)


def _by_lines(ledger: Ledger) -> Iterator[_Started]:
    """Files of the liquidation line and of the minimum line, begun on the last day that ended any call."""
    held, terms = ledger.since_restored(), ledger.account.terms
    for kind, rule in zip(BY_LINES, (terms.call_deadline, MINIMUM_LINE), strict=True):
        lines = lines_of(terms, kind)
        if lines is not None:
            judged = (line_mark(day, ledger.marks.of(day), kind, ledger.final(day)) for day in held)
            marks = [each for each in judged if each is not None]
            marks += _called(ledger, kind, None)
            yield _Started(CallFile(kind, lines, rule, closures=ledger.closures), _in_order(marks))


def _called(ledger: Ledger, kind: Kind, contract: str | None) -> Iterator[Mark]:
    """The accounts that the open calls of a kind were made on."""
    for case in ledger.opened:
        stood = ledger.frozen.get(case.snapshot_id)
        if (case.kind, case.contract_id) != (kind, contract) or stood is None:
            continue
        made = called_mark(stood, kind, contract, case.opened_at.astimezone(BOOKING_ZONE))
        if made is not None:
            yield made


def _in_order(marks: Sequence[Mark]) -> tuple[Mark, ...]:
    return tuple(sorted(marks, key=lambda each: each.event.at))


def _at_maturity(ctx: Context, ledger: Ledger) -> Iterator[_Started]:
    """Files of the contracts that come due soon or came due, from the first position they were looked at.

    A contract is called on the morning of the session that it comes due on, while there is time to pay, and no earlier.
    """
    held = ledger.since_looked_at()
    for contract, day in ledger.due.items():
        file = CallFile("maturity", NO_LINES, AT_MATURITY, day, closures=ledger.closures)
        marks = [Mark(maturity_mark(each, contract, ledger.now), NO_LINES) for each in held]
        session = without(ctx.calendar, ledger.closures).add_sessions(day, 0).date
        morning = datetime.combine(session, MORNING, tzinfo=BOOKING_ZONE)
        looked = [each for each in marks if each.event.at.date() < day or each.event.at >= morning]
        looked += (*_morning(ledger, contract, morning, marks), *_called(ledger, "maturity", contract))
        yield _Started(file, _in_order(looked), contract)


def _morning(ledger: Ledger, contract: str, at: datetime, marks: Sequence[Mark]) -> Iterator[Mark]:
    """What is owed on that morning, as it was last known then."""
    known = [each for each in _in_order(marks) if each.event.at <= at]
    if known and at <= ledger.now and owed_under(ledger.account, contract) != 0:
        yield Mark(replace(known[-1].event, at=at), NO_LINES)
