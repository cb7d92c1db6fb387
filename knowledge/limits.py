"""How much one file may cost. Every bound is checked before the bytes, members, rows or pages behind it are read, so
that a file made to harm takes neither memory nor time: it is refused by name and the others go in."""

from __future__ import annotations

import io
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import IO

from knowledge.errors import BadDocument

MEGABYTE = 1024 * 1024
FILE_BYTES = 50 * MEGABYTE
UPLOAD_BYTES = 200 * MEGABYTE
UNPACKED_BYTES = 300 * MEGABYTE
OFFICE_BYTES = 100 * MEGABYTE
"""XML in one Office document: it is held in memory several times over."""
MEMBERS = 1_000
RATIO = 200
RATIO_FROM = 16 * MEGABYTE
"""Below this size a member may be as repetitive as it likes."""
CHARACTERS = 5_000_000
PAGES = 1_000
PAGE_BYTES = 8 * MEGABYTE
"""Of drawing instructions on one page."""
RULED_PAGES = 500
"""Pages on which tables are looked for."""
STROKES = 10_000
CROSSINGS = 4_000
"""Of the lines on one page: a table of 60 rows and 20 columns has 1,300. Beyond either it is a drawing."""
ROWS = 20_000
COLUMNS = 200
NESTING = 128
PIECE_BYTES = 64 * 1024
SECONDS = 120.0
"""Of computing for one file: what takes longer is made to, or should be split."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = 0x1
_PROLOGUE = 4096


def refused(name: str, detail: str, detail_zh: str) -> BadDocument:
    """The error that names a file and what is wrong with it."""
    return BadDocument(f"{name}: {detail}", f"{name}：{detail_zh}", field=name)


def too_large(name: str, limit: int = FILE_BYTES) -> BadDocument:
    """The error for more bytes than are taken."""
    size = limit // MEGABYTE
    return refused(name, f"larger than {size} MB; please split it", f"超过 {size} MB，请拆分后再入库")


def read_file(file: Path) -> bytes:
    """The bytes of a file on disk. A file beyond `FILE_BYTES` is refused unread, one that changes meanwhile too."""
    try:
        if file.exists() and not file.is_file() and not file.is_dir():
            raise irregular(file.name)
        with file.open("rb") as opened:
            before = file.stat()
            data = bounded(opened, before.st_size, file.name)
            after = file.stat()
    except OSError as error:
        raise unreadable(file.name, error) from error
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or len(
        data
    ) != after.st_size:
        raise refused(
            file.name,
            "it changed while it was being read; please run again",
            "读取期间文件发生了变化，请重新入库",
        )
    return data


def bounded(opened: IO[bytes], announced: int, name: str, limit: int = FILE_BYTES) -> bytes:
    """All bytes of a stream, never more than `limit`, whatever size was announced."""
    if announced > limit:
        raise too_large(name, limit)
    data = opened.read(limit + 1)
    if len(data) > limit:
        raise too_large(name, limit)
    return data


def unreadable(name: str, error: OSError) -> BadDocument:
    """The error for what the operating system does not let us read."""
    why = error.strerror or str(error)
    return refused(name, f"cannot be opened ({why})", f"无法打开（{why}）")


def irregular(name: str) -> BadDocument:
    """The error for a pipe, a device or a socket: reading one may wait for ever."""
    return refused(name, "not a regular file", "不是普通文件")


def opened_zip(
    source: Path | bytes, name: str, kind: str = "zip archive", kind_zh: str = "压缩包"
) -> zipfile.ZipFile:
    """A zip archive that keeps to the limits, for the caller to close; one that cannot be opened or breaks them is a
    `BadDocument`."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source)
    except OSError as error:
        raise unreadable(name, error) from error
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise refused(
            name, f"not a readable {kind} ({error})", f"不是可读取的{kind_zh}（文件可能已损坏）"
        ) from error
    try:
        _check(archive, name)
    except BadDocument:
        archive.close()
        raise
    return archive


def _check(archive: zipfile.ZipFile, name: str) -> None:
    members = archive.infolist()
    if len(members) > MEMBERS:
        raise refused(name, f"more than {MEMBERS} members", f"压缩包内超过 {MEMBERS} 个文件")
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise refused(name, "protected by a password", "文件设有密码")
    swollen = any(
        member.file_size > RATIO_FROM and member.file_size > RATIO * member.compress_size
        for member in members
    )
    if swollen or sum(member.file_size for member in members) > UNPACKED_BYTES:
        raise _bomb(name, UNPACKED_BYTES)


def _bomb(name: str, limit: int) -> BadDocument:
    size = limit // MEGABYTE
    return refused(
        name,
        f"it unpacks to more than {RATIO} times its size or {size} MB (a zip bomb?)",
        f"解压后超过 {RATIO} 倍或 {size} MB（可能是压缩炸弹）",
    )


def check_office(data: bytes, name: str) -> None:
    """Refuse what only looks like a docx, pptx or xlsx file: encrypted or old ones, bombs, and XML with entities."""
    if data.startswith(_OLE):
        raise refused(
            name,
            "protected by a password, or in the format before 2007; save it without a password in the new format",
            "文件设有密码，或是 2007 年以前的旧格式，请取消密码并另存为新格式",
        )
    with opened_zip(data, name, "Office document", "Office 文档") as archive:
        parts = [part for part in archive.infolist() if part.filename.lower().endswith((".xml", ".rels"))]
        if sum(part.file_size for part in parts) > OFFICE_BYTES:
            raise _bomb(name, OFFICE_BYTES)
        for member in parts:
            with archive.open(member) as opened:
                head = opened.read(_PROLOGUE).replace(b"\0", b"").upper()
            if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                raise refused(name, "its XML declares entities", "文件的 XML 中含有实体声明")


def check_length(characters: int, name: str) -> None:
    """Refuse more text than a document of this library can have."""
    if characters > CHARACTERS:
        raise refused(
            name, f"more than {CHARACTERS:,} characters of text", f"文字超过 {CHARACTERS // 10_000} 万字"
        )


def budget(name: str, clock: Callable[[], float] = time.thread_time) -> Callable[[], None]:
    """Begins to count a file's computing time; what it gives is called between pieces and refuses once it is spent."""
    began = clock()

    def check() -> None:
        if clock() - began > SECONDS:
            raise refused(
                name,
                f"reading it takes more than {SECONDS:.0f} seconds; please split it",
                f"读取超过 {SECONDS:.0f} 秒，请拆分",
            )

    return check
