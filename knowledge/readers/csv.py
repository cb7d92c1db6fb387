"""Tables as comma-, semicolon- or tab-separated text. Formulas are never computed: a cell that holds one has no value,
so the file is refused with the cell named."""

from __future__ import annotations

import csv
import io
from pathlib import PurePath

from knowledge.limits import CHARACTERS, refused
from knowledge.model import Block, Parsed
from knowledge.readers import sheet
from knowledge.readers.charset import decode

_HEAD = 4096
_DELIMITERS = ",;\t，"


def read(data: bytes, name: str) -> Parsed:
    """A csv file's questions and answers, or its table."""
    text = decode(data, name)
    csv.field_size_limit(CHARACTERS)
    rows = sheet.filled(csv.reader(io.StringIO(text, newline=None), delimiter=_delimiter(text)), name)
    for number, row in enumerate(rows, 1):
        formula = next((cell for cell in row if cell.startswith("=") and len(cell) > 1), None)
        if formula is not None:
            raise refused(
                name,
                f"row {number} holds a formula instead of a value: {formula[:40]}",
                f"第 {number} 行是公式而不是数值：{formula[:40]}",
            )
    title = PurePath(name).stem
    front, blocks = sheet.blocks(rows, title, 2, name)
    return Parsed(front, (Block("heading", title, 1), *blocks) if rows else ())


def _delimiter(text: str) -> str:
    """The separator most frequent in the first line that has any: a title may stand above the table."""
    lines = (line for line in text[:_HEAD].splitlines() if any(mark in line for mark in _DELIMITERS))
    return max(_DELIMITERS, key=next(lines, ",").count)
