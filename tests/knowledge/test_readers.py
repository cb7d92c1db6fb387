"""Each format gives the same blocks in reading order; what cannot be read is named in both languages."""

from __future__ import annotations

import io

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A5
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Table

from knowledge.errors import BadDocument
from knowledge.model import Block
from knowledge.readers import SUFFIXES, read

PROSE = "保管人应当妥善保存示例档案，任何人不得毁损。"


def pdf(pages: list[list[str]], table: list[list[str]] | None = None) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A5)
    for lines in pages:
        canvas.setFont("STSong-Light", 12)
        for number, line in enumerate(lines):
            canvas.drawString(40, 540 - 20 * number, line)
        if table:
            drawn = Table(
                table,
                style=[("FONT", (0, 0), (-1, -1), "STSong-Light"), ("GRID", (0, 0), (-1, -1), 1, "black")],
            )
            drawn.wrapOn(canvas, 300, 200)
            drawn.drawOn(canvas, 40, 300)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def texts(blocks: tuple[Block, ...], kind: str) -> list[str]:
    return [block.text for block in blocks if block.kind == kind]


def test_markdown_gives_headings_paragraphs_lists_tables_and_asks() -> None:
    source = (
        "---\nid: x\neffective_from: 2026-01-19\n---\n# 标题\n## 一节\n<!-- asks: 多少？ | 多久？ -->\n"
        "**首段**，接着\n写。\n\n- 甲\n- 乙\n\n1. 子\n\n| 列 | 数 |\n|---|---|\n| 丙 | 1 |\n\n<!-- INFO END -->\n"
    )
    parsed = read(source.encode(), "a.md")
    assert parsed.front["id"] == "x"
    assert parsed.blocks == (
        Block("heading", "标题", 1),
        Block("heading", "一节", 2),
        Block("asks", "多少？ | 多久？"),
        Block("paragraph", "首段，接着写。"),
        Block("paragraph", "- 甲"),
        Block("paragraph", "- 乙"),
        Block("paragraph", "1. 子"),
        Block("table", "列 | 数\n丙 | 1"),
    )


def test_html_in_gbk_loses_navigation_and_scripts_but_no_text() -> None:
    page = (
        "<html><head><meta charset='gb2312'><title>页名</title><script>var a</script></head><body><nav>首页 登录</nav>"
        "<div><h1>示例规则</h1><p>保证金比例不得低于<b>百分之一百</b>。</p><ul><li>甲</li></ul>"
        "<table><tr><th>列</th><th>数</th></tr><tr><td>丙</td><td>1</td></tr></table></div><footer>版权</footer></body></html>"
    )
    blocks = read(page.encode("gbk"), "a.html").blocks
    assert blocks == (
        Block("heading", "示例规则", 1),
        Block("paragraph", "保证金比例不得低于百分之一百。"),
        Block("paragraph", "- 甲"),
        Block("table", "列 | 数\n丙 | 1"),
    )


def test_pdf_lines_broken_inside_a_sentence_are_joined_even_across_pages() -> None:
    first = [
        "示例档案保存办法",
        "第一条 保管人应当妥善保存示例档案以及与示例档案有",
        "关的各项信息，任何人不得毁损，也不得转让给其他的",
    ]
    blocks = read(pdf([first, ["单位和个人。", "第二条 本办法自公布之日起施行。"]]), "a.pdf").blocks
    assert blocks[0] == Block("heading", "示例档案保存办法", 1)
    assert [block.text for block in blocks[1:]] == [
        "第一条 保管人应当妥善保存示例档案以及与示例档案有关的各项信息，任何人不得毁损，也不得转让给其他的单位和个人。",
        "第二条 本办法自公布之日起施行。",
    ]


