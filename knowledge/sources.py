"""Where documents come from: files named by the caller, those in a directory, and the members of a zip archive, each
with its validity where a `validity.csv` beside it states one. Nothing but tables of validity is read here."""

from __future__ import annotations

import os
import stat
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath

from knowledge.errors import BadDocument, KnowledgeError, NotFound
from knowledge.limits import FILE_BYTES, bounded, opened_zip, read_file, refused, unreadable
from knowledge.metadata import VALIDITY_FILE, Validity, read_validity
from knowledge.model import IngestItem
from knowledge.readers import SUFFIXES
from knowledge.readers.charset import decode

ARCHIVE = ".zip"
_UTF8_NAME = 0x800
_FURNITURE = ("__MACOSX", "Thumbs.db", "desktop.ini")
_LOCK = "~$"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document to ingest. `label` is how the report calls it, `name` the file's own name; `walked`: it was found in
    a directory or an archive, not named; `stated`: its validity by a row of `validity.csv` or by the caller."""

    label: str
    name: str
    walked: bool
    stated: Validity | None
    load: Callable[[], bytes]


@dataclass(slots=True)
class Collected:
    """What was found, in a stable order, and what is to be said about the rest."""

    candidates: list[Candidate] = field(default_factory=list)
    items: list[IngestItem] = field(default_factory=list)


def failure(label: str, error: KnowledgeError) -> IngestItem:
    """The report's line for what cannot be read."""
    return IngestItem(label, "failed", reason=error.detail, reason_zh=error.detail_zh, field=error.field)


def collect(paths: Iterable[Path], stated: Validity | None, archives: ExitStack) -> Collected:
    """The documents under `paths`; archives stay open until `archives` is closed. `NotFound` for a path that is not
    there."""
    found = Collected()
    tables: dict[Path, dict[str, Validity]] = {}
    for path in paths:
        for file in walk(path, found.items):
            if file.suffix.lower() == ARCHIVE:
                _open_archive(file, stated, archives, found)
                continue
            if file.parent not in tables:
                tables[file.parent] = _table(file.parent / VALIDITY_FILE, found.items)
            row = tables[file.parent].get(file.name)
            found.candidates.append(
                Candidate(str(file), file.name, path.is_dir(), row or stated, partial(read_file, file))
            )
    return found


def walk(path: Path, items: list[IngestItem]) -> Iterator[Path]:
    """The file itself, or the readable files below a directory; links to directories are not followed. What is left
    out is noted in `items`."""
    if not path.exists():
        raise NotFound(f"{path}: no such file or directory", f"{path}：文件或目录不存在", field=str(path))
    if not path.is_dir():
        yield path
        return

    def closed(error: OSError) -> None:
        items.append(failure(str(error.filename), unreadable(Path(error.filename).name, error)))

    found: list[Path] = []
    for directory, folders, names in os.walk(path, onerror=closed):
        folders[:] = [folder for folder in folders if not _is_furniture(folder)]
        found.extend(Path(directory) / name for name in names if not _is_furniture(name))
    for file in sorted(found):
        if file.name.lower() == VALIDITY_FILE or not file.is_file():
            continue
        if file.suffix.lower() in (*SUFFIXES, ARCHIVE):
            yield file
        else:
            items.append(_no_reader(str(file), file.suffix))


def _is_furniture(name: str) -> bool:
    return (name.startswith((".", _LOCK)) and name != "..") or name in _FURNITURE


def _no_reader(label: str, suffix: str) -> IngestItem:
    return IngestItem(
        label,
        "skipped",
        reason=f"no reader for {suffix or 'files without a suffix'}",
        reason_zh=f"不支持 {suffix or '没有扩展名的文件'}",
    )


def _table(file: Path, items: list[IngestItem]) -> dict[str, Validity]:
    return _rows(str(file), lambda: read_file(file), items) if file.is_file() else {}


def _rows(label: str, load: Callable[[], bytes], items: list[IngestItem]) -> dict[str, Validity]:
    try:
        return read_validity(decode(load(), VALIDITY_FILE), VALIDITY_FILE)
    except BadDocument as error:
        items.append(failure(label, error))
        return {}


def _open_archive(file: Path, stated: Validity | None, archives: ExitStack, found: Collected) -> None:
    """Every member becomes a candidate of its own, or a line of the report that says why it does not."""
    try:
        if file.stat().st_size > FILE_BYTES:
            read_file(file)
        archive = archives.enter_context(opened_zip(file, file.name))
    except BadDocument as error:
        found.items.append(failure(str(file), error))
        return
    members = {_member_name(member): member for member in archive.infolist() if not member.is_dir()}
    tables = {
        PurePosixPath(name).parent: _rows(
            f"{file}/{name}", partial(_load, archive, member, VALIDITY_FILE), found.items
        )
        for name, member in members.items()
        if PurePosixPath(name).name.lower() == VALIDITY_FILE
    }
    for name, member in sorted(members.items(), key=lambda each: each[0]):
        path = PurePosixPath(name)
        if any(map(_is_furniture, path.parts)) or path.name.lower() == VALIDITY_FILE:
            continue
        problem = _objection(f"{file}/{name}", path, member)
        if problem is not None:
            found.items.append(problem)
            continue
        row = tables.get(path.parent, {}).get(path.name)
        load = partial(_load, archive, member, path.name)
        found.candidates.append(Candidate(f"{file}/{name}", path.name, True, row or stated, load))


def _objection(label: str, path: PurePosixPath, member: zipfile.ZipInfo) -> IngestItem | None:
    """Why a member is left out: a name that leaves the archive, a link, another archive, an unknown format."""
    name = path.name
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
        return failure(label, refused(name, "its name leads out of the archive", "文件名指向压缩包之外"))
    if stat.S_ISLNK(member.external_attr >> 16):
        return failure(label, refused(name, "a symbolic link in an archive", "压缩包内的符号链接"))
    if path.suffix.lower() == ARCHIVE:
        return failure(label, refused(name, "an archive inside an archive", "压缩包内不能再有压缩包"))
    if member.file_size > FILE_BYTES:
        return failure(label, refused(name, "too large", "文件过大"))
    return None if path.suffix.lower() in SUFFIXES else _no_reader(label, path.suffix)


def _member_name(member: zipfile.ZipInfo) -> str:
    """Archives packed by Chinese Windows name their members in GBK without saying so."""
    name = member.filename
    if not member.flag_bits & _UTF8_NAME:
        raw = name.encode("cp437", "replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding)
            except UnicodeDecodeError:
                continue
            break
    return name.replace("\\", "/")


def _load(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> bytes:
    try:
        with archive.open(member) as opened:
            return bounded(opened, member.file_size, name)
    except KnowledgeError:
        raise
    except Exception as error:  # zlib, bz2 and lzma each have an error of their own
        raise refused(name, f"damaged in its archive ({error})", "压缩包内的该文件已损坏") from error
