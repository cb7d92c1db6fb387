"""What the readers of workbooks and csv files share: rows of cells become questions with their answers when the header
names both, else a table under its caption. Validity may stand in columns, once for the whole file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from knowledge.limits import COLUMNS, ROWS, refused
from knowledge.model import Block
from knowledge.normalise import squeeze, tidy

Row = Sequence[str]
_HEADER_WITHIN = 5
_SYNONYMS = (
    ("question", "问题 问 标准问 标准问题 标准问法 提问 常见问题 问句 question q questions"),
    ("answer", "答案 答 回答 答复 回复 解答 标准答案 标准回复 answer a reply response"),
    (
        "asks",
        "相似问 相似问题 相似问法 扩展问 扩展问法 其他问法 同义问法 类似问题 变体 问法 variants variant alternatives similar"
        " similarquestions otherwordings asks",
    ),
    ("category", "分类 类别 类目 分组 栏目 所属分类 category group section"),
    ("effective_from", "生效日期 生效日 有效期起 开始日期 effective_from effectivefrom validfrom"),
    ("effective_to", "失效日期 失效日 有效期止 结束日期 effective_to effectiveto validto"),
    ("next_review", "复核日期 下次复核 复审日期 next_review nextreview"),
    ("source", "来源 依据 出处 source"),
    ("topic", "主题 topic"),
)
_COLUMN_OF = {name: column for column, names in _SYNONYMS for name in names.split()}
_STATED = ("effective_from", "effective_to", "next_review", "source", "topic")
_SEPARATOR = re.compile(r"\s*[|｜；;\n]\s*")


def filled(rows: Iterable[Row], name: str) -> list[Row]:
    """The rows that hold anything, as single lines; more of them than the limit is a `BadDocument`."""
    kept: list[Row] = []
    for row in rows:
        cells = [cell.strip() for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        if len(kept) == ROWS or len(cells) > COLUMNS:
            raise refused(
                name,
                f"a table of more than {ROWS:,} rows or {COLUMNS} columns; please split it",
                f"表格超过 {ROWS} 行或 {COLUMNS} 列，请拆分",
            )
        kept.append(cells)
    return kept


def lines(rows: Iterable[Row]) -> str:
    """A table as it is searched and shown: a row a line, its cells between bars."""
    return "\n".join(" | ".join(map(tidy, row)) for row in rows)


def blocks(rows: Sequence[Row], caption: str, level: int, name: str) -> tuple[dict[str, object], list[Block]]:
    """What the rows state for the whole file, and their blocks: headings of `level` and below for questions, else one
    table. `caption` names a table that has no line above it."""
    for number, row in enumerate(rows[:_HEADER_WITHIN]):
        columns = _columns(row)
        if "question" in columns and "answer" in columns:
            return _stated(rows[number + 1 :], columns, name), list(
                _questions(rows[number + 1 :], columns, level)
            )
    titles = 0
    while titles < len(rows) - 1 and len(rows[titles]) == 1 and len(rows[titles + 1]) > 0:
        titles += 1
    over = [tidy(row[0]) for row in rows[:titles]] or [caption]
    return {}, [Block("caption", "\n".join(filter(None, over))), Block("table", lines(rows[titles:]))]


def _columns(header: Row) -> dict[str, int]:
    """Positions of the columns we know, by our name for them; the first of two wins."""
    found: dict[str, int] = {}
    for position, cell in enumerate(header):
        column = _COLUMN_OF.get(squeeze(cell))
        if column:
            found.setdefault(column, position)
    return found


def _cell(row: Row, columns: dict[str, int], column: str) -> str:
    position = columns.get(column, len(row))
    return row[position] if position < len(row) else ""


def _stated(rows: Sequence[Row], columns: dict[str, int], name: str) -> dict[str, object]:
    """A file is one version of one document: what its rows state must be the same in all of them."""
    front: dict[str, object] = {"kind": "faq"}
    for column in _STATED:
        values = list(dict.fromkeys(filter(None, (_cell(row, columns, column) for row in rows))))
        if len(values) > 1 and column != "source":
            raise refused(
                name,
                f"{column} is {values[0]} in one row and {values[1]} in another; one file for each, please",
                f"{column} 在不同的行里既有 {values[0]} 又有 {values[1]}，请按日期分成多个文件",
            )
        if values:
            front[column] = "；".join(values)
    return front


def _questions(rows: Sequence[Row], columns: dict[str, int], level: int) -> Iterator[Block]:
    """Rows of one category stand together; a row without one belongs to the category above it."""
    last = ""
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        last = tidy(_cell(row, columns, "category")) or last
        grouped.setdefault(last, []).append(row)
    for category, members in grouped.items():
        if category:
            yield Block("heading", category, level)
        for question, same in groupby(members, key=lambda row: tidy(_cell(row, columns, "question"))):
            answers = list(same)
            text = "\n".join(filter(None, (_cell(row, columns, "answer") for row in answers)))
            if not question or not text:
                continue
            asks = [
                question,
                *(ask for row in answers for ask in _SEPARATOR.split(_cell(row, columns, "asks"))),
            ]
            yield Block("heading", question, level + 1 if category else level)
            yield Block("asks", " | ".join(dict.fromkeys(filter(None, asks))))
            yield Block("paragraph", text)
