"""Text forms used for matching, never for display: NFKC, Traditional to Simplified character by character (so that
offsets stay comparable and no dictionary is loaded per call), lower case; and joining of lines that a PDF or a
plain-text file broke inside a Chinese sentence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib import resources

HAN = "\u3400-\u4dbf\u4e00-\u9fff〇"
_HAN = re.compile(f"[{HAN}]")
_LETTER = re.compile(rf"[A-Za-z{HAN}]")
_SPACE = re.compile(r"\s+")
_ENDS_SENTENCE = re.compile(r"[。！？；：!?;:…”』」）)]$")
_STARTS_ITEM = re.compile(
    r"^(第[零〇一二三四五六七八九十百千\d]+[编章节条]|[（(][一二三四五六七八九十\d]+[)）]|[一二三四五六七八九十]+、|\d+[.、)]|[-*•·●#|]|[表图]\s*[\d一二三四五六七八九十])"
)


@cache
def _simplified() -> dict[int, str]:
    """OpenCC's table of single characters; the first simplified form listed is the usual one."""
    table = resources.files("opencc").joinpath("dictionary/TSCharacters.txt").read_text(encoding="utf-8")
    pairs = (line.split("\t") for line in table.splitlines() if "\t" in line)
    return {ord(key): values.split(" ")[0] for key, values in pairs if len(key) == 1}


def fold(text: str) -> str:
    """The form in which texts and questions are compared."""
    return unicodedata.normalize("NFKC", text).translate(_simplified()).lower()


def squeeze(text: str) -> str:
    """`fold` without any white space: two texts that differ only in layout are equal."""
    return _SPACE.sub("", fold(text))


def language(text: str) -> str:
    """`zh` when at least 15 % of the letters are Han, else `en`."""
    letters = len(_LETTER.findall(text))
    return "zh" if letters == 0 or len(_HAN.findall(text)) >= 0.15 * letters else "en"


def tidy(text: str) -> str:
    """One line, single blanks, trimmed: for headings and labels."""
    return _SPACE.sub(" ", text.replace("\u3000", " ")).strip()


def join_lines(lines: Iterable[str]) -> list[str]:
    """Paragraphs from physical lines. A line continues the one before when that one is about as long as the
    column is wide and ends inside a sentence, and this one does not open an item, article or heading. Chinese is
    joined without a blank."""
    rows = [line.strip() for line in lines]
    widths = sorted(len(row) for row in rows if row)
    column = widths[int(0.9 * (len(widths) - 1))] if widths else 0
    paragraphs: list[str] = []
    last_row = ""
    for row in rows:
        if paragraphs and row and _continues(last_row, row, column):
            glue = "" if _HAN.search(paragraphs[-1][-1] + row[0]) or paragraphs[-1][-1] in "，、" else " "
            paragraphs[-1] += glue + row
        elif row:
            paragraphs.append(row)
        last_row = row
    return paragraphs


def _continues(last_row: str, row: str, column: int) -> bool:
    return (
        bool(last_row)
        and len(last_row) >= 0.75 * column
        and not _ENDS_SENTENCE.search(last_row)
        and not _STARTS_ITEM.match(row)
    )
