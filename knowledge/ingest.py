"""Files into the catalogue: find them, read them, establish their validity, cut them, store each in one transaction.
A file that fails is reported and leaves nothing behind; the others go in. Running it again changes nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

from knowledge import ledger, records
from knowledge.catalogue import Catalogue
from knowledge.errors import BadDocument, BadRequest, KnowledgeError, MissingValidity, NotFound
from knowledge.examination import Examined as Examined
from knowledge.examination import examine as examine
from knowledge.examination import judge
from knowledge.metadata import Validity, checked
from knowledge.model import UNFINISHED, DocumentVersion, IngestItem, IngestReport, Parsed
from knowledge.readers import read
from knowledge.settings import KnowledgeSettings
from knowledge.sources import Candidate, Shelf, collect, failure, walk

Progress = Callable[[int, int, str], None]
Clock = Callable[[], datetime]
CORPUS = Path(__file__).parent / "corpus"


@dataclass(frozen=True, slots=True)
class Options:
    """What the caller states for files that do not say it themselves."""

    effective_from: date | None = None
    effective_to: date | None = None
    dry_run: bool = False

    def validity(self) -> Validity | None:
        if self.effective_from is None:
            if self.effective_to is not None:
                raise BadRequest(
                    "effective_to needs effective_from",
                    "指定失效日期时必须同时指定生效日期",
                    "effective_from",
                )
            return None
        return checked(Validity(self.effective_from, self.effective_to, ""), "effective_from")


def utc_now() -> datetime:
    """The time in UTC: the clock where none is given."""
    return datetime.now(UTC)


def no_progress(_done: int, _total: int, _file: str) -> None:
    """For callers who show none."""


@dataclass(slots=True)
class Run:
    """One ingestion while it goes on: what it compares with, and which file already stated which version."""

    catalogue: Catalogue
    clock: Clock
    dry_run: bool
    packaged: bool
    held: list[ledger.Known]
    claimed: dict[tuple[str, str, str, date], tuple[str, str]] = field(default_factory=dict)

    def claim(self, series: tuple[str, str, str, date], version: str, name: str) -> None:
        """Two files of one run must not state one version in other words: they would replace each other for ever."""
        document, _, _, day = series
        other, first = self.claimed.setdefault(series, (version, name))
        if other != version:
            said = (first, first) if first != name else (f"another {name}", f"另一个 {name}")
            raise BadDocument(
                f"{name}: {said[0]} already states {document} from {day}",
                f"{name}：{said[1]} 已经是 {document} 自 {day} 起的版本",
                field=f"{name}.effective_from",
            )


def ingest(
    catalogue: Catalogue,
    paths: Sequence[Path],
    options: Options,
    *,
    clock: Clock = utc_now,
    progress: Progress = no_progress,
    packaged: bool = False,
) -> IngestReport:
    """Ingest files and directories. With `dry_run` everything is read and judged, nothing is stored."""
    with catalogue.read() as connection:
        held = [] if packaged else list(ledger.known(connection))
    run = Run(catalogue, clock, options.dry_run, packaged, held)
    with Shelf() as shelf:
        found = collect(paths, options.validity(), shelf)
        items, total = list(found.items), len(found.candidates)
        for done, candidate in enumerate(found.candidates):
            progress(done, total, candidate.name)
            items.append(_reported(run, candidate))
    progress(total, total, "")
    return IngestReport(tuple(items), options.dry_run)


def _reported(run: Run, candidate: Candidate) -> IngestItem:
    """The file's item; what is wrong with it becomes a line of the report, and the others go on."""
    try:
        return _ingest_one(run, candidate)
    except MissingValidity as error:
        return replace(failure(candidate.label, error), status="refused")
    except KnowledgeError as error:
        return failure(candidate.label, error)


def _ingest_one(run: Run, candidate: Candidate) -> IngestItem:
    """One file: known by its digest, or read, judged, and stored in one transaction."""
    data, name = candidate.load(), candidate.name
    digest = ledger.file_digest(data, name, candidate.stated, run.packaged)
    with run.catalogue.read() as connection:
        taken = ledger.taken(connection, digest)
    if taken is not None:
        series = (taken.document, taken.lang, taken.jurisdiction, taken.effective_from)
        run.claim(series, taken.version, name)
        return IngestItem(candidate.label, "unchanged", taken.document, taken.version, taken.passages)
    parsed = read(data, name)
    if candidate.walked and _is_about_the_folder(candidate, parsed):
        return IngestItem(
            candidate.label,
            "skipped",
            reason="a README about the folder: no front matter and no row in validity.csv",
            reason_zh="目录说明文件：没有文件头，validity.csv 也没有列出",
        )
    examined = judge(parsed, name, candidate.stated, run.held)
    return _take(run, candidate, digest, examined)


