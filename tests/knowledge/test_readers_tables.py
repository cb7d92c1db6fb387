"""A table stays with the heading and the caption above it, on paper and on pages, and is cut only between rows."""

from __future__ import annotations

import io

import pytest
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from knowledge.chunking import WHOLE_SECTION, chunk
from knowledge.model import Block
from knowledge.readers import read

FONT = "STSong-Light"
HEADER = ["代码", "简称", "折算率"]
CAPTION = "表1 各类证券的折算率上限"


def pdf(rows: int, between: str = "表格之后的说明文字。") -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    style = ParagraphStyle("body", fontName=FONT, fontSize=11, wordWrap="CJK")
    table = Table(
        [HEADER, *([f"60{i:04}", f"证券{i}", "70%"] for i in range(rows))],
        repeatRows=1,
        style=[("FONT", (0, 0), (-1, -1), FONT), ("GRID", (0, 0), (-1, -1), 1, "black")],
    )
    words = ["示例折算办法", "第一章 折算率", "下面列出各类证券的折算率上限，另有约定的从其约定。", CAPTION]
    buffer = io.BytesIO()
    SimpleDocTemplate(buffer).build(
        [*(Paragraph(text, style) for text in words), table, Paragraph(between, style)]
    )
    return buffer.getvalue()


def test_a_pdf_table_over_three_pages_is_one_table_below_its_caption_and_heading() -> None:
    blocks = read(pdf(90), "a.pdf").blocks
    assert [block.kind for block in blocks] == [
        "heading",
        "heading",
        "paragraph",
        "paragraph",
        "table",
        "paragraph",
    ]
    assert blocks[3].text == CAPTION
    rows = blocks[4].text.splitlines()
    assert rows == ["代码 | 简称 | 折算率", *(f"60{i:04} | 证券{i} | 70%" for i in range(90))]
    pieces = chunk(blocks, "示例折算办法")
    tables = [piece.text.splitlines() for piece in pieces if piece.text.startswith(CAPTION)]
    assert {piece.path for piece in pieces} == {("第一章 折算率",)}
    assert [row for lines in tables for row in lines[2:]] == rows[1:]
    assert {lines[1] for lines in tables} == {rows[0]}
    assert len(tables) > 2


def test_a_short_pdf_table_stands_with_its_caption_in_one_piece() -> None:
    (piece,) = chunk(read(pdf(3), "a.pdf").blocks, "示例折算办法")
    assert f"{CAPTION}\n代码 | 简称 | 折算率\n600000 | 证券0 | 70%" in piece.text


@pytest.mark.parametrize(
    "above",
    [
        "<table><caption>各类证券的折算率上限</caption>",
        "<figure><figcaption>各类证券的折算率上限</figcaption><table>",
        "<p>各类证券的折算率上限如下：</p><table>",
        f"<p>{CAPTION}</p><table>",
    ],
)
def test_a_page_table_keeps_what_names_it(above: str) -> None:
    rows = "".join(f"<tr><td>60{i:04}</td><td>证券{i}</td><td>70%</td></tr>" for i in range(100))
    page = f"<h1>办法</h1><h2>折算率</h2><p>前文。</p>{above}<tr><th>代码<th>简称<th>折算率</tr>{rows}</table><p>后文。</p>"
    pieces = chunk(read(page.encode(), "a.html").blocks, "办法")
    tables = [piece for piece in pieces if " | " in piece.text]
    assert (pieces[0].text, pieces[-1].text) == ("前文。", "后文。")
    assert len(tables) > 2
    assert all("折算率上限" in piece.text.splitlines()[0] for piece in tables)
    assert all(piece.text.splitlines()[1] == "代码 | 简称 | 折算率" for piece in tables)


def test_a_table_that_lays_out_a_page_is_read_as_text() -> None:
    page = (
        "<h1>办法</h1><table><tr><td><h2>总则</h2><p>第一段。</p></td><td><table><tr><td>品种</td><td>上限</td></tr>"
        "<tr><td>国债</td><td>95%</td></tr></table></td></tr></table>"
    )
    assert read(page.encode(), "a.html").blocks == (
        Block("heading", "办法", 1),
        Block("heading", "总则", 2),
        Block("paragraph", "第一段。"),
        Block("table", "品种 | 上限\n国债 | 95%"),
    )


def test_a_caption_without_a_table_is_a_paragraph_and_a_long_line_is_no_caption() -> None:
    table = Block("table", "\n".join(["列 | 数", *(f"{i} | {'甲' * 40}" for i in range(40))]))
    long = "下表列出" + "各类证券的折算率" * 10 + "："
    (alone,) = chunk([Block("caption", "表9 缺失的表"), Block("paragraph", "正文。")], "x")
    assert alone.text == "表9 缺失的表\n正文。"
    first, *rest = chunk([Block("paragraph", long), table], "x")
    assert first.text == long
    assert all(piece.text.startswith("列 | 数\n") for piece in rest)


def test_one_row_without_end_and_a_head_without_end_are_bounded() -> None:
    pieces = chunk([Block("table", "列 | 数\n" + "甲" * 9000)], "x")
    assert "".join(piece.text.removeprefix("列 | 数\n") for piece in pieces) == "甲" * 9000
    wide = chunk([Block("table", "\n".join(["头" * 1500, *(f"行{i}" for i in range(400))]))], "x")
    assert max(len(piece.text) for piece in (*pieces, *wide)) < 3 * WHOLE_SECTION
    assert sum(piece.text.count("行") for piece in wide) == 400
