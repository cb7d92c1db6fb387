"""Files, directories and archives: every document is found once, in a stable order, and what is left out is said."""

from __future__ import annotations

import csv
import io
import os
import stat
import zipfile
from datetime import date
from pathlib import Path

import pytest

from knowledge.errors import NotFound
from knowledge.library import Library
from knowledge.metadata import Validity
from knowledge.model import IngestReport
from knowledge.sources import Collected, Shelf, collect

from .conftest import STATUTE, VALIDITY, document


def collected(*paths: Path, stated: Validity | None = None) -> Collected:
    with Shelf() as shelf:
        return collect(paths, stated, shelf)


def packed(file: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file


def told(report: IngestReport, root: Path) -> dict[str, str]:
    return {item.file.removeprefix(f"{root}/"): item.status for item in report.items}


def test_a_directory_gives_its_documents_in_order_and_says_what_it_cannot_read(tmp_path: Path) -> None:
    for name in ("b.md", "a/c.txt", "x.exe", ".hidden/d.md", "~$b.docx", "validity.csv", "e.CSV"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    (tmp_path / "validity.csv").write_text("file,effective_from,effective_to,source\nb.md,2020-01-01,,公报\n")
    found = collected(tmp_path)
    assert [candidate.name for candidate in found.candidates] == ["c.txt", "b.md", "e.CSV"]
    assert found.candidates[1].stated == Validity(date(2020, 1, 1), None, "公报")
    assert [(Path(item.file).name, item.status) for item in found.items] == [("x.exe", "skipped")]


def test_a_loop_of_links_is_not_followed_and_a_broken_link_is_no_document(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "one.md").write_text("x")
    (tmp_path / "a" / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "gone.md").symlink_to(tmp_path / "nowhere.md")
    assert [candidate.name for candidate in collected(tmp_path).candidates] == ["one.md"]


@pytest.mark.parametrize("name", ["pipe.md", "pipe.zip", "validity.csv"])
def test_a_pipe_is_not_waited_for(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / name)
    assert collected(tmp_path).candidates == []
    (item,) = collected(tmp_path / name).items
    assert (item.status, item.reason) == ("failed", f"{name}: not a regular file")


def test_a_path_that_is_not_there_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="gone"):
        collected(tmp_path / "gone")


def test_the_members_of_an_archive_go_in_under_their_own_names(empty: Library, tmp_path: Path) -> None:
    file = packed(
        tmp_path / "法规.zip",
        {
            "laws/示例档案保存条例(2010-01-01).md": STATUTE.format(years="五").encode(),
            "laws/示例档案保存条例(2024-12-01).md": STATUTE.format(years="十二").encode(),
            "laws/validity.csv": VALIDITY.encode("gbk"),
            "laws/README.md": b"# About\n\nNothing.\n",
            "notes/bare.md": "# 无日期\n正文。".encode(),
            "__MACOSX/laws/._x.md": b"x",
        },
    )
    report = empty.ingest([file])
    assert told(report, tmp_path) == {
        "法规.zip/laws/README.md": "skipped",
        "法规.zip/laws/示例档案保存条例(2010-01-01).md": "added",
        "法规.zip/laws/示例档案保存条例(2024-12-01).md": "added",
        "法规.zip/notes/bare.md": "refused",
    }
    assert empty.ingest([file]).count("unchanged") == 2


def test_members_that_lead_out_link_or_nest_are_named_and_the_rest_goes_in(
    empty: Library, tmp_path: Path
) -> None:
    inner = io.BytesIO()
    zipfile.ZipFile(inner, "w").close()
    file = tmp_path / "in.zip"
    with zipfile.ZipFile(file, "w") as archive:
        for name in ("../up.md", "/root.md", "C:\\win.md", "deep.zip", "a.exe"):
            archive.writestr(name, inner.getvalue())
        link = zipfile.ZipInfo("link.md")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("good.md", document("good", "# 好\n正文在此。"))
    statuses = told(empty.ingest([file]), tmp_path)
    assert statuses.pop("in.zip/good.md") == "added"
    assert statuses.pop("in.zip/a.exe") == "skipped"
    assert set(statuses.values()) == {"failed"}
    assert len(statuses) == 5
    assert not (tmp_path / "up.md").exists()


@pytest.mark.parametrize("name", [".", "/", "./", "a/.."])
def test_a_member_without_a_name_is_one_line_of_the_report(empty: Library, tmp_path: Path, name: str) -> None:
    file = tmp_path / "a.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(zipfile.ZipInfo(name), "x")
        archive.writestr("good.md", document("good", "# 好\n正文在此。"))
    statuses = [item.status for item in empty.ingest([file]).items]
    assert statuses in (["failed", "added"], ["added"])
    assert len(statuses) == (1 if name.endswith("/") else 2)


def test_two_members_of_one_name_both_count(empty: Library, tmp_path: Path) -> None:
    file = tmp_path / "a.zip"
    texts = [
        document("甲", "# 甲\n甲文在此。"),
        document("乙", "# 乙\n乙文在此。"),
        document("乙", "# 乙\n另一文。"),
    ]
    with zipfile.ZipFile(file, "w") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        for text in texts:
            archive.writestr("x/a.md", text)
    report = empty.ingest([file])
    assert told(report, tmp_path) == {
        "a.zip/x/a.md": "added",
        "a.zip/x/a.md (2)": "added",
        "a.zip/x/a.md (3)": "failed",
    }
    assert "another a.md" in report.items[-1].reason
    assert [version.meta.document for version in empty.documents()] == ["乙", "甲"]


def test_a_second_table_of_validity_in_one_folder_is_not_believed(empty: Library, tmp_path: Path) -> None:
    file = tmp_path / "a.zip"
    head = "file,effective_from,effective_to,source\n"
    with zipfile.ZipFile(file, "w") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        for day in ("2020-01-01", "2021-01-01"):
            archive.writestr("validity.csv", f"{head}a.md,{day},,\n")
        archive.writestr("a.md", "# 甲\n甲文在此。")
    assert told(empty.ingest([file]), tmp_path) == {"a.zip/validity.csv": "failed", "a.zip/a.md": "added"}
    assert empty.documents()[0].meta.effective_from == date(2020, 1, 1)


def test_a_folder_of_many_archives_keeps_one_of_them_open(tmp_path: Path) -> None:
    for number in range(30):
        packed(tmp_path / f"{number:02}.zip", {"a.md": b"x", "b.md": b"y"})
    descriptors = Path("/proc/self/fd")
    before = len(list(descriptors.iterdir()))
    with Shelf() as shelf:
        found = collect([tmp_path], None, shelf)
        loaded = [candidate.load() for candidate in found.candidates]
        assert len(list(descriptors.iterdir())) <= before + 2
    assert loaded == [b"x", b"y"] * 30


def test_a_name_too_long_to_exist_is_one_line_of_the_report(tmp_path: Path) -> None:
    (item,) = collected(tmp_path / f"{'a' * 300}.md").items
    assert "cannot be opened" in item.reason


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("file,effective_from,effective_to,source\ra.md,2020-01-01,,公报\r", None),
        (
            "file,effective_from,effective_to,source\na.md,2020-01-01,," + "x" * 140_000,
            "not a readable table",
        ),
    ],
    ids=["carriage returns", "a huge field"],
)
def test_an_odd_table_of_validity_is_read_or_reported(
    empty: Library, tmp_path: Path, table: str, said: str | None
) -> None:
    csv.field_size_limit(131_072)
    (tmp_path / "validity.csv").write_bytes(table.encode())
    (tmp_path / "a.md").write_text("# 甲\n甲文在此。")
    (tmp_path / "good.md").write_text(document("good", "# 好\n正文在此。"))
    report = empty.ingest([tmp_path])
    assert told(report, tmp_path)["good.md"] == "added"
    if said is None:
        assert told(report, tmp_path)["a.md"] == "added"
    else:
        assert said in next(item.reason for item in report.items if item.file.endswith("validity.csv"))


