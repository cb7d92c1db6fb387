"""What a book may not do by the way: undo what was fed on its day, and over HTTP change what takes two people or bring prices
that cannot be.

Each is a select of the rows that would, so that every one of them is named by file and line.
"""

from collections.abc import Iterator
from decimal import Decimal

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FromClause,
    Select,
    Subquery,
    Table,
    and_,
    func,
    literal,
    or_,
    select,
    type_coerce,
    union,
)

from account_api.books.checks import Check
from account_api.books.difference import removals
from account_api.books.owners import owner_of
from account_api.books.queries import differs
from account_api.books.staging import LINE, Books
from account_api.books.targets import (
    ACCOUNT_DAYS,
    CONTRACT_DAYS,
    CONTRACT_VERSIONS,
    CONTRACTS,
    CREDIT_LINES,
    HOLDINGS,
    POSTINGS,
    PRICES,
    SECURITY_TERMS,
    TERMS,
    BookDay,
    Target,
)

TWO_PEOPLE = {
    CREDIT_LINES: "credit_line",
    TERMS: "valid_from",
    SECURITY_TERMS: "haircut",
    CONTRACT_VERSIONS: "due",
}
"""The tables whose changes are proposed by one and approved by another, with the column that is named."""

WHOLE = 10_000
"""What a bound is counted in: to the ten-thousandth."""

_POSITION = (ACCOUNT_DAYS, HOLDINGS, CONTRACT_DAYS)
_COUNTED = ("cash", "other_collateral", "fees", "quantity", "amount", "interest")


def fed(books: Books, owners: Table, targets: tuple[Target, ...], on: BookDay) -> Iterator[Check]:
    """Events and corporate actions of the day on accounts whose position the book has otherwise."""
    if "accounts" not in books:
        return
    staged = books["accounts"]
    moved = union(*_moved(owners, targets), *_gone(books, owners, on)).subquery("moved")
    event = owners.c.client_id + literal(" ") + POSTINGS.c.source + literal(" ") + POSTINGS.c.event_id
    source = staged.table.join(owners, owner_of(staged, owners)).join(
        POSTINGS, and_(POSTINGS.c.account_id == owners.c.account_id, POSTINGS.c.day == on.day)
    )
    line = staged.table.c[LINE]
    rows = select(line, event).distinct().select_from(source)
    rows = rows.where(owners.c.account_id.in_(select(moved.c.account_id))).order_by(line, event)
    yield Check(staged, "id", "fed", rows)


def alone(targets: tuple[Target, ...]) -> Iterator[Check]:
    """Lines, terms, haircuts and changed contracts, which one person or one system does not change alone."""
    for target in targets:
        if target.table in TWO_PEOPLE:
            line = target.staged.table.c[LINE].label(LINE)
            source = target.rows.add_columns(line).subquery("source")
            rows = select(source.c[LINE], source.c[target.keys[0]]).select_from(_beside(target, source))
            rows = rows.where(_otherwise(target, source, target.compared)).order_by(source.c[LINE])
            yield Check(target.staged, TWO_PEOPLE[target.table], "two_people", rows)


def far(targets: tuple[Target, ...], on: BookDay, bound: Decimal) -> Iterator[Check]:
    """New prices further from the last one before the day than the firm's bound: over the feed they would be kept aside."""
    for target in targets:
        if target.table is PRICES:
            line = target.staged.table.c[LINE].label(LINE)
            source = target.rows.add_columns(line).subquery("source")
            before = PRICES.alias("before")
            day = select(func.max(before.c.day)).where(before.c.code == source.c.code, before.c.day < on.day)
            last = PRICES.alias("last")
            rows = select(source.c[LINE], source.c.code).select_from(
                _beside(target, source).join(
                    last, and_(last.c.code == source.c.code, last.c.day == day.scalar_subquery())
                )
            )
            price, since = (type_coerce(each.c.price, BigInteger) for each in (source, last))
            low, high = (since * int(WHOLE * (1 + sign * bound)) for sign in (-1, 1))
            beyond = or_(price * WHOLE < low, price * WHOLE > high)
            rows = rows.where(_otherwise(target, source, ("price",)), beyond)
            yield Check(target.staged, "price", "suspect", rows.order_by(source.c[LINE]))


def _beside(target: Target, source: Subquery) -> FromClause:
    return source.outerjoin(
        target.table, and_(*(target.table.c[key] == source.c[key] for key in target.keys))
    )


def _otherwise(target: Target, source: Subquery, names: tuple[str, ...]) -> ColumnElement[bool]:
    """Rows that the ledger does not have, or has otherwise."""
    absent = target.table.c[target.keys[0]].is_(None)
    return or_(absent, *(differs(source.c[name], target.table.c[name]) for name in names))


def _moved(owners: Table, targets: tuple[Target, ...]) -> Iterator[Select[tuple[str]]]:
    """Accounts of which the book says something new of the day."""
    for target in targets:
        if target.table in _POSITION:
            own = target.rows.add_columns(owners.c.account_id.label("of_account"))
            source = own.subquery(f"source_{target.table.name}")
            counted = tuple(name for name in target.compared if name in _COUNTED)
            rows = select(source.c.of_account.label("account_id")).select_from(_beside(target, source))
            yield rows.where(_otherwise(target, source, counted))


def _gone(books: Books, owners: Table, on: BookDay) -> Iterator[Select[tuple[str]]]:
    """Accounts of which the ledger has something of the day that the book has no more."""
    for removal in removals(books, owners, on):
        if removal.table is HOLDINGS:
            yield select(HOLDINGS.c.account_id).where(removal.where)
        elif removal.table is CONTRACT_DAYS:
            closed = select(CONTRACT_DAYS.c.contract_id).where(removal.where)
            yield select(CONTRACTS.c.account_id).where(CONTRACTS.c.contract_id.in_(closed))
