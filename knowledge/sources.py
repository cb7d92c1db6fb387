"""Where documents come from: files named by the caller, those in a directory, and the members of a zip archive, each
with its validity where a `validity.csv` beside it states one. Nothing but tables of validity is read here."""

from __future__ import annotations

import os
import stat
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath

from knowledge.errors import BadDocument, KnowledgeError, NotFound
from knowledge.limits import (
    FILE_BYTES,
    bounded,
    irregular,
    opened_zip,
    read_file,
    refused,
    too_large,
    unreadable,
)
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


class Shelf:
    """The archives that members are read from, one open at a time: a folder may hold more than descriptors do."""

    def __init__(self) -> None:
        self._file: Path | None = None
        self._archive: zipfile.ZipFile | None = None

    def archive(self, file: Path) -> zipfile.ZipFile:
        """The archive, open until another is asked for. `BadDocument` when it cannot be opened."""
        if self._archive is None or file != self._file:
            self.close()
            self._archive, self._file = opened_zip(file, file.name), file
        return self._archive

    def close(self) -> None:
        if self._archive is not None:
            self._archive.close()
            self._archive = None

    def __enter__(self) -> Shelf:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def collect(paths: Iterable[Path], stated: Validity | None, shelf: Shelf) -> Collected:
    """The documents under `paths`; members of archives can be loaded until `shelf` is closed. `NotFound` for a path
    that is not there."""
    found = Collected()
    tables: dict[Path, dict[str, Validity]] = {}
    for path in paths:
        for file in walk(path, found.items):
            if file.suffix.lower() == ARCHIVE:
                _look_into(file, stated, shelf, found)
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
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        raise NotFound(
            f"{path}: no such file or directory", f"{path}：文件或目录不存在", field=str(path)
        ) from None
    except OSError as error:
        items.append(failure(str(path), unreadable(path.name, error)))
        return
    if stat.S_ISREG(mode):
        yield path
    elif stat.S_ISDIR(mode):
        yield from _below(path, items)
    else:
        items.append(failure(str(path), irregular(path.name)))


def _below(path: Path, items: list[IngestItem]) -> Iterator[Path]:
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


def _look_into(file: Path, stated: Validity | None, shelf: Shelf, found: Collected) -> None:
    """Every member becomes a candidate of its own, or a line of the report that says why it does not."""
    try:
        if file.stat().st_size > FILE_BYTES:
            raise too_large(file.name)
        members = [each for each in shelf.archive(file).infolist() if not each.is_dir()]
    except BadDocument as error:
        found.items.append(failure(str(file), error))
        return
    load = partial(_load, shelf, file)
    named = sorted(_numbered((_member_name(member), member) for member in members), key=lambda each: each[:2])
    tables = _tables(file, named, load, found.items)
    for path, number, member in named:
        if any(map(_is_furniture, path.parts)) or path.name.lower() == VALIDITY_FILE:
            continue
        label = f"{file}/{path}" + (f" ({number})" if number > 1 else "")
        problem = _objection(label, path, member)
        if problem is not None:
            found.items.append(problem)
            continue
        row = tables.get(path.parent, {}).get(path.name)
        found.candidates.append(
            Candidate(label, path.name, True, row or stated, partial(load, member, path.name))
        )


def _numbered(
    members: Iterable[tuple[str, zipfile.ZipInfo]],
) -> Iterator[tuple[PurePosixPath, int, zipfile.ZipInfo]]:
    """An archive may hold several members of one name: each counts."""
    seen: Counter[PurePosixPath] = Counter()
    for name, member in members:
        path = PurePosixPath(name)
        seen[path] += 1
        yield path, seen[path], member


def _tables(
    file: Path,
    members: Iterable[tuple[PurePosixPath, int, zipfile.ZipInfo]],
    load: Callable[[zipfile.ZipInfo, str], bytes],
    items: list[IngestItem],
) -> dict[PurePosixPath, dict[str, Validity]]:
    """The tables of validity in an archive by their folder; a second one in the same folder is not believed."""
    tables: dict[PurePosixPath, dict[str, Validity]] = {}
    for path, _, member in members:
        if path.name.lower() != VALIDITY_FILE:
            continue
        label = f"{file}/{path}"
        if path.parent in tables:
            items.append(
                failure(label, refused(VALIDITY_FILE, "a second one in its folder", "同一目录中重复"))
            )
            continue
        tables[path.parent] = _rows(label, partial(load, member, VALIDITY_FILE), items)
    return tables


def _objection(label: str, path: PurePosixPath, member: zipfile.ZipInfo) -> IngestItem | None:
    """Why a member is left out: a name that leaves the archive, a link, another archive, an unknown format."""
    name = path.name or member.filename
    if not path.parts or path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
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


def _load(shelf: Shelf, file: Path, member: zipfile.ZipInfo, name: str) -> bytes:
    try:
        with shelf.archive(file).open(member) as opened:
            return bounded(opened, member.file_size, name)
    except KnowledgeError:
        raise
    except Exception as error:  # zlib, bz2 and lzma each have an error of their own
        raise refused(name, f"damaged in its archive ({error})", "压缩包内的该文件已损坏") from error
