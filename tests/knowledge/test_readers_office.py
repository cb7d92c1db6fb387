"""Slides, workbooks, csv and Word: questions with their answers, tables with their captions, what is shown and no more."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import docx
import openpyxl
import pptx
import pytest
from pptx.util import Inches

from knowledge.chunking import WHOLE_SECTION, chunk
from knowledge.errors import BadDocument
from knowledge.model import Block
from knowledge.readers import read

ANSWER = "维持担保比例低于平仓线时，公司可以平仓。"


def saved(thing: Any) -> bytes:
    buffer = io.BytesIO()
    thing.save(buffer)
    return buffer.getvalue()


def workbook(**sheets: list[list[object]]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        page = book.create_sheet(title)
        for row in rows:
            page.append(row)
    return book


def deck() -> Any:
    presentation = pptx.Presentation()
    cover = presentation.slides.add_slide(presentation.slide_layouts[0])
    cover.shapes.title.text, cover.placeholders[1].text = "两融培训", "投资者教育"
    slide = presentation.slides.add_slide(presentation.slide_layouts[5])
    slide.shapes.title.text = "折算率"
    box = slide.shapes.add_textbox(Inches(1), Inches(2), Inches(5), Inches(1)).text_frame
    box.text = "表1 各类证券的折算率"
    table = slide.shapes.add_table(2, 2, Inches(1), Inches(3), Inches(5), Inches(1)).table
    for place, text in {(0, 0): "品种", (0, 1): "上限", (1, 0): "国债", (1, 1): "95%"}.items():
        table.cell(*place).text = text
    slide.notes_slide.notes_text_frame.text = "讲解时请举例。"
    return presentation


def test_a_slide_gives_title_text_table_and_notes() -> None:
    assert read(saved(deck()), "a.pptx").blocks == (
        Block("heading", "两融培训", 1),
        Block("paragraph", "投资者教育"),
        Block("heading", "折算率", 2),
        Block("paragraph", "表1 各类证券的折算率"),
        Block("table", "品种 | 上限\n国债 | 95%"),
        Block("paragraph", "讲解时请举例。"),
    )


def test_a_slide_left_out_of_the_show_is_hidden_text() -> None:
    presentation = deck()
    presentation.slides[1].element.set("show", "0")
    parsed = read(saved(presentation), "a.pptx")
    assert [block.text for block in parsed.blocks] == ["两融培训", "投资者教育"]
    assert "讲解时请举例。" in parsed.hidden


@pytest.mark.parametrize("header", [("问题", "答案", "相似问"), ("Question", "Answer", "Variants")])
def test_questions_and_answers_become_sections_with_their_other_wordings(header: tuple[str, ...]) -> None:
    rows: list[list[object]] = [
        ["两融问答"],
        list(header),
        ["什么是平仓线？", ANSWER, "平仓线多少；平仓线是啥"],
    ]
    parsed = read(saved(workbook(问答=rows)), "faq.xlsx")
    (piece,) = chunk(parsed.blocks, "faq")
    assert parsed.front == {"kind": "faq"}
    assert (piece.section, piece.text) == ("什么是平仓线？", ANSWER)
    assert piece.asks == ("什么是平仓线？", "平仓线多少", "平仓线是啥")


def test_categories_gather_their_questions_and_columns_state_the_validity() -> None:
    text = (
        "分类,问题,答案,生效日期\n平仓,什么是平仓线？,130%。,2026-01-01\n,何时平仓？,次日。,2026-01-01\n"
        "费用,利率多少？,见公示。,2026-01-01\n平仓,谁来平仓？,公司。,\n"
    )
    parsed = read(text.encode("gbk"), "两融.csv")
    assert parsed.front == {"kind": "faq", "effective_from": "2026-01-01"}
    assert [piece.path for piece in chunk(parsed.blocks, "两融")] == [
        ("平仓", "什么是平仓线？"),
        ("平仓", "何时平仓？"),
        ("平仓", "谁来平仓？"),
        ("费用", "利率多少？"),
    ]


def test_rows_with_different_dates_are_two_files() -> None:
    text = "question,answer,effective_from\na,b,2026-01-01\nc,d,2025-01-01\n"
    with pytest.raises(BadDocument, match="2026-01-01 in one row and 2025-01-01"):
        read(text.encode(), "a.csv")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_another_table_keeps_its_title_as_caption(delimiter: str) -> None:
    lines = ["2026年折算率上限", delimiter.join(("品种", "上限")), delimiter.join(("国债", "95%"))]
    assert read("\n".join(lines).encode(), "a.csv").blocks[1:] == (
        Block("caption", "2026年折算率上限"),
        Block("table", "品种 | 上限\n国债 | 95%"),
    )


def test_a_cell_is_what_the_workbook_shows() -> None:
    book = workbook(
        折算率=[["品种", "上限", "自", "数"], ["国债", 0.95, date(2026, 1, 19), 5.0]], 备注=[["a"]], 空=[]
    )
    book["折算率"]["B2"].number_format = "0%"
    book.create_sheet("草稿").append(["不公开"])
    book["草稿"].sheet_state = "hidden"
    texts = [block.text for block in read(saved(book), "a.xlsx").blocks]
    assert texts == [
        "a",
        "折算率",
        "折算率",
        "品种 | 上限 | 自 | 数\n国债 | 95% | 2026-01-19 | 5",
        "备注",
        "备注",
        "a",
    ]


def test_formulas_without_a_value_are_named() -> None:
    book = workbook(表=[["品种", "上限"], ["国债", "=0.9+0.05"]])
    with pytest.raises(BadDocument, match="B2 of 表 is a formula"):
        read(saved(book), "a.xlsx")
    with pytest.raises(BadDocument, match="row 2 holds a formula"):
        read("品种,上限\n国债,=HYPERLINK(1)\n".encode(), "a.csv")


def test_a_cell_far_below_and_a_false_dimension_cost_nothing() -> None:
    book = workbook(表=[["品种", "上限"], ["国债", "95%"]])
    book["表"].cell(row=400_000, column=1, value="注")
    assert read(saved(book), "a.xlsx").blocks[-1].text == "品种 | 上限\n国债 | 95%\n注"


def long_table(kind: str) -> bytes:
    header, rows = ["代码", "简称", "折算率"], [[f"60{i:04}", f"证券{i}", "70%"] for i in range(5000)]
    if kind == "csv":
        return "\n".join(",".join(row) for row in [["折算率表"], header, *rows]).encode()
    if kind == "html":
        cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in [header, *rows])
        return f"<h1>表</h1><table><caption>折算率表</caption>{cells}</table>".encode()
    return saved(workbook(折算率表=[header, *rows]))


@pytest.mark.parametrize("kind", ["csv", "html", "xlsx"])
def test_a_table_of_five_thousand_rows_is_cut_between_rows_and_every_piece_says_what_it_is(kind: str) -> None:
    pieces = chunk(read(long_table(kind), f"a.{kind}").blocks, "a")
    rows = [row for piece in pieces for row in piece.text.splitlines()[2:]]
    assert rows == [f"60{i:04} | 证券{i} | 70%" for i in range(5000)]
    assert {tuple(piece.text.splitlines()[:2]) for piece in pieces} == {("折算率表", "代码 | 简称 | 折算率")}
    assert max(len(piece.text) for piece in pieces) <= WHOLE_SECTION + 20
    assert len({piece.group for piece in pieces}) == 1


def test_word_keeps_captions_joins_merged_cells_and_hides_what_word_hides() -> None:
    document = docx.Document()
    document.add_heading("折算率", 1)
    document.add_paragraph("各类证券的折算率", style="Caption")
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "上限"
    table.cell(1, 0).text, table.cell(1, 1).text = "国债", "95%"
    paragraph = document.add_paragraph("看得见。")
    paragraph.add_run("看不见。").font.hidden = True
    parsed = read(saved(document), "a.docx")
    assert parsed.blocks[1:] == (
        Block("caption", "各类证券的折算率"),
        Block("table", "上限\n国债 | 95%"),
        Block("paragraph", "看得见。"),
    )
    assert parsed.hidden == ("看不见。",)
