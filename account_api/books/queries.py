"""What the files of a book say, as rows of the ledger's tables: one select for each, over the temporary tables."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    Table,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy import Text as TextType

from account_api.books import schema
from account_api.books.owners import owner_of
from account_api.books.staging import Books, Staged, cell
from account_api.books.targets import (
    ACCOUNT_DAYS,
    ACCOUNTS,
    BOOKED,
    CLIENTS,
    CLOSE,
    CONTRACT_DAYS,
    CONTRACT_VERSIONS,
    CONTRACTS,
    CREDIT_LINES,
    HOLDINGS,
    PRICES,
    SECURITIES,
    SECURITY_TERMS,
    TERMS,
    BookDay,
    Decided,
    Target,
)
from account_api.columns import Utc

REASON = "账簿导入"
"""Of a credit line that a book brought."""


def targets(books: Books, owners: Table, on: BookDay) -> Iterator[Target]:
    """Every table that the book has rows for, those first that others refer to."""
    if "clients" in books:
        yield _clients(books["clients"])
    if "accounts" in books:
        yield from _accounts(books["accounts"], owners, on)
    if "terms" in books:
        yield _terms(books["terms"], owners, on)
    if "securities" in books:
        yield _securities(books["securities"])
        yield _security_terms(books["securities"], on)
    if "prices" in books:
        yield _prices(books["prices"], on)
    if "holdings" in books:
        yield _holdings(books["holdings"], owners, on)
    if "contracts" in books:
        yield from _contracts(books["contracts"], owners, on)


def differs(one: ColumnElement[Any], other: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether two columns differ, unknown being equal to unknown; JSON by its text."""
    if hasattr(other.type, "none_as_null"):  # PostgreSQL's JSON has no equality of its own
        return cast(one, TextType).is_distinct_from(cast(other, TextType))
    return one.is_distinct_from(other)


def _named(staged: Staged, names: Mapping[str, str]) -> list[ColumnElement[Any]]:
    """Columns of the file labelled with the ledger's names."""
    return [cell(staged, theirs).label(ours) for ours, theirs in names.items()]


def _said(staged: Staged, names: Mapping[str, str]) -> tuple[str, ...]:
    """The ledger's columns that the file says something about."""
    return tuple(ours for ours, theirs in names.items() if theirs in staged.present)


def _same(*names: str) -> dict[str, str]:
    return {name: name for name in names}


_CLIENT = _same(*(column.name for column in schema.CLIENTS.columns if column.name != "id"))


def _clients(staged: Staged) -> Target:
    rows = select(*_named(staged, {"client_id": "id"} | _CLIENT))
    return Target(CLIENTS, staged, ("client_id",), rows, _said(staged, _CLIENT))


def _accounts(staged: Staged, owners: Table, on: BookDay) -> Iterator[Target]:
    source = staged.table.join(owners, owner_of(staged, owners))
    ledger = source.outerjoin(ACCOUNTS, ACCOUNTS.c.account_id == owners.c.account_id)
    opened = func.coalesce(cell(staged, "opened"), ACCOUNTS.c.opened, literal(on.day, Date()))
    yield _lines(staged, owners, ledger, on)
    own = _same("jurisdiction", "currency")
    key = owners.c.account_id.label("account_id")
    line = _line_now(staged, owners, on).label("credit_line")
    rows = select(
        key, owners.c.client_id.label("client_id"), opened.label("opened"), line, *_named(staged, own)
    )
    said = _said(staged, own | _same("opened", "credit_line"))
    yield Target(ACCOUNTS, staged, ("account_id",), rows.select_from(ledger), said)
    amounts = _same("cash", "other_collateral", "fees")
    taken = func.coalesce(cell(staged, "taken_at"), literal(on.at(BOOKED), Utc()))
    position = select(key, _day(on), *_named(staged, amounts), taken.label("taken_at"))
    yield Target(
        ACCOUNT_DAYS,
        staged,
        ("account_id", "day"),
        position.select_from(source).where(owners.c.listed),
        _said(staged, amounts | _same("taken_at")),
        also=("taken_at",),
    )


