"""Plain text, and what other readers share: turning physical lines into headings and paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from knowledge.model import Block, Parsed
from knowledge.normalise import join_lines
from knowledge.readers.charset import decode

_CHAPTER = re.compile(r"^第[零〇一二三四五六七八九十百\d]+([编章节])(?:[\s　]|$)")
_NUMBERED = re.compile(r"^[一二三四五六七八九十]+、\S")
_LEVELS = {"编": 2, "章": 2, "节": 3}


def blocks_from_lines(lines: Iterable[str], titled: bool) -> Iterator[Block]:
    """Headings (第X章, 第X节, 一、…) and joined paragraphs. `titled`: the lines begin the document, so a short
    first line without a full stop is its title."""
    for index, paragraph in enumerate(join_lines(lines)):
        level = _level(paragraph, first=titled and index == 0)
        yield Block("heading", paragraph, level) if level else Block("paragraph", paragraph)


def _level(paragraph: str, first: bool) -> int:
    if len(paragraph) > 40 or paragraph[-1] in "。；;，,":
        return 0
    chapter = _CHAPTER.match(paragraph)
    if chapter:
        return _LEVELS[chapter.group(1)]
    if first:
        return 1
    return 2 if _NUMBERED.match(paragraph) else 0


def read(data: bytes, name: str) -> Parsed:
    """A plain-text file's headings and paragraphs."""
    return Parsed({}, tuple(blocks_from_lines(decode(data, name).splitlines(), titled=True)))
