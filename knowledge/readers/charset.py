"""Bytes to text. Wrongly decoded bytes are worse than none: every encoding that could be meant is tried, and the text
counts only when it looks like writing, which for Chinese means that its characters are the common ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from knowledge.errors import BadDocument
from knowledge.limits import check_length
from knowledge.normalise import HAN, fold

USUAL = 0.9
COMMON = 0.7
_BOMS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_CHINESE = ("gb18030", "big5")
_UNUSUAL = re.compile(
    r"[^\s\x20-\x7e\u00a0-\u024f\u0370-\u03ff\u2010-\u203f\u2190-\u22ff\u2460-\u24ff\u3000-\u303f"
    rf"{HAN}\uff00-\uffef·]"
)
_FOREIGN = re.compile(r"[\u00c0-\u024f\u0370-\u052f\u0590-\u06ff\u0900-\u0e7f\u3040-\u30ff\uac00-\ud7af]")
_HAN = re.compile(f"[{HAN}]")
_SAMPLE = 20_000


def decode(data: bytes, name: str) -> str:
    """The text of `data`: by its byte order mark, as UTF-8, or as the Chinese or other encoding that fits best."""
    text = next((text for text in _guesses(data) if "\0" not in text), None)
    if text is None:
        raise BadDocument(
            f"{name}: the text encoding is neither UTF-8 nor GBK nor any other we recognise",
            f"{name}：无法识别文本编码（不是 UTF-8、GBK 或其他可识别的编码）",
            field=name,
        )
    check_length(len(text), name)
    return text


def _guesses(data: bytes) -> Iterator[str]:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            yield from _decoded(data, encoding)
            return
    yield from _decoded(data, "utf-8-sig")
    chinese = [text for encoding in _CHINESE for text in _decoded(data, encoding)]
    yield from sorted((text for text in chinese if _is_chinese(text)), key=_commonness, reverse=True)
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    if best is not None and _is_usual(str(best)):
        yield str(best)


def _decoded(data: bytes, encoding: str) -> Iterator[str]:
    try:
        yield data.decode(encoding)
    except UnicodeDecodeError:
        return


def _is_usual(text: str) -> bool:
    sample = text[:_SAMPLE]
    strange = len(_UNUSUAL.findall(_FOREIGN.sub("", sample)))
    return strange <= (1 - USUAL) * len(sample)


def _is_chinese(text: str) -> bool:
    return _is_usual(text) and _commonness(text) >= COMMON


def _commonness(text: str) -> float:
    """The share of Chinese characters that are common ones; bytes read in the wrong encoding give rare ones."""
    han = _HAN.findall(text[:_SAMPLE])
    return sum(map(_is_common, han)) / len(han) if han else 0.0


@cache
def _is_common(character: str) -> bool:
    """The first level of GB 2312: the 3,755 characters in daily use, which stand in rows 16 to 55."""
    try:
        return 0xB0 <= fold(character).encode("gb2312")[0] <= 0xD7
    except UnicodeEncodeError:
        return False
