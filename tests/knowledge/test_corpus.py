"""The packaged corpus keeps its own promises: every text says since when, on what ground and how surely it
speaks, versions of one document never overlap, every section opens with a short answer, and nothing advises or
promises. Each check says how much it looked at."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.topics import topics

CORPUS = Path(__file__).parents[2] / "knowledge" / "corpus"
LANGUAGES = ("zh", "en")
LEAD_LIMIT = {"zh": 160, "en": 400}
FLOOR = {"zh": 70, "en": 30}
SECTION_FLOOR = 300
GLOSSARY_FLOOR = 150
ALLOWED = {
    "kind": {"statute", "rule", "contract", "summary", "faq", "lesson"},
    "jurisdiction": {"CN", "HK", "US"},
    "layer": {"law", "exchange", "firm", "contract", "education"},
    "confidence": {"seen-law", "seen-exch", "seen-2nd", "firm-set", "unverified"},
    "audience": {"client"},
    "tier": {"firm", "education"},
}
TEXT_FIELDS = ("id", "document", "title", "source", "owner")
REVIEWED_ON = date(2026, 11, 20)
FORBIDDEN = re.compile(
    r"建议(买入|卖出|加仓|减仓|持有)|保证(收益|赚|盈利|不亏)|稳赚|必涨|必赚|包赚|零风险|没有风险|抄底良机"
    r"|you should (buy|sell)|risk[- ]free|will certainly (rise|fall)|we guarantee"
)
ASKS = re.compile(r"<!-- asks: (.+) -->")
PERCENT = re.compile(r"\d+(?:\.\d+)?(?= ?%)")


@dataclass(frozen=True, slots=True)
class Section:
    heading: str
    asks: tuple[str, ...]
    lead: str
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    path: Path
    front: dict[str, Any]
    title: str
    sections: tuple[Section, ...]

    @property
    def id(self) -> str:
        return str(self.front["id"])

    @property
    def lang(self) -> str:
        return self.path.parent.name

    @property
    def window(self) -> tuple[date, date]:
        """Half-open validity; an open end is the last day the calendar knows."""
        return self.front["effective_from"], self.front["effective_to"] or date.max

    @property
    def open_ended(self) -> bool:
        return self.front["effective_to"] is None

    @property
    def body(self) -> str:
        return "\n".join(part for s in self.sections for part in (s.heading, s.text))


def _section(raw: str) -> Section:
    heading, text = raw.split("\n", 1)
    asks_line, _, below = text.partition("\n")
    match = ASKS.fullmatch(asks_line)
    asks = tuple(match[1].split(" | ")) if match else ()
    text = below if match else text
    return Section(heading, asks, text.split("\n\n", 1)[0].strip(), text.strip())


@cache
def corpus() -> tuple[Document, ...]:
    documents = []
    for path in sorted(CORPUS.glob("*/*.md")):
        _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
        head, *raw = re.split(r"^## ", body, flags=re.MULTILINE)
        title = head.strip().removeprefix("# ")
        documents.append(Document(path, yaml.safe_load(front), title, tuple(map(_section, raw))))
    return tuple(documents)


def sections() -> list[tuple[Document, Section]]:
    return [(document, section) for document in corpus() for section in document.sections]


def versions() -> dict[tuple[str, str], list[Document]]:
    grouped = defaultdict(list)
    for document in corpus():
        grouped[document.front["document"], document.lang].append(document)
    return {key: sorted(found, key=lambda d: d.window) for key, found in grouped.items()}


def test_the_corpus_is_as_large_as_promised() -> None:
    counted = Counter(document.lang for document in corpus())
    assert set(counted) == set(LANGUAGES)
    assert all(counted[lang] >= FLOOR[lang] for lang in LANGUAGES), counted
    assert len(sections()) >= SECTION_FLOOR


def test_every_document_carries_a_complete_front_matter() -> None:
    for document in corpus():
        front = document.front
        for field, allowed in ALLOWED.items():
            assert front[field] in allowed, (document.path.name, field)
        for field in TEXT_FIELDS:
            assert isinstance(front[field], str) and front[field].strip(), (document.path.name, field)
        assert front["article"] is None or re.fullmatch(r"第[一二三四五六七八九十百]+条", front["article"])
        assert isinstance(front["next_review"], date) and front["next_review"] > REVIEWED_ON
        assert front["lang"] == document.lang
        assert front["title"] == document.title, document.path.name


def test_every_topic_has_a_chinese_text_in_force_and_every_text_a_topic() -> None:
    named = Counter(d.front["topic"] for d in corpus() if d.lang == "zh" and d.open_ended)
    assert set(named) == set(topics())
    assert all(isinstance(d.front["rules"], list) for d in corpus() if d.lang == "zh")
    assert sum(bool(d.front["rules"]) for d in corpus() if d.lang == "zh") >= 80


def test_a_file_is_named_after_its_id_and_ids_are_unique() -> None:
    assert [d.path.stem for d in corpus()] == [d.id for d in corpus()]
    assert max(Counter(d.id for d in corpus()).values()) == 1


def test_versions_of_one_document_never_overlap() -> None:
    compared = 0
    for (name, lang), found in versions().items():
        for document in found:
            start, end = document.window
            assert start < end, document.id
        for earlier, later in pairwise(found):
            assert earlier.window[1] <= later.window[0], (name, lang)
            compared += 1
    assert compared >= 20


@pytest.mark.parametrize(
    ("name", "eras"),
    [
        ("financing-margin-ratio", 4),
        ("short-margin-ratio", 3),
        ("maintenance-lines", 3),
        ("maintenance-ratio", 2),
        ("records-retention", 2),
        ("price-limits", 2),
        ("us-day-trading", 2),
    ],
)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_eras_of_a_rule_follow_each_other_without_a_gap(name: str, eras: int, lang: str) -> None:
    found = versions()[name, lang]
    assert len(found) >= eras
    assert all(a.window[1] == b.window[0] for a, b in pairwise(found))
    assert found[-1].open_ended


@pytest.mark.parametrize(
    ("name", "eras"),
    [
        ("contract-term", 2),
        ("eligibility", 2),
        ("short-selling-rules", 2),
        ("programme-trading", 2),
        ("short-supply", 4),
        ("price-limits", 3),
        ("records-retention", 3),
        ("rule-changes", 6),
    ],
)
def test_then_and_now_can_both_be_asked_in_chinese(name: str, eras: int) -> None:
    found = versions()[name, "zh"]
    assert len(found) == eras
    assert all(a.window[1] == b.window[0] for a, b in pairwise(found))
    assert found[-1].open_ended


def test_every_section_opens_with_a_short_answer_and_says_who_asks() -> None:
    for document, section in sections():
        where = (document.path.name, section.heading)
        assert section.lead and "\n" not in section.lead, where
        assert len(section.lead) <= LEAD_LIMIT[document.lang], where
        assert (4 if _is_found_by_asking(document, section) else 0) <= len(section.asks) <= 24, where
        assert len(set(section.asks)) == len(section.asks), where
        assert len(section.text) > len(section.lead), where
    assert all(2 <= len(document.sections) <= 8 for document in corpus())


def _is_found_by_asking(document: Document, section: Section) -> bool:
    """A lesson is found as a whole, by the questions at its head."""
    return document.front["kind"] != "lesson" or section is document.sections[0]


def test_one_question_is_answered_in_one_place() -> None:
    """Two texts in force together must not claim the same question; eras of one document may."""
    owners = defaultdict(set)
    for document, section in sections():
        if document.open_ended:
            for ask in section.asks:
                owners[document.lang, ask].add((document.id, section.heading))
    shared = {ask: found for ask, found in owners.items() if len(found) > 1}
    assert not shared
    assert len(owners) >= 1000


def test_nothing_advises_or_promises() -> None:
    texts = [(document.id, document.title + "\n" + document.body) for document in corpus()]
    found = [(id_, match[0]) for id_, text in texts if (match := FORBIDDEN.search(text))]
    assert not found
    assert sum(len(text) for _, text in texts) > 50_000


def test_an_unverified_text_says_so_in_every_lead() -> None:
    leads = [s.lead for d, s in sections() if d.front["confidence"] == "unverified"]
    assert all("未经核实" in lead or "not verified" in lead for lead in leads)
    assert len(leads) >= 5


def test_the_english_text_gives_no_percentage_that_the_chinese_text_lacks() -> None:
    """Compared with the Chinese texts of the same document, all eras together."""
    chinese: dict[str, str] = defaultdict(str)
    for document in corpus():
        if document.lang == "zh":
            chinese[document.front["document"]] += document.body
    figures = [
        (d.id, d.front["document"], figure)
        for d in corpus()
        if d.lang == "en"
        for figure in PERCENT.findall(d.body)
    ]
    missing = [
        (id_, figure)
        for id_, name, figure in figures
        if not re.search(rf"(?<![\d.]){re.escape(figure)} ?%", chinese[name])
    ]
    assert not missing
    assert len(figures) >= 100


def test_an_english_version_has_the_validity_of_its_chinese_twin() -> None:
    windows = {d.id: d.window for d in corpus() if d.lang == "zh"}
    twins = [(d, windows[d.id.removesuffix("-en")]) for d in corpus() if d.id.removesuffix("-en") in windows]
    english = [(d, window) for d, window in twins if d.lang == "en"]
    assert all(document.window == window for document, window in english)
    assert len(english) >= FLOOR["en"]


def glossary() -> list[dict[str, Any]]:
    loaded = yaml.safe_load((CORPUS / "glossary.yaml").read_text(encoding="utf-8"))
    assert isinstance(loaded, list)
    return loaded


def test_the_glossary_is_large_and_complete() -> None:
    groups = glossary()
    assert len(groups) >= GLOSSARY_FLOOR
    for group in groups:
        assert set(group) == {"term", "zh", "hant", "en"}, group
        assert group["zh"] and group["en"], group["term"]
        assert all(isinstance(word, str) for word in (group["term"], *group["zh"], *group["en"])), group


def test_a_word_belongs_to_one_group_and_is_never_a_single_character() -> None:
    owners = defaultdict(set)
    for group in glossary():
        for word in (group["term"], *group["zh"], *group["en"]):
            owners[word.lower()].add(group["term"])
    assert {word: found for word, found in owners.items() if len(found) > 1} == {}
    assert all(len(word) > 1 for word in owners)
    assert len(owners) >= 900