def test_names_packed_in_gbk_are_read(tmp_path: Path) -> None:
    file = packed(tmp_path / "a.zip", {"XXXX.md": "# 好\n正文在此。".encode()})
    file.write_bytes(file.read_bytes().replace(b"XXXX", "规则".encode("gbk")))
    assert [candidate.name for candidate in collected(file).candidates] == ["规则.md"]


def test_a_damaged_member_fails_alone(empty: Library, tmp_path: Path) -> None:
    file = packed(
        tmp_path / "a.zip",
        {"a.md": os.urandom(500), "b.md": document("b", "# 好\n正文在此。").encode()},
    )
    data = bytearray(file.read_bytes())
    data[100:140] = bytes(40)
    file.write_bytes(bytes(data))
    assert told(empty.ingest([file]), tmp_path) == {"a.zip/a.md": "failed", "a.zip/b.md": "added"}


@pytest.mark.parametrize(("data", "said"), [(b"PK no", "zip archive"), (b"", "zip archive")])
def test_an_archive_that_cannot_be_opened_is_one_line_of_the_report(
    empty: Library, tmp_path: Path, data: bytes, said: str
) -> None:
    (tmp_path / "a.zip").write_bytes(data)
    (tmp_path / "good.md").write_text(document("good", "# 好\n正文在此。"))
    report = empty.ingest([tmp_path / "a.zip", tmp_path / "good.md"])
    assert told(report, tmp_path) == {"a.zip": "failed", "good.md": "added"}
    assert said in report.items[0].reason
