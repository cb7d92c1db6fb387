"""A small book as one zip: what comes over HTTP, and what is sent back. A large one is for the command line.

Only plain names are taken, and no more is unpacked than is allowed. The same files always make the same bytes.
"""

import io
import lzma
import zipfile
import zlib
from pathlib import Path

from account_api.books.mapping import OURS, BookMapping, read_mapping
from account_api.errors import FieldProblem, Malformed, TooLarge
from risk.fields import printable

MEDIA_TYPE = "application/zip"
MOST_BYTES = 8 * 1024 * 1024
MOST_UNPACKED = 64 * 1024 * 1024
MOST_FILES = 20
MAPPING = "mapping.yaml"
LONGEST_NAME = 200
"""Bytes of a file's name: file systems allow 255."""
_BEGINNING = (1980, 1, 1, 0, 0, 0)
_BLOCK = 1 << 16
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    ValueError,
)


def unpack(content: bytes, directory: Path) -> BookMapping:
    """Writes the files of a zip into a directory; the mapping that is among them, or ours.

    Raises Malformed for what is no zip or has other than plain names, TooLarge for what unpacks to too much.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _extract(archive, directory)
    except _UNREADABLE as error:
        raise _malformed(
            "not_zip", str(error), "is no zip that can be read", "不是可读取的 zip 文件"
        ) from error
    mapping = directory / MAPPING
    if not mapping.is_file():
        return OURS
    try:
        return read_mapping(mapping.read_text(encoding="utf-8"))
    except UnicodeError as error:
        raise _malformed(
            "encoding", MAPPING, "has a mapping that is not UTF-8", "映射文件不是 UTF-8 编码"
        ) from error


def pack(directory: Path, names: list[str]) -> bytes:
    """The named files of a directory as a zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            entry = zipfile.ZipInfo(name, _BEGINNING)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, (directory / name).read_bytes())
    return out.getvalue()


def _extract(archive: zipfile.ZipFile, directory: Path) -> None:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > MOST_FILES:
        raise TooLarge(f"At most {MOST_FILES} files at once.", f"一次最多 {MOST_FILES} 个文件。")
    left = MOST_UNPACKED
    for entry in entries:
        plain = Path(entry.filename).name == entry.filename and len(entry.filename.encode()) <= LONGEST_NAME
        if not plain or (directory / entry.filename).exists():
            raise _malformed("not_text", entry.filename, "has a name that is not plain", "包含不规范的文件名")
        with archive.open(entry) as source, (directory / entry.filename).open("wb") as target:
            while block := source.read(_BLOCK):
                left -= len(block)
                if left < 0:
                    raise TooLarge(
                        "The zip unpacks to too much; use the command `liangrong book import`.",
                        "解压后内容过大，请使用命令 liangrong book import。",
                    )
                target.write(block)


def _malformed(code: str, value: str, text: str, text_zh: str) -> Malformed:
    problem = FieldProblem("zip", code, printable(value[:80]), f"zip {text}", f"zip {text_zh}")
    return Malformed(f"The zip {text}.", f"zip {text_zh}。", [problem])
