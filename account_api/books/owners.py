"""Whose a row is: the accounts of the book, found once and kept in a temporary table.

`client_id`, `account_id`, whether the account was there before (`known`), and whether the book has a position of it on the
day (`listed`).
"""

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Index,
    MetaData,
    Select,
    Table,
    Text,
    func,
    insert,
    literal,
    select,
)

from account_api.books.staging import Books, Staged, analysed, cell
from account_api.books.targets import ACCOUNTS


def find_owners(connection: Connection, books: Books) -> Table:
    """Makes and fills the table: the accounts of the book; where it lists none, those that its terms name."""
    owners = Table(
        "incoming_owners",
        MetaData(),
        Column("client_id", Text, primary_key=True),
        Column("account_id", Text),
        Column("known", Boolean),
        Column("listed", Boolean),
        prefixes=["TEMPORARY"],
    )
    owners.create(connection)
    rows = _listed(books["accounts"]) if "accounts" in books else _named(books.get("terms"))
    if rows is not None:
        connection.execute(insert(owners).from_select(list(owners.c), rows))
    Index("ix_incoming_owners_account", owners.c.account_id).create(connection)
    analysed(connection, owners)
    return owners


def owner_of(staged: Staged, owners: Table) -> ColumnElement[bool]:
    """Joins the rows of a file with their owners, by `id` or by `account`."""
    if "id" in staged.present:
        return owners.c.client_id == staged.table.c.id
    return owners.c.account_id == staged.table.c.account


def _listed(staged: Staged) -> Select[tuple[str, str, bool, bool]]:
    """One owner for each client; of a client named twice the first, for the second is refused."""
    rows = staged.table
    first = select(func.min(rows.c.line)).group_by(rows.c.id)
    account = func.coalesce(ACCOUNTS.c.account_id, cell(staged, "account"), rows.c.id + "-credit")
    return (
        select(rows.c.id, account, ACCOUNTS.c.account_id.is_not(None), cell(staged, "cash").is_not(None))
        .select_from(rows.outerjoin(ACCOUNTS, ACCOUNTS.c.client_id == rows.c.id))
        .where(rows.c.line.in_(first))
    )


def _named(staged: Staged | None) -> Select[tuple[str, str, bool, bool]] | None:
    if staged is None:
        return None
    by_id = "id" in staged.present
    ours = ACCOUNTS.c.client_id if by_id else ACCOUNTS.c.account_id
    known = select(ACCOUNTS.c.client_id, ACCOUNTS.c.account_id, literal(True), literal(False))
    return known.where(ours.in_(select(staged.table.c["id" if by_id else "account"])))
