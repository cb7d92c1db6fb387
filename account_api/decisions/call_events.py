"""The one place where the ledger becomes the events of a margin call: closing positions, notices that arrived, acts.

A notice counts as served when it was delivered. Its kind says which of the notices that a call owes it can be; which one
it was depends on what was owed at that instant, so the events are worked in one after the other. Each closing position is
judged by the lines of its own day: a contract that is changed later calls nobody in hindsight.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from enum import IntEnum
from fractions import Fraction
from types import MappingProxyType

from account_api.accounts.tables import CallAct
from account_api.clock import BOOKING_ZONE
from account_api.notices.tables import SentNotice
from risk.account import ZERO, Snapshot
from risk.calendar import Calendar
from risk.calls import CallFile, Event, Kind, Lines, Outcome, advance, lines_of, mark_of
from risk.calls.signals import restored
from risk.valuation import value

CLOSE = time(15, 0)
ALWAYS_ABOVE, NEVER_REACHED = Fraction(-(10**12)), Fraction(10**12)
"""The lines that begin and end a call, for a position that can do neither."""

CODES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "margin_call": ("call",),
        "warning": ("watch",),
        "maturity": ("maturity_near", "call"),
        "liquidation": ("overdue", "liquidation_result", "residual_debt"),
        "general": ("deadline_extended", "deadline_moved", "call_ended", "residual_debt"),
        "change": (),
        "residual_debt": ("residual_debt",),
        "deadline_moved": ("deadline_moved",),
        "deadline_extended": ("deadline_extended",),
        "call_ended": ("call_ended",),
        "reminder": (),
        "alert": (),
    }
)
"""Which owed notices a notice of each kind may have been, the first that is owed."""


class Place(IntEnum):
    """The order of what is of one instant. A position that has an act in it comes `after` that act; what tells of a sale comes
    after the sale.
    """

    position = 0
    act = 1
    notice = 2
    start_liquidation = 3
    sale = 4
    after = 5
    result = 6
    finish = 7


@dataclass(frozen=True, slots=True)
class Mark:
    """A position, and the lines of the contract on its day; `called` is the frozen account that a call was made on."""

    event: Event
    lines: Lines
    called: bool = False


Entry = Mark | Event | SentNotice
NO_LINES = Lines(ZERO, ZERO, ZERO)
"""A contract that comes due knows no lines."""


def timeline(
    marks: Sequence[Mark],
    notices: Sequence[SentNotice],
    acts: Sequence[CallAct],
    now: datetime,
    frozen: Mapping[str, Snapshot],
) -> tuple[Entry, ...]:
    """All that happened from the first mark to `now`, oldest first; what is of one instant, in the order of `Place`."""
    if not marks:
        return ()
    kept = {each.at for each in acts if each.snapshot_id is not None}
    sold = min((each.at for each in acts if each.act == "sale"), default=None)
    entries: list[tuple[datetime, int, Entry]] = [
        (each.event.at, Place.after if each.event.at in kept and not each.called else Place.position, each)
        for each in marks
    ]
    entries += _events(acts, [each.event for each in marks], frozen)
    entries += [
        (at, Place.result if sold is not None and sold <= at else Place.notice, each)
        for each in notices
        if (at := each.delivered_at) is not None
    ]
    entries.sort(key=lambda entry: entry[:2])
    return tuple(entry for at, _, entry in entries if marks[0].event.at <= at <= now)


def outcomes(
    file: CallFile, entries: Sequence[Entry], now: datetime, calendar: Calendar
) -> tuple[Outcome, ...]:
    """Each entry worked into the file that the one before left, and at last the clock, under the lines of `file`.

    Time passes before a notice is looked at: one that arrives after the deadline may be the one that is owed since then.
    """
    worked: list[Outcome] = []
    lines = file.lines
    for entry in entries:
        if isinstance(entry, Mark):
            file = replace(file, lines=_lines_for(file, entry))
        for event in _events_of(file, entry, calendar):
            worked.append(advance(file, event, calendar))
            file = worked[-1].file
    return (*worked, advance(replace(file, lines=lines), Event("clock", now), calendar))


def mark(snapshot: Snapshot, now: datetime) -> Event:
    """A position as a mark, as it is known at `now`."""
    return mark_of(snapshot, _at(snapshot, now))


def line_mark(snapshot: Snapshot, kind: Kind, now: datetime) -> Mark | None:
    """A position against the lines of a kind of call; None where the contract of its day has none."""
    lines, event = lines_of(snapshot.terms, kind), mark(snapshot, now)
    if lines is None:
        return None
    if kind == "minimum" or event.at >= _close(snapshot):
        return Mark(event, lines)
    return Mark(event, replace(lines, trigger=ALWAYS_ABOVE, restore=NEVER_REACHED))


def called_mark(snapshot: Snapshot, kind: Kind, contract: str | None, at: datetime) -> Mark | None:
    """The frozen account that a call was made on, at the instant of the call."""
    if contract is not None:
        return Mark(Event("mark", at, None, owed_under(snapshot, contract)), NO_LINES, called=True)
    lines = lines_of(snapshot.terms, kind)
    return None if lines is None else Mark(mark_of(snapshot, at), lines, called=True)


def maturity_mark(snapshot: Snapshot, contract: str, now: datetime) -> Event:
    """What was owed under one contract when the position was taken."""
    return Event("mark", _at(snapshot, now), None, owed_under(snapshot, contract))


def owed_under(snapshot: Snapshot, contract: str) -> Fraction | None:
    """Principal and interest of one contract, for a short its market value and fee.

    It is nothing once the contract is no longer there, and unknown while a price or interest is.
    """
    row = next((each for each in value(snapshot).contracts if each.contract.contract == contract), None)
    if row is None:
        return ZERO
    principal = row.market_value if row.contract.kind == "short" else row.contract.amount
    return None if principal is None or row.interest is None else principal + row.interest


def _lines_for(file: CallFile, position: Mark) -> Lines:
    """The lines that a position is held to. One that selling has restored waits to be wound up: no market has done that."""
    if file.state == "liquidating" and restored(file):
        return replace(position.lines, restore=NEVER_REACHED)
    return position.lines


@dataclass(frozen=True, slots=True)
class _Since:
    """What came in and what was sold since a closing position; None once a sum is unknown."""

    brought: Fraction | None = ZERO
    sold: Fraction | None = ZERO

    def after(self, act: CallAct) -> "_Since":
        amount = None if act.amount is None else Fraction(act.amount)
        if act.act == "top_up":
            return replace(self, brought=_sum(self.brought, amount))
        return replace(self, sold=_sum(self.sold, amount)) if act.act == "sale" else self


def _events(
    acts: Sequence[CallAct], marks: Sequence[Event], frozen: Mapping[str, Snapshot]
) -> Iterator[tuple[datetime, int, Event]]:
    """The acts as events, each with the account after it, and with its place among what happened at the same instant. An end
    of a liquidation that does not say what remained owed is none.
    """
    last, since = None, _Since()
    for act in acts:
        at = act.at.astimezone(BOOKING_ZONE)
        newest = next((each for each in reversed(marks) if each.at <= at), Event("mark", at))
        if newest != last:
            last, since = newest, _Since()
        since = since.after(act)
        if act.act == "finish" and act.amount is None:
            continue
        kept = None if act.snapshot_id is None else frozen.get(act.snapshot_id)
        assets, debt = _position(newest, since, act.kind == "maturity") if kept is None else _sides(act, kept)
        amount = ZERO if act.amount is None else Fraction(act.amount)
        until = None if act.until is None else act.until.astimezone(BOOKING_ZONE)
        place = Place.__members__.get(act.act, Place.act)
        yield at, place, Event(act.act, at, assets, debt, amount, until=until)


def _sides(act: CallAct, kept: Snapshot) -> tuple[Fraction | None, Fraction | None]:
    """Assets and debt of the account as it was frozen after the act; at maturity, the debt of the one contract."""
    if act.contract_id is not None:
        return None, owed_under(kept, act.contract_id)
    priced = value(kept)
    return priced.assets, priced.liabilities


def _position(last: Event, since: _Since, due: bool) -> tuple[Fraction | None, Fraction | None]:
    """Assets and debt after what came since the last closing position: what is brought adds to the assets, what is sold
    repays. Where one contract is `due`, both repay it.
    """
    if since.brought is None or since.sold is None or last.debt is None:
        return None, None if since.sold is None or due else last.debt
    if due:
        return None, max(ZERO, last.debt - since.brought - since.sold)
    repaid = min(since.sold, last.debt)
    return None if last.assets is None else last.assets + since.brought - repaid, last.debt - repaid


def _sum(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return None if one is None or other is None else one + other


def _events_of(file: CallFile, entry: Entry, calendar: Calendar) -> Iterator[Event]:
    """What an entry is to a file; a notice is the owed one of its kind, and nothing where nothing of its kind was owed."""
    if isinstance(entry, Mark):
        yield entry.event
    elif isinstance(entry, Event):
        yield entry
    elif entry.delivered_at is not None:
        at = entry.delivered_at.astimezone(BOOKING_ZONE)
        clock = Event("clock", at)
        passed = advance(file, clock, calendar).file
        if passed.state != file.state:
            yield clock
        code = next((each for each in CODES[entry.kind] if each in passed.owed), None)
        if code is not None:
            yield Event("notice", at, notice=code)


def _at(snapshot: Snapshot, now: datetime) -> datetime:
    """When the position was taken: by then it is known with the prices of then. A position of a day that is over, or one that
    was not taken on its own day, is that of the close: a call is of the day it closed on.
    """
    close = _close(snapshot)
    taken = snapshot.taken_at and snapshot.taken_at.astimezone(BOOKING_ZONE)
    if taken is None or taken.date() != close.date():
        return close
    priced = snapshot.price_time and snapshot.price_time.astimezone(BOOKING_ZONE)
    if priced is not None and priced.date() == close.date():
        taken = max(taken, priced)
    return max(taken, close) if now >= close else taken


def _close(snapshot: Snapshot) -> datetime:
    return datetime.combine(snapshot.as_of, CLOSE, tzinfo=BOOKING_ZONE)
