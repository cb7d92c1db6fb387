"""What two people decided in the service on the day of a book or later, and what the book says otherwise.

A file that was written before an extension, a credit line, an agreement or a policy does not know of it. Such a row is
refused by its name, or the decision is kept and the row reported, or, where the operator says so, the file takes its place.
"""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from sqlalchemy import (
    Column,
    Connection,
    Date,
    MetaData,
    Select,
    Table,
    Text,
    and_,
    false,
    insert,
    literal,
    or_,
    select,
)

from account_api.agreements.tables import Agreement
from account_api.books.checks import Check
from account_api.books.owners import owner_of
from account_api.books.queries import differs
from account_api.books.staging import LINE, Books, analysed, cell
from account_api.books.targets import (
    ACCOUNTS,
    CONTRACTS,
    CREDIT_LINES,
    SECURITY_TERMS,
    TERMS,
    BookDay,
    Decided,
    Target,
    table_of,
)
from account_api.clock import BOOKING_ZONE
from account_api.policy.tables import Policy
from account_api.proposals.tables import Proposal

PROPOSALS, AGREEMENTS, POLICIES = table_of(Proposal), table_of(Agreement), table_of(Policy)
_COLUMNS = {Decided.line: "credit_line", Decided.terms: "valid_from", Decided.security: "haircut"}


def find_decided(connection: Connection, on: BookDay) -> Table:
    """Makes and fills the table: what was decided (`what`), of what (`key`), from which day on, under which number (`ref`)."""
    found = Table(
        "incoming_decided",
        MetaData(),
        Column("what", Text, primary_key=True),
        Column("key", Text, primary_key=True),
        Column("day", Date, primary_key=True),
        Column("ref", Text),
        prefixes=["TEMPORARY"],
    )
    found.create(connection)
    rows = {row[:3]: row for rows in _decisions(on) for row in connection.execute(rows).all()}
    if rows:
        connection.execute(
            insert(found), [dict(zip(found.c.keys(), row, strict=True)) for row in rows.values()]
        )
    analysed(connection, found)
    return found


def _decisions(on: BookDay) -> Iterator[Select[tuple[str, str, object, str]]]:
    """Each kind of decision, the older first, so that of two about the same the newer is named."""
    day = literal(on.day, Date())
    since = datetime.combine(on.day, time(), tzinfo=BOOKING_ZONE)
    approved = and_(PROPOSALS.c.state == "approved", PROPOSALS.c.decided_at >= since)
    contract = PROPOSALS.c.content["contract"].as_string()
    extended = select(literal(Decided.contract), contract, day, PROPOSALS.c.id)
    yield extended.where(PROPOSALS.c.kind == "extension", approved).order_by(PROPOSALS.c.decided_at)
    granted = select(literal(Decided.line), PROPOSALS.c.client_id, day, PROPOSALS.c.id)
    of_day = and_(approved, PROPOSALS.c.decided_at < since + timedelta(days=1))
    yield granted.where(PROPOSALS.c.kind == "credit_line", of_day).order_by(PROPOSALS.c.decided_at)
    signed = select(
        literal(Decided.terms), ACCOUNTS.c.account_id, AGREEMENTS.c.effective_from, AGREEMENTS.c.id
    )
    signed = signed.join_from(AGREEMENTS, ACCOUNTS, ACCOUNTS.c.client_id == AGREEMENTS.c.client_id)
    yield signed.where(AGREEMENTS.c.effective_from >= on.day).order_by(AGREEMENTS.c.id)
    code = POLICIES.c.content["security"]["code"].as_string()
    policies = select(literal(Decided.security), code, POLICIES.c.effective, POLICIES.c.id)
    in_force = and_(POLICIES.c.state == "approved", POLICIES.c.effective >= on.day)
    yield policies.where(in_force, code.is_not(None)).order_by(POLICIES.c.id)


def otherwise(books: Books, owners: Table, targets: tuple[Target, ...], decided: Table) -> Iterator[Check]:
    """Rows of the book that say otherwise what was decided, each with the number of the decision."""
    for target in targets:
        what = {CREDIT_LINES: Decided.line, TERMS: Decided.terms, SECURITY_TERMS: Decided.security}.get(
            target.table
        )
        if what is not None:
            yield Check(target.staged, _COLUMNS[what], "decided", _dated(target, what, decided))
    if "contracts" in books:
        staged = books["contracts"]
        said = [name for name in ("due", "extended", "margin_ratio") if name in staged.present]
        number = staged.table.c.contract
        source = (
            staged.table.join(owners, owner_of(staged, owners))
            .join(CONTRACTS, CONTRACTS.c.contract_id == number)
            .join(decided, and_(decided.c.what == Decided.contract, decided.c.key == number))
        )
        moved = or_(false(), *(differs(cell(staged, name), CONTRACTS.c[name]) for name in said))
        line = staged.table.c[LINE]
        rows = select(line, number + literal(" ") + decided.c.ref).select_from(source).where(moved)
        yield Check(staged, "due", "decided", rows.order_by(line))


def _dated(target: Target, what: str, decided: Table) -> Select[tuple[int, str]]:
    """Rows for a dated table that stand where a decision does; of a credit line, that are otherwise at all."""
    line = target.staged.table.c[LINE].label(LINE)
    source, table = target.rows.add_columns(line).subquery("source"), target.table
    same = and_(decided.c.what == what, decided.c.key == source.c[target.keys[0]])
    same = and_(same, decided.c.day == source.c.valid_from)
    rows = select(source.c[LINE], decided.c.key + literal(" ") + decided.c.ref)
    beside = source.join(decided, same)
    if target.compared:
        beside = beside.join(table, and_(*(table.c[key] == source.c[key] for key in target.keys)))
        rows = rows.where(or_(*(differs(source.c[name], table.c[name]) for name in target.compared)))
    return rows.select_from(beside).order_by(source.c[LINE])
