"""The difference between a book and the ledger: counted, and written; rows that say the same are not touched."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Insert,
    Subquery,
    Table,
    and_,
    case,
    delete,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite

from account_api.books.owners import owner_of
from account_api.books.queries import differs
from account_api.books.staging import Books, cell
from account_api.books.targets import CONTRACT_DAYS, CONTRACTS, HOLDINGS, PRICES, BookDay, Target


@dataclass(frozen=True, slots=True)
class Difference:
    """How many rows of one table are new, say something else, say the same, or are no more."""

    table: str
    new: int
    changed: int
    same: int
    removed: int = 0

    @property
    def any(self) -> bool:
        return bool(self.new or self.changed or self.removed)


def difference(connection: Connection, target: Target) -> Difference:
    """What writing the target would do."""
    source = target.rows.subquery("source")
    total, new, changed = connection.execute(
        select(
            func.count(),
            func.count(case((_absent(target), 1))),
            func.count(case((and_(~_absent(target), _changed(target, source)), 1))),
        ).select_from(_beside(target, source))
    ).one()
    return Difference(target.table.name, new, changed, total - new - changed)


def write(connection: Connection, target: Target, found: Difference) -> None:
    """Inserts what is new and updates what says something else."""
    if not found.new and not found.changed:
        return
    if not found.changed and not found.same:
        names = [column.name for column in target.rows.selected_columns]
        connection.execute(target.table.insert().from_select(names, target.rows))
        return
    connection.execute(_upsert(connection, target))


def _upsert(connection: Connection, target: Target) -> Insert:
    source = target.rows.subquery("source")
    rows = (
        select(*source.c)
        .select_from(_beside(target, source))
        .where(or_(_absent(target), _changed(target, source)))
    )
    dialect: Any = sqlite if connection.dialect.name == "sqlite" else postgresql
    statement = dialect.insert(target.table).from_select([column.name for column in source.c], rows)
    settled = {name: statement.excluded[name] for name in (*target.compared, *target.also)}
    done: Insert = (
        statement.on_conflict_do_update(index_elements=list(target.keys), set_=settled)
        if settled
        else statement.on_conflict_do_nothing()
    )
    return done


def _beside(target: Target, source: Subquery) -> FromClause:
    return source.outerjoin(
        target.table, and_(*(target.table.c[key] == source.c[key] for key in target.keys))
    )


def _absent(target: Target) -> ColumnElement[bool]:
    return target.table.c[target.keys[0]].is_(None)


def _changed(target: Target, source: Subquery) -> ColumnElement[bool]:
    return or_(False, *(differs(source.c[name], target.table.c[name]) for name in target.compared))


@dataclass(frozen=True, slots=True)
class Removal:
    """The rows of a table that are no more."""

    table: Table
    where: ColumnElement[bool]

    def count(self, connection: Connection) -> int:
        """How many there are."""
        statement = select(func.count()).select_from(self.table).where(self.where)
        return int(connection.execute(statement).scalar_one())

    def write(self, connection: Connection) -> None:
        """Deletes them."""
        connection.execute(delete(self.table).where(self.where))


def removals(books: Books, owners: Table, on: BookDay) -> Iterator[Removal]:
    """What the ledger has of the day and the book has no more: holdings, contracts outstanding, prices given as unknown."""
    listed = select(owners.c.account_id).where(owners.c.listed)
    if "holdings" in books:
        held = books["holdings"]
        still = select(held.table.c.line).select_from(held.table.join(owners, owner_of(held, owners)))
        still = still.where(
            owners.c.account_id == HOLDINGS.c.account_id, held.table.c.security == HOLDINGS.c.security
        )
        of_day = and_(HOLDINGS.c.day == on.day, HOLDINGS.c.account_id.in_(listed))
        yield Removal(HOLDINGS, and_(of_day, ~exists(still)))
    if "contracts" in books:
        ours = select(CONTRACTS.c.contract_id).where(CONTRACTS.c.account_id.in_(listed))
        still = select(books["contracts"].table.c.contract)
        number = CONTRACT_DAYS.c.contract_id
        yield Removal(
            CONTRACT_DAYS, and_(CONTRACT_DAYS.c.day == on.day, number.in_(ours), number.not_in(still))
        )
    if "prices" in books:
        priced = books["prices"]
        unknown = select(priced.table.c.security).where(cell(priced, "price").is_(None))
        yield Removal(PRICES, and_(PRICES.c.day == on.day, PRICES.c.code.in_(unknown)))
