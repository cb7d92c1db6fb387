"""Ingestion: idempotent, one transaction a document, versions settled, every file accounted for."""

from __future__ import annotations

import itertools
import multiprocessing
from datetime import date
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest

from knowledge import ingest as ingest_module
from knowledge import records
from knowledge.catalogue import MIGRATIONS, STATE, Catalogue
from knowledge.errors import BadRequest, KnowledgeError, NotFound
from knowledge.ingest import ensure_corpus
from knowledge.library import Library
from knowledge.model import DocumentVersion, IngestReport
from knowledge.settings import KnowledgeSettings

from .conftest import TODAY, document, now


def statuses(report: IngestReport) -> dict[str, str]:
    return {Path(item.file).name: item.status for item in report.items}


def write(directory: Path, **texts: str) -> Path:
    directory.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (directory / f"{name}.md").write_text(text, encoding="utf-8")
    return directory


def validity(library: Library, name: str) -> list[tuple[str, str | None, str | None]]:
    def row(version: DocumentVersion) -> tuple[str, str | None, str | None]:
        until = version.effective_to.isoformat() if version.effective_to else None
        return version.meta.effective_from.isoformat(), until, version.retired

    return [row(version) for version in library.documents() if version.meta.document == name]


def test_a_folder_goes_in_and_the_second_time_nothing_changes(empty: Library, laws: Path) -> None:
    first, second = empty.ingest([laws]), empty.ingest([laws])
    assert statuses(first) == {
        "README.md": "skipped",
        "示例档案保存条例(2010-01-01).md": "added",
        "示例档案保存条例(2024-12-01).md": "added",
    }
    assert second.count("unchanged") == 2
    assert second.complete
    assert len(empty.documents()) == 2


def test_a_readme_is_skipped_with_a_reason_in_both_languages(empty: Library, laws: Path) -> None:
    item = next(item for item in empty.ingest([laws]).items if item.status == "skipped")
    assert "README" in item.reason
    assert "validity.csv" in item.reason_zh


def test_a_document_without_validity_is_refused_and_the_rest_goes_in(empty: Library, tmp_path: Path) -> None:
    folder = write(tmp_path / "in", good=document("good", "# 好\n正文在此。"), bare="# 无日期\n正文。")
    report = empty.ingest([folder])
    assert statuses(report) == {"bare.md": "refused", "good.md": "added"}
    assert not report.complete
    assert "生效日期" in report.items[0].reason_zh
    assert [version.meta.document for version in empty.documents()] == ["good"]


def test_the_caller_may_state_the_validity(empty: Library, tmp_path: Path) -> None:
    folder = write(tmp_path / "in", bare="# 无日期\n正文。")
    report = empty.ingest([folder], effective_from=date(2021, 1, 1), effective_to=date(2022, 1, 1))
    assert report.complete
    assert validity(empty, "无日期") == [("2021-01-01", "2022-01-01", None)]


def test_an_end_without_a_beginning_makes_no_sense(empty: Library, tmp_path: Path) -> None:
    with pytest.raises(BadRequest):
        empty.ingest([write(tmp_path / "in", a="x")], effective_to=date(2022, 1, 1))


def test_a_dry_run_judges_and_stores_nothing(empty: Library, laws: Path) -> None:
    report = empty.ingest([laws], dry_run=True)
    assert report.dry_run
    assert report.count("added") == 2
    assert empty.documents() == ()


def test_a_broken_pdf_is_reported_and_leaves_nothing(empty: Library, tmp_path: Path) -> None:
    folder = write(tmp_path / "in", good=document("good", "# 好\n正文在此。"))
    (folder / "坏.pdf").write_bytes(b"%PDF-1.7\nnot really")
    report = empty.ingest([folder], effective_from=date(2020, 1, 1))
    assert statuses(report) == {"good.md": "added", "坏.pdf": "failed"}
    assert "坏.pdf" in report.items[1].reason_zh
    assert len(empty.documents()) == 1


def test_a_missing_path_is_not_found(empty: Library, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"gone\.md"):
        empty.ingest([tmp_path / "gone.md"])


def test_a_broken_validity_table_is_reported_beside_the_files_it_leaves_bare(
    empty: Library, tmp_path: Path
) -> None:
    folder = write(tmp_path / "in", bare="# 无日期\n正文。")
    (folder / "validity.csv").write_text("file;from\n", encoding="utf-8")
    assert statuses(empty.ingest([folder])) == {"validity.csv": "failed", "bare.md": "refused"}


@pytest.mark.parametrize("order", list(itertools.permutations(["2015-01-01", "2020-01-01", "2025-01-01"])))
def test_versions_follow_each_other_whatever_the_order_of_arrival(
    empty: Library, tmp_path: Path, order: tuple[str, ...]
) -> None:
    for start in order:
        text = document(start, f"# 规则\n自{start}起的正文。", start, document="rule")
        empty.ingest([write(tmp_path / start, v=text)])
    assert validity(empty, "rule") == [
        ("2015-01-01", "2020-01-01", None),
        ("2020-01-01", "2025-01-01", None),
        ("2025-01-01", None, None),
    ]


