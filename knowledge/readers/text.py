"""Plain text, and what other readers share: finding the encoding (UTF-8, else GBK, else a guess that must look
like text) and turning physical lines into headings and paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from knowledge.errors import BadDocument
from knowledge.model import Block, Parsed
from knowledge.normalise import join_lines

_CHAPTER = re.compile(r"^第[零〇一二三四五六七八九十百\d]+([编章节])(?:[\s　]|$)")
_NUMBERED = re.compile(r"^[一二三四五六七八九十]+、\S")
_LEVELS = {"编": 2, "章": 2, "节": 3}
_USUAL = re.compile(r"[\s\x20-\x7e\u2010-\u203f\u3000-\u303f\u4e00-\u9fff\uff00-\uffef·—…“”‘’①-⑳]")


def decode(data: bytes, name: str) -> str:
    """The text of `data`. Wrongly decoded bytes are worse than none: a guess counts only when nine tenths of its
    characters are usual in Chinese or Latin writing."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    for text in _guesses(data):
        if len(_USUAL.findall(text)) >= 0.9 * len(text):
            return text
    raise BadDocument(
        f"{name}: the text encoding is neither UTF-8 nor GBK nor any other we recognise",
        f"{name}：无法识别文本编码（不是 UTF-8、GBK 或其他可识别的编码）",
        field=name,
    )


def _guesses(data: bytes) -> Iterator[str]:
    for encoding in ("gb18030", "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "big5"):
        try:
            yield data.decode(encoding)
        except UnicodeDecodeError:
            continue
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    if best is not None:
        yield str(best)


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
