"""Two versions side by side: which article changed, which only moved, and which words."""

from __future__ import annotations

import random
import time
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.difference import Difference, _compared, compare, parts
from knowledge.errors import BadRequest, NotFound
from knowledge.library import Library
from knowledge.pairing import Unit, units
from knowledge.reading import difference
from knowledge.records import passages_of

from .conftest import document

LAW = """# 示例管理条例

2020年1月1日公布

{articles}
"""
NUMERALS = ("一", "二", "三", "四", "五", "六", "七", "八")
FIRST = "为了规范示例的管理，制定本条例。"
KEEP = "保管人应当妥善保存示例，保存期限不得少于五年。"
REPORT = "发现示例遗失的，应当在三日内向主管机关报告。"
PENALTY = "违反本条例规定的，由主管机关处以一万元以下罚款。"
NEW = "示例可以采用电子形式保存，与纸质形式具有同等效力。"
END = "本条例自公布之日起施行。"


def law(*articles: str) -> str:
    numbered = (f"第{NUMERALS[i]}条 {text}" for i, text in enumerate(articles))
    return LAW.format(articles="\n\n".join(numbered))


def between(
    library: Library, tmp_path: Path, before: str, after: str, name: str = "示例管理条例"
) -> Difference:
    for day, text in (("2020-01-01", before), ("2024-01-01", after)):
        file = tmp_path / f"{day}.md"
        file.write_text(document(name, text, day), encoding="utf-8")
        assert library.ingest([file]).count("added") == 1
    return difference(library.catalogue, name, "zh", "2021-06-01", "2024-06-01")


def changes(found: Difference) -> list[tuple[str, str]]:
    return [(article.label, article.change) for article in found.articles if article.change != "same"]


def test_an_amended_article_is_changed_word_by_word(empty: Library, tmp_path: Path) -> None:
    amended = KEEP.replace("五年", "10年")
    found = between(empty, tmp_path, law(FIRST, KEEP, END), law(FIRST, amended, END))
    assert changes(found) == [("第二条", "changed")]
    (article,) = [each for each in found.articles if each.change == "changed"]
    assert [(part.op, part.text) for part in article.parts] == [
        ("same", "第二条 保管人应当妥善保存示例，保存期限不得少于"),
        ("del", "五"),
        ("add", "10"),
        ("same", "年。"),
    ]
    assert (found.before.effective_to, found.after.effective_from) == (date(2024, 1, 1), date(2024, 1, 1))


def test_articles_behind_an_inserted_one_have_moved(empty: Library, tmp_path: Path) -> None:
    before = law(FIRST, KEEP, REPORT, PENALTY, END)
    found = between(empty, tmp_path, before, law(FIRST, KEEP, NEW, REPORT, PENALTY, END))
    assert changes(found) == [
        ("第三条", "added"),
        ("第三条 → 第四条", "moved"),
        ("第四条 → 第五条", "moved"),
        ("第五条 → 第六条", "moved"),
    ]


def test_an_article_that_moved_and_was_amended_is_both(empty: Library, tmp_path: Path) -> None:
    amended = PENALTY.replace("一万元", "五万元")
    found = between(empty, tmp_path, law(FIRST, KEEP, PENALTY), law(FIRST, NEW, KEEP, amended))
    assert ("第三条 → 第四条", "moved") in changes(found)
    moved = next(each for each in found.articles if each.label == "第三条 → 第四条")
    assert ("add", "五") in [(part.op, part.text) for part in moved.parts]


def test_a_removed_article_stands_where_it_stood(empty: Library, tmp_path: Path) -> None:
    found = between(empty, tmp_path, law(FIRST, KEEP, REPORT, END), law(FIRST, KEEP, END))
    assert [article.change for article in found.articles if article.label.startswith("第")] == [
        "same",
        "same",
        "removed",
        "moved",
    ]


def test_another_text_under_the_same_number_is_a_change(empty: Library, tmp_path: Path) -> None:
    found = between(empty, tmp_path, law(FIRST, KEEP, END), law(FIRST, NEW, END))
    assert changes(found) == [("第二条", "changed")]


def test_sections_are_compared_where_there_are_no_articles(empty: Library, tmp_path: Path) -> None:
    before, after = (
        "## 费率\n年利率8.35%。\n## 期限\n六个月。",
        "## 费率\n年利率7.99%。\n## 期限\n六个月。\n## 展期\n可以。",
    )
    found = between(empty, tmp_path, before, after, "费率")
    assert changes(found) == [("费率", "changed"), ("展期", "added")]
    assert found.counts() == {"same": 1, "changed": 1, "added": 1, "removed": 0, "moved": 0}
    assert [(part.op, part.text) for part in found.articles[0].parts] == [
        ("same", "年利率"),
        ("del", "8.35%"),
        ("add", "7.99%"),
        ("same", "。"),
    ]


