"""Synonyms expand a question once each; a longer wording hides what stands inside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.errors import BadDocument
from knowledge.glossary import Glossary, load_glossary
from knowledge.query import EXPANSION_WEIGHT, FILLER_WEIGHT, prepare

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
