"""Documents on their way to the server: named beside their validity, streamed in pieces, never more than the limits."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from knowledge import transfer
from knowledge.errors import BadRequest
from knowledge.limits import FILE_BYTES
from knowledge.model import IngestItem, IngestReport
from knowledge.transfer import pack, send, unpack


class Endless(io.RawIOBase):
    """A stream that never ends and counts what was taken from it."""

    taken = 0

    def read(self, size: int = -1) -> bytes:
        assert 0 < size <= 1024 * 1024
        self.taken += size
        return bytes(size)


def test_files_travel_beside_their_table_of_validity(laws: Path) -> None:
    packed = pack([laws], [])
    assert {name.partition("/")[0] for name, _ in packed} == {"0"}
    assert sorted(file.name for _, file in packed) == sorted(file.name for file in laws.iterdir())


def test_what_the_server_would_not_take_is_not_sent(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("x")
    with (tmp_path / "b.pdf").open("wb") as file:
        file.truncate(FILE_BYTES + 1)
    items: list[IngestItem] = []
    assert [name for name, _ in pack([tmp_path], items)] == ["0/a.md"]
    assert [(Path(item.file).name, item.status) for item in items] == [("b.pdf", "failed")]


def test_a_file_without_end_is_cut_off_and_leaves_nothing(tmp_path: Path) -> None:
    endless = Endless()
    items = unpack([("a.md", io.BytesIO(b"x")), ("b.md", endless)], tmp_path).items  # type: ignore[list-item]
    assert [(item.file, item.status) for item in items] == [("b.md", "failed")]
    assert "50 MB" in items[0].reason_zh
    assert [file.name for file in tmp_path.rglob("*.md")] == ["a.md"]
    assert endless.taken < FILE_BYTES + 2 * 1024 * 1024


def test_many_files_are_together_no_more_than_an_upload(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transfer, "UPLOAD_BYTES", 10)
    assert unpack([("a.md", io.BytesIO(bytes(10)))], tmp_path).items == []
    with pytest.raises(BadRequest, match="at once"):
        unpack([(f"{name}.md", io.BytesIO(bytes(6))) for name in "ab"], tmp_path)


def test_two_files_of_one_name_both_arrive_beside_nothing_of_each_other(tmp_path: Path) -> None:
    unpacked = unpack([(name, io.BytesIO(name.encode())) for name in ("x/a.md", "a.md", "a.md")], tmp_path)
    assert list(unpacked.sent.values()) == ["x/a.md", "a.md", "a.md (2)"]
    assert [path.read_bytes() for path in unpacked.sent] == [b"x/a.md", b"a.md", b"a.md"]
    assert {path.name for path in unpacked.sent} == {"a.md"}


def test_a_name_may_be_that_of_another_files_folder_and_one_too_long_is_reported(tmp_path: Path) -> None:
    names = ["x.md", "x.md/y.md", "长" * 100 + ".md"]
    unpacked = unpack([(name, io.BytesIO(b"x")) for name in names], tmp_path)
    assert list(unpacked.sent.values()) == names[:2]
    assert [(item.file, item.status) for item in unpacked.items] == [(names[2], "failed")]


@pytest.mark.parametrize("name", ["a\0b.md", "../a.md", "/a.md", "."])
def test_what_is_no_name_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadRequest, match="not a name"):
        unpack([(name, io.BytesIO(b"x"))], tmp_path)


def test_the_report_speaks_of_files_by_the_names_under_which_they_were_sent(tmp_path: Path) -> None:
    unpacked = unpack([("law.zip", io.BytesIO(b"x")), ("b.md", io.BytesIO(b"x"))], tmp_path)
    archive, plain = map(str, unpacked.sent)
    items = tuple(IngestItem(label, "added") for label in (f"{archive}/laws/a.md", plain, archive))
    assert [item.file for item in unpacked.report(IngestReport(items)).items] == [
        "law.zip/laws/a.md",
        "b.md",
        "law.zip",
    ]


def test_the_servers_report_is_told_in_the_callers_paths(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "law.zip").write_bytes(b"x")
    rows = [IngestItem(f"0/law.zip{inner}", "failed").as_json() for inner in ("", "/laws/a.md")]
    monkeypatch.setattr(transfer, "_post", lambda *_: {"items": rows, "dry_run": False})
    stated = {"dry_run": False, "effective_from": None, "effective_to": None}
    report = send("http://nowhere", "token", [tmp_path / "law.zip"], **stated)  # type: ignore[arg-type]
    assert [item.file for item in report.items] == [
        f"{tmp_path}/law.zip",
        f"{tmp_path}/law.zip/laws/a.md",
    ]
