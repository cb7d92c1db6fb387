"""What an import answers: the files it read and what it did, or would do, to each table."""

from datetime import date

from pydantic import BaseModel


class FilePublic(BaseModel):
    """`sha256` is of the bytes that were read."""

    file: str
    rows: int
    bytes: int
    sha256: str


class TablePublic(BaseModel):
    """Rows of one table of the ledger; `same` are those that already said it."""

    table: str
    new: int
    changed: int
    removed: int
    same: int


class KeptPublic(BaseModel):
    """A row that says otherwise than what was decided in the service; `value` names the decision."""

    file: str
    line: int | None
    column: str | None
    value: str | None
    text: str
    text_zh: str


class ImportReport(BaseModel):
    """`changed` is false where the ledger already says what the book says, for a dry run where nothing would change. `kept`:
    the first of the `kept_rows` rows against which a decision was kept.
    """

    day: date
    dry_run: bool
    changed: bool
    files: list[FilePublic]
    tables: list[TablePublic]
    kept: list[KeptPublic]
    kept_rows: int
