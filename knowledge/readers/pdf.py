"""PDF: text by pypdf, tables by pdfplumber on the pages that draw ruling lines. Lines broken inside a sentence are
joined across the page break too; running heads, feet and page numbers (the same line on most pages) are dropped."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from knowledge.errors import BadDocument
from knowledge.model import Block, Parsed
from knowledge.normalise import squeeze, tidy
from knowledge.readers.text import blocks_from_lines

if TYPE_CHECKING:
    from pypdf import PdfReader

_PAGE_NUMBER = re.compile(r"^[-—\s]*(?:第\s*)?\d+(?:\s*页)?(?:\s*[/共]\s*\d+\s*页?)?[-—\s]*$")
_DIGITS = re.compile(r"\d+")


def read(data: bytes, name: str) -> Parsed:
    """A PDF's paragraphs and tables without running heads."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.ERROR)  # its warnings about odd files name no file
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise _bad(name, "protected by a password", "文件设有密码")
        pages = [page.extract_text().splitlines() for page in reader.pages]
        tables = _tables(data, reader)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _bad(
            name, f"not a readable PDF ({tidy(str(error))})", "不是可读取的 PDF（文件可能已损坏）"
        ) from error
    return Parsed({}, tuple(_blocks(_without_running_lines(pages), tables)))


def _bad(name: str, detail: str, detail_zh: str) -> BadDocument:
    return BadDocument(f"{name}: {detail}", f"{name}：{detail_zh}", field=name)


def _without_running_lines(pages: Sequence[list[str]]) -> list[list[str]]:
    def shape(line: str) -> str:
        return _DIGITS.sub("0", tidy(line))

    seen = Counter(shape(line) for page in pages for line in {*page[:2], *page[-2:]})
    running = {line for line, count in seen.items() if len(pages) > 2 and count > len(pages) / 2}
    return [
        [line for line in page if shape(line) not in running and not _PAGE_NUMBER.match(line)]
        for page in pages
    ]


def _tables(data: bytes, reader: PdfReader) -> list[list[list[list[str]]]]:
    """Per page its tables as rows of cells. pdfplumber is slow: only pages with rectangles or lines are opened."""
    drawn = [index for index, page in enumerate(reader.pages) if _draws_lines(page.get_contents())]
    found: list[list[list[list[str]]]] = [[] for _ in reader.pages]
    if not drawn:
        return found
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for index in drawn:
            tables = pdf.pages[index].extract_tables()
            found[index] = [[[tidy(cell or "") for cell in row] for row in table] for table in tables]
    return found


def _draws_lines(contents: object) -> bool:
    data = contents.get_data() if hasattr(contents, "get_data") else b""
    return re.search(rb"\s(?:re|l)\s", data) is not None


def _blocks(pages: Sequence[list[str]], tables: Sequence[list[list[list[str]]]]) -> Iterator[Block]:
    """Prose between tables is joined across pages; the lines of a table leave the prose and return as rows."""
    prose: list[str] = []
    titled = True
    for page, page_tables in zip(pages, tables, strict=True):
        waiting = [table for table in page_tables if len(table) > 1 and any(any(row) for row in table)]
        for line in page:
            if waiting and squeeze(line) and _opens(line, waiting[0]):
                yield from blocks_from_lines(prose, titled)
                prose, titled = [], False
                yield Block("table", "\n".join(" | ".join(row) for row in waiting.pop(0)))
            elif not _stands_in(line, page_tables):
                prose.append(line)
    yield from blocks_from_lines(prose, titled)


def _opens(line: str, table: list[list[str]]) -> bool:
    return any(cell and squeeze(line).startswith(squeeze(cell)) for cell in table[0])


def _stands_in(line: str, tables: Sequence[list[list[str]]]) -> bool:
    text = squeeze(line)
    cells = {squeeze(cell) for table in tables for row in table for cell in row if cell}
    rows = {squeeze("".join(row)) for table in tables for row in table}
    return bool(text) and (text in cells or text in rows)
