"""Reading a document: its text as of a day, its versions, and what changed between two of them. Only what is meant for
clients is read here; what is retired stays listed, and says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from knowledge import records
from knowledge.catalogue import Catalogue
from knowledge.citation import cite
from knowledge.difference import Difference, compare
from knowledge.eligibility import PUBLIC
from knowledge.errors import BadRequest, NotFound
from knowledge.holding import ANSWER, common_days, fallen
from knowledge.identity import HOME
from knowledge.model import DocumentVersion, Passage

Json = dict[str, object]


HELD = "held"
"""What an answer is, instead of retired, whose ground has fallen: nobody has taken it back, and it is not in force."""


def listed(catalogue: Catalogue) -> tuple[DocumentVersion, ...]:
    """Every version meant for clients, answers with the days their grounds leave them."""
    with catalogue.read() as connection:
        return _public(connection, records.list_versions(connection))


def read_document(
    catalogue: Catalogue, document: str, as_of: date, lang: str, jurisdiction: str | None = None
) -> Json:
    """The version in force that day with its passages, and all versions, in `lang` where there is one, of one
    jurisdiction: the one named, else ours where the document is known in it. `version` is None, and there are no
    passages, on a day on which none is in force."""
    with catalogue.read() as connection:
        versions = _versions(connection, document, lang, jurisdiction)
        in_force = _in_force(versions, as_of)
        passages = records.passages_of(connection, in_force.version) if in_force else ()
    return {
        "document": document,
        "as_of": as_of.isoformat(),
        "lang": versions[0].meta.lang,
        "jurisdiction": versions[0].meta.jurisdiction,
        "version": in_force.version if in_force else None,
        "versions": [version.as_json() for version in versions],
        "passages": [{**cite(passage, passage.text), "text": passage.text} for passage in passages],
    }


def read_passage(catalogue: Catalogue, passage: Passage, today: date) -> Json:
    """A passage with its citation, whether it holds today, and how and why it was retired if it was. A verified
    answer holds while all that it cites does."""
    if passage.audience not in PUBLIC:
        raise NotFound(f"no passage {passage.id}", f"没有编号为 {passage.id} 的段落", field="passage_id")
    with catalogue.read() as connection:
        version = records.find_version(connection, passage.version)
        grounds = {ground.id: ground for ground in records.find_in_use(connection, passage.cites)}
    retired = version.retired if version else None
    fell = fallen(passage.cites, grounds, today)
    return {
        **cite(passage, passage.text),
        "text": passage.text,
        "in_force_today": retired is None and passage.is_in_force(today) and not fell,
        "version": passage.version,
        "retired": retired,
        "retired_reason": version.retired_reason if version else None,
        "cites": list(passage.cites),
    }


def difference(
    catalogue: Catalogue, document: str, lang: str, before: str, after: str, jurisdiction: str | None = None
) -> Difference:
    """Between two versions, each named by its id or by a day on which it is in force."""
    with catalogue.read() as connection:
        versions = _versions(connection, document, lang, jurisdiction)
        old, new = _named(versions, before, "from"), _named(versions, after, "to")
        return compare(
            records.passages_of(connection, old.version), records.passages_of(connection, new.version)
        )


def _versions(
    connection: Connection, document: str, lang: str, jurisdiction: str | None
) -> tuple[DocumentVersion, ...]:
    """All versions of a document in one jurisdiction and language, by their first day."""
    every = [each for each in records.list_versions(connection) if each.meta.document == document]
    held = _public(connection, every)
    places = {version.meta.jurisdiction for version in held}
    place = jurisdiction or (HOME if HOME in places else min(places, default=HOME))
    held = tuple(version for version in held if version.meta.jurisdiction == place)
    if not held:
        raise NotFound(f"no document {document}", f"没有文档 {document}", field="document")
    translated = tuple(version for version in held if version.meta.lang == lang)
    return translated or tuple(version for version in held if version.meta.lang == held[0].meta.lang)


def _public(connection: Connection, versions: Sequence[DocumentVersion]) -> tuple[DocumentVersion, ...]:
    """Those meant for clients, answers with the days their grounds leave them."""
    meant = [version for version in versions if version.meta.audience in PUBLIC]
    cited = {passage for version in meant for passage in version.meta.cites}
    grounds = {ground.id: ground for ground in records.find_in_use(connection, cited)}
    return tuple(_held(version, grounds) for version in meant)


def _held(version: DocumentVersion, grounds: Mapping[str, Passage]) -> DocumentVersion:
    meta = version.meta
    if version.retired is not None or meta.kind != ANSWER:
        return version
    days = common_days(meta.effective_from, version.effective_to, map(grounds.get, meta.cites))
    if days is None:
        return replace(version, retired=HELD)
    return replace(version, meta=replace(meta, effective_from=days[0]), effective_to=days[1])


def _in_force(versions: Sequence[DocumentVersion], day: date) -> DocumentVersion | None:
    return next((version for version in versions if version.is_in_force(day)), None)


def _named(versions: tuple[DocumentVersion, ...], name: str, field: str) -> DocumentVersion:
    found = next((version for version in versions if version.version == name), None)
    if found is not None:
        return found
    try:
        day = date.fromisoformat(name)
    except ValueError:
        raise BadRequest(
            f"{field}: {name!r} is neither a day (YYYY-MM-DD) nor a version of this document",
            f"{field}：{name!r} 既不是日期（YYYY-MM-DD），也不是该文档的版本",
            field=field,
        ) from None
    in_force = _in_force(versions, day)
    if in_force is None:
        raise NotFound(f"no version in force on {day}", f"{day} 没有有效的版本", field=field)
    return in_force
