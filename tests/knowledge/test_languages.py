"""The language of a document is told by its script, or by the small words no sentence does without."""

from __future__ import annotations

import pytest

from knowledge.ingest import CORPUS
from knowledge.languages import document_language
from knowledge.readers.markdown import split_front_matter


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("维持担保比例不得低于130%。", "zh"),
        ("維持擔保比率 margin ratio", "zh"),
        ("The maintenance ratio must not fall below 130%.", "en"),
        ("", "zh"),
        ("130%", "zh"),
        ("ISIN LEI", "en"),
        ("顧客は委託保証金を差し入れなければならない。", "ja"),
        ("신용거래 계좌의 담보비율은 140% 이상이어야 한다.", "ko"),
        ("Брокер обязан уведомить клиента.", "ru"),
        ("يجب على الوسيط إخطار العميل", "ar"),
        ("ลูกค้าต้องวางหลักประกันเพิ่ม", "th"),
        ("Le client est tenu de compléter la garantie dans les délais fixés par la société.", "fr"),
        ("Der Kunde ist verpflichtet, die Sicherheit auf das Konto zu leisten und nicht zu warten.", "de"),
        ("El cliente debe aportar la garantía en el plazo que la sociedad fije para ello.", "es"),
        (
            "Il cliente è tenuto a versare la garanzia nel conto della società per non subire la vendita.",
            "it",
        ),
    ],
)
def test_the_language_is_recognised(text: str, code: str) -> None:
    assert document_language(text) == code


def test_every_packaged_text_is_in_the_language_it_says() -> None:
    looked_at = 0
    for file in sorted(CORPUS.rglob("*.md")):
        front, body = split_front_matter(file.read_text(encoding="utf-8"), file.name)
        assert document_language(body) == front["lang"], file.name
        looked_at += 1
    assert looked_at > 100
