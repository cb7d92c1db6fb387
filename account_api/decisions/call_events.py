"""The one place where the ledger becomes the events of a margin call: closing positions, notices that arrived, acts.

A notice counts as served when it was delivered. Its kind says which of the notices that a call owes it can be; which one
it was depends on what was owed at that instant, so the events are worked in one after the other.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from fractions import Fraction
from types import MappingProxyType

from account_api.accounts.tables import CallAct
from account_api.clock import BOOKING_ZONE
from account_api.notices.tables import SentNotice
from risk.account import ZERO, Snapshot
from risk.calendar import Calendar
from risk.calls import CallFile, Event, Outcome, advance, mark_of
from risk.valuation import value

CLOSE = time(15, 0)
CODES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "margin_call": ("call",),
        "warning": ("watch",),
        "maturity": ("maturity_near", "call"),
        "liquidation": ("overdue", "liquidation_result", "residual_debt"),
        "general": ("deadline_extended", "deadline_moved", "call_ended", "residual_debt"),
        "change": (),
    }
)
"""Which owed notices a notice of each kind may have been, the first that is owed."""

Entry = Event | SentNotice


def timeline(
    marks: Sequence[Event], notices: Sequence[SentNotice], acts: Sequence[CallAct], now: datetime
) -> tuple[Entry, ...]:
    """All that had happened by `now`, oldest first; of one instant positions come first, then acts, then notices."""
    entries: list[tuple[datetime, int, Entry]] = [(each.at, 0, each) for each in marks]
    entries += [(event.at, 1, event) for event in (_act(each, marks) for each in acts)]
    entries += [(each.delivered_at, 2, each) for each in notices if each.delivered_at is not None]
    entries.sort(key=lambda entry: entry[:2])
    return tuple(entry for at, _, entry in entries if at <= now)


def outcomes(
    file: CallFile, entries: Sequence[Entry], now: datetime, calendar: Calendar
) -> tuple[Outcome, ...]:
    """Each entry worked into the file that the one before left, and at last the clock."""
    worked: list[Outcome] = []
    for entry in entries:
        event = entry if isinstance(entry, Event) else _served(file, entry)
        if event is not None:
            worked.append(advance(file, event, calendar))
            file = worked[-1].file
    return (*worked, advance(file, Event("clock", now), calendar))


def mark(snapshot: Snapshot) -> Event:
    """A closing position as a mark."""
    return mark_of(snapshot, _at(snapshot))


def maturity_mark(snapshot: Snapshot, contract: str) -> Event:
    """What was owed under one contract at a close: principal and interest, for a short its market value and fee.

    It is nothing once the contract is no longer there, and unknown while a price or interest is.
    """
    row = next((each for each in value(snapshot).contracts if each.contract.contract == contract), None)
    if row is None:
        return Event("mark", _at(snapshot), None, ZERO)
    principal = row.market_value if row.contract.kind == "short" else row.contract.amount
    unknown = principal is None or row.interest is None
    return Event(
        "mark", _at(snapshot), None, None if unknown else (principal or ZERO) + (row.interest or ZERO)
    )


def _act(act: CallAct, marks: Sequence[Event]) -> Event:
    """The account after an act is that of the last closing position, with what the client brought."""
    at, brought = act.at.astimezone(BOOKING_ZONE), ZERO if act.amount is None else Fraction(act.amount)
    last = next((each for each in reversed(marks) if each.at <= at), Event("mark", at))
    topped = brought if act.act == "top_up" else ZERO
    assets = None if last.assets is None else last.assets + topped
    until = None if act.until is None else act.until.astimezone(BOOKING_ZONE)
    return Event(act.act, at, assets, last.debt, brought, until=until)


def _served(file: CallFile, notice: SentNotice) -> Event | None:
    """The owed notice that this one was; None where nothing of its kind was owed."""
    code = next((each for each in CODES[notice.kind] if each in file.owed), None)
    if code is None or notice.delivered_at is None:
        return None
    return Event("notice", notice.delivered_at.astimezone(BOOKING_ZONE), notice=code)


def _at(snapshot: Snapshot) -> datetime:
    return snapshot.taken_at or datetime.combine(snapshot.as_of, CLOSE, tzinfo=BOOKING_ZONE)
