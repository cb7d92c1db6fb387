"""Exact pieces of a passage: sentences, the head, what follows."""

from __future__ import annotations

from bot.answer.reading.spans import HEAD, after, head_of, sentences

TEXT = "先答一句。条件一是甲；条件二是乙。\n- 第一项\n- 第二项\n\n|表|格|\n|---|---|"


def test_sentences_end_where_they_end_and_a_table_is_none() -> None:
    assert sentences(TEXT) == ("先答一句。", "条件一是甲；条件二是乙。", "- 第一项", "- 第二项")
    assert sentences("证券 | 折算率\n股票 | 70%") == ()


def test_a_number_or_an_abbreviation_does_not_end_a_sentence() -> None:
    text = "It is 0.5 % by law (art. 54). In 2019. No. Not now."
    assert sentences(text) == ("It is 0.5 % by law (art. 54).", "In 2019.", "No.", "Not now.")
    assert sentences("1. 打开App。2. 确认。") == ("1. 打开App。", "2. 确认。")


def test_the_head_is_the_first_sentence_and_a_long_one_is_cut_at_a_pause() -> None:
    assert head_of("一句。又一句。") == "一句。"
    long = "甲" * 150 + "；" + "乙" * 100 + "。"
    assert head_of(long) == "甲" * 150 + "；" and len(head_of(long)) <= HEAD
    assert head_of("丙" * 250 + "。") == "丙" * 250 + "。"


def test_what_follows_is_whole_sentences_within_the_room() -> None:
    assert after(TEXT, "先答一句。", 100) == "条件一是甲；条件二是乙。\n- 第一项\n- 第二项"
    assert after(TEXT, "先答一句。", 20) == "条件一是甲；条件二是乙。\n- 第一项"
    assert after(TEXT, "别的。", 100) == after(TEXT, "先答一句。", 0) == ""
    assert after(TEXT, "先答一句。", 100) in TEXT
