"""A figure of the packaged corpus that is changed by mistake is caught: how many of a seeded sample, printed."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import replace

from bot.guard.folding import folded
from bot.library.claims import stated
from bot.library.quantities import quantities
from bot.library.shelf import Document, Section
from bot.library.translations import differing
from tests.bot.library.shelves import packaged, rulebooks

NEEDED, NEEDED_OF_ALL = 0.95, 0.6
SAMPLE = 150
PLAUSIBLE = ("50", "65", "70", "80", "90", "100", "120", "130", "300", "5", "3")
Figure = tuple[Document, Section, int, str]
"""A document, its section, and where the digits stand that are changed."""
_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")


def test_a_changed_figure_that_states_a_rule_is_caught() -> None:
    """Half become an arbitrary number, half one that some rule has, which is harder to see."""
    share = _share("figures that state a rule", list(_statements()))
    assert share >= NEEDED


def test_most_of_all_numbers_that_a_rule_has_are_caught_wherever_they_stand() -> None:
    """Drawn without the validator: every number equal to a row of a rule that the document names. Among them are
    the usual lines of contracts, examples, and numbers of other things, which nothing in the rulebook could decide.
    """
    share = _share("numbers that a rule of their document has", list(_numbers()))
    assert share >= NEEDED_OF_ALL


def _share(what: str, figures: list[Figure]) -> float:
    draw = random.Random(20261126)
    assert len(figures) >= SAMPLE, "too few figures to draw from"
    caught = sum(_is_caught(figure, draw) for figure in draw.sample(figures, SAMPLE))
    print(f"{what}: {caught} of {SAMPLE} caught, {caught / SAMPLE:.1%} (drawn from {len(figures)})")
    return caught / SAMPLE


def _statements() -> Iterator[Figure]:
    for document in packaged():
        for each in stated(document, rulebooks()):
            digits = _DIGITS.search(each.text)
            if each.is_statement and digits:
                yield document, each.section, each.start + digits.start(), digits.group()


def _numbers() -> Iterator[Figure]:
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
                    yield document, section, start + digits.start(), digits.group()


def _is_caught(figure: Figure, draw: random.Random) -> bool:
    """Whether the validator has something more to say once the figure is another one."""
    document, section, start, old = figure
    arbitrary = f"{float(old.replace(',', '')) * 1.1 + 1:.0f}"
    new = draw.choice((arbitrary, draw.choice([value for value in PLAUSIBLE if value != old])))
    text = section.text[:start] + new + section.text[start + len(old) :]
    spoiled = replace(section, text=text)
    return _faults(document, section, spoiled) > _faults(document, section, section)


def _faults(document: Document, section: Section, now: Section) -> int:
    """Contradictions of one section, and figures of a translation that its original does not have."""
    sections = tuple(now if each is section else each for each in document.sections)
    versions = [
        replace(each, sections=sections) if each is document else each
        for each in packaged()
        if (each.meta.document, each.meta.effective_from)
        == (document.meta.document, document.meta.effective_from)
    ]
    wrong = sum(
        each.verdict == "contradicts" for each in stated(replace(document, sections=(now,)), rulebooks())
    )
    return wrong + sum(found is not None for found in differing(versions))
