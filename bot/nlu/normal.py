"""One normal form for matching (NFKC, simplified, lower case) and the language to answer in.

The OpenCC converter costs 60 ms to build and converts phrase by phrase; here it is asked once for every Han character, so
that afterwards a conversion is one `str.translate` which keeps offsets.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.nlu.model import Lang

HAN_SHARE: Final = 0.15
_HAN = re.compile(r"[\u3400-\u9fff]")
_BLANKS = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\s*\n\s*")
_DROPPED_CATEGORIES: Final = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})


@dataclass(frozen=True, slots=True)
class Script:
    """Character tables between traditional and simplified Chinese."""

    simplify: Mapping[int, str]
    simplified_only: frozenset[str]


def script() -> Script:
    """Read both tables from OpenCC; call once, about 0.15 s."""
    from opencc import OpenCC

    han = [chr(code) for code in range(0x4E00, 0xA000)]
    to_simplified = OpenCC("t2s").convert("\n".join(han)).split("\n")
    to_traditional = OpenCC("s2t").convert("\n".join(han)).split("\n")
    simplify = {ord(a): b for a, b in zip(han, to_simplified, strict=True) if a != b and len(b) == 1}
    simplified_only = frozenset(a for a, b in zip(han, to_traditional, strict=True) if a != b)
    return Script(simplify, simplified_only)


def normalise(text: str, tables: Script) -> str:
    """NFKC, no control or zero-width characters, simplified, lower case, single blanks; line ends are kept."""
    folded = unicodedata.normalize("NFKC", text.replace("\r", "\n").replace("\t", " "))
    visible = "".join(c for c in folded if c == "\n" or unicodedata.category(c) not in _DROPPED_CATEGORIES)
    simple = visible.translate(tables.simplify).lower()
    return _LINES.sub("\n", _BLANKS.sub(" ", simple)).strip()


def language(text: str, tables: Script) -> Lang:
    """`en` below 15 % Han characters; `zh-Hant` where characters only traditional writing has outweigh the others."""
    letters = sum(c.isalpha() for c in text)
    han = _HAN.findall(text)
    if not letters:
        return "zh"
    if len(han) / letters < HAN_SHARE:
        return "en"
    traditional = sum(ord(c) in tables.simplify for c in han)
    simplified = sum(c in tables.simplified_only for c in han)
    return "zh-Hant" if traditional and traditional >= simplified else "zh"
