"""Synonyms expand a question once each; a longer wording hides what stands inside it."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.errors import BadDocument
from knowledge.glossary import Glossary, load_glossary
from knowledge.normalise import fold, tidy
from knowledge.phrasing import phrasing
from knowledge.query import EXPANSION_WEIGHT, FILLER_WEIGHT, prepare

CORPUS = Path(__file__).parents[2] / "knowledge" / "corpus"
OF_TWO_PLACES = frozenset({"可按揭率", "斩仓", "配股", "融资余额"})
"""Wordings that mean one thing in the mainland and another in Hong Kong or Taiwan: both are searched for."""

GLOSSARY = Glossary(
    (("维持担保比例", "担保比例", "maintenance ratio"), ("担保物", "担保"), ("强制平仓", "爆仓"))
)


def test_the_longest_wording_is_the_concept() -> None:
    found = GLOSSARY.concepts("维持担保比例是多少")
    assert [(concept.start, concept.end) for concept in found] == [(0, 6)]


def test_a_latin_wording_is_a_whole_word() -> None:
    assert GLOSSARY.concepts("the maintenance ratios")
    assert not GLOSSARY.concepts("maintenance rationale")


def test_expansion_adds_each_term_once_at_half_weight() -> None:
    query = prepare("爆仓怎么办", GLOSSARY)
    assert query.weights["爆仓"] == 1.0
    assert query.weights["强制"] == EXPANSION_WEIGHT
    assert query.weights["仓"] == 1.0
    assert query.weights["怎么"] == FILLER_WEIGHT
    assert "爆仓" not in query.plain


def test_a_question_beyond_200_characters_is_cut() -> None:
    assert len(prepare("追" * 5000, GLOSSARY).text) == 200


def test_other_products_are_recognised() -> None:
    assert prepare("期货的保证金比例", GLOSSARY).other_subjects == {"期货"}
    assert prepare("股票的保证金比例", GLOSSARY).other_subjects == frozenset()


def test_an_exchange_is_not_a_place() -> None:
    assert "上海" in prepare("上海证券交易所的规定", GLOSSARY).plain
    assert "上海" not in prepare("上海两融开户", GLOSSARY).plain


def test_a_glossary_file_is_a_list_of_terms(tmp_path: Path) -> None:
    file = tmp_path / "glossary.yaml"
    assert load_glossary(file) == Glossary()
    file.write_text("- {term: 追保, zh: [补仓], hant: [追繳], en: [Margin Call]}\n", encoding="utf-8")
    assert load_glossary(file).groups == (("追保", "补仓", "追缴", "margin call"),)
    file.write_text("term: 追保\n", encoding="utf-8")
    with pytest.raises(BadDocument):
        load_glossary(file)


def _entries() -> list[dict[str, Any]]:
    loaded = yaml.safe_load((CORPUS / "glossary.yaml").read_text(encoding="utf-8"))
    assert isinstance(loaded, list)
    return loaded


def _wordings(entry: dict[str, Any]) -> list[str]:
    return [entry["term"], *entry["zh"], *entry["hant"], *entry["en"]]


def _chinese_texts() -> str:
    """Every Chinese document, in force or not, without the questions it is asked by."""
    bodies = (path.read_text(encoding="utf-8").split("---\n", 2)[2] for path in (CORPUS / "zh").glob("*.md"))
    return "\n".join(re.sub(r"<!--.*?-->", "", body) for body in bodies)


def test_the_packaged_glossary_speaks_three_ways() -> None:
    entries = _entries()
    assert len(entries) >= 250
    assert all(entry["zh"] and entry["en"] for entry in entries)
    assert sum(bool(entry["hant"]) for entry in entries) >= 240
    assert sum(len(entry["en"]) for entry in entries) >= 700
    assert sum(len(_wordings(entry)) for entry in entries) >= 2400


def test_every_term_is_a_word_of_the_texts() -> None:
    texts = _chinese_texts()
    assert len(texts) > 40_000
    assert not [entry["term"] for entry in _entries() if entry["term"] not in texts]


def test_a_wording_belongs_to_one_term_unless_two_places_use_it_differently() -> None:
    owners = defaultdict(set)
    for entry in _entries():
        for wording in _wordings(entry):
            owners[tidy(fold(wording))].add(entry["term"])
    assert {wording for wording, found in owners.items() if len(found) > 1} == OF_TWO_PLACES
    assert len(owners) >= 2200


def test_no_wording_is_rewritten_before_it_can_be_met() -> None:
    standard = phrasing().standard
    wordings = [fold(wording) for entry in _entries() for wording in _wordings(entry)]
    assert not [wording for wording in wordings if standard(wording) != wording]
    assert len(wordings) >= 2400


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("what do I do about a top-up request", "追加担保物"),
        ("I got wiped out", "倒欠"),
        ("when do I get liquidated", "强制平仓"),
        ("how do I pull money out", "转出担保物"),
        ("how long can I hold it", "合约期限"),
        ("what is my liquidation price", "触线价格"),
        ("my order was rejected, order refused", "委托被拒绝"),
        ("爆仓价怎么看", "触线价格"),
        ("我下错单了", "误操作"),
        ("被逼空了怎么办", "融券标的大涨"),
        ("點先可以提領擔保品", "转出担保物"),
        ("斷頭線係幾多", "平仓线"),
    ],
)
def test_the_words_of_clients_lead_to_the_term(question: str, term: str) -> None:
    glossary = load_glossary(CORPUS / "glossary.yaml")
    query = prepare(question, glossary)
    assert fold(term) in [glossary.groups[concept.group][0] for concept in query.concepts]
