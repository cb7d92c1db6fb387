"""Forbidden wording: promises, forecasts, advice and absolute claims, which a text may only deny or quote as a lie."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot.guard.numerals import fold
from bot.guard.passages import CLAUSE_END, SENTENCE_END
from bot.library.finding import Finding
from bot.library.shelf import Document

_QUOTED = re.compile(r"[“「『\"][^”」』\"]*[”」』\"]")


@dataclass(frozen=True, slots=True)
class Wordings:
    """`wording.yaml`, compiled: what is forbidden and why, and what excuses it."""

    forbidden: tuple[tuple[re.Pattern[str], Mapping[str, str]], ...]
    before: re.Pattern[str]
    sentence: re.Pattern[str]


@lru_cache(maxsize=1)
def wordings() -> Wordings:
    """The packaged list."""
    import yaml

    data = yaml.safe_load(Path(__file__).with_name("wording.yaml").read_text(encoding="utf-8"))
    forbidden = tuple((re.compile(row["pattern"]), row["reason"]) for row in data["forbidden"])
    excuses = data["exceptions"]
    before, sentence = (
        re.compile("|".join(row[key] for row in excuses if key in row)) for key in ("before", "sentence")
    )
    return Wordings(forbidden, before, sentence)


def of_wording(document: Document) -> Iterator[Finding]:
    """Every forbidden phrase that is neither denied, nor quoted, nor told as what is forbidden."""
    for section in document.sections:
        for found, reason in forbidden_in(fold(section.text)):
            yield Finding(
                "forbidden_wording", document.file, section.heading, f"“{found}”：{reason['zh']}", f"“{found}” {reason['en']}",
            )  # fmt: skip


def forbidden_in(text: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The forbidden phrases of a folded text with why they are."""
    known = wordings()
    quotes = [match.span() for match in _QUOTED.finditer(text)]
    for pattern, reason in known.forbidden:
        for match in pattern.finditer(text):
            clause = _piece(CLAUSE_END, text, match.start())[0]
            begin, end = _piece(SENTENCE_END, text, match.start())
            denied = known.before.search(text[clause : match.start()]) or known.sentence.search(
                text[begin:end]
            )
            if not denied and not any(first < match.start() < last for first, last in quotes):
                yield match.group(), reason


def _piece(ending: re.Pattern[str], text: str, place: int) -> tuple[int, int]:
    begin = 0
    for match in ending.finditer(text):
        if match.start() >= place:
            return begin, match.end()
        begin = match.end()
    return begin, len(text)
