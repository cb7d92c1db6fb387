"""Wording that no text may have: promises, forecasts, advice and absolute claims, which it may only deny or quote as a
lie; and the false claims that circulate, which it may only tell to be wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.guard.numerals import fold_name
from bot.guard.passages import CLAUSE_END, SENTENCE_END
from bot.library.finding import Finding
from bot.library.shelf import Document

Phrases = tuple[tuple[re.Pattern[str], Mapping[str, str]], ...]
"""What may not be said, with why."""
_QUOTED = re.compile(r"[“「『\"][^”」』\"]*[”」』\"]")


@dataclass(frozen=True, slots=True)
class Wordings:
    """`wording.yaml`, compiled: what is forbidden and what is false, why, and what excuses either."""

    forbidden: Phrases
    before: re.Pattern[str]
    sentence: re.Pattern[str]
    circulating: Phrases
    refuted: re.Pattern[str]


@lru_cache(maxsize=1)
def wordings() -> Wordings:
    """The packaged list."""
    import yaml

    data = yaml.safe_load(Path(__file__).with_name("wording.yaml").read_text(encoding="utf-8"))
    excuses = data["exceptions"]
    before, sentence = (
        re.compile("|".join(row[key] for row in excuses if key in row)) for key in ("before", "sentence")
    )
    refuted = re.compile(data["refuted"])
    return Wordings(_phrases(data["forbidden"]), before, sentence, _phrases(data["circulating"]), refuted)


def _phrases(rows: Sequence[Mapping[str, Any]]) -> Phrases:
    return tuple((re.compile(row["pattern"]), row["reason"]) for row in rows)


def of_wording(document: Document) -> Iterator[Finding]:
    """Every forbidden phrase that is neither denied, nor quoted, nor told as what is forbidden; and every false claim
    that a text in force does not tell to be one."""
    for section in document.sections:
        text = fold_name(section.text)
        said = [("forbidden_wording", *each) for each in forbidden_in(text)]
        said += [("false_claim", *each) for each in false_in(text)] if document.end is None else []
        for code, found, why in said:
            zh, en = f"“{found}”：{why['zh']}", f"“{found}” {why['en']}"
            yield Finding(code, document.file, section.heading, zh, en)


def forbidden_in(text: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The forbidden phrases of a folded text with why they are."""
    known = wordings()
    for match, reason in _unquoted(known.forbidden, text):
        if not is_excused(text, match.start()):
            yield match.group(), reason


def is_excused(text: str, place: int) -> bool:
    """Whether what is said there of a folded text is denied, or told as what is forbidden or a fraud."""
    known = wordings()
    clause = _piece(CLAUSE_END, text, place)[0]
    begin, end = _piece(SENTENCE_END, text, place)
    return bool(known.before.search(text[clause:place]) or known.sentence.search(text[begin:end]))


def false_in(text: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The false claims of a folded text with what is true instead."""
    known = wordings()
    for match, reason in _unquoted(known.circulating, text):
        begin, end = _piece(SENTENCE_END, text, match.start())
        if not known.refuted.search(text[begin : match.start()] + text[match.end() : end]):
            yield match.group(), reason


def quoted_in(text: str) -> list[tuple[int, int]]:
    """Where a text quotes."""
    return [match.span() for match in _QUOTED.finditer(text)]


def _unquoted(phrases: Phrases, text: str) -> Iterator[tuple[re.Match[str], Mapping[str, str]]]:
    quotes = quoted_in(text)
    for pattern, reason in phrases:
        for match in pattern.finditer(text):
            if not any(first < match.start() < last for first, last in quotes):
                yield match, reason


def _piece(ending: re.Pattern[str], text: str, place: int) -> tuple[int, int]:
    begin = 0
    for match in ending.finditer(text):
        if match.start() >= place:
            return begin, match.end()
        begin = match.end()
    return begin, len(text)
