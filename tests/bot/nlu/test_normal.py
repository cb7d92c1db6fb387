"""One normal form, and the language to answer in."""

import pytest

from bot.nlu.normal import Script, language, normalise


@pytest.mark.parametrize(
    ("raw", "normal"),
    [
        ("１３０％", "130%"),
        ("維持擔保比例", "维持担保比例"),
        ("Margin\u200b CALL", "margin call"),
        ("a\t  b\r\n\r\nc", "a b\nc"),
        ("\u202e亏了\u0000", "亏了"),
        ("茅台嗰個唔要喇", "茅台那个不要了"),
        ("搵個人嚟", "找个人来"),
        ("", ""),
    ],
)
def test_the_normal_form(raw: str, normal: str, tables: Script) -> None:
    assert normalise(raw, tables) == normal


@pytest.mark.parametrize(
    ("said", "lang"),
    [
        ("我的维持担保比例是多少", "zh"),
        ("我的維持擔保比例是多少", "zh-Hant"),
        ("我的ratio是多少", "zh"),
        ("what is my maintenance ratio", "en"),
        ("is 茅台 eligible for margin trading?", "en"),
        ("皇后", "zh"),
        ("追繳", "zh-Hant"),
        ("😀", "zh"),
        ("600519", "zh"),
        ("hello", "en"),
    ],
)
def test_the_language(said: str, lang: str, tables: Script) -> None:
    assert language(said, tables) == lang