def line_of_day(client_id: ColumnElement[str], day: date, now: ColumnElement[Any]) -> ColumnElement[Any]:
    """The credit line of a client on a day; `now`, that of the account, where there is no history of it."""
    lines = CREDIT_LINES.alias("lines")
    mine = lines.c.client_id == client_id
    newest = select(lines.c.amount).where(mine, lines.c.valid_from <= day)
    newest = newest.order_by(lines.c.valid_from.desc(), lines.c.n.desc()).limit(1)
    return case((exists().where(mine), newest.scalar_subquery()), else_=now)


def _lines(staged: Staged, owners: Table, ledger: Any, on: BookDay) -> Target:
    """Lines that are others than those in force on the day, each the last of its day."""
    line, today = cell(staged, "credit_line"), literal(on.day, Date())
    of_day = and_(CREDIT_LINES.c.client_id == owners.c.client_id, CREDIT_LINES.c.valid_from == on.day)
    last = select(func.max(CREDIT_LINES.c.n)).where(of_day).scalar_subquery()
    held = line_of_day(owners.c.client_id, on.day, ACCOUNTS.c.credit_line)
    rows = select(
        owners.c.client_id.label("client_id"),
        today.label("valid_from"),
        (func.coalesce(last, 0) + 1).label("n"),
        line.label("amount"),
        literal(REASON).label("reason"),
    )
    rows = rows.select_from(ledger).where(
        line.is_not(None), held.is_distinct_from(line), ~on.keeps(Decided.line, owners.c.client_id)
    )
    return Target(CREDIT_LINES, staged, ("client_id", "valid_from", "n"), rows, ())


def _line_now(staged: Staged, owners: Table, on: BookDay) -> ColumnElement[Any]:
    """The account's line after the import: the book's, unless a later one was set, ours is kept or the cell is empty."""
    later = exists().where(CREDIT_LINES.c.client_id == owners.c.client_id, CREDIT_LINES.c.valid_from > on.day)
    said = func.coalesce(cell(staged, "credit_line"), ACCOUNTS.c.credit_line)
    ours = or_(later, on.keeps(Decided.line, owners.c.client_id))
    return case((ours, ACCOUNTS.c.credit_line), else_=said)


def _day(on: BookDay) -> ColumnElement[Any]:
    return literal(on.day, Date()).label("day")


_TERMS = _same(
    "warning_line", "liquidation_line", "restore_line", "minimum_line", "withdrawal_line", "day_basis"
) | {
    "call_trading_days": "call_deadline.trading_days",
    "call_time": "call_deadline.time",
    "clauses": "clauses",
    "liquidation_order": "liquidation_order",
}


def _terms(staged: Staged, owners: Table, on: BookDay) -> Target:
    key = owners.c.account_id.label("account_id")
    source = staged.table.join(owners, owner_of(staged, owners))
    rows = _version(staged, TERMS, key, source, _TERMS, on, Decided.terms)
    return Target(TERMS, staged, ("account_id", "valid_from"), rows, _said(staged, _TERMS))


def _version(
    staged: Staged,
    table: Table,
    key: ColumnElement[Any],
    source: Any,
    names: Mapping[str, str],
    on: BookDay,
    what: Decided,
) -> Select[Any]:
    """Dated rows. One without a date is the version in force on the day where it says the same, else a new one of the day.

    What the file leaves open is taken over from the version in force.
    """
    force = table.alias("in_force")
    newest = table.alias("dated")
    since = select(func.max(newest.c.valid_from)).where(
        newest.c[key.name] == key.element, newest.c.valid_from <= on.day
    )
    joined = source.outerjoin(
        force, and_(force.c[key.name] == key.element, force.c.valid_from == since.scalar_subquery())
    )
    said = _said(staged, names)
    equal = and_(
        force.c.valid_from.is_not(None),
        *(~differs(cell(staged, names[ours]), force.c[ours]) for ours in said),
    )
    today = literal(on.day, Date())
    dated = func.coalesce(cell(staged, "valid_from"), case((equal, force.c.valid_from), else_=today))
    kept = [
        (cell(staged, theirs) if ours in said else func.coalesce(force.c[ours], cell(staged, theirs))).label(
            ours
        )
        for ours, theirs in names.items()
    ]
    rows = select(key, dated.label("valid_from"), *kept).select_from(joined)
    return rows.where(~on.keeps(what, key.element, dated))


