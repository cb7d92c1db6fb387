"""Every statement on the catalogue: storing a version of a document and keeping its series of versions free of
overlap, listing documents, retiring them, loading passages."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, Row, RowMapping, Select, and_, func, insert, or_, select, update

from knowledge.catalogue import PASSAGES, STATE, VERSIONS, advance
from knowledge.days import earlier
from knowledge.identity import as_passage, passage_id, version_of
from knowledge.model import Chunk, DocumentVersion, Meta, Passage

FORMAT = 2
"""Raised when the same files would be cut or described differently: the packaged texts are then ingested anew."""

_META = tuple(field.name for field in fields(Meta))
_LISTS = ("rules", "cites")
RETIRED = "retired"
"""By an editor: what is retired so comes back neither with an upgrade nor as the version before it."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a version came from: the file's name, and whether the product brought it along."""

    file: str
    packaged: bool
    recorded_at: datetime

    def columns(self) -> dict[str, object]:
        recorded_at = self.recorded_at.isoformat(timespec="seconds")
        return {"origin": self.file, "packaged": self.packaged, "recorded_at": recorded_at}


def store_version(connection: Connection, meta: Meta, chunks: Sequence[Chunk], origin: Origin) -> bool:
    """Store one version and settle its series. Returns False, and changes nothing, when it is already there. One that
    was retired comes back as what `origin` says: a packaged text that the firm publishes is the firm's."""
    version = version_of(meta, chunks)
    known = connection.execute(select(VERSIONS.c.retired).where(VERSIONS.c.version == version)).one_or_none()
    if known is not None and known.retired is None:
        return False
    if origin.packaged and _is_the_firms(connection, meta):
        return False
    connection.execute(
        update(VERSIONS)
        .where(_series(meta), VERSIONS.c.effective_from == meta.effective_from, VERSIONS.c.retired.is_(None))
        .values(retired="superseded")
    )
    if known is None:
        _insert(connection, version, meta, chunks, origin)
    else:
        back = {"retired": None, "retired_reason": None, **origin.columns()}
        connection.execute(update(VERSIONS).where(VERSIONS.c.version == version).values(back))
    _settle(connection, meta)
    advance(connection)
    return True


def in_use(connection: Connection, document: str, lang: str, jurisdiction: str) -> tuple[str, ...]:
    """The versions of a series that are not retired."""
    same = (VERSIONS.c.document == document, VERSIONS.c.lang == lang, VERSIONS.c.jurisdiction == jurisdiction)
    statement = select(VERSIONS.c.version).where(*same, VERSIONS.c.retired.is_(None))
    return tuple(connection.execute(statement.order_by(VERSIONS.c.version)).scalars())


def live_versions(connection: Connection) -> frozenset[str]:
    """Every version that is not retired."""
    return frozenset(
        connection.execute(select(VERSIONS.c.version).where(VERSIONS.c.retired.is_(None))).scalars()
    )


def _is_the_firms(connection: Connection, meta: Meta) -> bool:
    """Whether editors have retired what holds from that day, or put a version of their own in its place."""
    theirs = or_(
        VERSIONS.c.retired == RETIRED, and_(VERSIONS.c.retired.is_(None), VERSIONS.c.packaged.is_(False))
    )
    same = and_(_series(meta), VERSIONS.c.effective_from == meta.effective_from, theirs)
    return connection.execute(select(VERSIONS.c.version).where(same)).first() is not None


def is_stored(connection: Connection, version: str) -> bool:
    """Whether this very version is in use."""
    same = and_(VERSIONS.c.version == version, VERSIONS.c.retired.is_(None))
    return connection.execute(select(VERSIONS.c.version).where(same)).one_or_none() is not None


def _series(meta: Meta) -> Any:
    return and_(
        VERSIONS.c.document == meta.document,
        VERSIONS.c.lang == meta.lang,
        VERSIONS.c.jurisdiction == meta.jurisdiction,
    )


def _insert(
    connection: Connection, version: str, meta: Meta, chunks: Sequence[Chunk], origin: Origin
) -> None:
    connection.execute(
        insert(VERSIONS).values(
            version=version,
            effective_to=meta.declared_to,
            **origin.columns(),
            **{name: getattr(meta, name) for name in _META}
            | {name: json.dumps(getattr(meta, name)) for name in _LISTS},
        )
    )
    rows = [
        {"version": version, "ordinal": ordinal, **_passage_row(meta, chunk)}
        for ordinal, chunk in enumerate(chunks)
    ]
    connection.execute(insert(PASSAGES), rows)


def _passage_row(meta: Meta, chunk: Chunk) -> dict[str, object]:
    return {
        "id": passage_id(meta, chunk),
        "path": json.dumps(chunk.path, ensure_ascii=False),
        "section": chunk.section,
        "article": chunk.article or meta.article,
        "text": chunk.text,
        "lead": chunk.lead,
        "asks": json.dumps(chunk.asks, ensure_ascii=False),
        "group_number": chunk.group,
    }


def _settle(connection: Connection, meta: Meta) -> None:
    """Each version ends, at the latest, on the next day on which another one begins: independent of the order of
    arrival. One an editor has retired still ends the one before it: what was superseded does not come back. It does
    not end another of its own first day: that one took its place."""
    rows = connection.execute(
        select(VERSIONS.c.version, VERSIONS.c.effective_from, VERSIONS.c.declared_to).where(
            _series(meta), or_(VERSIONS.c.retired.is_(None), VERSIONS.c.retired == RETIRED)
        )
    ).all()
    starts = sorted({row.effective_from for row in rows})
    following = dict(pairwise(starts))
    for row in rows:
        end = earlier(row.declared_to, following.get(row.effective_from))
        connection.execute(update(VERSIONS).where(VERSIONS.c.version == row.version).values(effective_to=end))


