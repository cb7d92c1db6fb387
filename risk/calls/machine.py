"""The state machine of a margin call: a file and an event in; the file after it, owed notices and next steps out.

Guards stand before the table: no state is entered before the notices that must precede it are recorded as served,
and time passes before anything else happens, so that a payment after the deadline meets an overdue file.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from risk.account import ZERO
from risk.calendar import Calendar
from risk.calls.deadlines import with_deadline
from risk.calls.model import RUNNING, CallFile, Event, State
from risk.calls.notices import Notice, before, find, of_kind
from risk.calls.signals import restored, settles, signal_of
from risk.calls.steps import IF_SUSPENDED, SERVE, SET_DEADLINE, STEPS, STOP, Step
from risk.calls.transitions import TABLE, Refusal, Signal


@dataclass(frozen=True, slots=True)
class Outcome:
    """One event worked in: the file after it, the signal it was, the refusal that left the file as it stood."""

    file: CallFile
    event: Event
    signal: Signal
    was: State
    refusal: Refusal | None = None


def advance(file: CallFile, event: Event, calendar: Calendar) -> Outcome:
    """Work one event into a file. Never raises: what may not happen is a named refusal."""
    if file.last_at is not None and event.at < file.last_at:
        return Outcome(file, event, signal_of(file, event), file.state, "out_of_order")
    late = file.deadline is not None and event.at > file.deadline
    if late and file.state in RUNNING and event.name != "clock":
        file = _apply(file, Event("clock", event.at), calendar).file
    return _apply(file, event, calendar)


def replay(file: CallFile, events: Iterable[Event], calendar: Calendar) -> tuple[Outcome, ...]:
    """The outcomes of events in their order, each worked into the file that the one before left."""
    outcomes: list[Outcome] = []
    for event in events:
        outcomes.append(advance(outcomes[-1].file if outcomes else file, event, calendar))
    return tuple(outcomes)


def owed_notices(file: CallFile) -> tuple[Notice, ...]:
    """The notices that the file owes now."""
    return find(file.kind, file.owed)


def next_steps(file: CallFile) -> tuple[Step, ...]:
    """What may lawfully be done next; what is owed or missing comes first."""
    if file.state == "liquidating" and restored(file):
        return (*((SERVE,) if file.owed else ()), STOP)
    first = (SERVE,) if file.owed else ()
    undated = (SET_DEADLINE,) if file.state in RUNNING and file.deadline is None else ()
    suspended = (IF_SUSPENDED,) if file.kind == "maturity" and file.state in (*RUNNING, "overdue") else ()
    return (*first, *undated, *STEPS[file.state], *suspended)


def _apply(file: CallFile, event: Event, calendar: Calendar) -> Outcome:
    signal = signal_of(file, event)
    to, refusal = TABLE[file.state, signal]
    refusal = refusal or _guard(file, event, signal, to or file.state)
    if refusal is not None or to is None:
        return Outcome(file, event, signal, file.state, refusal)
    tells = event.name in ("mark", "top_up", "sale")
    assets, debt = (event.assets, event.debt) if tells else (file.assets, file.debt)
    seen = replace(file, last_at=event.at, assets=assets, debt=debt)
    moved = _enter(_record(seen, event, signal, to, calendar), signal, to)
    return Outcome(moved, event, signal, file.state)


def _guard(file: CallFile, event: Event, signal: Signal, to: State) -> Refusal | None:
    if signal == "notice_served":
        return None if event.notice in file.owed else "notice_not_owed"
    if signal == "extended" and not _later(file, event):
        return "not_later"
    if signal == "sold" and restored(file):
        return "enough_sold"
    unserved = [code for code in before(file.kind, to) if code not in file.served and _applies(file, code)]
    return "notice_owed" if to != file.state and unserved else None


def _applies(file: CallFile, code: str) -> bool:
    """Whether a notice bears on this call: one of an agreed extension only where one was agreed."""
    return code != "deadline_extended" or code in file.owed


def _later(file: CallFile, event: Event) -> bool:
    return event.until is not None and event.until > max(file.deadline or event.at, event.at)


def _record(file: CallFile, event: Event, signal: Signal, to: State, calendar: Calendar) -> CallFile:
    """The file with what the event itself tells, before the state changes."""
    if signal == "notice_served" and event.notice:
        return _served(file, event.notice, event.at, calendar)
    if event.name == "top_up":
        return _paid(file, event)
    if event.name in ("extend", "waive"):
        extended = replace(file, until=event.until)
        return with_deadline(extended, calendar) if signal == "extended" else extended
    if event.name == "closure" and event.day is not None:
        return _closed_on(file, event.day, calendar)
    if signal == "residual":
        return replace(file, residual=event.amount, unspent=ZERO)
    if to == "called" and file.state != "called":
        return _called(file, event.at.date(), calendar)
    return file


def _paid(file: CallFile, event: Event) -> CallFile:
    """What came from outside is contributed, what only moved inside the account is repaid."""
    lowered = replace(file, residual=max(ZERO, file.residual - settles(file, event)))
    if event.inside:
        left = max(ZERO, file.unspent - event.amount)
        return replace(lowered, repaid=file.repaid + event.amount, unspent=left)
    return replace(lowered, contributed=file.contributed + event.amount, unspent=file.unspent + event.amount)


def _called(file: CallFile, day: date, calendar: Calendar) -> CallFile:
    """A new call: what was served in an earlier one does not count for it."""
    start = file.due if file.kind == "maturity" and file.due is not None else day
    fresh = replace(
        file,
        called_on=start,
        counted_from=start,
        until=None,
        contributed=ZERO,
        repaid=ZERO,
        unspent=ZERO,
        residual=ZERO,
        served=(),
    )
    return with_deadline(fresh, calendar)


def _served(file: CallFile, code: str, at: datetime, calendar: Calendar) -> CallFile:
    """A notice is recorded; a call that is told late gives its time from the day it was told. One that is told when its hour of
    that day has passed gives it until the same hour of the next session: a notice comes before its deadline.
    """
    owed = tuple(each for each in file.owed if each != code)
    served = replace(file, owed=owed, served=(*file.served, code))
    if code != "call" or file.counted_from is None:
        return served
    counted = with_deadline(replace(served, counted_from=max(file.counted_from, at.date())), calendar)
    if counted.until is not None or counted.deadline is None or at < counted.deadline:
        return counted
    return with_deadline(replace(counted, counted_from=at.date() + timedelta(days=1)), calendar)


def _closed_on(file: CallFile, day: date, calendar: Calendar) -> CallFile:
    """The exchange is closed on `day`: a running deadline is counted again, and the client is told if it moved."""
    closed = replace(file, closures=file.closures | {day})
    if file.state not in RUNNING:
        return closed
    moved = with_deadline(closed, calendar)
    return moved if moved.deadline == file.deadline else _owing(moved, ("deadline_moved",))


def _enter(file: CallFile, signal: Signal, to: State) -> CallFile:
    """The file in its next state, with what it owes from there on."""
    entered = to != file.state
    notices = of_kind(file.kind)
    left = _left(file, to, {each.code for each in notices if to in each.lapses}) if entered else file
    due = tuple(each.code for each in notices if signal in each.on or (entered and to in each.entering))
    return _owing(left, due) if due else left


def _left(file: CallFile, to: State, lapsed: set[str]) -> CallFile:
    """The file gone over into another state, where what has lapsed is owed no more."""
    return replace(file, state=to, owed=tuple(code for code in file.owed if code not in lapsed))


def _owing(file: CallFile, codes: tuple[str, ...]) -> CallFile:
    """The file that owes these notices too; one that is owed again was not served yet."""
    owed = tuple(dict.fromkeys((*file.owed, *codes)))
    return replace(file, owed=owed, served=tuple(code for code in file.served if code not in codes))
