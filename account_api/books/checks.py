"""What is wrong between the rows: named twice, naming what is not there, contradicting the ledger or each other.

Each check is a select of the bad rows; the first are listed by file and line, the rest counted.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Table,
    and_,
    case,
    exists,
    func,
    literal,
    null,
    or_,
    select,
)

from account_api.books.errors import Problems
from account_api.books.owners import owner_of
from account_api.books.queries import differs
from account_api.books.staging import LINE, Books, Staged, cell
from account_api.books.targets import (
    ACCOUNT_DAYS,
    ACCOUNTS,
    CLIENTS,
    CONTRACTS,
    PRICES,
    SECURITIES,
    SECURITY_TERMS,
    TERMS,
    BookDay,
    Target,
)


@dataclass(frozen=True, slots=True)
class Check:
    """Rows of a file that are refused with one code; `rows` gives line and value. `rests_on`: files that must be whole."""

    staged: Staged
    column: str
    code: str
    rows: Select[Any]
    rests_on: tuple[str, ...] = ()


def run(
    connection: Connection, checks: Iterator[Check], names: Mapping[str, str], problems: Problems
) -> None:
    """Notes every row that a check selects; a check that rests on a file with mistakes would only repeat them.

    `names` are the files' own names by those of the schema.
    """
    for check in checks:
        if any(name in names and problems.of(names[name]) for name in check.rests_on):
            continue
        listed = connection.execute(check.rows.limit(problems.limit)).all()
        for line, value in listed:
            problems.add(check.staged.name, line, check.column, check.code, value)
        if len(listed) == problems.limit:
            counted = select(func.count()).select_from(check.rows.subquery())
            total: int = connection.execute(counted).scalar_one()
            problems.count(check.staged.name, check.code, total - len(listed))


def within(books: Books, on: BookDay) -> Iterator[Check]:
    """What the files say wrong by themselves, before anybody's account is looked up."""
    for staged in books.values():
        yield _twice(staged)
    if "accounts" in books:
        yield from _accounts(books["accounts"], books, on)
    if "terms" in books:
        yield from _lines(books["terms"])
    if "contracts" in books:
        yield from _amounts(books["contracts"], on)
    for name in ("prices", "holdings", "contracts"):
        if name in books:
            yield _unlisted(books[name], books)


def between(books: Books, owners: Table) -> Iterator[Check]:
    """What the files say of accounts that are not there or not theirs."""
    if "accounts" in books:
        yield _shared(books["accounts"], owners)
    for name in ("terms", "holdings", "contracts"):
        if name in books:
            yield from _ownerless(books[name], owners, positions=name != "terms")
    if "contracts" in books:
        yield from _others_contracts(books["contracts"], owners)


def passed(books: Books, owners: Table, targets: tuple[Target, ...], on: BookDay) -> Iterator[Check]:
    """What would change a day that has passed."""
    if "accounts" in books:
        staged = books["accounts"]
        later = exists().where(ACCOUNT_DAYS.c.account_id == owners.c.account_id, ACCOUNT_DAYS.c.day > on.day)
        source = staged.table.join(owners, owner_of(staged, owners))
        yield Check(staged, "as_of", "earlier_day", _bad(staged, literal(on.day.isoformat()), later, source))
    if "prices" in books:
        staged = books["prices"]
        later = exists().where(PRICES.c.code == staged.table.c.security, PRICES.c.day > on.day)
        yield Check(staged, "price", "earlier_day", _bad(staged, literal(on.day.isoformat()), later))
    for target in targets:
        if target.table in (TERMS, SECURITY_TERMS):
            yield _history(target, on)


def _bad(
    staged: Staged, value: ColumnElement[Any], where: ColumnElement[bool], source: Any = None
) -> Select[Any]:
    rows = select(staged.table.c[LINE], value)
    return (rows if source is None else rows.select_from(source)).where(where).order_by(staged.table.c[LINE])


def _twice(staged: Staged) -> Check:
    """A key that stands in several rows."""
    rows, other = staged.table, staged.table.alias("other")
    key = staged.key
    twice = select(*(other.c[name] for name in key)).group_by(*(other.c[name] for name in key))
    repeated = twice.having(func.count() > 1).subquery("repeated")
    matched = and_(*(~differs(rows.c[name], repeated.c[name]) for name in key))
    source = rows.join(repeated, matched)
    return Check(staged, key[-1], "duplicate", _bad(staged, rows.c[key[-1]], literal(True), source))


