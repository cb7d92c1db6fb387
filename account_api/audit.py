"""The audit trail: an append-only chain of hashes whose head is anchored in a file outside the database.

Each row's hash covers its number, its content and the hash before it. The anchor (`audit.head` in the home)
holds number and hash of the last row, so that a cut tail and a tail hashed anew show too.

The anchor moves in two steps, both durable: before the commit it notes the head it is about to have
(`next`), after the commit that note becomes the head. A crash in between leaves one of two states, told
apart by what is in the table: the rows are there (the note holds) or they are not (the old head holds).
`audit verify` reports either as `unsettled`, and the next append settles it. Where the table fits neither,
somebody tampered: the next append goes on, but the anchor keeps the breach for good. A lock is held from
the first append to the end of the transaction, so that processes sharing a home keep one chain. The home is
on one machine: so is the anchor.

Ids in the trail are pseudonyms (a keyed hash); who they stand for is kept elsewhere and can be deleted.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from contextlib import AbstractContextManager, ExitStack
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, event, insert, text
from sqlalchemy.orm import SessionTransaction
from sqlmodel import Field, Session, col, select

from account_api.columns import Row, Utc
from account_api.home import locked, write_whole

GENESIS = "0" * 64
PG_LOCK = (
    7_305_411  # any constant of ours: PostgreSQL sees a deadlock among advisory locks, not among file locks
)


@dataclass(frozen=True, slots=True)
class Event:
    """What happened: `actor` and `subject` are ids in the clear here and pseudonyms in the trail."""

    action: str
    actor: str
    subject: str | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)


class AuditRow(Row, table=True):
    __tablename__ = "audit"

    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime = Field(sa_type=Utc)
    action: str = Field(index=True)
    actor: str
    subject: str | None = Field(default=None, index=True)
    detail: dict[str, Any] = Field(sa_type=JSON)
    prev: str = Field(max_length=64)
    hash: str = Field(max_length=64)


@dataclass(frozen=True, slots=True)
class Mark:
    """Number and hash of a row; number 0 is the empty chain."""

    seq: int = 0
    hash: str = GENESIS


@dataclass(frozen=True, slots=True)
class Breach:
    """The table ended in `found` where the anchor said `expected`."""

    at: str
    expected: Mark
    found: Mark


@dataclass(frozen=True, slots=True)
class Anchor:
    head: Mark
    next: Mark | None = None
    breaches: tuple[Breach, ...] = ()

    def settled(self, found: Mark, at: datetime) -> "Anchor":
        """The anchor of a table that ends in `found`; one that fits neither head nor next is a breach."""
        if found in (self.head, self.next):
            return replace(self, head=found, next=None)
        breach = Breach(at.isoformat(), self.head, found)
        return Anchor(found, None, (*self.breaches, breach))

    def write(self, path: Path) -> None:
        write_whole(path, json.dumps(asdict(self)) + "\n", 0o600)

    @classmethod
    def read(cls, path: Path) -> "Anchor | None":
        """The anchor, or None where there is no file. Raises ValueError for one that cannot be read."""
        try:
            raw = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        try:
            breaches = (Breach(b["at"], Mark(**b["expected"]), Mark(**b["found"])) for b in raw["breaches"])
            return cls(Mark(**raw["head"]), raw["next"] and Mark(**raw["next"]), tuple(breaches))
        except (TypeError, KeyError) as error:
            raise ValueError(f"{path} is not an audit anchor") from error


@dataclass(frozen=True, slots=True)
class Trail:
    """Appends to the chain of one home. `key` makes the pseudonyms."""

    head_file: Path
    key: str

    def pseudonym(self, identifier: str) -> str:
        return f"p{hmac.new(bytes.fromhex(self.key), identifier.encode(), hashlib.sha256).hexdigest()[:16]}"

    def append(self, session: Session, at: datetime, *events: Event) -> None:
        """Adds `events` inside the caller's transaction; they live and die with it."""
        if "audit_mark" not in session.info:
            self._open(session, at)
        mark, rows = _mark(session), []
        for happened in events:
            row = self._row(mark, at, happened)
            mark = Mark(row["seq"], row["hash"])
            rows.append(row)
        if rows:
            session.connection().execute(insert(AuditRow), rows)
        session.info["audit_mark"] = mark

    def _row(self, after: Mark, at: datetime, happened: Event) -> dict[str, Any]:
        row = {
            "seq": after.seq + 1,
            "at": at,
            "action": happened.action,
            "actor": self.pseudonym(happened.actor),
            "subject": None if happened.subject is None else self.pseudonym(happened.subject),
            "detail": dict(happened.detail),
            "prev": after.hash,
        }
        return row | {"hash": _hash(row)}

    def _open(self, session: Session, at: datetime) -> None:
        """Locks the chain for this transaction and hangs the two steps of the anchor on its commit.

        The transaction begins first, also where nothing was read yet: whoever writes waits for the database's lock and then
        for the chain's, never the other way round.
        """
        held, connection = ExitStack(), session.connection()
        if session.get_bind().dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": PG_LOCK})
        held.enter_context(self.lock())
        try:
            found = tail(session)
            anchor = (Anchor.read(self.head_file) or Anchor(Mark())).settled(found, at)
        except BaseException:
            held.close()
            raise
        session.info["audit_mark"] = found

        def mine() -> bool:
            return session.info.get("audit_held") is held

        def before_commit(_session: Session) -> None:
            if mine() and not session.in_nested_transaction():  # a savepoint commits nothing yet
                replace(anchor, next=_mark(session)).write(self.head_file)

        def after_commit(_session: Session) -> None:
            if mine() and not session.in_nested_transaction():
                replace(anchor, head=session.info["audit_mark"]).write(self.head_file)

        def after_end(_session: Session, transaction: SessionTransaction) -> None:
            if mine() and transaction.nested:  # what was appended within may be gone with it
                session.info["audit_moved"] = True
            if mine() and transaction.parent is None:  # a flush ends a transaction of its own
                for name in ("audit_mark", "audit_moved", "audit_held"):
                    session.info.pop(name, None)
                held.close()

        session.info["audit_held"] = held
        event.listen(session, "before_commit", before_commit)
        event.listen(session, "after_commit", after_commit)
        event.listen(session, "after_transaction_end", after_end)

    def lock(self) -> AbstractContextManager[None]:
        """Holds the chain still, for one who appends or verifies."""
        return locked(self.head_file.with_suffix(".lock"))


def _mark(session: Session) -> Mark:
    """Where the chain of this transaction ends; read again where a savepoint has ended since."""
    if session.info.pop("audit_moved", False):
        session.info["audit_mark"] = tail(session)
    mark: Mark = session.info["audit_mark"]
    return mark


def tail(session: Session) -> Mark:
    """The last row of the table."""
    row = session.exec(select(AuditRow).order_by(col(AuditRow.seq).desc()).limit(1)).first()
    return Mark() if row is None else Mark(row.seq, row.hash)


def digest(row: AuditRow, seq: int, prev: str) -> str:
    """The hash this row's content would have as number `seq` after `prev`."""
    own = {name: getattr(row, name) for name in ("at", "action", "actor", "subject", "detail")}
    return _hash({**own, "seq": seq, "prev": prev})


def _hash(row: Mapping[str, Any]) -> str:
    content = {**row, "at": row["at"].astimezone(UTC).isoformat()}
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
