"""What is wrong with a book: every row by file, line, column, code and value, listed up to a limit and counted beyond it."""

import errno
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from account_api.errors import FieldProblem, Malformed, Problem
from risk.fields import printable, refuse

LISTED = 100
SHOWN = 80

_REASONS: Mapping[str, tuple[str, str]] = {
    "too_long": ("is too long", "内容过长"),
    "too_fine": ("has more decimals than the ledger keeps", "小数位数超过账簿精度"),
    "not_text": ("must be plain text without control characters", "必须是不含控制字符的文本"),
    "bad_instant": (
        "must be an instant with its zone such as 2026-11-20T15:00:00+08:00",
        "必须是带时区的时刻，例如 2026-11-20T15:00:00+08:00",
    ),
    "not_object": ("must be a JSON object without floats", "必须是不含浮点数的 JSON 对象"),
    "cells": ("has another number of cells than the heading", "单元格数与表头不一致"),
    "not_csv": ("is not valid CSV: a quote is not closed", "不是有效的 CSV：引号未闭合"),
    "not_parquet": ("is not a Parquet file", "不是 Parquet 文件"),
    "encoding": ("is not UTF-8", "不是 UTF-8 编码"),
    "encoding_gbk": (
        "is not UTF-8 but can be read as GBK; say `encoding: gb18030` in the mapping",
        "不是 UTF-8，可按 GBK 读取；请在映射文件中写明 encoding: gb18030",
    ),
    "empty_file": ("is empty; a file without rows still has its heading", "为空；没有数据行的文件也要有表头"),
    "missing_file": ("is not there", "文件不存在"),
    "two_forms": ("is there twice, as CSV and as Parquet", "同时有 CSV 与 Parquet 两份"),
    "missing_column": ("is a column that the file must have", "缺少必需的列"),
    "unknown_column": (
        "is not a column of this file; map it, or map it to nothing",
        "不是该文件的列；请在映射中指明，或映射为空以忽略",
    ),
    "no_client": ("is a client that neither the book nor the ledger has", "账簿文件与台账中均无此客户"),
    "no_account": ("has no credit account in the book", "在账簿文件中没有信用账户"),
    "no_position": ("has no position on the day: `cash` is empty", "当日没有持仓记录：cash 为空"),
    "not_listed": (
        "is a security that neither the book nor the ledger lists",
        "账簿文件与证券表中均无此证券",
    ),
    "other_account": ("belongs to another account", "属于另一个账户"),
    "other_kind": ("is a contract of the other kind", "是另一类合约"),
    "other_day": ("is not the day of this import", "与本次导入的日期不一致"),
    "earlier_day": (
        "would change a day that has passed; name it with --day if that is meant",
        "会改动更早的日期；如确需改动，请用 --day 指明",
    ),
    "fed": (
        "has events of the day that this book undoes; say --over-events (over_events=true) if that is meant",
        "当日有已入账的事件，导入会将其覆盖；如确需覆盖，请使用 --over-events（over_events=true）",
    ),
    "decided": (
        "is otherwise than two people decided in the service on this day or later; say --keep-decisions"
        " (keep_decisions=true) to leave that, or --over-decisions on the machine if the file is right",
        "与当日或之后系统内双人审批的结果不一致；如保留审批结果，请使用 --keep-decisions（keep_decisions=true），"
        "如以文件为准，请在服务器上使用 --over-decisions",
    ),
    "two_people": (
        "is changed by two people in the product, or with `liangrong book import` on the machine",
        "须由两人在系统内办理，或在服务器上使用 liangrong book import",
    ),
    "suspect": (
        "is further from the last price than a price can be; send it as a price, or use `liangrong book import` on the machine",
        "与上一价格相差超出合理范围；请通过行情接口报送，或在服务器上使用 liangrong book import",
    ),
    "after_day": ("is after the day of this import", "晚于本次导入的日期"),
}


