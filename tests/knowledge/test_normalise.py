"""Folding makes wordings comparable; joining undoes the line breaks of a page."""

from __future__ import annotations

import pytest

from knowledge.normalise import fold, join_lines, language, squeeze


def test_fold_unifies_width_case_and_traditional_characters() -> None:
    assert fold("維持擔保比例 ＡＢＣ １３０％") == "维持担保比例 abc 130%"


def test_squeeze_ignores_layout_only() -> None:
    assert squeeze("不得少于\n　二十 年。") == squeeze("不得少于二十年。")
    assert squeeze("不得少于二十年") != squeeze("不得少于十二年")


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("融资融券是什么", "zh"),
        ("what is margin trading", "en"),
        ("margin call 怎么办", "zh"),
        ("130%", "zh"),
    ],
)
def test_language_is_told_by_the_share_of_han(text: str, lang: str) -> None:
    assert language(text) == lang


def test_lines_that_fill_the_column_continue_and_items_do_not() -> None:
    lines = [
        "第一条 保管人应当妥善保存示例档案以及有",
        "关的各项信息，任何人不得毁损或者转让他",
        "人使用。",
        "（一）甲",
        "（二）乙",
    ]
    assert join_lines(lines) == [
        "第一条 保管人应当妥善保存示例档案以及有关的各项信息，任何人不得毁损或者转让他人使用。",
        "（一）甲",
        "（二）乙",
    ]


def test_latin_lines_are_joined_with_a_blank() -> None:
    assert join_lines(["The keeper shall preserve the", "records with due care."]) == [
        "The keeper shall preserve the records with due care."
    ]
