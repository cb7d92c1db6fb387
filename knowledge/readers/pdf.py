"""PDF: text by pypdf; pages that draw ruling lines are read by pdfplumber, which finds the tables and the lines between
them, unless the lines are so many that they are a drawing. The computing time is bounded between pages. Lines broken inside a sentence are joined across the page break too, and so is a table; running heads, feet and
page numbers (the same line on most pages) are dropped."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from knowledge.limits import (
    CROSSINGS,
    PAGE_BYTES,
    PAGES,
    RULED_PAGES,
    STROKES,
    budget,
    check_length,
    refused,
)
from knowledge.model import Block, Parsed
from knowledge.normalise import tidy
from knowledge.readers.sheet import lines
from knowledge.readers.text import blocks_from_lines

if TYPE_CHECKING:
    from pypdf import PdfReader

Table = list[list[str]]
Page = list[str | Table]
"""Lines and tables from top to bottom."""

_PAGE_NUMBER = re.compile(r"^[-—\s]*(?:第\s*)?\d+(?:\s*页)?(?:\s*[/共]\s*\d+\s*页?)?[-—\s]*$")
_DIGITS = re.compile(r"\d+")
_A_RULE = 1
"""A line below the running head is no table."""
_RULED = re.compile(rb"\s(?:re|l)\s")


def read(data: bytes, name: str) -> Parsed:
    """A PDF's paragraphs and tables without running heads."""
    from pypdf import PdfReader

    for library in ("pypdf", "pdfminer"):
        logging.getLogger(library).setLevel(logging.ERROR)  # warnings about odd files name no file
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise refused(name, "protected by a password", "文件设有密码")
    if len(reader.pages) > PAGES:
        raise refused(name, f"more than {PAGES} pages; please split it", f"超过 {PAGES} 页，请拆分")
    pages = _pages(data, reader, name, budget(name))
    return Parsed({}, tuple(_blocks(_without_running_lines(pages))))


def _pages(data: bytes, reader: PdfReader, name: str, check: Callable[[], None]) -> list[Page]:
    """pdfplumber is slow: only pages with rectangles or lines are opened with it."""
    pages: dict[int, Page] = {}
    ruled: list[int] = []
    length = 0
    for number, page in enumerate(reader.pages):
        check()
        contents = page.get_contents()
        drawn = contents.get_data() if contents is not None else b""
        if len(drawn) > PAGE_BYTES:
            raise refused(
                name, f"page {number + 1} is a drawing too large to read", f"第 {number + 1} 页图形过大"
            )
        pages[number] = list(page.extract_text().splitlines())
        length += sum(map(len, pages[number]))
        check_length(length, name)
        if _A_RULE < len(_RULED.findall(drawn)) <= STROKES:
            ruled.append(number)
    if len(ruled) > RULED_PAGES:
        raise refused(
            name,
            f"more than {RULED_PAGES} pages of tables; please split it",
            f"表格超过 {RULED_PAGES} 页，请拆分",
        )
    pages |= dict(_ruled_pages(data, ruled, check))
    return list(pages.values())


def _ruled_pages(
    data: bytes, numbers: Sequence[int], check: Callable[[], None]
) -> Iterator[tuple[int, Page]]:
    """The pages among `numbers` that hold tables, with their lines and tables in order."""
    if not numbers:
        return
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for number in numbers:
            check()
            page = pdf.pages[number]
            if not _is_drawing(page.edges):
                found = [(table, _cells(table)) for table in page.find_tables()]
                tables = [(table, rows) for table, rows in found if len(rows) > 1]
                if tables:
                    yield number, _in_order(page, tables)
            page.close()


def _is_drawing(edges: Sequence[dict[str, Any]]) -> bool:
    """Whether the lines cross so often that looking for cells would take for ever."""
    upright = {round(edge["x0"]) for edge in edges if edge["orientation"] == "v"}
    level = {round(edge["top"]) for edge in edges if edge["orientation"] == "h"}
    return len(upright) * len(level) > CROSSINGS


def _cells(table: Any) -> Table:
    rows = [[tidy(cell or "") for cell in row] for row in table.extract()]
    return [row for row in rows if any(row)]


def _in_order(page: Any, tables: Sequence[tuple[Any, Table]]) -> Page:
    boxes = [table.bbox for table, _ in tables]

    def outside(thing: dict[str, Any]) -> bool:
        x, y = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
        return not any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in boxes)

    prose = page.filter(outside).extract_text_lines(return_chars=False)
    placed: list[tuple[float, str | Table]] = [(line["top"], line["text"]) for line in prose]
    placed += [(table.bbox[1], rows) for table, rows in tables]
    return [thing for _, thing in sorted(placed, key=lambda each: each[0])]


def _without_running_lines(pages: Sequence[Page]) -> list[Page]:
    def shape(thing: str | Table) -> str:
        return _DIGITS.sub("0", tidy(thing)) if isinstance(thing, str) else ""

    seen = Counter(line for page in pages for line in {*map(shape, page[:2]), *map(shape, page[-2:])} if line)
    running = {line for line, count in seen.items() if len(pages) > 2 and count > len(pages) / 2}
    return [
        [
            thing
            for thing in page
            if not isinstance(thing, str) or (shape(thing) not in running and not _PAGE_NUMBER.match(thing))
        ]
        for page in pages
    ]


def _blocks(pages: Sequence[Page]) -> Iterator[Block]:
    """Prose between tables is joined across pages; a table that goes on at the top of the next page too."""
    prose: list[str] = []
    table: Table = []
    titled = True
    for thing in (thing for page in pages for thing in page):
        if isinstance(thing, str):
            if table:
                yield Block("table", lines(table))
                table = []
            if thing.strip():
                prose.append(thing)
            continue
        if prose:
            yield from blocks_from_lines(prose, titled)
            prose, titled = [], False
        if table and len(table[0]) == len(thing[0]):
            table += thing[1:] if thing[0] == table[0] else thing
            continue
        if table:
            yield Block("table", lines(table))
        table = list(thing)
    if table:
        yield Block("table", lines(table))
    yield from blocks_from_lines(prose, titled)
