"""Articles that a text cites: whether its law is one we know, and has so many articles.

A name stands right before 第X条 or `art. X`, with or without 《》; where none does, the law named last in the section
is meant, else one of those that the document gives as its source. How many articles a law has stands in `laws.yaml`;
a text that is itself on the shelf, cut by its articles, is asked itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path
from typing import Any

from bot.guard.spoken import chinese_value
from bot.library.finding import Finding
from bot.library.shelf import Document

Shelved = Mapping[str, frozenset[str]]
"""The articles of every document that is cut by them, by its title."""
_N = r"[零〇一二三四五六七八九十百千\d]+"
_CITED = re.compile(
    rf"第({_N}(?:[、至和及]{_N})*)条(?!件)"
    r"|\b[Aa]rt(?:icles?|s?\.)\s*(\d{1,3}(?!\d)(?:(?:, | and | to )\d{1,3}(?!\d))*)"
)
_NUMBER = re.compile(_N)
_SORTS = "(?:法|条例|办法|规定|细则|规则|准则|指引|条款)"
_NAMED = re.compile(
    rf"(?:《(?P<quoted>[^《》]{{2,40}})》|(?P<bare>[一-鿿]{{1,24}}{_SORTS})"
    r"|(?:The )?(?P<en>(?:[A-Z][A-Za-z-]+ )+(?:Law|Act|Code|Measures|Rules|Regulations?|terms)))"
    r"(?:[(（][^()（）]{1,20}[)）]| of \d{4})?[,\s(（]*$"
)
_OWN = re.compile(rf"(?:本|该|此|其|上述|同一?){_SORTS}$")
_LEADS = r"(?<![一-鿿])|(?<=[是为按照据依见同和与及])"
_REACH = 80
_TITLE = "中华人民共和国"


@dataclass(frozen=True, slots=True)
class Law:
    """A law that is cited by article: its names, and the number of its last article from each day on; `None` where
    its text was not seen."""

    names: frozenset[str]
    mentioned: re.Pattern[str]
    editions: tuple[tuple[date, int | None], ...]

    def last(self, document: Document) -> int | None:
        """The highest article there is on any day on which the document holds; `None` where it is not known."""
        begin, end = document.meta.effective_from, document.end
        known = [
            last
            for (start, last), following in zip_longest(self.editions, self.editions[1:])
            if (following is None or begin < following[0]) and (end is None or start < end)
        ]
        found = known or [self.editions[-1][1]]
        return max((last for last in found if last is not None), default=None)


@dataclass(frozen=True, slots=True)
class _Citation:
    """A place that cites articles, by number as written, and what stands before it."""

    numbers: tuple[str, ...]
    before: str
    named: re.Match[str] | None

    @property
    def name(self) -> str | None:
        """The name right before it; none where a text speaks of itself."""
        found = self.named and next(each for each in self.named.groups() if each)
        return None if not found or _OWN.search(found) else found.removeprefix(_TITLE)


@lru_cache(maxsize=1)
def laws() -> tuple[Law, ...]:
    """The packaged table."""
    import yaml

    rows = yaml.safe_load(Path(__file__).with_name("laws.yaml").read_text(encoding="utf-8"))
    return tuple(_law(row) for row in rows)


def _law(row: Mapping[str, Any]) -> Law:
    short = row.get("short", {"zh": (), "en": ()})
    patterns = (
        *(re.escape(name) for name in row["zh"]),
        *(rf"(?:{_LEADS}){re.escape(name)}" for name in short["zh"]),
        *(rf"(?i:\b{re.escape(name)}\b)" for name in row["en"]),
        *(rf"\b{re.escape(name)}\b" for name in short["en"]),
    )
    names = frozenset((*row["zh"], *row["en"], *short["zh"], *short["en"]))
    return Law(
        names, re.compile("|".join(patterns)), tuple((each["from"], each["last"]) for each in row["versions"])
    )


def of_articles(document: Document, shelved: Shelved) -> Iterator[Finding | None]:
    """One entry for each article that is cited and can be checked: a finding where there is none of the number, or
    nobody knows the law, which a source may be of another place. A statute's references to itself are not looked at."""
    source = document.meta.source
    for heading, text in (("", source), *((each.heading, each.text) for each in document.sections)):
        for citation in _citations(text):
            yield from _judged(citation, document, heading, shelved)


def _citations(text: str) -> Iterator[_Citation]:
    for match in _CITED.finditer(text):
        near = text[max(0, match.start() - _REACH) : match.start()]
        numbers = tuple(_NUMBER.findall(match.group(1) or match.group(2)))
        yield _Citation(numbers, text[: match.start()], _NAMED.search(near))


def _judged(
    citation: _Citation, document: Document, heading: str, shelved: Shelved
) -> Iterator[Finding | None]:
    name = citation.name
    labels = shelved.get(name) if name else None
    if labels is not None:
        for number in citation.numbers:
            yield None if f"第{number}条" in labels else _dead(document, heading, f"《{name}》第{number}条")
        return
    meant = _meant(citation, document)
    if name and not meant and heading:
        yield Finding(
            "unknown_law",
            document.file,
            heading,
            f"“{name}”不在法规表里",
            f"“{name}” is not in the table of laws",
        )
    known = [last for last in (law.last(document) for law in meant) if last is not None]
    for number in citation.numbers if known else ():
        dead = not 0 < _value(number) <= max(known)
        yield _dead(document, heading, f"{sorted(meant[0].names)[0]} {number}") if dead else None


def _meant(citation: _Citation, document: Document) -> tuple[Law, ...]:
    """The law that is cited; where none is named beside the article, the last one before it or those of the source."""
    if citation.name:
        return tuple(law for law in laws() if _is_called(law, citation))
    if document.meta.kind == "statute":
        return ()
    before = [(match.end(), law) for law in laws() for match in law.mentioned.finditer(citation.before)]
    if before:
        return (max(before, key=lambda each: each[0])[1],)
    return tuple(law for law in laws() if law.mentioned.search(document.meta.source))


def _is_called(law: Law, citation: _Citation) -> bool:
    """Whether the name right before the article is one of the law's; one in 《》 must be whole."""
    name, named = str(citation.name), citation.named
    if named is not None and named["quoted"]:
        return name in law.names
    return any(match.end() == len(name) for match in law.mentioned.finditer(name))


def _value(number: str) -> int:
    return int(number) if number.isdigit() else int(chinese_value(number) or 0)


def _dead(document: Document, heading: str, name: str) -> Finding:
    return Finding("dead_reference", document.file, heading, f"没有“{name}”", f"there is no “{name}”")