def withdraw_packaged(connection: Connection, keep: Iterable[str]) -> int:
    """Retire the versions an older release brought along and this one does not. Returns how many."""
    keep = set(keep)
    rows = connection.execute(
        select(VERSIONS).where(VERSIONS.c.packaged.is_(True), VERSIONS.c.retired.is_(None))
    ).all()
    gone = [row for row in rows if row.version not in keep]
    for row in gone:
        connection.execute(
            update(VERSIONS).where(VERSIONS.c.version == row.version).values(retired="withdrawn")
        )
        _settle(connection, _meta(row._mapping))
    if gone:
        advance(connection)
    return len(gone)


def _meta(row: RowMapping) -> Meta:
    stated = {name: row[VERSIONS.c[name]] for name in _META}
    return Meta(**stated | {name: tuple(json.loads(stated[name])) for name in _LISTS})


def generation(connection: Connection) -> int:
    """Grows with every change of what can be searched."""
    return int(connection.execute(select(STATE.c.generation)).scalar_one())


def packaged_digest(connection: Connection) -> str:
    """The digest of the packaged files that were ingested last, or the empty string."""
    return str(connection.execute(select(STATE.c.packaged)).scalar_one())


def save_packaged_digest(connection: Connection, digest: str) -> None:
    """Remember which packaged corpus this home holds."""
    connection.execute(update(STATE).values(packaged=digest))


def list_versions(connection: Connection) -> tuple[DocumentVersion, ...]:
    """All versions, retired ones too, by document, language and first day."""
    return tuple(map(_document_version, connection.execute(_versions())))


def find_version(connection: Connection, version: str) -> DocumentVersion | None:
    """One version, retired or not, or None."""
    row = connection.execute(_versions().where(VERSIONS.c.version == version)).one_or_none()
    return None if row is None else _document_version(row)


def _versions() -> Select[Any]:
    counted = (
        select(func.count())
        .where(PASSAGES.c.version == VERSIONS.c.version)
        .scalar_subquery()
        .label("passages")
    )
    order = (VERSIONS.c.document, VERSIONS.c.lang, VERSIONS.c.effective_from, VERSIONS.c.version)
    return select(VERSIONS, counted).order_by(*order)


def _document_version(row: Row[Any]) -> DocumentVersion:
    said = (row.retired, row.origin, row.passages, row.retired_reason)
    return DocumentVersion(row.version, _meta(row._mapping), row.effective_to, *said)


def retire(connection: Connection, version: str, reason: str) -> None:
    """Take a version out of use for a reason. The version before it stays ended: it does not come back."""
    connection.execute(
        update(VERSIONS).where(VERSIONS.c.version == version).values(retired=RETIRED, retired_reason=reason)
    )
    advance(connection)


def set_next_review(connection: Connection, version: str, day: date) -> None:
    """The version is to be reviewed on that day."""
    connection.execute(update(VERSIONS).where(VERSIONS.c.version == version).values(next_review=day))


def load_passages(connection: Connection, passage: str | None = None) -> tuple[Passage, ...]:
    """Passages of all versions that are not retired (those no longer in force too), or the one with an id, which
    may be retired: a permalink never dies. The newest version in use comes last."""
    return _passages(
        connection, VERSIONS.c.retired.is_(None) if passage is None else PASSAGES.c.id == passage
    )


def passages_of(connection: Connection, version: str) -> tuple[Passage, ...]:
    """The passages of one version, retired or not, in reading order."""
    return _passages(connection, VERSIONS.c.version == version)


def find_in_use(connection: Connection, ids: Iterable[str]) -> tuple[Passage, ...]:
    """The passages with these ids that stand in a version not retired."""
    return _passages(connection, and_(PASSAGES.c.id.in_(tuple(ids)), VERSIONS.c.retired.is_(None)))


def _passages(connection: Connection, wanted: Any) -> tuple[Passage, ...]:
    statement = select(PASSAGES, VERSIONS).join(VERSIONS, VERSIONS.c.version == PASSAGES.c.version)
    version = VERSIONS.c
    in_use = version.retired.is_(None)
    order = (in_use, version.document, version.lang, version.effective_from, version.version)
    rows = connection.execute(statement.where(wanted).order_by(*order, PASSAGES.c.ordinal)).mappings()
    metas: dict[str, Meta] = {}
    return tuple(_passage(row, metas) for row in rows)


def _passage(row: RowMapping, metas: dict[str, Meta]) -> Passage:
    """`metas` holds what the passages of one version have in common."""
    name = row[VERSIONS.c.version]
    meta = metas.get(name) or metas.setdefault(name, _meta(row))
    chunk = Chunk(
        path=tuple(json.loads(row[PASSAGES.c.path])),
        article=row[PASSAGES.c.article],
        text=row[PASSAGES.c.text],
        lead=row[PASSAGES.c.lead],
        asks=tuple(json.loads(row[PASSAGES.c.asks])),
        group=row[PASSAGES.c.group_number],
    )
    return as_passage(meta, chunk, name, row[VERSIONS.c.effective_to], row[PASSAGES.c.id])
