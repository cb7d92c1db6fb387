"""Files made to harm cost neither memory nor time: each is refused by name, in both languages."""

from __future__ import annotations

import io
import os
import resource
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
from pypdf import PdfReader, PdfWriter
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from knowledge import limits
from knowledge.errors import BadDocument
from knowledge.limits import FILE_BYTES, ROWS, opened_zip, read_file
from knowledge.readers import pdf as pdf_reader
from knowledge.readers import read

ONE_PIXEL = b"P6 1 1 255\n\xff\x00\x00"


def zipped(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/"), data)
    return buffer.getvalue()


def office(kind: str, part: str, data: bytes) -> bytes:
    """An honest Office file with one part replaced."""
    buffer = io.BytesIO()
    (docx.Document() if kind == "docx" else openpyxl.Workbook()).save(buffer)
    changed = io.BytesIO()
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, data if name == part else old.read(name))
    return changed.getvalue()


def pdf(password: str | None, pages: int = 1) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    for _ in range(pages):
        canvas.drawImage(ImageReader(io.BytesIO(ONE_PIXEL)), 0, 0)
        canvas.showPage()
    canvas.save()
    if password is None:
        return buffer.getvalue()
    writer, locked = PdfWriter(PdfReader(buffer)), io.BytesIO()
    writer.encrypt(password, algorithm="RC4-128")
    writer.write(locked)
    return locked.getvalue()


def drawn(*pages: Callable[[Canvas], None]) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def laughs() -> bytes:
    entities = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE z [<!ENTITY l0 "ha">{entities}]><z>&l9;</z>'.encode()


BAD = {
    "扫描.pdf": (lambda: pdf(None), "no text in it"),
    "加密.pdf": (lambda: pdf("secret"), "password"),
    "长.pdf": (lambda: pdf(None, limits.PAGES + 1), "pages"),
    "加密.docx": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "password"),
    "笑.docx": (lambda: office("docx", "word/document.xml", laughs()), "entities"),
    "笑.xlsx": (lambda: office("xlsx", "xl/workbook.xml", laughs().decode().encode("utf-16")), "entities"),
    "炸弹.xlsx": (lambda: office("xlsx", "xl/worksheets/sheet1.xml", bytes(40_000_000)), "zip bomb"),
    "坏.pptx": (lambda: zipped(a=b"x"), "not a readable presentation"),
    "行.csv": (lambda: b"a,b\n" * (ROWS + 1), "rows"),
    "列.csv": (lambda: b",".join([b"a"] * 300), "columns"),
    "字.txt": (lambda: b"a" * (limits.CHARACTERS + 1), "characters"),
    "深.html": (lambda: b"<div>" * 100_000 + b"x", "nested"),
    "开.html": (lambda: b"<b>" * 500 + b"x", "nested"),
    "深.md": (lambda: b"---\na: " + b"[" * 9_000 + b"\n---\nx", "not valid YAML"),
    "叠.md": (lambda: b"---\na: &a [x]\nb: [*a, *a]\n---\nx", "one value or a list"),
    "长.md": (lambda: b"---\na: " + b"x" * 30_000 + b"\n---\nx", "too long"),
    "乱码.txt": (lambda: bytes(range(128, 256)) * 20, "text encoding"),
    "半个.txt": (lambda: "保证金".encode() + b"\xff\xfe\xfd\x00\x01" * 30, "text encoding"),
    "笑.md": (lambda: b"<!-- asks:" * 100_000, "no text in it"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_made_to_harm_is_refused_at_once(name: str) -> None:
    make, said = BAD[name]
    data = make()
    started = time.process_time()
    with pytest.raises(BadDocument) as caught:
        read(data, name)
    assert said in caught.value.detail
    assert name in caught.value.detail_zh
    assert time.process_time() - started < 5


def ruled(canvas: Canvas, lines: int) -> None:
    canvas.drawString(50, 780, "A drawing of many lines")
    for number in range(lines):
        canvas.line(50 + 500 * number / lines, 50, 50 + 500 * number / lines, 750)
        canvas.line(50, 50 + 700 * number / lines, 550, 50 + 700 * number / lines)


def test_a_page_whose_lines_cross_without_end_is_a_drawing_and_read_as_text() -> None:
    started = time.process_time()
    parsed = read(drawn(lambda canvas: ruled(canvas, 400)), "图.pdf")
    assert [block.text for block in parsed.blocks] == ["A drawing of many lines"]
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    ("limit", "value", "said"),
    [("RULED_PAGES", 1, "pages of tables"), ("PAGE_BYTES", 100, "page 1 is a drawing")],
)
def test_pages_of_tables_and_of_drawings_are_bounded(
    monkeypatch: pytest.MonkeyPatch, limit: str, value: int, said: str
) -> None:
    monkeypatch.setattr(pdf_reader, limit, value)
    with pytest.raises(BadDocument, match=said):
        read(drawn(*[lambda canvas: ruled(canvas, 5)] * 2), "表.pdf")


