"""Figures without a rule: how long the same act takes in two documents that hold at the same time.

What a figure is of are the words before it in its clause, without those that only bind it (需要, 不超过, within). Two
documents that say the same words before different numbers of days or months disagree. What is told as an example, a
practice or a line of a contract may differ from firm to firm and is not compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from bot.library.claims import Stated
from bot.library.cues import words
from bot.library.finding import Finding
from bot.library.pieces import Pieces, pieces
from bot.library.quantities import Quantity
from bot.library.readings import Told
from bot.library.shelf import Document, Section

COMPARED = ("days", "trading_days", "business_days", "months", "years")
_BINDING = re.compile(
    r"不得?(?:超过|少于|低于|多于)|需要?|为|是|一般|通常|至少|最多|最长|最短|大约|约|在|于|应当?|须|内|的|等|要|"
    r"\b(?:takes?|within|at least|at most|up to|about|is|are|needs?|of|the|an?|in|must be)\b|[\s\"“”()|\-]"
)
_OTHERS = ("example", "practice", "contract", "hearsay", "unverified")
_SHORTEST = 4
Act = tuple[str, str]
"""The words of a figure and what it counts."""


def at_odds(told: Told) -> Iterator[Finding | None]:
    """One entry for each act that two documents of one time state a figure of: a finding where they differ."""
    acts: dict[tuple[str, str, Act], dict[int, tuple[Document, Section, set[Quantity]]]] = {}
    for number, (document, claims) in enumerate(told):
        for section, act, quantity in _acts(document, claims):
            place = (document.meta.jurisdiction, document.meta.lang, act)
            acts.setdefault(place, {}).setdefault(number, (document, section, set()))[2].add(quantity)
    for (_, _, act), held in acts.items():
        for (one, there, first), (other, here, second) in combinations(held.values(), 2):
            if one.meets(other):
                differ = {each.value for each in first} != {each.value for each in second}
                yield _disagreement(other, here, act[0], f"{one.file} # {there.heading}") if differ else None


def _acts(document: Document, claims: Sequence[Stated]) -> Iterator[tuple[Section, Act, Quantity]]:
    compared = {(claim.section, claim.place) for claim in claims if claim.compared}
    for section in document.sections:
        known = pieces(section.heading, section.text)
        for quantity in known.quantities:
            place = (quantity.start, quantity.end)
            if quantity.sort in COMPARED and (section, place) not in compared:
                named = _named(known, quantity)
                if named:
                    yield section, (named, quantity.sort), quantity


def _named(known: Pieces, quantity: Quantity) -> str | None:
    """The words that say what a figure is of; none where it is told as an example, of a time, or without any."""
    begin, end = known.sentence(quantity.start, quantity.end)
    clause = known.clause(quantity.start, quantity.end)
    excused = any(words().excuses[name].search(known.text, begin, end) for name in _OTHERS)
    if excused or words().past.search(known.text, begin, end) or known.dates_in(begin, end):
        return None
    named = _BINDING.sub("", known.text[clause[0] : quantity.start])
    return named if len(named) >= _SHORTEST and not re.search(r"\d", named) else None


def _disagreement(document: Document, section: Section, act: str, theirs: str) -> Finding:
    zh = f"“{act}”的数字与 {theirs} 不同，两份文件同时有效"
    en = f"its figure for “{act}” is not that of {theirs}, which holds at the same time"
    return Finding("documents_disagree", document.file, section.heading, zh, en)
