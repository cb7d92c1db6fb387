"""What may be attached to a ticket: a plain name, one of four types, content that is what its type says, at most 5 MB.

A name is only ever a name: nothing here is written to a file system, and what could be read as a path, hides its ending
or turns its direction is refused.
"""

import hashlib
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from types import MappingProxyType

from account_api.errors import FieldProblem, Malformed

MAX_BYTES = 5 * 1024 * 1024
LONGEST_NAME = 120
_SEPARATORS = frozenset("/\\:")
_CONTROL = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Kind:
    """A media type, the endings that go with it, and whether content is one."""

    endings: tuple[str, ...]
    fits: Callable[[bytes], bool]


@dataclass(frozen=True, slots=True)
class File:
    """A file that was taken."""

    name: str
    media_type: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def _is_text(content: bytes) -> bool:
    try:
        return "\x00" not in content.decode("utf-8")
    except UnicodeDecodeError:
        return False


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "application/pdf": Kind((".pdf",), lambda content: content.startswith(b"%PDF-")),
        "image/png": Kind((".png",), lambda content: content.startswith(b"\x89PNG\r\n\x1a\n")),
        "image/jpeg": Kind((".jpg", ".jpeg"), lambda content: content.startswith(b"\xff\xd8\xff")),
        "text/plain": Kind((".txt",), _is_text),
    }
)


def taken(name: str, media_type: str, content: bytes) -> File:
    """The file, its name in normal form. Raises Malformed naming what is refused."""
    plain = unicodedata.normalize("NFC", name).strip()
    kind = KINDS.get(media_type.partition(";")[0].strip().lower())
    problems = []
    if not _is_plain(plain):
        problems.append(_problem("name", "not_a_name", "A plain file name is needed.", "请使用普通文件名。"))
    if kind is None:
        types = ", ".join(KINDS)
        problems.append(_problem("media_type", "not_one_of", f"One of {types}.", f"文件类型须为 {types}。"))
    elif PurePosixPath(plain).suffix.lower() not in kind.endings:
        problems.append(_problem("name", "ending", "The ending is of another type.", "扩展名与类型不符。"))
    if not content:
        problems.append(_problem("content", "empty", "The file is empty.", "文件为空。"))
    elif kind is not None and not kind.fits(content):
        problems.append(_problem("content", "type", "The content is of another type.", "内容与类型不符。"))
    if problems:
        names = ", ".join(each.field for each in problems)
        raise Malformed(f"Please correct: {names}.", f"请更正：{names}。", problems)
    return File(plain, media_type.partition(";")[0].strip().lower(), content)


def _is_plain(name: str) -> bool:
    """No path, no hidden file, nothing invisible."""
    if not 0 < len(name) <= LONGEST_NAME or name.startswith(".") or _SEPARATORS & set(name):
        return False
    return not any(unicodedata.category(character) in _CONTROL for character in name)


def _problem(field: str, code: str, text: str, text_zh: str) -> FieldProblem:
    return FieldProblem(field, code, None, text, text_zh)