def test_a_file_is_given_so_much_computing_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    check = limits.budget("a.pdf", clock=lambda: now)
    now += limits.SECONDS
    check()
    now += 1
    with pytest.raises(BadDocument, match=r"a\.pdf: .* 120 seconds") as caught:
        check()
    assert "120 秒" in caught.value.detail_zh
    monkeypatch.setattr(limits, "SECONDS", -1)
    with pytest.raises(BadDocument, match="seconds"):
        read(drawn(lambda canvas: ruled(canvas, 5)), "表.pdf")


def test_a_file_of_two_hundred_megabytes_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "大.pdf"
    with file.open("wb") as opened:
        opened.truncate(200 * 1024 * 1024)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(BadDocument, match=r"大\.pdf: larger than 50 MB"):
        read_file(file)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20 * 1024


def test_a_stream_longer_than_announced_is_cut_off() -> None:
    with pytest.raises(BadDocument, match="larger"):
        limits.bounded(io.BytesIO(bytes(101)), 10, "a.txt", limit=100)
    assert limits.bounded(io.BytesIO(bytes(100)), 10, "a.txt", limit=100) == bytes(100)


def test_a_file_that_changes_while_it_is_read_is_left_for_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.txt"
    file.write_text("正文。")
    whole = limits.bounded

    def meanwhile(*given: object) -> bytes:
        data = whole(*given)  # type: ignore[arg-type]
        file.write_text("正文，又写了一些。")
        return data

    monkeypatch.setattr(limits, "bounded", meanwhile)
    with pytest.raises(BadDocument, match="changed while"):
        read_file(file)


def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    with pytest.raises(BadDocument, match="cannot be opened"):
        read_file(tmp_path)
    with pytest.raises(BadDocument, match="cannot be opened"):
        read_file(tmp_path / "gone.txt")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK broken", "not a readable zip archive"),
        (zipped(**{f"m{i}": b"" for i in range(limits.MEMBERS + 1)}), "members"),
        (zipped(a=bytes(20_000_000)), "zip bomb"),
    ],
)
def test_an_archive_keeps_to_the_limits(data: bytes, said: str) -> None:
    with pytest.raises(BadDocument, match=said), opened_zip(data, "a.zip"):
        pass


def test_what_goes_wrong_beside_an_archive_is_not_said_of_the_archive() -> None:
    with pytest.raises(ValueError, match="elsewhere"), opened_zip(zipped(a=b"x"), "a.zip"):
        raise ValueError("elsewhere")


def test_a_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    with pytest.raises(BadDocument, match="not a regular file"):
        read_file(tmp_path / "a.txt")


def test_the_limit_of_a_file_is_what_the_report_says() -> None:
    assert (
        str(limits.too_large("a.pdf"))
        == f"a.pdf: larger than {FILE_BYTES // 1024 // 1024} MB; please split it"
    )
    assert "50 MB" in limits.too_large("a.pdf").detail_zh


def test_a_file_nobody_may_read_is_named(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("正文。")
    file.chmod(0)
    user = os.geteuid()
    try:
        if user == 0:
            os.seteuid(65534)  # the administrator may read everything
        with pytest.raises(BadDocument, match="Permission denied"):
            read_file(file)
    finally:
        os.seteuid(user)
