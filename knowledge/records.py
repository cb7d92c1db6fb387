"""Every statement on the catalogue: storing a version of a document and keeping its series of versions free of
overlap, listing documents, retiring them, loading passages."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from itertools import zip_longest
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, func, insert, or_, select, update

from knowledge.catalogue import PASSAGES, STATE, VERSIONS, advance
from knowledge.model import Chunk, DocumentVersion, Meta, Passage

FORMAT = 2
"""Raised when the same files would be cut or described differently: the packaged texts are then ingested anew."""

_META = tuple(field.name for field in fields(Meta))
_LATER = ("topic", "rules", "cites")
"""Added after the first release: a document that states none of them keeps the version it had."""
_LISTS = ("rules", "cites")
RETIRED = "retired"
"""By an editor: what is retired so comes back neither with an upgrade nor as the version before it."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a version came from: the file's name, and whether the product brought it along."""

    file: str
    packaged: bool
    recorded_at: datetime


def version_of(meta: Meta, chunks: Sequence[Chunk]) -> str:
    """The version's id: a hash of everything that can be searched or cited, so ingesting twice changes nothing."""
    stated = {name: value for name, value in asdict(meta).items() if value or name not in _LATER}
    state = [stated, [asdict(chunk) for chunk in chunks]]
    return _digest(json.dumps(state, ensure_ascii=False, sort_keys=True, default=str))


def passage_id(meta: Meta, chunk: Chunk) -> str:
    """Stable while the passage itself stays as it is, whatever else changes in its document."""
    parts = [
        meta.document,
        meta.lang,
        meta.effective_from.isoformat(),
        *chunk.path,
        chunk.article or "",
        chunk.text,
    ]
    return "p" + _digest("\x1f".join(parts))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def store_version(connection: Connection, meta: Meta, chunks: Sequence[Chunk], origin: Origin) -> bool:
    """Store one version and settle its series. Returns False, and changes nothing, when it is already there."""
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
        connection.execute(
            update(VERSIONS).where(VERSIONS.c.version == version).values(retired=None, retired_reason=None)
        )
    _settle(connection, meta)
    advance(connection)
    return True


def in_use(connection: Connection, document: str, lang: str, jurisdiction: str) -> tuple[str, ...]:
    """The versions of a series that are not retired."""
    same = (VERSIONS.c.document == document, VERSIONS.c.lang == lang, VERSIONS.c.jurisdiction == jurisdiction)
    statement = select(VERSIONS.c.version).where(*same, VERSIONS.c.retired.is_(None))
    return tuple(connection.execute(statement.order_by(VERSIONS.c.version)).scalars())


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
            origin=origin.file,
            packaged=origin.packaged,
            recorded_at=origin.recorded_at.isoformat(timespec="seconds"),
            **{name: getattr(meta, name) for name in _META}
            | {name: json.dumps(getattr(meta, name)) for name in _LISTS},
        )
    )
    rows = [
        {
            "version": version,
            "ordinal": ordinal,
            "id": passage_id(meta, chunk),
            "path": json.dumps(chunk.path, ensure_ascii=False),
            "section": chunk.section,
            "article": chunk.article or meta.article,
            "text": chunk.text,
            "lead": chunk.lead,
            "asks": json.dumps(chunk.asks, ensure_ascii=False),
            "group_number": chunk.group,
        }
        for ordinal, chunk in enumerate(chunks)
    ]
    connection.execute(insert(PASSAGES), rows)


def _settle(connection: Connection, meta: Meta) -> None:
    """Each version ends, at the latest, on the day the next one begins: independent of the order of arrival. One an
    editor has retired still ends the one before it: what was superseded does not come back."""
    rows = connection.execute(
        select(VERSIONS.c.version, VERSIONS.c.effective_from, VERSIONS.c.declared_to)
        .where(_series(meta), or_(VERSIONS.c.retired.is_(None), VERSIONS.c.retired == RETIRED))
        .order_by(VERSIONS.c.effective_from)
    ).all()
    following_starts: list[date | None] = [row.effective_from for row in rows[1:]]
    for row, following in zip_longest(rows, following_starts):
        ends = [day for day in (row.declared_to, following) if day is not None]
        connection.execute(
            update(VERSIONS)
            .where(VERSIONS.c.version == row.version)
            .values(effective_to=min(ends, default=None))
        )


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
        _settle(connection, _meta(row))
    if gone:
        advance(connection)
    return len(gone)


def _meta(row: Row[Any]) -> Meta:
    stated = {name: getattr(row, name) for name in _META}
    return Meta(**stated | {name: tuple(json.loads(getattr(row, name))) for name in _LISTS})


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
    return DocumentVersion(row.version, _meta(row), row.effective_to, *said)


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
    return tuple(
        _passage(row)
        for row in connection.execute(statement.where(wanted).order_by(*order, PASSAGES.c.ordinal)).mappings()
    )


def _passage(row: Any) -> Passage:
    return Passage(
        id=row[PASSAGES.c.id],
        document_id=row[VERSIONS.c.document],
        version=row[VERSIONS.c.version],
        title=row[VERSIONS.c.title],
        kind=row[VERSIONS.c.kind],
        path=tuple(json.loads(row[PASSAGES.c.path])),
        section=row[PASSAGES.c.section],
        article=row[PASSAGES.c.article],
        text=row[PASSAGES.c.text],
        lead=row[PASSAGES.c.lead],
        lang=row[VERSIONS.c.lang],
        jurisdiction=row[VERSIONS.c.jurisdiction],
        layer=row[VERSIONS.c.layer],
        audience=row[VERSIONS.c.audience],
        tier=row[VERSIONS.c.tier],
        source=row[VERSIONS.c.source],
        effective_from=row[VERSIONS.c.effective_from],
        effective_to=row[VERSIONS.c.effective_to],
        confidence=row[VERSIONS.c.confidence],
        asks=tuple(json.loads(row[PASSAGES.c.asks])),
        group=row[PASSAGES.c.group_number],
        topic=row[VERSIONS.c.topic],
        rules=tuple(json.loads(row[VERSIONS.c.rules])),
        cites=tuple(json.loads(row[VERSIONS.c.cites])),
    )
