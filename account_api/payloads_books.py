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


class BookReport(TypedDict):
    """`changed` is False where the ledger already says what the book says."""

    day: str
    dry_run: bool
    changed: bool
    files: list[BookFile]
    tables: list[BookTable]
