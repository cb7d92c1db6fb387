"""Freezing an account and thawing it again: what comes back is evaluated to the same figures with the same trace ids.

The id is a hash of the book file and its two moments, so whoever holds the row can check that nothing in it was changed.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlmodel import Session

from account_api.clock import BOOKING_ZONE
from account_api.context import Context
from account_api.db import insert_all
from account_api.snapshots import queries
from account_api.snapshots.tables import FrozenSnapshot, Reason
from risk.account import Snapshot
from risk.book_writer import write_book
from risk.evaluation import figures_of
from risk.kept_book import read_kept
from risk.rulebook import Rulebook
from risk.sheet import Sheet
from risk.valuation import value

_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Taken:
    """An account that is to be frozen: the book file that it is kept as, and the id that is a hash of it."""

    id: str
    client_id: str
    account: Snapshot
    book: dict[str, Any]
    reason: Reason
    at: datetime


def take(client_id: str, account: Snapshot, reason: Reason, at: datetime) -> Taken:
    """The account of a client as it stands; nothing is kept yet."""
    book = write_book(replace(account, id=client_id))
    return Taken(
        snapshot_id(book, account.taken_at, account.price_time), client_id, account, book, reason, at
    )


def keep_all(ctx: Context, session: Session, taken: Iterable[Taken]) -> None:
    """Keeps accounts inside the caller's transaction; one that is there already stays as it is."""
    found = {each.id: each for each in reversed(tuple(taken))}
    known = queries.known(session, found) if found else frozenset()
    rules, edition = ctx.rules, ctx.rulebooks.edition
    rows = [_row(each, rules, edition) for name, each in found.items() if name not in known]
    insert_all(session, FrozenSnapshot, rows)


def freeze(
    ctx: Context, session: Session, client_id: str, snapshot: Snapshot, reason: Reason, at: datetime
) -> FrozenSnapshot:
    """Keeps one account, as `keep_all` does, and gives it back as it is kept."""
    taken = take(client_id, snapshot, reason, at)
    keep_all(ctx, session, [taken])
    return session.get_one(FrozenSnapshot, taken.id)


def _row(taken: Taken, rules: Rulebook, edition: str) -> dict[str, Any]:
    account = taken.account
    return {
        "id": taken.id,
        "client_id": taken.client_id,
        "reason": taken.reason,
        "at": taken.at,
        "book": taken.book,
        "taken_at": account.taken_at,
        "price_time": account.price_time,
        "edition": edition,
        "figures": {each.name: each.trace_id for each in figures_of(Sheet(value(account), rules))},
    }


def thawed(row: FrozenSnapshot) -> Snapshot:
    """The account as it was frozen. Raises KeyError or ValueError for a row that was altered into no book file."""
    held = read_kept(row.book)
    return replace(held, taken_at=_local(row.taken_at), price_time=_local(row.price_time))


def intact(row: FrozenSnapshot) -> bool:
    """Whether the row still is what its id is the hash of."""
    return row.id == snapshot_id(row.book, _local(row.taken_at), _local(row.price_time))


def snapshot_id(book: dict[str, Any], taken_at: datetime | None, price_time: datetime | None) -> str:
    """ "s" and the first 24 hex digits of SHA-256 over the canonical JSON of the book and its two moments."""
    content = {"book": book, "taken_at": _text(taken_at), "price_time": _text(price_time)}
    return "s" + hashlib.sha256(_CANONICAL.encode(content).encode()).hexdigest()[:24]


def _text(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(BOOKING_ZONE).isoformat()


def _local(at: datetime | None) -> datetime | None:
    return None if at is None else at.astimezone(BOOKING_ZONE)
