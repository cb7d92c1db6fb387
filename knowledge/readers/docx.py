"""Word documents by python-docx, paragraphs and tables in the order in which they stand. Heading styles give the
headings; documents typed without styles fall back to 第X章 and numbered lines."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from knowledge.errors import BadDocument
from knowledge.model import Block, Parsed
from knowledge.normalise import tidy
from knowledge.readers.text import blocks_from_lines

if TYPE_CHECKING:
    from docx.document import Document

_STYLE = re.compile(r"^(?:heading|标题)\s*(\d)$")


def read(data: bytes, name: str) -> Parsed:
    """A Word document's headings, paragraphs and tables in reading order."""
    import docx

    try:
        document = docx.Document(io.BytesIO(data))
        blocks = tuple(_blocks(document))
    except Exception as error:  # python-docx lets zip, XML and key errors through as they come
        raise BadDocument(
            f"{name}: not a readable Word document ({tidy(str(error))})",
            f"{name}：不是可读取的 Word 文档（文件可能已损坏）",
            field=name,
        ) from error
    if any(block.kind == "heading" for block in blocks):
        return Parsed({}, blocks)
    return Parsed({}, tuple(_with_typed_headings(blocks)))


def _blocks(document: Document) -> Iterator[Block]:
    from docx.table import Table

    for item in document.iter_inner_content():
        if isinstance(item, Table):
            rows = (" | ".join(tidy(cell.text) for cell in row.cells) for row in item.rows)
            yield Block("table", "\n".join(rows))
            continue
        text = item.text.strip()
        style = (item.style.name or "").lower() if item.style is not None else ""
        match = _STYLE.match(style)
        if not text:
            continue
        if style == "title":
            yield Block("heading", tidy(text), 1)
        elif match:
            yield Block("heading", tidy(text), min(6, int(match.group(1))))
        else:
            yield Block("paragraph", f"- {text}" if style.startswith("list") else text)


def _with_typed_headings(blocks: tuple[Block, ...]) -> Iterator[Block]:
    for index, block in enumerate(blocks):
        if block.kind == "paragraph":
            yield from blocks_from_lines([block.text], titled=index == 0)
        else:
            yield block
