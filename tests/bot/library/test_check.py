"""Every fault of a library is found under its own code, and a library without a fault has no finding."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.library.check import Library, check
from bot.library.coverage import accepted_holes, read_accepted
from bot.library.finding import kinds
from bot.library.shelf import read_shelf
from knowledge.education.curriculum import curriculum
from knowledge.education.model import Cite, Curriculum
from tests.bot.library.shelves import SOUND, TODAY, Files, checked, codes, shelf, spoiled

FAULTS: tuple[tuple[str, Files], ...] = (
    ("unreadable", spoiled("margin.md", "topic: margin-ratio", "topic: no-such-topic")),
    ("missing_front_matter", spoiled("margin.md", "owner: 投教\n", "")),
    ("missing_front_matter", spoiled("details.md", "rules: []\n", "")),
    ("missing_front_matter", spoiled("withdrawal.md", "next_review: 2027-05-20", "next_review: null")),
    (
        "unknown_rule",
        spoiled("margin.md", "[financing_margin_ratio]", "[financing_margin_ratio, no_such_rule]"),
    ),
    ("contradicts_rule", spoiled("margin.md", "不得低于100%", "不得低于80%")),
    ("contradicts_rule", spoiled("withdrawal.md", "超过300%", "超过130%")),
    (
        "documents_disagree",
        SOUND
        | {
            "old.md": SOUND["margin.md"]
            .replace("id: margin", "id: old")
            .replace("document: margin", "document: old")
            .replace("effective_from: 2026-01-19", "effective_from: 2023-09-11")
            .replace("effective_to: null", "effective_to: 2026-01-19")
            .replace("100%", "80%")
            .replace(
                "asks: 融资最低多少 | 首付几成 | 要垫多少 | 融资门槛", "asks: 甲一 | 乙二 | 丙三 | 丁四"
            ),
            "margin.md": SOUND["margin.md"].replace("from: 2026-01-19", "from: 2024-01-01"),
        },
    ),
    (
        "overlapping_validity",
        SOUND
        | {
            "margin-2.md": SOUND["margin.md"]
            .replace("id: margin", "id: margin-2", 1)
            .replace("effective_from: 2026-01-19", "effective_from: 2026-08-01"),
            "margin.md": SOUND["margin.md"].replace("effective_to: null", "effective_to: 2026-12-31"),
        },
    ),
    (
        "translation_differs",
        SOUND
        | {
            "margin-en.md": SOUND["margin.md"].split("# 融资")[0].replace("lang: zh", "lang: en")
            + "# The ratio\n## How low\n<!-- asks: a | b | c | d -->\nAt least 100 %. Example: a firm asks 125 %.\n"
        },
    ),
    ("dead_reference", spoiled("margin.md", "详见“提取线”", "详见“没有的标题”")),
    ("dead_reference", spoiled("margin.md", "《细则》第三条", "《细则》第九条")),
    ("dead_reference", spoiled("margin.md", "《细则》第三条", "证券法第五百条")),
    ("unknown_law", spoiled("margin.md", "《细则》第三条", "证券投资法第三条")),
    ("dead_reference", spoiled("margin.md", "详见“提取线”", "详见[提取](no-such.md)")),
    ("wrong_date", spoiled("margin.md", "新开融资合约的", "自2026年3月19日起新开融资合约的")),
    ("wrong_bound", spoiled("margin.md", "不得低于100%", "不得高于100%")),
    ("wrong_layer", spoiled("margin.md", "由交易所规定", "由法律规定")),
    ("denied_fact", spoiled("margin.md", "新开融资合约的", "并非自2026年1月19日起新开融资合约的")),
    ("false_claim", spoiled("withdrawal.md", "维持担保比例超过", "130%是法定平仓线。维持担保比例超过")),
    (
        "broken_steps",
        spoiled(
            "margin.md",
            "依据《细则》",
            "\n| 比例 | 上限 |\n|---|---|\n| 甲以上 | 乙 |\n| 40%及以上 | 丙 |\n| 30%以下 | 丁 |\n\n依据《细则》",
        ),
    ),
    ("duplicate_ask", spoiled("withdrawal.md", "取现条件", "首付几成")),
    ("forbidden_wording", spoiled("withdrawal.md", "维持担保比例超过", "在这里稳赚，维持担保比例超过")),
    ("forbidden_wording", spoiled("withdrawal.md", "维持担保比例超过", "建议您买入。维持担保比例超过")),
    ("forbidden_wording", spoiled("withdrawal.md", "维持担保比例超过", "后市将上涨。维持担保比例超过")),
    ("forbidden_wording", spoiled("withdrawal.md", "维持担保比例超过", "融资零风险。维持担保比例超过")),
    ("overconfident", spoiled("withdrawal.md", "confidence: seen-2nd", "confidence: seen-exch")),
    ("overdue_review", spoiled("margin.md", "next_review: 2027-05-20", "next_review: 2026-11-19")),
    ("missing_lead", spoiled("margin.md", "新开融资", "- 新开融资")),
    ("long_lead", spoiled("margin.md", "由交易所规定。", "由交易所规定" + "，照此办理" * 40 + "。")),
    ("few_asks", spoiled("margin.md", " | 要垫多少 | 融资门槛", "")),
)


def test_a_library_without_a_fault_has_no_finding_and_says_how_much_was_looked_at(tmp_path: Path) -> None:
    report = checked(shelf(tmp_path, SOUND))
    assert report.findings == () and report.passed
    assert report.counts == {
        "documents": 3,
        "sections": 5,
        "figures": 3,
        "asks": 8,
        "statements": 4,
        "references": 1,
        "articles": 1,
    }


@pytest.mark.parametrize(("code", "files"), FAULTS, ids=[f"{n}-{code}" for n, (code, _) in enumerate(FAULTS)])
def test_a_spoiled_library_has_exactly_the_finding_of_its_fault(
    code: str, files: Files, tmp_path: Path
) -> None:
    report = checked(shelf(tmp_path, files))
    assert set(codes(report)) == {code}
    assert report.passed == (kinds()[code]["level"] == "warning")


def test_a_term_of_the_glossary_that_stands_nowhere_is_found(tmp_path: Path) -> None:
    library = shelf(tmp_path, SOUND)
    terms = ({"term": "提取线", "zh": ["取款线"]}, {"term": "平仓线", "en": ["close-out line"]})
    report = checked(replace(library, glossary=terms))
    assert codes(report) == ["dead_term"] and report.findings[0].section == "平仓线"
    assert report.counts["references"] == 3


@pytest.mark.parametrize(
    "cite",
    [
        Cite(param="no_such_rule"),
        Cite("withdrawal", {"zh": "没有这一节", "en": "没有这一节"}),
        Cite("no-such-document", {"zh": "什么时候能取", "en": "什么时候能取"}),
    ],
)
def test_a_quiz_item_that_cites_what_does_not_exist_is_found(cite: Cite, tmp_path: Path) -> None:
    item = next(iter(curriculum().items.values()))
    good = replace(
        item, id="good", cites=(Cite("withdrawal", {"zh": "什么时候能取"}), Cite(param="withdrawal_line"))
    )
    taught = Curriculum({}, {}, {"good": good, "bad": replace(item, id="bad", cites=(cite,))})
    report = checked(replace(shelf(tmp_path, SOUND), curriculum=taught))
    assert codes(report) == ["dead_cite"] and report.findings[0].section == "bad"


def test_a_hole_of_the_map_needs_a_reason_and_a_reason_needs_a_hole(tmp_path: Path) -> None:
    library = shelf(tmp_path, SOUND)
    everything = tuple(read_accepted([{"zh": "都接受", "en": "all"}]))
    assert codes(checked(replace(library, holes=everything))) == []
    assert set(codes(checked(replace(library, holes=())))) == {"unexplained_hole"}
    filled = tuple(
        read_accepted([{"topics": ["transfers"], "eras": ["2026–"], "langs": ["zh"], "zh": "无", "en": "-"}])
    )
    assert codes(checked(replace(library, holes=(*filled, *everything)))) == ["filled_hole"]


def test_a_check_that_looks_at_nothing_fails(tmp_path: Path) -> None:
    report = checked(shelf(tmp_path, {}))
    assert set(codes(report)) == {"nothing_checked"} and not report.passed
    assert [finding.section for finding in report.findings] == ["documents", "figures", "sections"]


def test_a_review_becomes_overdue_with_the_day_and_is_only_a_warning(tmp_path: Path) -> None:
    library = shelf(tmp_path, SOUND)
    assert checked(library).findings == ()
    report = check(library, date(2027, 5, 21))
    assert set(codes(report)) == {"overdue_review"} and len(report.findings) == 3 and report.passed


def test_a_file_in_another_encoding_is_read_and_one_that_is_no_text_is_named(tmp_path: Path) -> None:
    library = shelf(tmp_path, SOUND)
    (tmp_path / "margin.md").write_bytes(SOUND["margin.md"].encode("gb18030"))
    documents, broken = read_shelf(tmp_path)
    assert broken == () and checked(replace(library, documents=documents)).passed
    (tmp_path / "margin.md").write_bytes(b"\xff\xfe\x00\xd8" * 9)
    (tmp_path / "undated.md").write_text("# 没有日期\n一段话。", encoding="utf-8")
    assert [each.file for each in read_shelf(tmp_path)[1]] == ["margin.md", "undated.md"]


def test_every_code_is_told_in_both_languages_with_what_to_do(tmp_path: Path) -> None:
    told = {code for code, _ in FAULTS} | {
        "dead_term",
        "dead_cite",
        "unexplained_hole",
        "filled_hole",
        "nothing_checked",
    }
    assert told == set(kinds())
    for code, files in FAULTS:
        place = tmp_path / f"{len(list(tmp_path.iterdir()))}"
        place.mkdir()
        shown = checked(shelf(place, files)).as_json()["findings"]
        found = next(each for each in shown if each["code"] == code)
        assert all(found[part][lang] for part in ("text", "todo") for lang in ("zh", "en"))


def test_what_is_forbidden_may_be_denied_or_told_as_a_lie(tmp_path: Path) -> None:
    said = "公司不能保证收益，凡说稳赚的都是骗子，法律禁止承诺收益。没有人说得准股价会涨。"
    files = spoiled("withdrawal.md", "维持担保比例超过", said + "维持担保比例超过")
    assert codes(checked(shelf(tmp_path, files))) == []


def test_the_packaged_library_has_no_error() -> None:
    from bot.library.references import glossary_entries
    from knowledge.education.curriculum import CORPUS
    from tests.bot.library.shelves import packaged, rulebooks

    glossary = glossary_entries(CORPUS / "glossary.yaml")
    library = Library(packaged(), rulebooks(), (), glossary, curriculum(), accepted_holes())
    report = check(library, TODAY)
    assert [finding.as_json() for finding in report.errors] == []
    assert report.counts["documents"] > 100 and report.counts["figures"] > 300
    assert report.counts["references"] > 200 and report.counts["pairs"] > 100
    assert report.counts["articles"] > 150 and report.counts["statements"] > 300
