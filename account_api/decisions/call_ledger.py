"""What the ledger holds about the margin calls of accounts: positions of earlier days, open cases, notices, acts, and the
accounts that were frozen for them. It is read for many accounts in as many selects as for one.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlmodel import Session

from account_api.accounts import queries, whole_book
from account_api.accounts.tables import CallAct
from account_api.accounts.view import View
from account_api.clock import BOOKING_ZONE
from account_api.decisions.call_events import Marks, Told
from account_api.firm.closures import closures
from account_api.margin_calls import queries as cases
from account_api.margin_calls.tables import ClosingSweep, MarginCase
from account_api.notices import queries as notices
from account_api.notices.tables import SentNotice
from account_api.snapshots import queries as snapshots
from account_api.snapshots.service import thawed
from risk.account import Snapshot
from risk.calls import Kind
from risk.calls.signals import REMINDER

FINAL = time(15, 40)
"""Firm-set: when the prices of a close are final and its sweep is due."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """One account as its calls are worked out at `now`. `held` are its positions, newest first, as far back as the calls need
    them, and `marks` what each of them is to a call; `closed` says whether the closing position of its day is final; `due` are
    the contracts that come due soon or came due; `about` are the cases of its notices, by id; `frozen` are the accounts that
    calls were made on and that acts left, by id; `learned` is when each closure of the exchange came to the notice of a case.
    `acts` and `frozen` grow with what is done about the calls.
    """

    view: View
    account: Snapshot
    now: datetime
    closed: bool
    held: Sequence[Snapshot]
    marks: Marks
    cases: Sequence[MarginCase]
    due: Mapping[str, date]
    closures: frozenset[date]
    learned: Mapping[str, Mapping[date, datetime]]
    notices: Sequence[SentNotice]
    about: Mapping[str, MarginCase]
    acts: list[CallAct]
    frozen: dict[str, Snapshot]

    @property
    def opened(self) -> list[MarginCase]:
        """The open cases that had been opened by then."""
        return [each for each in self.cases if each.opened_at <= self.now]

    def acts_of(self, kind: Kind, contract: str | None) -> list[CallAct]:
        """What was done about the calls of one kind, those at maturity of one contract; oldest first."""
        mine = [each for each in self.acts if (each.kind, each.contract_id) == (kind, contract)]
        return sorted(mine, key=lambda each: each.at)

    def final(self, position: Snapshot) -> bool:
        """Whether a position of the close is final: those of days that are over are, and those entered as of the close."""
        taken = position.taken_at and position.taken_at.astimezone(BOOKING_ZONE).date()
        return self.closed or position.as_of < self.now.date() or taken != position.as_of

    def closed_since(self, kind: Kind, contract: str | None) -> dict[date, datetime]:
        """The closures that its open call was made without knowing of, each an event of the call: it is of before the deadline
        that it moves, however late it is entered.
        """
        case = next((each for each in self.opened if (each.kind, each.contract_id) == (kind, contract)), None)
        if case is None or not self.closures:
            return {}
        learned, now = self.learned.get(case.id, {}), self.now
        now = now if case.deadline is None else min(now, case.deadline.astimezone(BOOKING_ZONE))
        first = case.opened_at.astimezone(BOOKING_ZONE)
        return {day: at for day in self.closures if (at := learned.get(day, max(first, now))) > first}

    def told_of(self, kind: Kind, contract: str | None) -> list[Told]:
        """The notices that may be of the calls of one kind, those at maturity of one contract: those of its cases, and those
        of no case.
        """
        found: list[Told] = []
        for each in self.notices:
            case = None if each.case_id is None else self.about.get(each.case_id)
            if each.case_id is None:
                found.append(Told(each))
            elif case is not None and (case.kind, case.contract_id) == (kind, contract):
                found.append(Told(each, case.called_on))
        return found

    def since_restored(self) -> list[Snapshot]:
        """The positions back to the last at or above every line that ends a call, that one included, and to a day before
        every open call; oldest first.
        """
        called = [each.called_on for each in self.opened]
        last = next((i for i, each in enumerate(self.held) if _restored(each, self.marks, called)), None)
        return list(self.held[: None if last is None else last + 1])[::-1]

    def since_looked_at(self) -> list[Snapshot]:
        """The positions from the day on which the first contract that comes due was looked at; oldest first."""
        return [each for each in self.held if each.as_of >= _first_look(self.due)][::-1] if self.due else []


def ledger_of(session: Session, view: View, now: datetime) -> Ledger | None:
    """What is known of one account; None without a position."""
    return next(iter(read(session, [view], now)), None)


def read(session: Session, views: Sequence[View], now: datetime, closing: bool = False) -> list[Ledger]:
    """What is known of these accounts at an instant, of those that have a position; in their order. `closing`: the closing
    positions of that day are final now; else they are once their sweep has begun, or its hour has come.
    """
    seen = {each.client.client_id: each for each in views if each.snapshot is not None}
    exchange_closed = closures(session)
    opened, told = cases.open_of_all(session, seen), notices.of_clients(session, seen)
    about = cases.among(session, {each.case_id for rows in told.values() for each in rows if each.case_id})
    acts = _standing(session, queries.call_acts(session, seen))
    frozen = _frozen(session, opened, acts)
    due = _due(session, seen, opened, now)
    wanted = {
        name: [each.called_on for each in opened.get(name, ()) if each.opened_at <= now] for name in seen
    }
    learned = _learned(session, opened) if exchange_closed else {}
    marks = Marks(now)
    held = _held(session, seen, wanted, due, marks)
    closed = closing or now.time() >= FINAL or session.get(ClosingSweep, now.date()) is not None
    return [
        Ledger(
            view=view,
            account=view.snapshot,
            now=now,
            closed=closed,
            held=held[name],
            marks=marks,
            cases=opened.get(name, ()),
            due=due[name],
            closures=exchange_closed,
            learned=learned,
            notices=told.get(name, ()),
            about=about,
            acts=acts.get(name, []),
            frozen=frozen,
        )
        for name, view in seen.items()
        if view.snapshot is not None
    ]


def _standing(session: Session, acts: Mapping[str, Sequence[CallAct]]) -> dict[str, list[CallAct]]:
    """The acts without the payments that the feed has taken back."""
    void = cases.taken_back(session, acts)
    return {name: [each for each in rows if each.source_id not in void] for name, rows in acts.items()}


def _frozen(
    session: Session, opened: Mapping[str, Sequence[MarginCase]], acts: Mapping[str, Sequence[CallAct]]
) -> dict[str, Snapshot]:
    ids = {each.snapshot_id for rows in opened.values() for each in rows}
    ids |= {each.snapshot_id for rows in acts.values() for each in rows if each.snapshot_id is not None}
    return {name: thawed(row) for name, row in snapshots.among(session, ids).items()} if ids else {}


def _learned(session: Session, opened: Mapping[str, Sequence[MarginCase]]) -> dict[str, dict[date, datetime]]:
    """When each closure came to the notice of each open case: those known at the call, at the call."""
    found: defaultdict[str, dict[date, datetime]] = defaultdict(dict)
    for each in cases.told_of_closures(session, [row.id for rows in opened.values() for row in rows]):
        for day in each.detail["closed"]:
            found[each.call_id][date.fromisoformat(day)] = each.at.astimezone(BOOKING_ZONE)
    return found


def _due(
    session: Session, seen: Mapping[str, View], opened: Mapping[str, Sequence[MarginCase]], now: datetime
) -> dict[str, dict[str, date]]:
    """The contracts of each account that come due soon or came due: those there are, and those of its open cases."""
    found: dict[str, dict[str, date | None]] = {
        name: {row.contract: row.due for _, row in view.snapshot.contracts()} if view.snapshot else {}
        for name, view in seen.items()
    }
    gone = {
        each.contract_id: name
        for name, rows in opened.items()
        for each in rows
        if each.contract_id is not None and each.opened_at <= now and each.contract_id not in found[name]
    }
    for contract, day in queries.due_days(session, gone).items():
        found[gone[contract]][contract] = day
    return {
        name: {contract: day for contract, day in days.items() if day and day - REMINDER <= now.date()}
        for name, days in found.items()
    }


def _held(
    session: Session,
    seen: Mapping[str, View],
    called: Mapping[str, Sequence[date]],
    due: Mapping[str, Mapping[str, date]],
    marks: Marks,
) -> dict[str, list[Snapshot]]:
    def enough(view: View, position: Snapshot) -> bool:
        name = view.client.client_id
        looked_at = not due[name] or position.as_of < _first_look(due[name])
        return looked_at and _restored(position, marks, called[name])

    return whole_book.backwards(session, seen.values(), enough)


def _restored(position: Snapshot, marks: Marks, called: Sequence[date]) -> bool:
    """Whether a position is at or above every line that ends a call, on a day before each of those on which one was made."""
    event, terms = marks.of(position), position.terms
    safe = max(terms.warning_line, terms.restore_line)
    restored = event.debt == 0 or (event.ratio is not None and event.ratio.at_least(safe))
    return restored and all(position.as_of < day for day in called)


def _first_look(due: Mapping[str, date]) -> date:
    return min(due.values()) - REMINDER
