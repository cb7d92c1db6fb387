"""Sections and articles are the pieces; nothing spans two of them."""

from __future__ import annotations

from knowledge.chunking import PIECE, WHOLE_SECTION, article_label, chunk
from knowledge.model import Block
from knowledge.readers import read

from .conftest import STATUTE


def test_a_statute_is_cut_by_article_with_its_chapter_path() -> None:
    chunks = chunk(read(STATUTE.format(years="五").encode(), "a.md").blocks, "示例档案保存条例")
    assert [(piece.article, piece.path) for piece in chunks] == [
        (None, ()),
        ("第一条", ("第一章 总则",)),
        ("第二条", ("第二章 保存", "第一节 期限")),
        ("第三条", ("第二章 保存", "第一节 期限")),
        ("第三条之一", ("第二章 保存", "第一节 期限")),
    ]
    assert chunks[3].text.endswith("（二）电子档案。")
    assert sum(article_label(line) is not None for piece in chunks for line in piece.text.splitlines()) == 4


def test_asks_belong_to_their_section_and_leave_its_text() -> None:
    blocks = (
        Block("heading", "标题", 1),
        Block("heading", "甲", 2),
        Block("asks", "甲是什么 | 甲多少"),
        Block("paragraph", "甲的首段。"),
        Block("paragraph", "甲的细节。"),
        Block("heading", "乙", 2),
        Block("paragraph", "乙的首段。"),
    )
    first, second = chunk(blocks, "标题")
    assert (first.section, first.asks, first.lead) == ("甲", ("甲是什么", "甲多少"), "甲的首段。")
    assert first.text == "甲的首段。\n甲的细节。"
    assert second.asks == ()
    assert first.group != second.group


def test_a_mention_of_an_article_does_not_open_one() -> None:
    blocks = (Block("paragraph", "第三条规定的期限不变。"), Block("paragraph", "第五条所称档案。"))
    assert [piece.article for piece in chunk(blocks, "x")] == [None]


def test_only_a_very_long_section_is_cut_and_only_at_sentence_ends() -> None:
    sentence = "这一句正好说明一件事情，并且有始有终。"
    paragraph = sentence * (WHOLE_SECTION // len(sentence) + 5)
    pieces = chunk((Block("paragraph", paragraph),), "x")
    assert len(pieces) > 2
    assert "".join(piece.text for piece in pieces) == paragraph
    assert all(len(piece.text) <= PIECE and piece.text.endswith("。") for piece in pieces)
    assert {piece.group for piece in pieces} == {pieces[0].group}
