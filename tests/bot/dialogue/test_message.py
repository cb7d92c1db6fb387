"""What counts as a message: limits, binary, silence, and characters nobody sees."""

from __future__ import annotations

import unicodedata

import pytest

from bot.dialogue.message import MAX_CHARACTERS, BadMessage, TooMany, read


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        (" \n\t ", "empty"),
        ("\u200b\u202e\ufeff", "empty"),
        ("?!。", "no_words"),
        ("😀😀", "no_words"),
        ("a\x00b", "not_text"),
        ("a\ufffdb", "not_text"),
        ("字" * (MAX_CHARACTERS + 1), "too_long"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name_in_both_languages(text: str, code: str) -> None:
    with pytest.raises(BadMessage) as refused:
        read(text)
    problem = refused.value.problem
    assert problem["errors"][0]["code"] == code and problem["status"] == 422
    assert problem["detail"] != problem["detail_zh"]


def test_no_character_without_a_shape_of_its_own_is_kept() -> None:
    unseen = "".join(chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) == "Cf")
    assert len(unseen) >= 100
    assert read(f"我的{unseen}比例\n多少") == "我的比例\n多少"


def test_plain_text_is_kept_as_it_is() -> None:
    for text in ("<b>我</b> & 'x'; -- {0} %s", "a\tb\nc", "e\u0301té 👍 好", "x" * MAX_CHARACTERS):
        assert read(text) == text


def test_too_many_says_when_to_go_on() -> None:
    problem = TooMany(5, 60, 12).problem
    assert problem["status"] == 429 and problem["errors"][0]["code"] == "too_many"
    assert all("12" in problem[name] and "60" in problem[name] for name in ("detail", "detail_zh"))