def test_pdf_tables_keep_their_rows_and_running_heads_go() -> None:
    lines = [["示例公司内部资料", f"这是第{number}页的正文内容。"] for number in "一二三"]
    table = [["品种", "比例"], ["甲类", "70%"]]
    blocks = read(pdf(lines, table), "a.pdf").blocks
    assert texts(blocks, "table") == ["品种 | 比例\n甲类 | 70%"] * 3
    prose = " ".join(texts(blocks, "paragraph") + texts(blocks, "heading"))
    assert "示例公司内部资料" not in prose
    assert "70%" not in prose
    assert all(f"这是第{number}页的正文内容。" in prose for number in "一二三")


def test_docx_keeps_the_order_of_paragraphs_and_tables() -> None:
    document = docx.Document()
    document.add_heading("示例规则", 1)
    document.add_heading("第一节", 2)
    document.add_paragraph(PROSE)
    table = document.add_table(rows=2, cols=2)
    for row, cells in zip(table.rows, [("列", "数"), ("丙", "1")], strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    document.add_paragraph("表后一段。")
    buffer = io.BytesIO()
    document.save(buffer)
    assert read(buffer.getvalue(), "a.docx").blocks == (
        Block("heading", "示例规则", 1),
        Block("heading", "第一节", 2),
        Block("paragraph", PROSE),
        Block("table", "列 | 数\n丙 | 1"),
        Block("paragraph", "表后一段。"),
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "big5"])
def test_plain_text_is_decoded_and_cut_at_chapters(encoding: str) -> None:
    text = (
        "示例文本\n\n第一章 保存\n\n保管人要妥善保存文本。\n"
        if encoding != "big5"
        else "範例文本\n\n第一章 保存\n\n保管人要妥善保存文本。\n"
    )
    blocks = read(text.encode(encoding), "a.txt").blocks
    assert [block.level for block in blocks] == [1, 2, 0]
    assert blocks[2].text == "保管人要妥善保存文本。"


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"%PDF-1.4 broken", "损坏.pdf", "not a readable PDF"),
        (b"PK\x03\x04 broken", "损坏.docx", "not a readable Office document"),
        (b"\x00\x01\x02\xff\xfe\xfd" * 50, "x.txt", "text encoding"),
        (b"", "empty.md", "no text in it"),
        (b"---\na: [1\n---\ntext", "front.md", "not valid YAML"),
        (b"---\neffective_from: 2026-02-30\n---\ntext", "day.md", "not valid YAML"),
        (b"---\n- a\n---\ntext", "list.md", "must be a mapping"),
        (b"x", "a.exe", "no reader"),
    ],
)
def test_what_cannot_be_read_is_named_in_both_languages(data: bytes, name: str, said: str) -> None:
    with pytest.raises(BadDocument) as caught:
        read(data, name)
    assert name in caught.value.detail
    assert name in caught.value.detail_zh
    assert said in caught.value.detail
    assert caught.value.field == name


def test_a_pdf_cut_short_is_an_error_not_half_a_text() -> None:
    whole = pdf([["示例档案保存办法", PROSE]])
    with pytest.raises(BadDocument):
        read(whole[: len(whole) // 3], "半个.pdf")


def test_a_pdf_behind_a_password_is_refused() -> None:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(PdfReader(io.BytesIO(pdf([[PROSE]]))))
    writer.encrypt("secret", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    with pytest.raises(BadDocument, match="password"):
        read(buffer.getvalue(), "锁.pdf")


@pytest.mark.parametrize("suffix", SUFFIXES)
@settings(max_examples=30, deadline=None)
@given(
    data=st.binary(max_size=400),
    head=st.sampled_from([b"", b"PK\x03\x04", b"%PDF-1.7\n", b"---\n", b"<table><td>"]),
)
def test_whatever_the_bytes_a_reader_reads_them_or_names_the_file(
    suffix: str, head: bytes, data: bytes
) -> None:
    try:
        parsed = read(head + data, f"x{suffix}")
    except BadDocument as error:
        assert error.field == f"x{suffix}"
        assert error.detail_zh.startswith(f"x{suffix}：")
    else:
        assert any(block.text.strip() for block in parsed.blocks)