@dataclass(frozen=True, slots=True)
class RowProblem(FieldProblem):
    """One refused cell, row or file; `line` counts from 1, the heading included, and is None for a whole file."""

    file: str = ""
    line: int | None = None
    column: str | None = None


def row_problem(
    file: str, line: int | None, column: str | None, code: str, value: object = None
) -> RowProblem:
    """The problem at this place; `code` must be one of the known reasons."""
    where = file if line is None else f"{file}:{line}"
    name = printable(where if column is None else f"{where} {column}")
    shown = None if value is None else printable(str(value)[:SHOWN])
    if code not in _REASONS:
        known = refuse(name, code, value)
        return RowProblem(name, code, shown, known.text, known.text_zh, file, line, column)
    english, chinese = _REASONS[code]
    return RowProblem(name, code, shown, f"{name} {english}", f"{name} {chinese}", file, line, column)


@dataclass(slots=True)
class Problems:
    """Gathers what is wrong: the first of each file in full up to `limit`, all of them in numbers."""

    limit: int = LISTED
    listed: list[RowProblem] = field(default_factory=list)
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, file: str, line: int | None, column: str | None, code: str, value: object = None) -> None:
        """Note one; beyond the limit it is only counted."""
        self.counts[file, code] += 1
        if len(self.listed) < self.limit:
            self.listed.append(row_problem(file, line, column, code, value))

    def count(self, file: str, code: str, more: int) -> None:
        """Note that there are so many more that are not listed."""
        if more:
            self.counts[file, code] += more

    def of(self, file: str) -> int:
        """How many there are in a file."""
        return sum(number for (name, _), number in self.counts.items() if name == file)

    def stop(self) -> None:
        """Raises `BookRefused` where anything was noted."""
        if self.counts:
            raise BookRefused(self)


class BookRefused(Malformed):
    """A book with mistakes. Nothing of it was taken over."""

    slug = "book-refused"
    title, title_zh = "The book has mistakes; nothing was taken over", "账簿文件有误，未导入任何内容"

    def __init__(self, problems: Problems) -> None:
        total, files = sum(problems.counts.values()), len({file for file, _ in problems.counts})
        shown = len(problems.listed)
        super().__init__(
            f"{total} mistake{'s' if total > 1 else ''} in {files} file{'s' if files > 1 else ''}"
            f"{'' if shown == total else f'; the first {shown} are listed'}.",
            f"{files} 个文件中共 {total} 处错误{'' if shown == total else f'，列出前 {shown} 处'}。",
            problems.listed,
        )
        self.counts = problems.counts

    def as_json(self) -> dict[str, Any]:
        """The error object with how many mistakes there are of each kind."""
        counted = [
            {"file": file, "code": code, "count": number}
            for (file, code), number in sorted(self.counts.items())
        ]
        return super().as_json() | {"counts": counted}


class NotWritten(Problem):
    """The database could not be written; what was begun has been undone."""

    status, slug = 503, "not-written"
    title, title_zh = "Nothing was written", "未写入任何内容"

    @classmethod
    def because(cls, error: BaseException) -> "NotWritten":
        """The refusal for what the database or the file system said."""
        why, why_zh = _cause(error)
        return cls(f"{why}; everything was undone, try again.", f"{why_zh}；已全部撤销，请稍后重试。")


def _cause(error: BaseException) -> tuple[str, str]:
    name = str(getattr(error, "sqlite_errorname", None) or getattr(error, "sqlstate", None) or "")
    full = name.startswith(("SQLITE_FULL", "SQLITE_IOERR", "53100"))
    if full or getattr(error, "errno", None) in (errno.ENOSPC, errno.EFBIG, errno.EDQUOT):
        return "The disk is full or cannot be written", "磁盘已满或无法写入"
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED", "55P03")):
        return "Somebody else is writing to the database for too long", "数据库正被其他程序长时间写入"
    return f"The database failed ({printable(str(error)[:200])})", "数据库出错"
