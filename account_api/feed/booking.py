"""Working one event into an account: its business day, what it adds there, and what follows from it on later days."""

from dataclasses import replace
from datetime import date, datetime

from sqlmodel import Session

from account_api.accounts.tables import Contract, CreditAccount
from account_api.clock import BOOKING_ZONE
from account_api.feed import actions, ledger, queries, refusals
from account_api.feed.event_kinds import Event, Opening, Reversal, Statement
from account_api.feed.lines import Bond, Counting, Line, Posting, turned
from account_api.feed.postings import Books, postings_of
from account_api.market import queries as market
from risk.calendar import Calendar


def business_day(calendar: Calendar, at: datetime) -> date:
    """The session an instant belongs to: its own day where it is booked, or the next session after a day without one.

    Raises EventRefused before the first session that is known.
    """
    day = at.astimezone(BOOKING_ZONE).date()
    try:
        return calendar.add_sessions(day, 0).date
    except ValueError as error:
        raise refusals.before_the_ledger(day.isoformat()) from error


def apply(calendar: Calendar, session: Session, source: str, account: CreditAccount, event: Event) -> bool:
    """Works the event in, inside the caller's savepoint; whether it came late. Raises EventRefused."""
    day = business_day(calendar, event.at)
    newest = queries.newest_day(session, account.account_id)
    _check_securities(session, event)
    before = _begun(session, event)
    _open_contracts(session, account, event, day)
    book = ledger.opened(session, account, day)
    was = _counted_before(book.counting, before)
    if isinstance(event, Reversal):
        postings = _taken_back(session, source, event, day)
    else:
        postings = postings_of(event, Books(book.days[0].lines, book.counting.bonds))
    ledger.book(session, event.at, book, postings, was)
    session.add_all(actions.posting_rows(source, event.id, account.account_id, day, postings))
    session.flush()
    actions.settle_late(session, account, day, postings, book.counting.bonds)
    return newest is not None and day < newest


def _begun(session: Session, event: Event) -> Bond | None:
    """The contract that an opening adds to, as it was known so far."""
    known = queries.contract(session, event.contract) if isinstance(event, Opening) else None
    return None if known is None else ledger.bond_of(known)


def _counted_before(counting: Counting, known: Bond | None) -> Counting:
    """What interest was counted with before: an opening that comes late lets the contract begin earlier."""
    if known is None or known.contract not in counting.bonds:
        return counting
    return replace(counting, bonds={**counting.bonds, known.contract: known})


def _taken_back(session: Session, source: str, event: Reversal, day: date) -> tuple[Posting, ...]:
    """The postings of the event that is taken back, turned. It may be taken back once, on its day or later."""
    taken = queries.event(session, source, event.reverses)
    fits = taken is not None and taken.client_id == event.client_id and taken.kind != "reversal"
    if taken is None or not fits or taken.state != "applied" or taken.reversed_by or day < taken.day:
        raise refusals.not_reversible(event.reverses)
    taken.reversed_by = event.id
    rows = queries.postings(session, source, event.reverses)
    return turned(Posting(Line(row.line, row.key), row.delta) for row in rows)  # type: ignore[arg-type]


def _check_securities(session: Session, event: Event) -> None:
    if isinstance(event, Statement):
        codes = [each.security for each in event.holdings] + [each.security for each in event.contracts]
    else:
        codes = [code for code in (getattr(event, "security", None),) if code is not None]
    known = market.named(session, codes) if codes else {}
    for code in codes:
        if code not in known:
            raise refusals.unknown_security(code)


def _open_contracts(session: Session, account: CreditAccount, event: Event, day: date) -> None:
    """Rows of the contracts that the event brings. A number that another account has is refused; one under which nothing was ever
    outstanding, such as an opening that was taken back the same day, is what the newest opening says.
    """
    for row in _contracts(event, account.account_id, day):
        known = queries.contract(session, row.contract_id)
        if known is None:
            session.add(row)
        elif known.account_id != account.account_id:
            raise refusals.another_contract(row.contract_id)
        elif isinstance(event, Opening) and not queries.was_outstanding(session, row.contract_id):
            session.merge(row)
        elif isinstance(event, Opening):
            _same_terms(known, event)
            known.opened = min(known.opened, day)
    session.flush()


def _same_terms(known: Contract, event: Opening) -> None:
    """A further opening under an open contract is of the same terms. Raises EventRefused naming the one that is another."""
    said = event.model_dump(include={"annual_rate", "margin_ratio", "fee_basis", "due"})
    for name, value in said.items():
        is_due_unsaid = name == "due" and value is None
        if not is_due_unsaid and value != getattr(known, name):
            raise refusals.another_term(known.contract_id, name, value)


def _contracts(event: Event, account_id: str, day: date) -> list[Contract]:
    facts = {"security", "annual_rate", "margin_ratio", "due", "fee_basis"}
    if isinstance(event, Opening):
        kind = "financing" if event.kind == "margin_buy" else "short"
        brought = [(event.contract, {**event.model_dump(include=facts), "kind": kind, "opened": day})]
    elif isinstance(event, Statement):
        brought = [
            (each.contract, each.model_dump(include=facts | {"kind", "opened"})) for each in event.contracts
        ]
    else:
        brought = []
    return [Contract.of(contract_id=contract, account_id=account_id, **known) for contract, known in brought]
