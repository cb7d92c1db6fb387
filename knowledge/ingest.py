"""Files into the catalogue: find them, read them, establish their validity, cut them, store each in one transaction.
A file that fails is reported and leaves nothing behind; the others go in. Running it again changes nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from knowledge import records
from knowledge.catalogue import Catalogue
from knowledge.chunking import chunk
from knowledge.errors import BadDocument, BadRequest, KnowledgeError, MissingValidity, NotFound
from knowledge.metadata import VALIDITY_FILE, Validity, checked, describe, read_validity
from knowledge.model import Chunk, IngestItem, IngestReport, Meta
from knowledge.readers import SUFFIXES, read
from knowledge.readers.text import decode
from knowledge.settings import KnowledgeSettings

Progress = Callable[[int, int, str], None]
Clock = Callable[[], datetime]
CORPUS = Path(__file__).parent / "corpus"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file to ingest. `walked`: it was found in a directory, not named; `stated`: its validity by a row of
    `validity.csv` or by the caller."""

    file: Path
    walked: bool
    stated: Validity | None


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


def collect(paths: Iterable[Path], options: Options) -> tuple[list[Candidate], list[IngestItem]]:
    """The readable files under `paths` in a stable order, and what was wrong with a `validity.csv` beside them."""
    stated = options.validity()
    candidates: list[Candidate] = []
    problems: list[IngestItem] = []
    tables: dict[Path, dict[str, Validity]] = {}
    for path in paths:
        if not path.exists():
            raise NotFound(f"{path}: no such file or directory", f"{path}：文件或目录不存在", field=str(path))
        for file in _files(path):
            if file.parent not in tables:
                tables[file.parent], trouble = _table(file.parent)
                problems.extend(trouble)
            row = tables[file.parent].get(file.name)
            candidates.append(Candidate(file, path.is_dir(), row or stated))
    return candidates, problems


def _files(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
        return
    for file in sorted(path.rglob("*")):
        hidden = any(part.startswith(".") for part in file.relative_to(path).parts)
        if file.is_file() and file.suffix.lower() in SUFFIXES and not hidden:
            yield file


def _table(directory: Path) -> tuple[dict[str, Validity], list[IngestItem]]:
    file = directory / VALIDITY_FILE
    if not file.is_file():
        return {}, []
    try:
        return read_validity(decode(file.read_bytes(), file.name), file.name), []
    except BadDocument as error:
        return {}, [_item(file, "failed", error)]


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
    candidates, problems = collect(paths, options)
    items = list(problems)
    claimed: dict[tuple[str, str, str, date], str] = {}
    for done, candidate in enumerate(candidates):
        progress(done, len(candidates), candidate.file.name)
        try:
            item = _ingest_one(catalogue, candidate, options, claimed, clock, packaged)
        except MissingValidity as error:
            item = _item(candidate.file, "refused", error)
        except KnowledgeError as error:
            item = _item(candidate.file, "failed", error)
        items.append(item)
    progress(len(candidates), len(candidates), "")
    return IngestReport(tuple(items), options.dry_run)


def _ingest_one(
    catalogue: Catalogue,
    candidate: Candidate,
    options: Options,
    claimed: dict[tuple[str, str, str, date], str],
    clock: Clock,
    packaged: bool,
) -> IngestItem:
    file = candidate.file
    parsed = read(file.read_bytes(), file.name)
    if candidate.walked and file.stem.lower() == "readme" and not parsed.front and candidate.stated is None:
        return IngestItem(
            str(file),
            "skipped",
            reason="a README about the folder: no front matter and no row in validity.csv",
            reason_zh="目录说明文件：没有文件头，validity.csv 也没有列出",
        )
    meta = describe(parsed, file.name, candidate.stated)
    chunks = chunk(parsed.blocks, meta.title)
    if not chunks:
        raise BadDocument(
            f"{file.name}: headings but no text", f"{file.name}：只有标题，没有正文", field=file.name
        )
    _claim(claimed, meta, file.name)
    version = records.version_of(meta, chunks)
    added = (
        _is_new(catalogue, version)
        if options.dry_run
        else _store(catalogue, meta, chunks, file, clock, packaged)
    )
    return IngestItem(str(file), "added" if added else "unchanged", meta.document, version, len(chunks))


def _claim(claimed: dict[tuple[str, str, str, date], str], meta: Meta, name: str) -> None:
    """Two files of one run must not state the same version: they would replace each other for ever."""
    series = (meta.document, meta.lang, meta.jurisdiction, meta.effective_from)
    other = claimed.setdefault(series, name)
    if other != name:
        day = meta.effective_from
        raise BadDocument(
            f"{name}: {other} already states {meta.document} from {day}",
            f"{name}：{other} 已经是 {meta.document} 自 {day} 起的版本",
            field=f"{name}.effective_from",
        )


def _is_new(catalogue: Catalogue, version: str) -> bool:
    with catalogue.read() as connection:
        return not records.is_stored(connection, version)


def _store(
    catalogue: Catalogue, meta: Meta, chunks: Sequence[Chunk], file: Path, clock: Clock, packaged: bool
) -> bool:
    with catalogue.write() as connection:
        return records.store_version(connection, meta, chunks, records.Origin(file.name, packaged, clock()))


def _item(file: Path, status: str, error: KnowledgeError) -> IngestItem:
    item = IngestItem(str(file), "failed", reason=error.detail, reason_zh=error.detail_zh, field=error.field)
    return replace(item, status="refused") if status == "refused" else item


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
        broken = next(item for item in report.items if item.status in ("refused", "failed"))
        raise BadDocument(broken.reason, broken.reason_zh, field=broken.file)
    with catalogue.write() as connection:
        records.withdraw_packaged(connection, {item.version for item in report.items if item.version})
        records.save_packaged_digest(connection, digest)
    return report


def _digest(directory: Path) -> str:
    digest = hashlib.sha256(f"{records.FORMAT}".encode())
    for file in _files(directory):
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()