def _accounts(staged: Staged, books: Books, on: BookDay) -> Iterator[Check]:
    rows = staged.table
    nobody: ColumnElement[bool] = ~exists().where(CLIENTS.c.client_id == rows.c.id)
    if "clients" in books:
        nobody = and_(nobody, ~exists().where(books["clients"].table.c.id == rows.c.id))
    yield Check(staged, "id", "no_client", _bad(staged, rows.c.id, nobody), ("clients",))
    held = rows.join(ACCOUNTS, ACCOUNTS.c.client_id == rows.c.id)
    abroad = ACCOUNTS.c.jurisdiction != "CN"
    yield Check(staged, "jurisdiction", "unsupported", _bad(staged, ACCOUNTS.c.jurisdiction, abroad, held))
    number = func.coalesce(cell(staged, "account"), rows.c.id + "-credit")
    theirs = exists().where(ACCOUNTS.c.account_id == number, ACCOUNTS.c.client_id != rows.c.id)
    yield Check(staged, "account", "other_account", _bad(staged, number, theirs))
    if "account" in staged.present:
        other = and_(rows.c.account.is_not(None), rows.c.account != ACCOUNTS.c.account_id)
        yield Check(staged, "account", "other_account", _bad(staged, rows.c.account, other, held))
    if "as_of" in staged.present:
        yield Check(staged, "as_of", "other_day", _bad(staged, rows.c.as_of, rows.c.as_of != on.day))
    opened = cell(staged, "opened")
    yield Check(staged, "opened", "after_day", _bad(staged, opened, opened > on.day))


def _shared(staged: Staged, owners: Table) -> Check:
    """One account number for two clients."""
    several = select(owners.c.account_id).group_by(owners.c.account_id).having(func.count() > 1)
    source = staged.table.join(owners, owner_of(staged, owners))
    shared = owners.c.account_id.in_(several)
    return Check(staged, "account", "duplicate", _bad(staged, owners.c.account_id, shared, source))


_ABOVE = (
    ("warning_line", "liquidation_line"),
    ("restore_line", "liquidation_line"),
    ("liquidation_line", "minimum_line"),
)


def _lines(staged: Staged) -> Iterator[Check]:
    low = staged.table.c.restore_line <= 10**8
    yield Check(staged, "restore_line", "out_of_range", _bad(staged, null(), low))
    for higher, lower in _ABOVE:
        yield Check(
            staged, higher, "line_order", _bad(staged, null(), cell(staged, higher) < cell(staged, lower))
        )


def _amounts(staged: Staged, on: BookDay) -> Iterator[Check]:
    rows = staged.table
    amount, proceeds = cell(staged, "amount"), cell(staged, "proceeds")
    own = case((rows.c.kind == "financing", amount), else_=proceeds)
    other = case((rows.c.kind == "financing", proceeds), else_=amount)
    yield Check(staged, "amount", "missing", _bad(staged, rows.c.kind, own.is_(None)))
    yield Check(staged, "proceeds", "one_of_two", _bad(staged, rows.c.kind, other.is_not(None)))
    yield Check(staged, "opened", "after_day", _bad(staged, rows.c.opened, rows.c.opened > on.day))
    due = cell(staged, "due")
    yield Check(staged, "due", "out_of_range", _bad(staged, due, due < rows.c.opened))


def _unlisted(staged: Staged, books: Books) -> Check:
    code = staged.table.c.security
    unlisted: ColumnElement[bool] = code.not_in(select(SECURITIES.c.code))
    if "securities" in books:
        unlisted = and_(unlisted, code.not_in(select(books["securities"].table.c.security)))
    return Check(staged, "security", "not_listed", _bad(staged, code, unlisted), ("securities",))


def _ownerless(staged: Staged, owners: Table, positions: bool) -> Iterator[Check]:
    name = "id" if "id" in staged.present else "account"
    whose = staged.table.c[name]
    source = staged.table.outerjoin(owners, owner_of(staged, owners))
    nobody = owners.c.client_id.is_(None)
    yield Check(staged, name, "no_account", _bad(staged, whose, nobody, source), ("clients", "accounts"))
    if positions:
        open_ended = owners.c.listed.is_(False)
        yield Check(staged, name, "no_position", _bad(staged, whose, open_ended, source))


def _others_contracts(staged: Staged, owners: Table) -> Iterator[Check]:
    rows = staged.table
    source = rows.join(CONTRACTS, CONTRACTS.c.contract_id == rows.c.contract).join(
        owners, owner_of(staged, owners)
    )
    other = CONTRACTS.c.account_id != owners.c.account_id
    yield Check(staged, "contract", "other_account", _bad(staged, rows.c.contract, other, source))
    turned = CONTRACTS.c.kind != rows.c.kind
    yield Check(staged, "kind", "other_kind", _bad(staged, rows.c.kind, turned, source))


def _history(target: Target, on: BookDay) -> Check:
    """Versions of an earlier day that are new or say something else, of whoever had a version before."""
    line = target.staged.table.c[LINE].label(LINE)
    source, versions = target.rows.add_columns(line).subquery("source"), target.table.alias("versions")
    same = and_(*(target.table.c[key] == source.c[key] for key in target.keys))
    beside = source.outerjoin(target.table, same)
    owner = target.keys[0]
    had = exists().where(versions.c[owner] == source.c[owner])
    moved = or_(
        target.table.c[owner].is_(None),
        *(differs(source.c[name], target.table.c[name]) for name in target.compared),
    )
    rows = select(source.c[LINE], source.c.valid_from).select_from(beside)
    rows = rows.where(source.c.valid_from < on.day, had, moved).order_by(source.c[LINE])
    return Check(target.staged, "valid_from", "earlier_day", rows)
