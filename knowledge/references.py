"""Which articles a text points to: 第X条 of the same statute (前条 and 本法第X条 too) and 《…法》第X条 of another, with
lists and ranges written out. A 款 or 项 of an article is that article; 前款 never leaves its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from knowledge.model import Passage

_DIGITS = "零一二三四五六七八九"
_UNITS = {"十": 10, "百": 100, "千": 1000}
_NUMBER = rf"[{_DIGITS}〇十百千\d]+"
_PART = re.compile(
    rf"(?:[、，和及或至]|以及)?第{_NUMBER}(?:款|项)|(?:[、和及或至]|以及)?第[（(]{_NUMBER}[）)]项"
)
_NOUN = "(?:法|法典|条例|办法|规定|细则|规则|准则|指引|条款|合同)"
_TITLE = re.compile(
    rf"(?:《(?P<quoted>[^《》]{{2,40}})》|(?P<bare>[一-鿿]{{1,24}}{_NOUN}))(?:[(（]\d{{4}}[^)）]{{0,12}}[)）])?\s*$"
)
_JOINT = r"(?:[、，和及或至]|以及)"
_LIST = re.compile(rf"第{_NUMBER}(?:条(?:之{_NUMBER})?)?(?:{_JOINT}第?{_NUMBER}(?:条(?:之{_NUMBER})?)?)*")
_BEFORE = 60
_ANY = re.compile(rf"第?{_NUMBER}条")
_LABEL = re.compile(rf"(?P<range>至)?第?(?P<number>{_NUMBER})条?(?P<inserted>(?:之{_NUMBER})?)")
_OWN = ("本法", "本条例", "本办法", "本规定", "本细则", "本规则")
_LONGEST_RANGE = 12
_TOO_MANY = 10_000
STATUTE = "statute"


class Reference(NamedTuple):
    """An article a text points to: of the statute with this title, None for the text's own. A title that stood
    without its marks 《》 may begin too early: `is_of` tells whose it is."""

    title: str | None
    article: str

    def is_of(self, short_title: str) -> bool:
        return self.title is not None and self.title.endswith(short_title)


@lru_cache(maxsize=4_096)
def references(text: str, article: str | None = None) -> tuple[Reference, ...]:
    """The articles `text` points to, in its order, each once. `article` is the one the text is, if it is one: its
    own label is no reference, and 前条 is the one before it."""
    if not _ANY.search(text) and "前条" not in text:
        return ()
    found = dict.fromkeys(_found(text, article))
    return tuple(reference for reference in found if reference != Reference(None, article or ""))


def _found(text: str, article: str | None) -> Iterator[Reference]:
    bare = _PART.sub("", text)
    for match in _LIST.finditer(bare):
        if "条" not in match[0]:
            continue
        before = _TITLE.search(bare, max(0, match.start() - _BEFORE), match.start())
        title = before["quoted"] or before["bare"] if before else None
        own = title is None or title.endswith(_OWN)
        for label in _labels(match[0]):
            yield Reference(None if own else str(title).removeprefix("中华人民共和国"), label)
    number = numeral(article) if article else 0
    if number > 1 and "前条" in text:
        yield Reference(None, f"第{spelt(number - 1)}条")


def _labels(listed: str) -> Iterator[str]:
    """第二十八、二十九条 and 第三条至第五条 as single labels."""
    last = 0
    for match in _LABEL.finditer(listed):
        number = numeral(match["number"])
        if not 0 < number < _TOO_MANY:
            continue
        first = last + 1 if match["range"] and 0 < number - last <= _LONGEST_RANGE else number
        for each in range(first, number + 1):
            yield f"第{spelt(each)}条{match['inserted'] if each == number else ''}"
        last = number


def numeral(text: str) -> int:
    """The number a label or numeral says; 0 where it says none."""
    total = digit = 0
    for character in text.removeprefix("第").split("条")[0].replace("〇", "零"):
        if character.isdecimal():
            digit = digit * 10 + int(character)
        elif character in _DIGITS:
            digit = _DIGITS.index(character)
        elif character in _UNITS:
            total, digit = total + max(digit, 1) * _UNITS[character], 0
    return total + digit


def spelt(number: int) -> str:
    """1..9999 as statutes write it: 第十二条, 第一百零三条, 第一百一十条, 第一千二百六十条."""
    written = ""
    for unit, size in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit = number // size % 10
        if digit:
            written += _DIGITS[digit] + unit
        elif written and not written.endswith("零"):
            written += "零"
    written = written.removesuffix("零")
    return written.removeprefix("一") if 10 <= number < 20 else written


class Articles:
    """The articles of the statutes among some passages, and the passages a text points to."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        held: dict[tuple[str, str], list[Passage]] = {}
        for passage in passages:
            if passage.article is not None and passage.kind == STATUTE:
                held.setdefault((passage.short_title, passage.article), []).append(passage)
        self._held: Mapping[tuple[str, str], Sequence[Passage]] = held
        self._titles = sorted({title for title, _ in held}, key=lambda title: (-len(title), title))

    def referred(self, passage: Passage, as_of: date) -> tuple[Passage, ...]:
        """The articles the passage points to, in the version in force that day and, where there is one, in its
        language; each once, never itself."""
        if not self._held:
            return ()
        found: dict[str, Passage] = {}
        for pointer in self.pointers(passage, passage.text):
            held = [each for each in self._held.get(pointer, ()) if each.is_in_force(as_of)]
            spoken = [each for each in held if each.lang == passage.lang] or held
            found.update((each.id, each) for each in spoken[:1] if each.id != passage.id)
        return tuple(found.values())

    def pointers(self, passage: Passage, text: str) -> tuple[tuple[str, str], ...]:
        """Title and label of the articles that `text`, of the passage, points to. A label alone is of the statute
        itself; in a text about one law, of that law."""
        statute = passage.kind == STATUTE
        own = passage.short_title if statute else self._only_law(passage)
        return tuple(
            (own if each.title is None else self._title(each), each.article)
            for each in references(text, passage.article if statute else None)
        )

    def _title(self, reference: Reference) -> str:
        return next((title for title in self._titles if reference.is_of(title)), "")

    def _only_law(self, passage: Passage) -> str:
        """The statute that a text names as its source, if it names one only."""
        named = [title for title in self._titles if title in passage.source]
        return named[0] if len(named) == 1 else ""
