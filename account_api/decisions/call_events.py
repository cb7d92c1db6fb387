"""The one place where the ledger becomes the events of a margin call: closing positions, notices that arrived, acts.

A notice counts as served when it was delivered. Its kind says which of the notices that a call owes it can be; which one
it was depends on what was owed at that instant, so the events are worked in one after the other. Each closing position is
judged by the lines of its own day: a contract that is changed later calls nobody in hindsight.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from fractions import Fraction
from types import MappingProxyType

from account_api.accounts.tables import CallAct
from account_api.clock import BOOKING_ZONE
from account_api.decisions.call_acts import Place, events_of, owed_under
from account_api.notices.tables import SentNotice
from risk.account import ZERO, Snapshot
from risk.calendar import Calendar
from risk.calls import CallFile, Event, Kind, Lines, Outcome, advance, lines_of, mark_of
from risk.calls.signals import restored

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
ENDINGS, SOLD = frozenset({"call_ended", "residual_debt", "general"}), "sold"
"""The kinds of notices that end a call, and the figure that a statement of a sale names."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A position, and the lines of the contract on its day; `called` is the frozen account that a call was made on."""

    event: Event
    lines: Lines
    called: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """A notice, and the day of the call it was about; None where it was not about one case."""

    notice: SentNotice
    called_on: date | None = None


Entry = Mark | Event | Told
NO_LINES = Lines(ZERO, ZERO, ZERO)
"""A contract that comes due knows no lines."""


def timeline(
    marks: Sequence[Mark],
    notices: Sequence[Told],
    acts: Sequence[CallAct],
    now: datetime,
    frozen: Mapping[str, Snapshot],
    closed: Mapping[date, datetime] = MappingProxyType({}),
) -> tuple[Entry, ...]:
    """All that happened from the first mark to `now`, oldest first; what is of one instant, in the order of `Place`.
    `closed` are days on which the exchange was closed, by the instant at which that was first known to the calls.
    """
    if not marks:
        return ()
    kept = {each.at for each in acts if each.snapshot_id is not None}
    entries: list[tuple[datetime, int, Entry]] = [
        (each.event.at, Place.after if each.event.at in kept and not each.called else Place.position, each)
        for each in marks
    ]
    entries += events_of(acts, [each.event for each in marks], frozen)
    entries += [
        (at, Place.result if _tells_of_a_sale(each.notice) else Place.notice, each)
        for each in notices
        if (at := each.notice.delivered_at) is not None
    ]
    entries += [(at, Place.act, Event("closure", at, day=day)) for day, at in closed.items()]
    entries.sort(key=lambda entry: entry[:2])
    return tuple(entry for at, _, entry in entries if marks[0].event.at <= at <= now)


def _tells_of_a_sale(notice: SentNotice) -> bool:
    """Whether a notice is of what selling came to, and not what selling waits for: both may arrive at the instant of a sale."""
    return notice.kind in ENDINGS or SOLD in notice.figures


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


@dataclass(frozen=True, slots=True)
class Marks:
    """Positions as marks, as they are known at `now`; each is made once."""

    now: datetime
    _made: dict[int, tuple[Snapshot, Event]] = field(default_factory=dict)

    def of(self, snapshot: Snapshot) -> Event:
        found = self._made.get(id(snapshot))
        if found is None:
            found = self._made[id(snapshot)] = snapshot, mark(snapshot, self.now)
        return found[1]


def line_mark(snapshot: Snapshot, event: Event, kind: Kind, final: bool = True) -> Mark | None:
    """A position and its mark against the lines of a kind of call; None where the contract of its day has none. The liquidation
    line is one of closing positions: one that is not `final` yet begins and ends no call.
    """
    lines = lines_of(snapshot.terms, kind)
    if lines is None:
        return None
    if kind == "minimum" or (final and event.at >= _close(snapshot)):
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


def _lines_for(file: CallFile, position: Mark) -> Lines:
    """The lines that a position is held to. One that selling has restored waits to be wound up: no market has done that."""
    if file.state == "liquidating" and restored(file):
        return replace(position.lines, restore=NEVER_REACHED)
    return position.lines


def _events_of(file: CallFile, entry: Entry, calendar: Calendar) -> Iterator[Event]:
    """What an entry is to a file; a notice is the owed one of its kind, and nothing where nothing of its kind was owed or it
    was about another call.
    """
    if isinstance(entry, Mark):
        yield entry.event
    elif isinstance(entry, Event):
        yield entry
    elif entry.notice.delivered_at is not None and entry.called_on in (None, file.called_on):
        at = entry.notice.delivered_at.astimezone(BOOKING_ZONE)
        clock = Event("clock", at)
        passed = advance(file, clock, calendar).file
        if passed.state != file.state:
            yield clock
        code = next((each for each in CODES[entry.notice.kind] if each in passed.owed), None)
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
