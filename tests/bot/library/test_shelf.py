"""The shelf of an opened library holds every version in use with its own passages, whoever it answers today."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.library.shelf import shelf_of
from knowledge.editorial.answers import AnswerDraft
from knowledge.editorial.desk import Editorial
from knowledge.editorial.rights import Editor
from knowledge.library import Library
from tests.bot.library.shelves import MARGIN, WITHDRAWAL

WRITER, REVIEWER = Editor("carol", "compliance"), Editor("lena", "legal")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "home") as opened:
        yield opened


def put(library: Library, tmp_path: Path, **files: str) -> None:
    for name, text in files.items():
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
    library.ingest([tmp_path / f"{name}.md" for name in files])


def test_an_answer_that_is_held_is_on_the_shelf_and_so_is_everything_else(
    library: Library, tmp_path: Path
) -> None:
    put(library, tmp_path, margin=MARGIN)
    ground = library.document("margin", date(2026, 11, 20))[0]
    desk = Editorial(library, lambda: datetime(2026, 11, 20, tzinfo=UTC))
    draft = AnswerDraft(
        ("融资首付几成",),
        "不得低于100%。",
        (ground.id,),
        date(2020, 1, 1),
        date(2027, 1, 1),
        "zh",
        "interest",
    )
    submission = desk.answer(WRITER, draft)
    desk.approve(REVIEWER, submission.id)
    desk.publish(REVIEWER, submission.id)
    assert sorted(each.meta.kind for each in shelf_of(library)) == ["answer", "rule"]
    desk.retire(REVIEWER, ground.version, "废止")
    (answer,) = shelf_of(library)
    assert answer.sections[0].text == "不得低于100%。"


def test_documents_of_two_places_with_one_name_keep_their_own_sections(
    library: Library, tmp_path: Path
) -> None:
    abroad = WITHDRAWAL.replace("jurisdiction: CN", "jurisdiction: HK").replace("什么时候能取", "香港")
    put(library, tmp_path, here=WITHDRAWAL, abroad=abroad)
    found = {each.meta.jurisdiction: [s.heading for s in each.sections] for each in shelf_of(library)}
    assert found == {"CN": ["什么时候能取"], "HK": ["香港"]}
