"""What counts as a file that may be handed in: a name, some content, not too much of it. What stands in it is nobody's words."""

from __future__ import annotations

import unicodedata

from bot.dialogue.message import BadMessage

MAX_BYTES = 5 * 1024 * 1024
LONGEST_NAME = 120
ENDINGS = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".txt": "text/plain",
}


class BadFile(BadMessage):
    """A file that cannot be taken; ``problem`` is the error object of the interfaces (status 422), its field ``file``."""

    def __init__(self, code: str, detail: str, detail_zh: str, value: str = "") -> None:
        super().__init__(code, detail, detail_zh, value)
        self.problem["title"], self.problem["title_zh"] = "The file cannot be taken", "文件无法接收"
        self.problem["errors"][0]["field"] = "file"


def named(name: str, content: bytes) -> tuple[str, str]:
    """The file's plain name and its media type.

    Raises BadFile: ``name`` (a path, nothing visible, too long), ``type`` (not one that tickets take), ``empty``, ``too_large``.
    """
    plain = unicodedata.normalize("NFC", name).strip()
    visible = all(unicodedata.category(char)[0] not in "CZ" or char == " " for char in plain)
    if not 0 < len(plain) <= LONGEST_NAME or plain.startswith(".") or set(plain) & set("/\\:") or not visible:
        raise BadFile("name", "The file needs a plain name.", "请使用普通的文件名。", plain[:40])
    media_type = ENDINGS.get(plain[plain.rfind(".") :].lower()) if "." in plain else None
    if media_type is None:
        known = ", ".join(ENDINGS)
        raise BadFile(
            "type",
            f"Files of these types are taken: {known}.",
            f"只接收这些类型的文件：{known}。",
            plain[:40],
        )
    if not content:
        raise BadFile("empty", "The file is empty.", "文件是空的。", plain[:40])
    if len(content) > MAX_BYTES:
        raise BadFile("too_large", "A file may have at most 5 MB.", "每个文件最大 5 MB。", plain[:40])
    return plain, media_type


def too_many(most: int) -> BadFile:
    """The error for one file more than may wait."""
    return BadFile(
        "too_many",
        f"At most {most} files may wait; file the complaint first.",
        f"最多先留 {most} 个文件，请先提交投诉。",
    )
