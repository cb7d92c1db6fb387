"""What two documents do to each other: versions that overlap, questions asked twice, figures that disagree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, pairwise

from bot.guard.numerals import fold
from bot.library.claims import Stated
from bot.library.finding import Finding
from bot.library.shelf import Document, Section

Measure = tuple[str, tuple[str, ...]]
"""A parameter and the scope of the row that was stated."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What a document says of each measure for all the time it holds."""

    document: Document
    values: Mapping[Measure, frozenset[Decimal]]
    sections: Mapping[Measure, Section]


def overlapping(documents: Iterable[Document]) -> Iterator[Finding | None]:
    """One entry for each two neighbours of a series: a finding where the earlier one states a later end, or the same day."""
    for earlier, later in _neighbours(documents):
        ends, begins = earlier.meta.declared_to, later.meta.effective_from
        same = earlier.meta.effective_from == begins
        if not same and (ends is None or ends <= begins):
            yield None
        else:
            yield Finding(
                "overlapping_validity",
                earlier.file,
                "",
                f"与 {later.file} 在 {begins} 起同时有效",
                f"it holds beside {later.file} from {begins}",
            )


def _neighbours(documents: Iterable[Document]) -> Iterator[tuple[Document, Document]]:
    series: dict[tuple[str, str, str], list[Document]] = {}
    for document in documents:
        series.setdefault(document.series, []).append(document)
    for versions in series.values():
        ordered = sorted(versions, key=lambda each: (each.meta.effective_from, each.file))
        yield from pairwise(ordered)


def asked_twice(documents: Iterable[Document]) -> Iterator[Finding]:
    """Questions that two sections answer in one language on one day."""
    known: dict[tuple[str, str, str], list[tuple[Document, Section]]] = {}
    for document in documents:
        for section in document.sections:
            for ask in {fold(each) for each in section.asks}:
                place = (ask, document.meta.lang, document.meta.jurisdiction)
                known.setdefault(place, []).append((document, section))
    for (ask, _, _), places in known.items():
        for (first, one), (second, other) in combinations(places, 2):
            if first.meets(second):
                where = f"{first.file} # {one.heading}"
                yield Finding(
                    "duplicate_ask", second.file, other.heading, f"“{ask}”也在 {where}", f"“{ask}” is also asked in {where}",
                )  # fmt: skip


def figures_of(document: Document, stated: Iterable[Stated]) -> Figures:
    """The figures a document states without a date, by measure; where two rules have the number, neither."""
    values: dict[Measure, set[Decimal]] = {}
    sections: dict[Measure, Section] = {}
    for each in stated:
        measures = {(row.param, row.scopes): row.value for row in each.sources if row.value is not None}
        if not each.is_statement or not each.timeless or len(measures) != 1:
            continue
        ((measure, value),) = measures.items()
        values.setdefault(measure, set()).add(value)
        sections.setdefault(measure, each.section)
    return Figures(document, {name: frozenset(found) for name, found in values.items()}, sections)


def disagreeing(all_figures: Iterable[Figures]) -> Iterator[Finding | None]:
    """One entry for each measure that two documents state for one day: a finding where they are not the same."""
    for one, other in combinations(all_figures, 2):
        if one.document.meta.jurisdiction != other.document.meta.jurisdiction:
            continue
        shared = one.values.keys() & other.values.keys()
        for measure in sorted(shared) if shared and one.document.meets(other.document) else ():
            agree = one.values[measure] == other.values[measure]
            yield None if agree else _disagreement(one, other, measure)


def _disagreement(one: Figures, other: Figures, measure: Measure) -> Finding:
    param, theirs = measure[0], f"{one.document.file} # {one.sections[measure].heading}"
    return Finding(
        "documents_disagree",
        other.document.file,
        other.sections[measure].heading,
        f"{param} 的数字与 {theirs} 不同，两份文件同时有效",
        f"its figure for {param} is not that of {theirs}, which holds at the same time",
    )
