"""The English library says what the Chinese one says: a version that exists in both languages is filed alike, names no
percentage, sum or date that its twin lacks, never brings together in one answer what the twin keeps in different
sections, and answers shortly. Each check says how much it looked at."""

import re
from calendar import month_name
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

import pytest

from .arithmetic import holds
from .test_corpus import Document, Section, corpus, sections

Figures = Callable[[str], set[Any]]

FILED_ALIKE = (
    "document",
    "kind",
    "jurisdiction",
    "layer",
    "article",
    "effective_from",
    "effective_to",
    "confidence",
    "audience",
    "tier",
    "owner",
    "next_review",
    "topic",
    "rules",
    "course",
    "order",
    "minutes",
)
LEAD_LIMIT = 320
MISBELIEFS = ("Is 130 %", "50 %", "18 months", "one extension", "conversion rate", "withdraw at 130 %")
MONTHS = {name: number for number, name in enumerate(month_name) if name}
PERCENT = re.compile(r"(\d[\d,]*(?:\.\d+)?) ?%")
ENGLISH_SUM = re.compile(
    r"(?<![\d.,])(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?: (million|billion))?(?![\d%]|,\d| %)"
)
CHINESE_SUM = re.compile(r"(\d[\d,]*(?:\.\d+)?)([万亿]?)(?!%)")
HAN_SUM = re.compile(r"([一二三四五六七八九])([十百千])万")
ENGLISH_DATE = re.compile(rf"(\d{{1,2}}) ({'|'.join(MONTHS)})(?: (\d{{4}}))?")
CHINESE_DATE = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日")
SCALES = {"": 1, "万": 10_000, "亿": 10**8, "million": 10**6, "billion": 10**9}
HAN = {sign: number for number, sign in enumerate("一二三四五六七八九", 1)} | {
    "十": 10,
    "百": 100,
    "千": 1000,
}
SMALLEST_SUM = 1000
EQUATION = re.compile(r"[\d(][\d,.()%×÷+− ]*= −?[\d,.]*\d(?: %)?")


def twins() -> list[tuple[Document, Document]]:
    """Each English document beside the Chinese version it translates."""
    chinese = {document.id: document for document in corpus() if document.lang == "zh"}
    return [(d, chinese[d.id.removesuffix("-en")]) for d in corpus() if d.lang == "en"]


def percentages(text: str) -> set[Fraction]:
    return {Fraction(found.replace(",", "")) for found in PERCENT.findall(text)}


def english_sums(text: str) -> set[Fraction]:
    """Numbers from a thousand up that are written as sums: with a comma, or in millions."""
    found = [(n, scale) for n, scale in ENGLISH_SUM.findall(text) if "," in n or scale]
    return _large((n, SCALES[scale]) for n, scale in found)


def chinese_sums(text: str) -> set[Fraction]:
    plain = _large((n, SCALES[scale]) for n, scale in CHINESE_SUM.findall(text))
    return plain | {Fraction(HAN[digit] * HAN[power] * 10_000) for digit, power in HAN_SUM.findall(text)}


def _large(numbers: Iterable[tuple[str, int]]) -> set[Fraction]:
    values = {Fraction(number.replace(",", "")) * scale for number, scale in numbers}
    return {value for value in values if value >= SMALLEST_SUM}


def english_dates(text: str) -> set[tuple[str, int, int]]:
    return {(year, MONTHS[month], int(day)) for day, month, year in ENGLISH_DATE.findall(text)}


def chinese_dates(text: str) -> set[tuple[str, int, int]]:
    """Dates with and without their year; one written without a year has that of the date before it."""
    found, year = set(), ""
    for named, month, day in CHINESE_DATE.findall(text):
        year = named or year
        found |= {(year, int(month), int(day)), ("", int(month), int(day))}
    return found


def _whole(document: Document) -> str:
    return f"{document.title}\n{document.body}"


def test_every_english_document_is_filed_as_its_chinese_twin() -> None:
    compared = 0
    for english, chinese in twins():
        for key in FILED_ALIKE:
            assert english.front.get(key) == chinese.front.get(key), (english.id, key)
            compared += 1
    assert compared >= 95 * len(FILED_ALIKE)


def test_the_english_library_covers_every_topic_that_the_chinese_one_covers() -> None:
    covered = {lang: {d.front["topic"] for d in corpus() if d.lang == lang} for lang in ("zh", "en")}
    assert covered["en"] == covered["zh"]
    assert len(covered["en"]) >= 32


@pytest.mark.parametrize(
    ("english", "chinese", "least"),
    [
        (percentages, percentages, 180),
        (english_sums, chinese_sums, 150),
        (english_dates, chinese_dates, 90),
    ],
    ids=("percentages", "sums", "dates"),
)
def test_the_english_text_gives_no_figure_that_its_twin_lacks(
    english: Figures, chinese: Figures, least: int
) -> None:
    """Lessons, whose examples the engine computes, have their own check."""
    pairs = [(e, english(_whole(e)), chinese(_whole(c))) for e, c in twins() if e.front["kind"] != "lesson"]
    missing = {document.id: given - known for document, given, known in pairs if given - known}
    assert not missing
    assert len(pairs) >= 85
    assert sum(len(given) for _, given, _ in pairs) >= least


def test_the_worked_examples_in_english_add_up() -> None:
    texts = [(d.id, d.body) for d in corpus() if d.lang == "en" and d.front["kind"] != "lesson"]
    found = [(id_, e.replace(" %", "%")) for id_, text in texts for e in EQUATION.findall(text)]
    assert not [example for example in found if not holds(example[1])]
    assert len(found) >= 35


def test_no_answer_brings_together_what_its_twin_keeps_apart() -> None:
    """The percentages of an English lead stand together in one Chinese section."""
    checked = 0
    for english, chinese in twins():
        together = [percentages(f"{s.heading}\n{s.text}") for s in chinese.sections]
        for section in english.sections:
            given = percentages(section.lead)
            assert not given or any(given <= known for known in together), (english.id, section.heading)
            checked += bool(given)
    assert checked >= 80


def _english_sections() -> list[tuple[Document, Section]]:
    return [(d, s) for d, s in sections() if d.lang == "en" and d.front["kind"] != "lesson"]


def test_english_leads_are_short_sentences_in_english() -> None:
    found = _english_sections()
    for document, section in found:
        where = (document.id, section.heading)
        assert len(section.lead) <= LEAD_LIMIT, where
        assert section.lead.endswith((".", ")")), where
        assert not re.search(r"[，。；：（）]", section.text), where
    assert len(found) >= 330


@pytest.mark.parametrize("claim", MISBELIEFS)
def test_the_false_claims_are_answered_in_english_and_named_as_outdated_or_wrong(claim: str) -> None:
    misbeliefs = next(d for d in corpus() if d.id == "common-misbeliefs-en")
    answers = [s.lead for s in misbeliefs.sections if claim in s.heading]
    assert len(answers) == 1
    assert re.search(r"out of date|wrong", answers[0])
