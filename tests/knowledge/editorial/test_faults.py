"""What goes wrong around the desk: a process killed between two steps or within one, a catalogue somebody locks, bytes
that a later program cannot read, and a question tried before anything is published."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from knowledge import catalogue, records
from knowledge.editorial import reading
from knowledge.editorial.desk import Editorial
from knowledge.editorial.tables import FILES, SUBMISSIONS
from knowledge.errors import BadDocument, CatalogueBusy, Conflict
from knowledge.library import Library

from .conftest import COMPLIANCE, EDUCATOR, LEGAL, Clock, published, rule

TODAY = date(2026, 11, 20)
CHILD = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from knowledge import ledger
from knowledge.editorial.desk import Editorial
from knowledge.editorial.rights import Editor
from knowledge.catalogue import Catalogue
from knowledge.glossary import Glossary
from knowledge.library import Library
from knowledge.settings import KnowledgeSettings
from knowledge.store import ExactStore

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

clock = lambda: datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
settings = KnowledgeSettings(Path(sys.argv[1]))
library = Library(settings, Catalogue(settings.catalogue_url), ExactStore(), Glossary(), clock=clock)
desk = Editorial(library, clock)
if sys.argv[2] == "after approval":
    desk.approve(Editor("com", "compliance"), "S1")
    die()
ledger.remember = die  # the version is stored by then, its transaction still open
desk.publish(Editor("edu", "educator"), "S1")
"""


def texts(library: Library) -> list[str]:
    return [hit.passage.text for hit in library.search("访客停车收费", as_of=TODAY).hits]


def killed(home: Path, when: str) -> None:
    run = subprocess.run([sys.executable, "-c", CHILD, str(home), when], timeout=60, check=False)
    assert run.returncode == -signal.SIGKILL


def test_a_process_killed_after_the_approval_leaves_it_to_be_published(
    desk: Editorial, tmp_path: Path
) -> None:
    desk.submit(EDUCATOR, rule("访客停车免费。"), "parking.md")
    killed(tmp_path / "home", "after approval")
    assert (desk.preview(LEGAL, "S1").submission.state, texts(desk.library)) == ("approved", [])
    assert desk.publish(EDUCATOR, "S1").state == "published"
    assert texts(desk.library) == ["访客停车免费。"]


def test_a_process_killed_within_the_publication_leaves_nothing_of_it(
    desk: Editorial, tmp_path: Path
) -> None:
    desk.submit(EDUCATOR, rule("访客停车免费。"), "parking.md")
    desk.approve(COMPLIANCE, "S1")
    killed(tmp_path / "home", "within publication")
    assert (desk.preview(LEGAL, "S1").submission.state, texts(desk.library)) == ("approved", [])
    assert desk.documents(LEGAL) == ()
    assert [row["act"] for row in desk.log(LEGAL)] == ["approve", "submit"]
    assert desk.publish(EDUCATOR, "S1").state == "published"
    assert texts(desk.library) == ["访客停车免费。"]


def test_a_locked_catalogue_is_busy_and_the_step_can_be_taken_later(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue, "BUSY_TIMEOUT_MS", 50)
    with Library.open(tmp_path / "home", clock=clock) as library:
        desk = Editorial(library, clock)
        desk.submit(EDUCATOR, rule("访客停车免费。"), "parking.md")
        with closing(sqlite3.connect(tmp_path / "home" / "knowledge.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(CatalogueBusy):
                desk.approve(COMPLIANCE, "S1")
            assert desk.preview(LEGAL, "S1").submission.state == "submitted"
            other.execute("ROLLBACK")
        assert desk.approve(COMPLIANCE, "S1").state == "approved"


def test_bytes_that_can_no_longer_be_read_are_said_so_and_not_published(desk: Editorial) -> None:
    desk.submit(EDUCATOR, rule("访客停车免费。"), "parking.md")
    desk.approve(COMPLIANCE, "S1")
    with desk.library.catalogue.write() as connection:
        connection.execute(FILES.update().values(data=b"%PDF-1.7 of another time"))
        connection.execute(SUBMISSIONS.update().values(file="parking.pdf"))
    preview = desk.preview(LEGAL, "S1")
    assert (preview.passages, preview.warnings[0].code) == ((), "unreadable")
    assert preview.submission.summary["title"] == "停车管理"
    with pytest.raises(BadDocument):
        desk.publish(EDUCATOR, "S1")
    assert desk.submissions(LEGAL)[0].state == "approved"
    assert desk.withdraw(EDUCATOR, "S1").state == "withdrawn"


def test_what_is_read_differently_than_at_the_review_is_not_published(
    desk: Editorial, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.submit(EDUCATOR, rule("访客停车免费。"), "parking.md")
    desk.approve(COMPLIANCE, "S1")
    other = reading.examined(
        reading.Received("document", "parking.md", rule("另一读法。")), desk.library.catalogue
    )
    monkeypatch.setattr(reading, "examined", lambda *_: other)
    with pytest.raises(Conflict, match="reads the file differently"):
        desk.publish(EDUCATOR, "S1")
    assert texts(desk.library) == []


def test_a_question_is_tried_on_a_submission_beside_what_is_published(desk: Editorial) -> None:
    published(desk, rule("访客停车免费。"))
    made = desk.submit(EDUCATOR, rule("访客停车每小时收费5元。", start="2026-11-01"), "parking.md")
    question = "访客停车怎么收费"
    now = desk.try_question(LEGAL, question)
    then = desk.try_question(LEGAL, question, submission_name=made.id)
    before = desk.try_question(LEGAL, question, date(2026, 10, 1), submission_name=made.id)
    assert [found.hits[0].hit.passage.text for found in (now, then, before)] == [
        "访客停车免费。",
        "访客停车每小时收费5元。",
        "访客停车免费。",
    ]
    assert texts(desk.library) == ["访客停车免费。"]


def test_the_passages_of_a_preview_are_those_that_publication_stores(desk: Editorial) -> None:
    made = desk.submit(EDUCATOR, rule("访客停车免费。\n\n## 夜间\n夜间停车每晚10元。"), "parking.md")
    shown = desk.preview(LEGAL, made.id).passages
    desk.approve(COMPLIANCE, made.id)
    version = desk.publish(EDUCATOR, made.id).version
    with desk.library.catalogue.read() as connection:
        assert records.passages_of(connection, version) == shown
    assert len(shown) == 2
