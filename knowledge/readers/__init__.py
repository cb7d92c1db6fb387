"""Files to blocks. One reader per format, chosen by the suffix; each takes the bytes and the file's name and
raises `BadDocument` naming that file when it cannot be read. Parsers are imported where they are used."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import PurePath

from knowledge.errors import BadDocument
from knowledge.limits import check_length
from knowledge.model import Parsed

Reader = Callable[[bytes, str], Parsed]

READERS = (
    (".md", "markdown"),
    (".markdown", "markdown"),
    (".html", "html"),
    (".htm", "html"),
    (".pdf", "pdf"),
    (".docx", "docx"),
    (".pptx", "pptx"),
    (".xlsx", "xlsx"),
    (".csv", "csv"),
    (".txt", "text"),
)
SUFFIXES = tuple(suffix for suffix, _ in READERS)


def read(data: bytes, name: str) -> Parsed:
    """The blocks of one file. `name` decides the format and appears in every error."""
    suffix = PurePath(name).suffix.lower()
    module = dict(READERS).get(suffix)
    if module is None:
        known = " ".join(SUFFIXES)
        raise BadDocument(
            f"{name}: no reader for {suffix or 'files without a suffix'}; readable: {known}",
            f"{name}：不支持 {suffix or '没有扩展名的文件'}，可读取的格式：{known}",
            field=name,
        )
    reader: Reader = import_module(f"knowledge.readers.{module}").read
    parsed = reader(data, name)
    check_length(sum(len(block.text) for block in parsed.blocks), name)
    if not any(block.text.strip() for block in parsed.blocks):
        raise BadDocument(
            f"{name}: no text in it (a scan without a text layer?)",
            f"{name}：没有可读取的文字（可能是没有文字层的扫描件）",
            field=name,
        )
    return parsed
