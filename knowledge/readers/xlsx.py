"""Workbooks by openpyxl, read row by row. A cell is what the workbook shows: 0.7 formatted as a percentage is 70%, a
date is an ISO date, a formula is the value it had when the workbook was saved."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import PurePath
from typing import Any

from knowledge.limits import check_office, refused
from knowledge.model import Block, Parsed
from knowledge.normalise import tidy
from knowledge.readers import sheet

_FORMULA = (b"<f>", b"<f ")


def read(data: bytes, name: str) -> Parsed:
    """A workbook's visible sheets: questions and answers, or tables with the sheet's name as caption."""
    check_office(data, name)
    _refuse_uncomputed(data, name)
    sheets = list(_sheets(data, name))
    front: dict[str, object] = {}
    blocks = [Block("heading", PurePath(name).stem, 1)]
    for title, rows in sheets:
        if len(sheets) > 1:
            blocks.append(Block("heading", title, 2))
        stated, found = sheet.blocks(rows, title, 3 if len(sheets) > 1 else 2, name)
        front |= stated
        blocks.extend(found)
    return Parsed(front, tuple(blocks) if sheets else ())


def _sheets(data: bytes, name: str) -> Iterator[tuple[str, list[sheet.Row]]]:
    """The visible sheets that hold anything. `reset_dimensions`: the size a sheet claims to have is not believed."""
    import openpyxl

    workbook = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    try:
        for page in workbook.worksheets:
            if page.sheet_state != "visible":
                continue
            page.reset_dimensions()
            rows = sheet.filled(([_shown(cell) for cell in row] for row in page.iter_rows()), name)
            if rows:
                yield tidy(page.title), rows
    finally:
        workbook.close()


def _shown(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime) and (value.hour, value.minute, value.second) == (0, 0, 0):
        return value.date().isoformat()
    if isinstance(value, datetime | date):
        return value.isoformat(sep=" ") if isinstance(value, datetime) else value.isoformat()
    if isinstance(value, int | float):
        return f"{value * 100:.12g}%" if "%" in (cell.number_format or "") else f"{value:.15g}"
    return str(value)


def _refuse_uncomputed(data: bytes, name: str) -> None:
    """A workbook written by a program may hold formulas that nobody has computed: their cells would read as empty."""
    import openpyxl

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = [member for member in archive.namelist() if member.startswith("xl/worksheets/")]
        if not any(mark in archive.read(member) for member in sheets for mark in _FORMULA):
            return
    shown = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    written = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    for values, formulas in zip(shown.worksheets, written.worksheets, strict=True):
        values.reset_dimensions()
        formulas.reset_dimensions()
        for row, formula_row in zip(values.iter_rows(), formulas.iter_rows(), strict=True):
            for cell, formula in zip(row, formula_row, strict=True):
                if cell.value is None and formula.value is not None:
                    raise refused(
                        name,
                        f"{formula.coordinate} of {values.title} is a formula without a value; open and save the workbook",
                        f"工作表“{values.title}”的 {formula.coordinate} 是尚未计算的公式，请打开并保存后再入库",
                    )
    shown.close()
    written.close()