def _is_about_the_folder(candidate: Candidate, parsed: Parsed) -> bool:
    return candidate.name.lower().startswith("readme.") and not parsed.front and candidate.stated is None


def _take(run: Run, candidate: Candidate, digest: str, examined: Examined) -> IngestItem:
    """Store it, unless it is there already or must not go in."""
    meta, found = examined.meta, (examined.version, len(examined.chunks))
    item = IngestItem(candidate.label, "added", meta.document, *found, warnings=examined.warnings)
    with run.catalogue.read() as connection:
        in_use = records.is_stored(connection, examined.version)
        retired = ledger.retired_for(connection, examined.version) if candidate.walked else None
    left_out = None if in_use else _left_out(item, examined, retired, run.packaged)
    if left_out is not None:
        return left_out
    series = (meta.document, meta.lang, meta.jurisdiction, meta.effective_from)
    run.claim(series, examined.version, candidate.name)
    run.held.append(ledger.Known(examined.version, meta, examined.signature))
    new = not in_use if run.dry_run else _store(run, candidate, digest, examined)
    return item if new else replace(item, status="unchanged")


def _left_out(item: IngestItem, examined: Examined, retired: str | None, packaged: bool) -> IngestItem | None:
    """The item when it was taken out of use, speaks to the assistant or says nothing new; else None."""
    if retired is not None:
        reason, reason_zh = f"taken out of use: {retired}", f"已停用：{retired}"
        return replace(item, status="skipped", reason=reason, reason_zh=reason_zh)
    order = examined.instructions
    if order is not None:
        return replace(item, status="quarantined", reason=order.text, reason_zh=order.text_zh)
    same = None if packaged else examined.duplicate
    if same is not None:
        reason, reason_zh = f"{same} says the same already", f"与已有的 {same} 内容相同"
        return replace(item, status="duplicate", reason=reason, reason_zh=reason_zh)
    return None


def _store(run: Run, candidate: Candidate, digest: str, examined: Examined) -> bool:
    origin = records.Origin(candidate.name, run.packaged, run.clock())
    with run.catalogue.write() as connection:
        added = records.store_version(connection, examined.meta, examined.chunks, origin)
        if records.is_stored(connection, examined.version):
            ledger.remember(connection, digest, examined.version, examined.signature)
    return added


def remove(catalogue: Catalogue, target: str, reason: str) -> tuple[DocumentVersion, ...]:
    """Take a document, or one version of it, out of use: it is found no more, its permalinks stay and say why.
    Returns the versions; `NotFound` when none in use is called so."""
    with catalogue.write() as connection:
        gone = tuple(
            version
            for version in records.list_versions(connection)
            if target in (version.version, version.meta.document) and version.retired is None
        )
        for version in gone:
            records.retire(connection, version.version, reason)
    if not gone:
        raise NotFound(
            f"no document or version {target} in use", f"没有在用的文档或版本 {target}", field="target"
        )
    return gone


def ensure_corpus(
    home: Path | KnowledgeSettings, progress: Progress = no_progress, clock: Clock | None = None
) -> IngestReport:
    """The texts that come with the product, ingested into `home`; those of an older release are withdrawn. Does
    nothing when the packaged files are the ones ingested last."""
    settings = home if isinstance(home, KnowledgeSettings) else KnowledgeSettings.at(home)
    settings.home.mkdir(parents=True, exist_ok=True)
    catalogue = Catalogue(settings.catalogue_url)
    try:
        return ingest_packaged(catalogue, progress, clock or settings.now)
    finally:
        catalogue.close()


def ingest_packaged(catalogue: Catalogue, progress: Progress, clock: Clock) -> IngestReport:
    """`ensure_corpus` on an opened catalogue."""
    digest = _digest(CORPUS)
    with catalogue.read() as connection:
        if records.packaged_digest(connection) == digest:
            return IngestReport()
    report = ingest(catalogue, [CORPUS], Options(), clock=clock, progress=progress, packaged=True)
    if not report.complete:
        broken = next(item for item in report.items if item.status in UNFINISHED)
        raise BadDocument(broken.reason, broken.reason_zh, field=broken.file)
    with catalogue.write() as connection:
        records.withdraw_packaged(connection, {item.version for item in report.items if item.version})
        records.save_packaged_digest(connection, digest)
    return report


def _digest(directory: Path) -> str:
    digest = hashlib.sha256(f"{records.FORMAT}".encode())
    for file in walk(directory, []):
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()