def test_a_long_section_that_was_cut_is_one_unit(empty: Library, tmp_path: Path) -> None:
    text = "## 说明\n" + "\n\n".join(
        f"第{i}点说明，内容是关于示例的第{i}种情形以及处理办法。" * 3 for i in range(30)
    )
    found = between(empty, tmp_path, text, text.replace("第7种", "第七种"), "说明")
    assert [article.change for article in found.articles] == ["changed"]
    passages = empty.document("说明", date(2024, 6, 1))
    assert len(passages) > 5
    assert len(units(passages)) == 1


def test_versions_may_be_named_and_what_is_neither_is_refused(library: Library) -> None:
    name = "示例档案保存条例"
    old, new = [each.version for each in library.documents() if each.meta.document == name]
    found = difference(library.catalogue, name, "zh", old, new)
    assert found.as_json() == difference(library.catalogue, name, "zh", "2020-01-01", "2026-01-01").as_json()
    assert changes(found) == [("第二条", "changed")]
    with pytest.raises(BadRequest):
        difference(library.catalogue, name, "zh", "yesterday", new)
    with pytest.raises(NotFound):
        difference(library.catalogue, name, "zh", "1999-01-01", new)
    with pytest.raises(NotFound):
        difference(library.catalogue, "nothing", "zh", old, new)


WORDS = st.text(alphabet="保证金比例不低于百分之五十ab 12.5%，。\n", max_size=60)


@settings(max_examples=200, deadline=None)
@given(WORDS, WORDS)
def test_the_parts_make_up_both_texts(before: str, after: str) -> None:
    found = parts(before, after)
    assert "".join(part.text for part in found if part.op != "add") == before
    assert "".join(part.text for part in found if part.op != "del") == after
    assert all(part.text for part in found)


def test_the_parts_of_a_very_long_text_make_it_up_too() -> None:
    seeded = random.Random(3)
    sentences = ["".join(seeded.choices("融资融券担保比例期限合同规定", k=40)) + "。" for _ in range(400)]
    before = "".join(sentences)
    after = (
        "".join(each.replace("融资", "融入") if i % 20 == 0 else each for i, each in enumerate(sentences))
        + "完。"
    )
    found = parts(before, after)
    assert "".join(part.text for part in found if part.op != "add") == before
    assert "".join(part.text for part in found if part.op != "del") == after
    assert max(len(part.text) for part in found if part.op != "same") < 20


def test_a_version_compared_with_itself_is_all_the_same(library: Library) -> None:
    seen = 0
    for version in library.documents():
        seen += 1
        with library.catalogue.read() as connection:
            passages = passages_of(connection, version.version)
        counts = compare(passages, passages).counts()
        assert counts["same"] == sum(counts.values()) > 0
    assert seen > 100


def test_a_law_rewritten_throughout_is_compared_article_by_article(empty: Library, tmp_path: Path) -> None:
    seeded = random.Random(7)
    characters = "证券公司应当向客户提供融资融券业务担保物比例期限合同规定管理监督"

    def text() -> str:
        return "".join(seeded.choice(characters) for _ in range(150))

    old = [text() for _ in range(80)]
    new = [each[:60] + text()[:40] + each[100:] for each in old]
    join = "\n\n".join
    before, after = (join(f"第{i}条 {each}" for i, each in enumerate(side, 1)) for side in (old, new))
    found = between(empty, tmp_path, f"# 长法\n\n{before}", f"# 长法\n\n{after}", "长法")
    assert found.counts()["changed"] == 80


def test_a_thousand_sections_rewritten_are_compared_in_the_time_of_a_request() -> None:
    seeded = random.Random(1)
    characters = [chr(0x4E00 + place) for place in range(800)]
    old, new = (["".join(seeded.choices(characters, k=400)) for _ in range(1000)] for _ in range(2))
    started = time.process_time()
    found = _compared(
        tuple(Unit(f"旧{i}", text) for i, text in enumerate(old)),
        tuple(Unit(f"新{i}", text) for i, text in enumerate(new)),
    )
    assert time.process_time() - started < 6  # every pair would take a minute
    assert Counter(article.change for article in found) == {"added": 1000, "removed": 1000}


def test_what_moved_far_among_many_like_it_is_found_and_kept_for_the_next_reader() -> None:
    seeded = random.Random(2)
    old = ["".join(seeded.choices("证券公司应当向客户提供融资融券业务担保物", k=200)) for _ in range(120)]
    shifted = [*old[50:], *old[:50]]
    new = [text[:90] + "改动的若干字" + text[100:] for text in shifted]
    before = tuple(Unit(f"第{i}条", text) for i, text in enumerate(old))
    after = tuple(Unit(f"新第{i}条", text) for i, text in enumerate(new))
    found = _compared(before, after)
    assert [article.change for article in found] == ["moved"] * 120
    assert all(article.before and article.after for article in found)
    assert [article.before.text for article in found if article.before] == shifted
    assert _compared(before, after) is found
