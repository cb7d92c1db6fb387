"""A file of a book, CSV or Parquet, as rows of cells, one after the other: never the whole of it in memory.

The digest is taken of the bytes as they go by, so it is that of exactly what was read.
"""

import codecs
import csv
import hashlib
import importlib
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from account_api.books.errors import Problems
from account_api.books.mapping import BookMapping
from account_api.books.schema import BookFile
from account_api.errors import Unavailable

Progress = Callable[[int], None]
"""Told how many bytes more have been read."""

LONGEST_CELL = 131_072
PARQUET_BATCH = 4_096
_BLOCK = 1 << 16


@dataclass(frozen=True, slots=True)
class Found:
    """A file that is there: which one it is, where, and how it is written."""

    file: BookFile
    path: Path

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def size(self) -> int:
        return self.path.stat().st_size


class Watched(io.RawIOBase):
    """The bytes of a file on their way: hashed, counted, passed on."""

    def __init__(self, path: Path, progress: Progress) -> None:
        super().__init__()
        self._file = path.open("rb", buffering=0)
        self._digest, self._progress = hashlib.sha256(), progress

    def readable(self) -> bool:
        """As the base class asks."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Reads into `buffer`; how many bytes."""
        read = self._file.readinto(buffer) or 0
        self._digest.update(memoryview(buffer)[:read])
        self._progress(read)
        return read

    def digest(self) -> str:
        """Of everything that was read so far."""
        return self._digest.hexdigest()

    def close(self) -> None:
        """Closes the file."""
        self._file.close()
        super().close()


@dataclass(slots=True)
class Rows:
    """The heading of a file and its rows with their line numbers; `sha256` is there when all rows were taken."""

    heading: tuple[str, ...]
    lines: Iterator[tuple[int, list[Any]]]
    sha256: str | None = None


def find(directory: Path, file: BookFile, mapping: BookMapping, problems: Problems) -> Found | None:
    """The file of the book in a directory, by the firm's own name or ours; None where it is not there."""
    named = mapping.of(file.name).file
    if named is not None:
        if (directory / named).is_file():
            return Found(file, directory / named)
        problems.add(named, None, None, "missing_file")
        return None
    there = [path for form in ("csv", "parquet") if (path := directory / f"{file.name}.{form}").is_file()]
    if len(there) > 1:
        problems.add(file.name, None, None, "two_forms")
    return Found(file, there[0]) if there else None


@contextmanager
def opened(
    found: Found, mapping: BookMapping, problems: Problems, progress: Progress
) -> Iterator[Rows | None]:
    """The rows of a file; None, and noted, where it has no heading. Raises Unavailable without a Parquet reader."""
    if found.path.suffix == ".parquet":
        yield _parquet(found, problems, progress)
        return
    with Watched(found.path, progress) as raw:
        buffered = io.BufferedReader(raw, _BLOCK)
        text = io.TextIOWrapper(buffered, encoding=mapping.encoding, newline="")
        yield _csv(found, text, raw, mapping, problems)


def _csv(
    found: Found, text: io.TextIOWrapper, raw: Watched, mapping: BookMapping, problems: Problems
) -> Rows | None:
    csv.field_size_limit(LONGEST_CELL)
    cells = csv.reader(text, delimiter=mapping.delimiter, strict=True)
    heading = next(_numbered(found, cells, mapping, problems), None)
    if heading is None:
        if not problems.of(found.name):
            problems.add(found.name, None, None, "empty_file")
        return None
    rows = Rows(tuple(cell.strip() for cell in heading[1]), iter(()))

    def lines() -> Iterator[tuple[int, list[Any]]]:
        yield from _numbered(found, cells, mapping, problems)
        rows.sha256 = raw.digest()

    rows.lines = lines()
    return rows


def _numbered(
    found: Found, cells: Any, mapping: BookMapping, problems: Problems
) -> Iterator[tuple[int, list[str]]]:
    """Rows with the line each begins on; empty lines are passed over, and a broken file ends where it breaks."""
    line = cells.line_num + 1
    try:
        for row in cells:
            if row:
                yield line, row
            line = cells.line_num + 1
    except UnicodeError:
        where, code = _undecodable(found.path, mapping.encoding)
        problems.add(found.name, where, None, code)
    except csv.Error as error:
        code = "too_long" if "field larger" in str(error) else "not_csv"
        problems.add(found.name, line, None, code)


def _undecodable(path: Path, encoding: str) -> tuple[int, str]:
    """The first line that the encoding does not read, and whether GBK reads it all."""
    where, decoder = 1, codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        for number, line in enumerate(iter(lambda: file.readline(_BLOCK), b""), start=1):
            try:
                decoder.decode(line)
            except UnicodeError:
                where = number
                break
    return where, "encoding_gbk" if _reads_as_gbk(path) else "encoding"


def _reads_as_gbk(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("gb18030")()
    with path.open("rb") as file:
        try:
            while block := file.read(_BLOCK):
                if "\x00" in decoder.decode(block):
                    return False
            decoder.decode(b"", final=True)
        except UnicodeError:
            return False
    return True


def arrow(module: str) -> Any:
    """A module of the Parquet library, which is an extra. Raises Unavailable where it is not installed."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise Unavailable(
            "Parquet needs pyarrow: install liangrong[fast], or give the files as CSV.",
            "读写 Parquet 需要 pyarrow：请安装 liangrong[fast]，或改用 CSV 文件。",
        ) from error


def rows_said(found: Found) -> int:
    """How many rows a Parquet file says it has, before any is read: a small one may unpack to very many. 0 of a CSV, and of
    what is no Parquet file, which is named when it is read.
    """
    if found.path.suffix != ".parquet":
        return 0
    pyarrow, parquet = arrow("pyarrow"), arrow("pyarrow.parquet")
    try:
        return int(parquet.read_metadata(found.path).num_rows)
    except (pyarrow.ArrowException, OSError):
        return 0


def _parquet(found: Found, problems: Problems, progress: Progress) -> Rows | None:
    pyarrow, parquet = arrow("pyarrow"), arrow("pyarrow.parquet")
    try:
        source = parquet.ParquetFile(found.path)
    except (pyarrow.ArrowException, OSError):
        problems.add(found.name, None, None, "not_parquet")
        return None
    for each in source.schema_arrow:
        if pyarrow.types.is_floating(each.type):
            problems.add(found.name, 1, each.name, "float")
    with found.path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Rows(tuple(source.schema_arrow.names), _batches(source, found.size, progress), digest)


def _batches(source: Any, size: int, progress: Progress) -> Iterator[tuple[int, list[Any]]]:
    line, rows = 1, max(1, source.metadata.num_rows)
    for batch in source.iter_batches(batch_size=PARQUET_BATCH):
        for cells in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            line += 1
            yield line, [_cell(value) for value in cells]
        progress(size * batch.num_rows // rows)
    source.close()


def _cell(value: Any) -> str:
    """A typed value as the text that the CSV would have."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
