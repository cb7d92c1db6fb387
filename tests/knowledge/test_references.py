"""The articles a text points to are read as a lawyer reads them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.references import Reference, numeral, references, spelt


def own(*labels: str) -> tuple[Reference, ...]:
    return tuple(Reference(None, label) for label in labels)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("违反本法第一百三十四条第一款的规定", own("第一百三十四条")),
        ("依照第三条至第五条办理", own("第三条", "第四条", "第五条")),
        ("第五十八条、第五十九条第二款、第三款以及第六十条", own("第五十八条", "第五十九条", "第六十条")),
        ("除第十三条第一款第一项外，依照第十七条", own("第十三条", "第十七条")),
        ("有第二十八、二十九条规定的情形", own("第二十八条", "第二十九条")),
        ("按第58条处理", own("第五十八条")),
        ("第八条之二另有规定的除外", own("第八条之二")),
        ("前款规定的期限", ()),
        ("第一款、第二项", ()),
        ("本条例所称证券", ()),
    ],
)
def test_articles_of_the_text_itself(text: str, found: tuple[Reference, ...]) -> None:
    assert references(text) == found


def test_articles_of_another_law() -> None:
    text = "依照《中华人民共和国示例法》第七条和第九条、《示例条例》（2019年修订）第二条"
    assert references(text) == (
        Reference("示例法", "第七条"),
        Reference("示例法", "第九条"),
        Reference("示例条例", "第二条"),
    )


def test_a_title_without_its_marks_is_told_by_its_end() -> None:
    (reference,) = references("依据为示例信息保护法第四十五条")
    assert reference.is_of("示例信息保护法") and not reference.is_of("示例证券法")


def test_the_label_of_an_article_is_no_reference_and_the_one_before_it_is() -> None:
    assert references("第十条 依照前条规定，并参照第三条", "第十条") == own("第三条", "第九条")
    assert references("第一条 依照前条规定", "第一条") == ()


@given(st.integers(min_value=1, max_value=9999))
def test_a_number_survives_being_spelt(number: int) -> None:
    assert numeral(spelt(number)) == number


@pytest.mark.parametrize(
    ("number", "text"), [(10, "十"), (13, "十三"), (101, "一百零一"), (110, "一百一十"), (1003, "一千零三")]
)
def test_numbers_are_spelt_as_statutes_spell_them(number: int, text: str) -> None:
    assert spelt(number) == text
