"""Freezing an account and thawing it again: what comes back is evaluated to the same figures with the same trace ids.

The id is a hash of the book file and its two moments, so whoever holds the row can check that nothing in it was changed.
"""

import hashlib
import json
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlmodel import Session

from account_api.clock import BOOKING_ZONE
from account_api.context import Context
from account_api.db import insert_if_absent
from account_api.snapshots.tables import FrozenSnapshot, Reason
from risk.account import Snapshot
from risk.book_writer import write_book
from risk.evaluation import evaluate
from risk.kept_book import read_kept

_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def freeze(
    ctx: Context, session: Session, client_id: str, snapshot: Snapshot, reason: Reason, at: datetime
) -> FrozenSnapshot:
    """Keeps `snapshot` inside the caller's transaction; one that is there already is given back as it is."""
    owned = replace(snapshot, id=client_id)
    book = write_book(owned)
    name = snapshot_id(book, owned.taken_at, owned.price_time)
    known = session.get(FrozenSnapshot, name)
    if known is not None:
        return known
    row = FrozenSnapshot.of(
        id=name,
        client_id=client_id,
        reason=reason,
        at=at,
        book=book,
        taken_at=owned.taken_at,
        price_time=owned.price_time,
        edition=ctx.rulebooks.edition,
        figures={name: each.trace_id for name, each in evaluate(owned, ctx.rules).figures.items()},
    )
    insert_if_absent(session, FrozenSnapshot, row.model_dump())
    return session.get_one(FrozenSnapshot, name)


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
