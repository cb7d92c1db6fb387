"""An article that is cited exists: its law is in the table or on the shelf, and has so many articles."""

from __future__ import annotations

from datetime import date

import pytest

from bot.library.articles import laws, of_articles
from tests.bot.library.shelves import packaged, saying

NOW = {"effective_from": date(2026, 1, 19)}
SHELVED = {"细则": frozenset({"第一条", "第二条"})}


def codes(text: str, **meta: object) -> list[str]:
    found = of_articles(saying(text, **(NOW | {"source": "合同"} | meta)), SHELVED)
    return ["alive" if each is None else each.code for each in found]


@pytest.mark.parametrize(
    "text",
    [
        "见证券法第五十八条。",
        "依据是《证券法》第二百二十六条。",
        "《中华人民共和国证券法》（2019年修订）第58条。",
        "应当处分担保物（条例第五十四条）。",
        "As the Securities Law art. 58 says.",
        "By the Regulations (art. 54) it must.",
        "见《细则》第二条。",
    ],
)
def test_an_article_that_exists_is_alive_with_and_without_marks(text: str) -> None:
    assert codes(text) == ["alive"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("见证券法第五百八十条。", "dead_reference"),
        ("见《证券法》第二百二十七条。", "dead_reference"),
        ("应当处分担保物（条例第九十八条）。", "dead_reference"),
        ("As the Securities Law art. 580 says.", "dead_reference"),
        ("By the Regulations (art. 98) it must.", "dead_reference"),
        ("见《细则》第三条。", "dead_reference"),
        ("见证券交易法第五十八条。", "unknown_law"),
        ("见《证券投资法》第五十八条。", "unknown_law"),
        ("As the Stock Exchange Act art. 5 says.", "unknown_law"),
    ],
)
def test_an_article_beyond_the_last_or_of_a_law_nobody_knows_is_found(text: str, code: str) -> None:
    assert code in codes(text)


def test_lists_are_checked_one_by_one_and_a_bare_article_is_of_the_law_named_last() -> None:
    assert codes("证券法第五十八条和第三百条。") == ["alive", "dead_reference"]
    assert codes("个人信息保护法第四十五、四十七、七十五条。") == ["alive", "alive", "dead_reference"]
    assert codes("Securities Law art. 58 and 300.") == ["alive", "dead_reference"]
    assert codes("应当通知（第九十八条）。", source="证券公司监督管理条例第五十四条") == [
        "alive",
        "dead_reference",
    ]
    assert codes("应当通知（第九十八条）。") == []


def test_a_version_of_a_law_has_the_articles_of_its_time() -> None:
    then = {"effective_from": date(2007, 1, 1), "declared_to": date(2025, 1, 1)}
    assert codes("反洗钱法第三十八条。", **then) == ["dead_reference"]
    assert codes("反洗钱法第三十八条。") == ["alive"]


def test_a_law_whose_text_was_not_seen_is_known_but_proves_nothing() -> None:
    assert codes("合同必备条款第九十九条。") == []
    assert {min(each.names) for each in laws() if each.editions[-1][1] is None} == {
        "Mandatory contract terms",
        "Exchange rules",
        "margin business rules",
    }


def test_every_article_the_packaged_texts_cite_exists() -> None:
    found = [each for document in packaged() for each in of_articles(document, {})]
    assert [each.as_json() for each in found if each] == []
    assert len(found) > 150
