"""What ingestion remembers: the digests of files that went in, so that an unchanged file is not parsed again, and the
signature of every version in use, so that a newcomer which says the same is recognised. Both can be lost and are
made anew from the files and the passages."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, insert, select, update

from knowledge import records
from knowledge.catalogue import FILES, PASSAGES, SIGNATURES, VERSIONS
from knowledge.metadata import Validity
from knowledge.model import Meta
from knowledge.similarity import Signature, signature


@dataclass(frozen=True, slots=True)
class Known:
    """A version in use, as far as a newcomer is compared with it."""

    version: str
    meta: Meta
    signature: Signature


@dataclass(frozen=True, slots=True)
class Taken:
    """The version that a file became when it was ingested."""

    version: str
    document: str
    lang: str
    jurisdiction: str
    effective_from: date
    passages: int


def file_digest(data: bytes, name: str, stated: Validity | None, packaged: bool) -> str:
    """Equal when ingesting the file once more could change nothing."""
    circumstances = repr((records.FORMAT, name, stated, packaged))
    return hashlib.sha256(circumstances.encode() + b"\0" + hashlib.sha256(data).digest()).hexdigest()


def taken(connection: Connection, digest: str) -> Taken | None:
    """What the file became, or None when it is new or its version is no longer in use."""
    counted = (
        select(func.count())
        .where(PASSAGES.c.version == VERSIONS.c.version)
        .scalar_subquery()
        .label("passages")
    )
    columns = [VERSIONS.c[name] for name in ("version", "document", "lang", "jurisdiction", "effective_from")]
    row = connection.execute(
        select(*columns, counted)
        .join(FILES, FILES.c.version == VERSIONS.c.version)
        .where(FILES.c.digest == digest, VERSIONS.c.retired.is_(None))
    ).one_or_none()
    return Taken(**row._mapping) if row is not None else None


def remember(connection: Connection, digest: str, version: str, signed: Signature) -> None:
    """Note, in the transaction that stores it, which file became which version."""
    if (
        connection.execute(update(FILES).where(FILES.c.digest == digest).values(version=version)).rowcount
        == 0
    ):
        connection.execute(insert(FILES).values(digest=digest, version=version))
    held = select(SIGNATURES.c.version).where(SIGNATURES.c.version == version)
    if connection.execute(held).one_or_none() is None:
        connection.execute(
            insert(SIGNATURES).values(version=version, content=signed.content, sketch=signed.sketch)
        )


def known(connection: Connection) -> tuple[Known, ...]:
    """Every version in use with its signature; one that was stored without is computed from its passages."""
    signed = {
        row.version: Signature(row.content, row.sketch) for row in connection.execute(select(SIGNATURES))
    }
    held = [version for version in records.list_versions(connection) if version.retired is None]
    for version in held:
        if version.version not in signed:
            passages = records.passages_of(connection, version.version)
            signed[version.version] = signature(version.meta.title, passages)
    return tuple(Known(version.version, version.meta, signed[version.version]) for version in held)


def retired_for(connection: Connection, version: str) -> str | None:
    """Why somebody has taken this very version out of use, or None."""
    statement = select(VERSIONS.c.retired_reason).where(
        VERSIONS.c.version == version, VERSIONS.c.retired == records.RETIRED
    )
    return connection.execute(statement).scalar_one_or_none()
