"""The map counts documents and sections by topic, layer, era and language, shows what is not there, and is current."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

from bot.library.coverage import Cell, accepted_holes, eras, languages, map_of, read_accepted
from bot.library.coverage_page import page
from knowledge.topics import topics
from tests.bot.library.shelves import SOUND, packaged, shelf

ROOT = Path(__file__).parents[3]


def test_eras_follow_each_other_and_the_last_one_lasts() -> None:
    known = eras()
    assert [era.id for era in known] == [
        "2006–2015",
        "2015–2019",
        "2019–2023",
        "2023–2024",
        "2024–2026",
        "2026–",
    ]
    assert all(earlier.end == later.start for earlier, later in pairwise(known))
    assert known[0].start == date(2006, 8, 21) and known[-1].end is None


def test_a_document_is_counted_in_every_era_in_which_it_holds(tmp_path: Path) -> None:
    found = map_of(shelf(tmp_path, SOUND).documents, ())
    transfers = [cell.era for cell in found.documents if cell.topic == "transfers"]
    assert transfers == ["2019–2023", "2023–2024", "2024–2026", "2026–"]
    assert found.documents[Cell("margin-ratio", "exchange", "2026–", "zh")] == 1
    assert found.sections[Cell("contract", "exchange", "2026–", "zh")] == 3


def test_every_cell_is_filled_or_a_hole_and_a_topic_nobody_told_is_a_hole_in_every_era(
    tmp_path: Path,
) -> None:
    found = map_of(shelf(tmp_path, SOUND).documents, ())
    assert not found.documents.keys() & found.holes.keys()
    assert len(found.documents) + len(found.holes) == len(topics()) * len(eras()) * len(languages())
    assert {cell.layer for cell in found.holes if cell.topic == "fraud"} == {"—"}
    assert found.unexplained == tuple(found.holes)


def test_a_hole_is_accepted_for_the_first_reason_that_covers_it(tmp_path: Path) -> None:
    reasons = tuple(
        read_accepted(
            [{"langs": ["en"], "zh": "只有中文", "en": "Chinese only"}, {"zh": "其余", "en": "the rest"}]
        )
    )
    found = map_of(shelf(tmp_path, SOUND).documents, reasons)
    assert found.unexplained == () and found.idle == ()
    assert all((known is reasons[0]) == (cell.lang == "en") for cell, known in found.holes.items())


def test_the_page_marks_holes_with_and_without_a_reason(tmp_path: Path) -> None:
    documents = shelf(tmp_path, SOUND).documents
    explained = tuple(read_accepted([{"langs": ["en"], "zh": "只有中文", "en": "Chinese only"}]))
    shown = page(map_of(documents, explained))
    row = next(line for line in shown.splitlines() if line.startswith("| 担保物划转与提取"))
    assert row.endswith("| exchange | ✗ | · | ✗ | · | 1/1 | · | 1/1 | · | 1/1 | · | 1/1 | · |")
    assert "只有中文 · Chinese only" in shown and "没有说明 · not explained" in shown


def test_the_packaged_corpus_covers_every_topic_and_leaves_no_hole_unexplained() -> None:
    found = map_of(packaged(), accepted_holes())
    assert {cell.topic for cell in found.documents} == set(topics())
    assert found.unexplained == ()
    assert found.idle == ()


def test_the_page_in_the_repository_is_current() -> None:
    made = page(map_of(packaged(), accepted_holes()))
    kept = (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8")
    assert kept == made, "run: liangrong knowledge coverage --write docs/coverage.md"
