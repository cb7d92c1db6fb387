"""A text of the packaged corpus that is changed by mistake is caught: figures, dates, comparators, negations and layers.
Of each operator a seeded sample is drawn without asking the validator what it can see; how many are caught is printed."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache, lru_cache

import pytest

from bot.guard.folding import folded
from bot.library.claims import Stated
from bot.library.quantities import quantities
from bot.library.readings import Told, read
from bot.library.shelf import Document, Section
from bot.library.statements import misstated, turns_of
from bot.library.translations import differing
from bot.library.wording import of_wording
from tests.bot.library.shelves import packaged, rulebooks

PLAUSIBLE = ("50", "65", "70", "80", "90", "100", "120", "130", "300", "5", "3")
Change = tuple[Document, Section, int, int, str]
"""A document, its section, and the piece of its text that another is put in place of."""
Draw = random.Random
_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")
_DATE_ZH = re.compile(
    r"(?P<y>20[012]\d)年(?P<m>\d{1,2})月\d{1,2}日(?:起|前|取消)|至(?P<y2>20[012]\d)年(?P<m2>\d{1,2})月\d{1,2}日"
)
_DATE_EN = re.compile(r"(?:since|until|from) \d{1,2} (?P<m>[A-Z][a-z]+) (?P<y>20[012]\d)")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")  # fmt: skip
_COMPARATORS = (
    ("不得低于", "不得高于"), ("不得少于", "不得多于"), ("不低于", "不高于"), ("至少", "至多"), ("不超过", "不低于"),
    ("最长", "最短"), ("最高", "最低"), ("最低", "最高"), ("at least", "at most"), ("at most", "at least"),
    ("up to", "at least"), ("no less than", "no more than"), ("not be below", "not be above"),
)  # fmt: skip
_OPPOSITE = (("超过", "低于"), ("above", "below"))
_LAYERS = (
    ("由交易所规定", "由法律规定"), ("由交易所规定", "由公司规定"), ("由交易所统一规定", "由证监会统一规定"),
    ("set by the exchanges", "set by the law"), ("the exchanges set this", "the law sets this"),
)  # fmt: skip


@lru_cache(maxsize=1)
def told() -> Told:
    return read(packaged(), rulebooks())


@lru_cache(maxsize=1)
def versions() -> dict[tuple[str, date], list[Document]]:
    """What is compared with a document: itself in all its languages."""
    found: dict[tuple[str, date], list[Document]] = {}
    for document in packaged():
        found.setdefault((document.meta.document, document.meta.effective_from), []).append(document)
    return found


@lru_cache(maxsize=1)
def turns() -> frozenset[date]:
    return turns_of(packaged())


def figures() -> Iterator[Change]:
    """Every figure that states a rule."""
    for document, claims in told():
        for each in claims:
            digits = _DIGITS.search(each.text)
            if each.is_statement and digits:
                start = each.start + digits.start()
                yield document, each.section, start, start + len(digits.group()), digits.group()


def numbers() -> Iterator[Change]:
    """Every number equal to a row of a rule that the document names, drawn without the validator. Among them are the
    usual lines of contracts, examples, and numbers of other things, which nothing in the rulebook could decide."""
    known = rulebooks().rules
    for document in packaged():
        rules = [known[name] for name in document.meta.rules]
        values = {(rule.sort, row.value) for rule in rules for row in rule.rows if row.value is not None}
        for section in document.sections:
            seen = folded(section.text)
            for each in quantities(seen.text):
                start, end = seen.span(each.start, each.end)
                digits = _DIGITS.search(section.text[start:end])
                if digits and (each.sort, each.value) in values:
                    start += digits.start()
                    yield document, section, start, start + len(digits.group()), digits.group()


def dates() -> Iterator[Change]:
    """Every whole date beside 起, 前, 至, 取消, since, until or from, in a document that rests on a rule."""
    for document, section in _ruled():
        for match in (*_DATE_ZH.finditer(section.text), *_DATE_EN.finditer(section.text)):
            name = "m" if match["m"] else "m2"
            yield document, section, match.start(name), match.end(name), match[name]


def comparators() -> Iterator[Change]:
    """Every word that bounds a figure of a rule in its clause; one that takes its sense from what follows, too."""
    for document, claims in told():
        for claim in claims:
            if claim.is_statement and claim.reach in ("clause", "sentence"):
                yield from _before(document, claim, (*_COMPARATORS, *_OPPOSITE))


def negations() -> Iterator[Change]:
    """Every date on which a rule began or ended, said with 自, 已在, since or until."""
    for document, section in _ruled():
        for match in re.finditer(
            r"自(?=20\d\d年\d{1,2}月\d{1,2}日起)|已在(?=20\d\d年)|(?<!not )since(?= \d)", section.text
        ):
            yield document, section, match.start(), match.end(), match.group()


def layers() -> Iterator[Change]:
    """Every place that says, after a figure, who set it."""
    for document, section in _ruled():
        for old, new in _LAYERS:
            for match in re.finditer(re.escape(old), section.text):
                if _DIGITS.search(section.text, 0, match.start()):
                    yield document, section, match.start(), match.end(), new


def _ruled() -> Iterator[tuple[Document, Section]]:
    for document in packaged():
        if any(rulebooks().rules[name].sort for name in document.meta.rules):
            yield from ((document, section) for section in document.sections)


def _before(document: Document, claim: Stated, pairs: tuple[tuple[str, str], ...]) -> Iterator[Change]:
    text = claim.section.text
    begin = max(text.rfind(mark, 0, claim.start) for mark in "，。；：\n,.;:") + 1
    for old, new in pairs:
        at = text.rfind(old, begin, claim.start)
        if at >= 0 and not _DIGITS.search(text, at, claim.start):
            yield document, claim.section, at, at + len(old), new
            return


def another_number(change: Change, draw: Draw) -> str:
    """Half become an arbitrary number, half one that some rule has, which is harder to see."""
    old = change[4]
    arbitrary = f"{float(old.replace(',', '')) * 1.1 + 1:.0f}"
    return draw.choice((arbitrary, draw.choice([value for value in PLAUSIBLE if value != old])))


def another_month(change: Change, draw: Draw) -> str:
    old = change[4]
    known = _MONTHS if old in _MONTHS else tuple(map(str, range(1, 13)))
    return draw.choice([month for month in known if month != old])


def as_drawn(change: Change, _draw: Draw) -> str:
    return change[4]


def denied(change: Change, _draw: Draw) -> str:
    return {"自": "并非自", "已在": "没有在", "since": "not since"}[change[4]]


OPERATORS: tuple[
    tuple[str, Callable[[], Iterator[Change]], Callable[[Change, Draw], str], int, float], ...
] = (
    ("figures that state a rule", figures, another_number, 120, 0.95),
    ("numbers that a rule of their document has", numbers, another_number, 120, 0.6),
    ("dates", dates, another_month, 60, 0.9),
    ("comparators", comparators, as_drawn, 60, 0.9),
    ("negations", negations, denied, 40, 0.9),
    ("layers", layers, as_drawn, 30, 0.9),
)


@pytest.mark.parametrize(
    ("what", "drawn", "other", "least", "needed"), OPERATORS, ids=[row[0] for row in OPERATORS]
)
def test_a_text_changed_by_mistake_is_caught(
    what: str,
    drawn: Callable[[], Iterator[Change]],
    other: Callable[[Change, Draw], str],
    least: int,
    needed: float,
) -> None:
    draw, changes = random.Random(20261126), list(drawn())
    assert len(changes) >= least, "too few places to draw from"
    sample = draw.sample(changes, min(120, len(changes)))
    missed = [change for change in sample if not _is_caught(change, other(change, draw))]
    share = 1 - len(missed) / len(sample)
    print(f"{what}: {len(sample) - len(missed)} of {len(sample)} caught, {share:.1%} (of {len(changes)})")
    assert share >= needed, [
        f"{each[0].file}: {each[1].text[max(0, each[2] - 20) : each[3] + 20]}" for each in missed
    ]


def _is_caught(change: Change, new: str) -> bool:
    """Whether the validator has something more to say once the text is another one."""
    document, section, start, end, _ = change
    spoiled = replace(section, text=section.text[:start] + new + section.text[end:])
    return _faults(document, section, spoiled) > _base(document.file, section)


@cache
def _base(file: str, section: Section) -> int:
    document = next(each for each in packaged() if each.file == file)
    return _faults(document, section, section)


def _faults(document: Document, section: Section, now: Section) -> int:
    """The findings of one section, and figures of a translation that its original does not have."""
    alone = replace(document, sections=(now,))
    ((_, claims),) = read((alone,), rulebooks())
    wrong = sum(each.verdict == "contradicts" for each in claims)
    wrong += sum(found is not None for found in misstated(alone, claims, rulebooks(), turns()))
    wrong += sum(1 for _ in of_wording(alone))
    sections = tuple(now if each is section else each for each in document.sections)
    series = versions()[document.meta.document, document.meta.effective_from]
    beside = [replace(each, sections=sections) if each is document else each for each in series]
    return wrong + sum(found is not None for found in differing(beside))