_SECURITY = _same("name", "name_en", "aliases", "board", "asset_class", "lot", "sector", "beta")
_SECURITY_TERMS = _same("eligible_financing", "eligible_short", "status") | {"conversion_rate": "haircut"}


def _securities(staged: Staged) -> Target:
    rows = select(*_named(staged, {"code": "security"} | _SECURITY))
    return Target(SECURITIES, staged, ("code",), rows, _said(staged, _SECURITY))


def _security_terms(staged: Staged, on: BookDay) -> Target:
    key = staged.table.c.security.label("code")
    rows = _version(staged, SECURITY_TERMS, key, staged.table, _SECURITY_TERMS, on, Decided.security)
    rows = rows.where(cell(staged, "haircut").is_not(None))
    return Target(SECURITY_TERMS, staged, ("code", "valid_from"), rows, _said(staged, _SECURITY_TERMS))


def _prices(staged: Staged, on: BookDay) -> Target:
    names = _same("price", "volume")
    at = func.coalesce(cell(staged, "at"), literal(on.at(CLOSE), Utc())).label("at")
    rows = select(staged.table.c.security.label("code"), _day(on), *_named(staged, names), at)
    rows = rows.where(cell(staged, "price").is_not(None))
    return Target(PRICES, staged, ("code", "day"), rows, _said(staged, names | _same("at")), also=("at",))


def _holdings(staged: Staged, owners: Table, on: BookDay) -> Target:
    source = staged.table.join(owners, owner_of(staged, owners))
    key = owners.c.account_id.label("account_id")
    rows = select(key, _day(on), *_named(staged, _same("security", "quantity"))).select_from(source)
    return Target(HOLDINGS, staged, ("account_id", "day", "security"), rows, ("quantity",))


_CONTRACT = _same("kind", "security", "opened", "due", "extended", "annual_rate", "margin_ratio", "fee_basis")
_DECIDED = ("due", "extended", "margin_ratio")


def _contracts(staged: Staged, owners: Table, on: BookDay) -> Iterator[Target]:
    source = staged.table.join(owners, owner_of(staged, owners))
    number = staged.table.c.contract.label("contract_id")
    account = owners.c.account_id.label("account_id")
    said = select(number, account, *_named(staged, {n: n for n in _CONTRACT if n not in _DECIDED}))
    ours = on.keeps(Decided.contract, staged.table.c.contract)
    settled = [case((ours, CONTRACTS.c[name]), else_=cell(staged, name)).label(name) for name in _DECIDED]
    ledger = source.outerjoin(CONTRACTS, CONTRACTS.c.contract_id == staged.table.c.contract)
    rows = said.add_columns(*settled).select_from(ledger)
    yield _versions(staged, on)
    yield Target(CONTRACTS, staged, ("contract_id",), rows, _said(staged, _CONTRACT))
    amount = func.coalesce(cell(staged, "amount"), cell(staged, "proceeds")).label("amount")
    state = select(number, _day(on), *_named(staged, _same("quantity", "interest")), amount)
    state = state.select_from(source)
    yield Target(CONTRACT_DAYS, staged, ("contract_id", "day"), state, ("quantity", "amount", "interest"))


def _versions(staged: Staged, on: BookDay) -> Target:
    """What contracts said until this day that the book now has otherwise, kept before they are changed."""
    said = [name for name in _DECIDED if name in staged.present]
    changed = or_(literal(False), *(differs(cell(staged, name), CONTRACTS.c[name]) for name in said))
    rows = select(
        CONTRACTS.c.contract_id,
        literal(on.day, Date()).label("until"),
        CONTRACTS.c.due,
        CONTRACTS.c.extended,
        CONTRACTS.c.margin_ratio,
    ).select_from(staged.table.join(CONTRACTS, CONTRACTS.c.contract_id == staged.table.c.contract))
    rows = rows.where(changed, ~on.keeps(Decided.contract, CONTRACTS.c.contract_id))
    return Target(CONTRACT_VERSIONS, staged, ("contract_id", "until"), rows, ())
