"""A translation may say less than its original, but no other figure: whatever is asked in, the numbers are the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from bot.guard.numerals import fold_name
from bot.library.finding import Finding
from bot.library.quantities import Quantity, quantities
from bot.library.shelf import Document, Section

ORIGINAL = "zh"
COMPARED = ("ratio", "months", "years", "trading_days", "business_days", "times", "usd")
"""Sorts that are written with the same number in every language; sums are not (50万元, CNY 500,000 or half a million)."""


def differing(documents: Iterable[Document]) -> Iterator[Finding | None]:
    """One entry for each figure of a translation: a finding where its original does not give the number anywhere."""
    originals: dict[tuple[str, str, date], Document] = {}
    translations: list[Document] = []
    for document in documents:
        if document.meta.lang == ORIGINAL:
            originals[_version(document)] = document
        else:
            translations.append(document)
    for document in translations:
        original = originals.get(_version(document))
        if original is not None:
            yield from _compared(document, original)


def _version(document: Document) -> tuple[str, str, date]:
    return document.meta.document, document.meta.jurisdiction, document.meta.effective_from


def _compared(document: Document, original: Document) -> Iterator[Finding | None]:
    known = _numbers(original)
    for section in document.sections:
        for each in _figures(section.text):
            if each.sort in COMPARED:
                yield None if each.value in known else _other_figure(document, section, each, original)


def _numbers(document: Document) -> frozenset[Decimal]:
    texts = (text for section in document.sections for text in (section.heading, section.text))
    return frozenset(each.value for text in texts for each in _figures(text))


def _figures(text: str) -> tuple[Quantity, ...]:
    return tuple(quantities(fold_name(text)))


def _other_figure(document: Document, section: Section, figure: Quantity, original: Document) -> Finding:
    said = fold_name(section.text)[figure.start : figure.end]
    return Finding(
        "translation_differs",
        document.file,
        section.heading,
        f"译文里的“{said}”在 {original.file} 中没有",
        f"“{said}” of the translation is not in {original.file}",
    )
