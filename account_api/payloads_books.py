"""The JSON answers about books as typed dictionaries. Standard library only."""

from typing import TypedDict


class BookFile(TypedDict):
    file: str
    rows: int
    bytes: int
    sha256: str


class BookTable(TypedDict):
    table: str
    new: int
    changed: int
    removed: int
    same: int


class KeptRow(TypedDict):
    """A row that says otherwise than what was decided in the service; `value` names the decision."""

    file: str
    line: int | None
    column: str | None
    value: str | None
    text: str
    text_zh: str


class BookReport(TypedDict):
    """`changed` is False where the ledger already says what the book says; `kept_rows` counts the rows of `kept` and more."""

    day: str
    dry_run: bool
    changed: bool
    files: list[BookFile]
    tables: list[BookTable]
    kept: list[KeptRow]
    kept_rows: int
