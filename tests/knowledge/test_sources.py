"""Files, directories and archives: every document is found once, in a stable order, and what is left out is said."""

from __future__ import annotations

import io
import os
import stat
import zipfile
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest

from knowledge.errors import NotFound
from knowledge.library import Library
from knowledge.metadata import Validity
from knowledge.model import IngestReport
from knowledge.sources import Collected, collect

from .conftest import STATUTE, VALIDITY, document


def collected(*paths: Path, stated: Validity | None = None) -> Collected:
    with ExitStack() as archives:
        return collect(paths, stated, archives)


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


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    assert collected(tmp_path).candidates == []


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
