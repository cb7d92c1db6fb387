"""Word documents by python-docx, paragraphs and tables in the order in which they stand. Heading styles give the
headings; documents typed without styles fall back to 第X章 and numbered lines."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from knowledge.limits import ROWS, check_office, refused
from knowledge.model import Block, Parsed
from knowledge.normalise import tidy
from knowledge.readers.sheet import lines
from knowledge.readers.text import blocks_from_lines

if TYPE_CHECKING:
    from docx.document import Document

_STYLE = re.compile(r"^(?:heading|标题)\s*(\d)$")
_CAPTIONS = ("caption", "题注")


def read(data: bytes, name: str) -> Parsed:
    """A Word document's headings, paragraphs and tables in reading order."""
    import docx

    check_office(data, name)
    hidden: list[str] = []
    blocks = tuple(_blocks(docx.Document(io.BytesIO(data)), hidden, name))
    if not any(block.kind == "heading" for block in blocks):
        blocks = tuple(_with_typed_headings(blocks))
    return Parsed({}, blocks, tuple(hidden))


def _blocks(document: Document, hidden: list[str], name: str) -> Iterator[Block]:
    from docx.table import Table

    for item in document.iter_inner_content():
        if isinstance(item, Table):
            yield Block("table", lines(_rows(item, name)))
            continue
        text = _shown(item, hidden).strip()
        style = (item.style.name or "").lower() if item.style is not None else ""
        match = _STYLE.match(style)
        if not text:
            continue
        if style == "title":
            yield Block("heading", tidy(text), 1)
        elif match:
            yield Block("heading", tidy(text), min(6, int(match.group(1))))
        elif style in _CAPTIONS:
            yield Block("caption", tidy(text))
        else:
            yield Block("paragraph", f"- {text}" if style.startswith("list") else text)


def _shown(paragraph: Any, hidden: list[str]) -> str:
    """The paragraph's text without the runs that Word does not show."""
    unseen = [run.text for run in paragraph.runs if run.font.hidden]
    if not unseen:
        return str(paragraph.text)
    hidden.extend(unseen)
    return "".join(run.text for run in paragraph.runs if not run.font.hidden)


def _rows(table: Any, name: str) -> Iterator[list[str]]:
    """A cell that spans several columns stands once."""
    for number, row in enumerate(table.rows):
        if number == ROWS:
            raise refused(name, f"a table of more than {ROWS:,} rows", f"表格超过 {ROWS} 行")
        cells = row.cells
        yield [cell.text for i, cell in enumerate(cells) if i == 0 or cell._tc is not cells[i - 1]._tc]


def _with_typed_headings(blocks: tuple[Block, ...]) -> Iterator[Block]:
    for index, block in enumerate(blocks):
        if block.kind == "paragraph":
            yield from blocks_from_lines([block.text], titled=index == 0)
        else:
            yield block