def test_a_correction_supersedes_the_version_of_the_same_day_and_its_permalink_lives(
    empty: Library, tmp_path: Path
) -> None:
    empty.ingest([write(tmp_path / "a", v=document("rule", "# 规则\n## 期限\n期限为三日整。"))])
    old = empty.document("rule", TODAY)[0]
    empty.ingest([write(tmp_path / "b", v=document("rule", "# 规则\n## 期限\n期限为五日整。"))])
    assert [state for _, _, state in validity(empty, "rule")].count("superseded") == 1
    assert [passage.text for passage in empty.document("rule", TODAY)] == ["期限为五日整。"]
    assert empty.passage(old.id).text == "期限为三日整。"
    assert empty.in_force("期限为三日整", TODAY) is None


def test_going_back_to_an_earlier_text_revives_it(empty: Library, tmp_path: Path) -> None:
    first = write(tmp_path / "a", v=document("rule", "# 规则\n期限为三日整。"))
    second = write(tmp_path / "b", v=document("rule", "# 规则\n期限为五日整。"))
    for folder in (first, second, first):
        assert empty.ingest([folder]).count("added") == 1
    assert [passage.text for passage in empty.document("rule", TODAY)] == ["期限为三日整。"]


def test_two_files_that_state_one_version_are_not_both_taken(empty: Library, tmp_path: Path) -> None:
    folder = write(
        tmp_path / "in", a=document("rule", "# 规则\n三日。"), b=document("rule", "# 规则\n五日。")
    )
    report = empty.ingest([folder])
    assert statuses(report) == {"a.md": "added", "b.md": "failed"}
    assert "a.md" in report.items[1].reason


def test_a_crash_inside_a_document_leaves_nothing_of_it(
    empty: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr(records, "_settle", fail)
    folder = write(tmp_path / "in", a=document("rule", "# 规则\n三日。"))
    with pytest.raises(RuntimeError):
        empty.ingest([folder])
    monkeypatch.undo()
    assert empty.documents() == ()
    assert empty.ingest([folder]).count("added") == 1


def _ingest_alone(home: Path, folder: Path, together: Barrier) -> None:
    catalogue = Catalogue(KnowledgeSettings(home).catalogue_url)
    together.wait(timeout=60)
    ingest_module.ingest(catalogue, [folder], ingest_module.Options(), clock=now)
    catalogue.close()


def test_two_files_of_one_name_that_state_one_version_are_not_both_taken(
    empty: Library, tmp_path: Path
) -> None:
    for folder, days in (("x", "三日"), ("y", "五日"), ("z", "三日")):
        write(tmp_path / "in" / folder, v=document("rule", f"# 规则\n期限为{days}整。"))
    report = empty.ingest([tmp_path / "in"])
    assert [item.status for item in report.items] == ["added", "failed", "unchanged"]
    assert "another v.md" in report.items[1].reason
    assert "另一个 v.md" in report.items[1].reason_zh


def test_two_processes_ingesting_at_once_keep_one_consistent_series(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    texts = {
        y: document(f"v{y}", f"# 规则\n{y}年。", f"{y}-01-01", document="rule") for y in range(2000, 2006)
    }
    even = write(tmp_path / "even", **{f"v{y}": text for y, text in texts.items() if y % 2 == 0})
    odd = write(tmp_path / "odd", **{f"v{y}": text for y, text in texts.items() if y % 2})
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["knowledge.library", "knowledge.ingest"])
    together = context.Barrier(2)
    workers = [context.Process(target=_ingest_alone, args=(home, folder, together)) for folder in (even, odd)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=120)
        assert worker.exitcode == 0
    catalogue = Catalogue(KnowledgeSettings(home).catalogue_url)
    with catalogue.read() as connection:
        rows = records.list_versions(connection)
    catalogue.close()
    assert len(rows) == 6
    assert [row.effective_to for row in rows[:-1]] == [row.meta.effective_from for row in rows[1:]]


def test_packaged_texts_go_in_once_and_those_of_an_older_release_are_withdrawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus, home = (
        write(tmp_path / "corpus", a=document("a", "# 甲\n甲文。"), b=document("b", "# 乙\n乙文。")),
        tmp_path / "h",
    )
    monkeypatch.setattr(ingest_module, "CORPUS", corpus)
    assert ensure_corpus(home, clock=now).count("added") == 2
    assert ensure_corpus(home, clock=now).items == ()
    (corpus / "b.md").unlink()
    write(corpus, c=document("c", "# 丙\n丙文。"))
    assert ensure_corpus(home, clock=now).count("added") == 1
    with Library.open(home, clock=now) as library:
        assert {version.meta.document: version.retired for version in library.documents()} == {
            "a": None,
            "b": "withdrawn",
            "c": None,
        }


def test_a_catalogue_of_a_newer_program_is_not_touched(tmp_path: Path) -> None:
    settings = KnowledgeSettings(tmp_path)
    catalogue = Catalogue(settings.catalogue_url)
    with catalogue.write() as connection:
        connection.execute(STATE.update().values(schema=len(MIGRATIONS) + 1))
    catalogue.close()
    with pytest.raises(KnowledgeError, match="upgrade"):
        Catalogue(settings.catalogue_url)
