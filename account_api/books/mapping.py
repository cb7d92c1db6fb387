"""The firm's own names for files, columns and words, as a YAML file says them; without one the names are ours.

encoding: gb18030            # of every CSV file
delimiter: "|"
trim: true                   # blanks around a cell do not count
dates: "%Y%m%d"              # how days are written
files:
  holdings:
    file: 持仓.csv
    columns: {客户号: id, 证券代码: security, 数量: quantity, 备注: null}
    values: {kind: {融资: financing, 融券: short}}
    constants: {group: east}
"""

import codecs
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from account_api.books.schema import BY_NAME
from account_api.errors import FieldProblem, Malformed
from risk.fields import printable, refuse

NOTHING: Mapping[str, Any] = MappingProxyType({})
LONGEST = 64 * 1024
"""Characters of a mapping: a thousand columns fit, and reading it stays quick."""
_SETTINGS = ("encoding", "delimiter", "trim", "dates", "files")
_OF_FILE = ("file", "columns", "values", "constants")


@dataclass(frozen=True, slots=True)
class FileMapping:
    """`columns`: theirs → ours, None to leave one out. `values`: our column → their word → ours.
    `constants`: our column → the same cell in every row.
    """

    file: str | None = None
    columns: Mapping[str, str | None] = field(default_factory=lambda: NOTHING)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: NOTHING)
    constants: Mapping[str, str] = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True, slots=True)
class BookMapping:
    """How all files of a book are written."""

    encoding: str = "utf-8-sig"
    delimiter: str = ","
    trim: bool = False
    dates: str | None = None
    files: Mapping[str, FileMapping] = field(default_factory=lambda: NOTHING)

    def of(self, name: str) -> FileMapping:
        """What is said of one file."""
        return self.files.get(name, FileMapping())


OURS = BookMapping()


def read_mapping(text: str) -> BookMapping:
    """The mapping of a YAML text. Raises Malformed naming every place that is wrong."""
    import yaml

    if len(text) > LONGEST:
        raise _malformed([("mapping", "too_long", None)])
    try:
        if any(isinstance(each, yaml.AliasEvent) for each in yaml.parse(text, yaml.SafeLoader)):
            raise _malformed(
                [("mapping", "unsupported", "*")]
            )  # a few of them can stand for any amount of text
        raw = yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError) as error:
        raise _malformed([("mapping", "not_object", str(error))]) from error
    wrong: list[tuple[str, str, object]] = []
    top = _object(raw, "mapping", _SETTINGS, wrong)
    files = _object(top.get("files", {}), "files", tuple(BY_NAME), wrong)
    mapping = BookMapping(
        encoding=_encoding(top.get("encoding", "utf-8-sig"), wrong),
        delimiter=_delimiter(top.get("delimiter", ","), wrong),
        trim=_flag(top.get("trim", False), wrong),
        dates=_text_or_none(top.get("dates"), "dates", wrong),
        files={name: _file(name, each, wrong) for name, each in files.items()},
    )
    if wrong:
        raise _malformed(wrong)
    return mapping


def _file(name: str, raw: object, wrong: list[tuple[str, str, object]]) -> FileMapping:
    path = f"files.{name}"
    given = _object(raw, path, _OF_FILE, wrong)
    ours = tuple(column.name for column in BY_NAME[name].columns)
    columns = _object(given.get("columns", {}), f"{path}.columns", None, wrong)
    for theirs, our in columns.items():
        if our is not None and our not in ours:
            wrong.append((f"{path}.columns.{theirs}", "not_one_of", our))
    values = _object(given.get("values", {}), f"{path}.values", ours, wrong)
    constants = _object(given.get("constants", {}), f"{path}.constants", ours, wrong)
    file = _text_or_none(given.get("file"), f"{path}.file", wrong)
    if file is not None and Path(file).name != file:
        wrong.append((f"{path}.file", "not_text", file))
    return FileMapping(
        file=file,
        columns={theirs: our if our is None else str(our) for theirs, our in columns.items()},
        values={our: _words(words, f"{path}.values.{our}", wrong) for our, words in values.items()},
        constants=_words(constants, f"{path}.constants", wrong),
    )


def _words(raw: object, path: str, wrong: list[tuple[str, str, object]]) -> dict[str, str]:
    words = _object(raw, path, None, wrong)
    for theirs, ours in words.items():
        if isinstance(ours, bool) or not isinstance(ours, str | int):
            wrong.append((f"{path}.{theirs}", "not_text", ours))
    return {theirs: str(ours) for theirs, ours in words.items()}


def _object(
    raw: object, path: str, allowed: tuple[str, ...] | None, wrong: list[tuple[str, str, object]]
) -> dict[str, Any]:
    if not isinstance(raw, Mapping):
        wrong.append((path, "not_object", raw))
        return {}
    found = {str(key): value for key, value in raw.items()}
    wrong += [
        (f"{path}.{key}", "unknown_key", None) for key in found if allowed is not None and key not in allowed
    ]
    return {key: value for key, value in found.items() if allowed is None or key in allowed}


def _encoding(raw: object, wrong: list[tuple[str, str, object]]) -> str:
    try:
        codecs.lookup(str(raw))
        "1,2\n".encode(str(raw))
    except (LookupError, ValueError):
        wrong.append(("encoding", "unsupported", raw))
    return str(raw)


def _delimiter(raw: object, wrong: list[tuple[str, str, object]]) -> str:
    if not isinstance(raw, str) or len(raw) != 1 or raw in '"\r\n':
        wrong.append(("delimiter", "not_one_of", raw))
        return ","
    return raw


def _flag(raw: object, wrong: list[tuple[str, str, object]]) -> bool:
    if not isinstance(raw, bool):
        wrong.append(("trim", "not_bool", raw))
    return raw is True


def _text_or_none(raw: object, path: str, wrong: list[tuple[str, str, object]]) -> str | None:
    if raw is not None and (not isinstance(raw, str) or not raw):
        wrong.append((path, "not_text", raw))
        return None
    return raw if isinstance(raw, str) else None


def _malformed(wrong: list[tuple[str, str, object]]) -> Malformed:
    errors = [refuse(path, code, value) for path, code, value in wrong]
    names = printable(", ".join(error.field for error in errors))
    fields = [FieldProblem(each.field, each.code, each.value, each.text, each.text_zh) for each in errors]
    return Malformed(f"Please correct the mapping: {names}.", f"请更正映射文件：{names}。", fields)
