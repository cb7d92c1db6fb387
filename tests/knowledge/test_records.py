"""The catalogue over time: homes of earlier schemas, and what an upgrade of the packaged texts leaves alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from itertools import zip_longest
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from knowledge import catalogue as catalogues
from knowledge import records
from knowledge.catalogue import MIGRATIONS, Catalogue
from knowledge.chunking import chunk
from knowledge.errors import CatalogueBusy, KnowledgeError
from knowledge.identity import passage_id, version_of
from knowledge.library import Library
from knowledge.metadata import describe
from knowledge.model import Chunk, Meta
from knowledge.readers import read

from .conftest import NOW, TODAY, document, now

FIRST_SCHEMA = """
CREATE TABLE catalogue_state (id INTEGER PRIMARY KEY, schema INTEGER NOT NULL, generation INTEGER NOT NULL,
  packaged TEXT NOT NULL);
CREATE TABLE document_versions (version TEXT PRIMARY KEY, document TEXT NOT NULL, name TEXT NOT NULL,
  title TEXT NOT NULL, kind TEXT NOT NULL, lang TEXT NOT NULL, jurisdiction TEXT NOT NULL, layer TEXT NOT NULL,
  audience TEXT NOT NULL, tier TEXT NOT NULL, source TEXT NOT NULL, confidence TEXT NOT NULL, article TEXT,
  owner TEXT, next_review DATE, effective_from DATE NOT NULL, declared_to DATE, effective_to DATE, retired TEXT,
  origin TEXT NOT NULL, packaged BOOLEAN NOT NULL, recorded_at TEXT NOT NULL);
CREATE TABLE passages (version TEXT NOT NULL, ordinal INTEGER NOT NULL, id TEXT NOT NULL, path TEXT NOT NULL,
  section TEXT NOT NULL, article TEXT, text TEXT NOT NULL, lead TEXT NOT NULL, asks TEXT NOT NULL,
  group_number INTEGER NOT NULL, PRIMARY KEY (version, ordinal));
CREATE TABLE calibrations (fingerprint TEXT PRIMARY KEY, data TEXT NOT NULL);
CREATE TABLE gaps (id INTEGER PRIMARY KEY, query TEXT NOT NULL, as_of DATE NOT NULL, reason TEXT NOT NULL,
  times INTEGER NOT NULL, UNIQUE (query, as_of, reason));
INSERT INTO catalogue_state VALUES (1, 1, 7, '');
INSERT INTO document_versions VALUES ('v1', 'parking', 'parking', '停车管理', 'rule', 'zh', 'CN', 'firm', 'client',
  'firm', '停车管理', 'firm-set', NULL, NULL, NULL, '2020-01-01', NULL, NULL, NULL, 'parking.md', 0, '2026-01-01');
INSERT INTO passages VALUES ('v1', 0, 'p1', '["停车"]', '停车', NULL, '访客停车免费。', '访客停车免费。', '[]', 0);
INSERT INTO gaps VALUES (1, '旧问题', '2026-01-01', 'no_passage', 3);
"""
SECOND_SCHEMA = """
ALTER TABLE document_versions ADD COLUMN topic TEXT;
ALTER TABLE document_versions ADD COLUMN rules TEXT NOT NULL DEFAULT '[]';
UPDATE catalogue_state SET schema = 2;
"""


def old_home(home: Path, *scripts: str) -> Path:
    home.mkdir()
    with closing(sqlite3.connect(home / "knowledge.db")) as connection:
        for script in scripts:
            connection.executescript(script)
    return home


@pytest.mark.parametrize(
    "scripts", [(FIRST_SCHEMA,), (FIRST_SCHEMA, SECOND_SCHEMA)], ids=["schema 1", "schema 2"]
)
def test_a_home_of_an_earlier_schema_is_taken_over_whole(tmp_path: Path, scripts: tuple[str, ...]) -> None:
    home = old_home(tmp_path / "home", *scripts)
    with Library.open(home, clock=now) as library:
        assert [hit.passage.text for hit in library.search("访客停车", as_of=TODAY).hits] == [
            "访客停车免费。"
        ]
        library.log_gap("旧问题", date(2026, 1, 1), "no_passage")
        assert library.gaps() == (
            {"query": "旧问题", "as_of": date(2026, 1, 1), "reason": "no_passage", "times": 4},
        )
        assert library.notices("interest", NOW) == ()
    with closing(sqlite3.connect(home / "knowledge.db")) as connection:
        assert connection.execute("SELECT schema FROM catalogue_state").fetchone() == (len(MIGRATIONS),)
    Catalogue(f"sqlite:///{home / 'knowledge.db'}").close()


def test_a_home_of_a_later_schema_is_refused(tmp_path: Path) -> None:
    later = f"UPDATE catalogue_state SET schema = {len(MIGRATIONS) + 1};"
    with pytest.raises(KnowledgeError, match="upgrade the program"):
        Library.open(old_home(tmp_path / "home", FIRST_SCHEMA, later), clock=now)


def test_a_catalogue_that_somebody_else_keeps_locked_is_busy_and_nothing_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogues, "BUSY_TIMEOUT_MS", 50)
    with Library.open(tmp_path / "home", clock=now) as library:
        other = sqlite3.connect(tmp_path / "home" / "knowledge.db", isolation_level=None)
        with closing(other):
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(CatalogueBusy):
                library.log_gap("问题", TODAY, "no passage")
            assert library.search("问题", as_of=TODAY).hits == ()
            other.execute("ROLLBACK")
        library.log_gap("问题", TODAY, "no passage")
        assert len(library.gaps()) == 1


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    opened = Catalogue(f"sqlite:///{tmp_path / 'knowledge.db'}")
    yield opened
    opened.close()


def made(text: str, start: str = "2026-01-01") -> tuple[Meta, tuple[Chunk, ...]]:
    parsed = read(document("fee", f"# 费用\n{text}", start).encode(), "fee.md")
    meta = describe(parsed, "fee.md", None)
    return meta, chunk(parsed.blocks, meta.title)


def store(catalogue: Catalogue, text: str, *, packaged: bool, start: str = "2026-01-01") -> tuple[bool, str]:
    meta, chunks = made(text, start)
    with catalogue.write() as connection:
        added = records.store_version(connection, meta, chunks, records.Origin("fee.md", packaged, NOW))
    return added, version_of(meta, chunks)


def in_use(catalogue: Catalogue) -> list[str]:
    with catalogue.read() as connection:
        return [each.version for each in records.list_versions(connection) if each.retired is None]


def test_an_upgrade_does_not_take_the_place_of_what_the_firm_put_there(catalogue: Catalogue) -> None:
    store(catalogue, "包装文本。", packaged=True)
    _, ours = store(catalogue, "本公司文本。", packaged=False)
    assert store(catalogue, "新包装文本。", packaged=True)[0] is False
    assert in_use(catalogue) == [ours]
    assert store(catalogue, "下一年文本。", packaged=True, start="2027-01-01")[0] is True


def test_an_upgrade_does_not_bring_back_what_an_editor_retired(catalogue: Catalogue) -> None:
    _, version = store(catalogue, "包装文本。", packaged=True)
    with catalogue.write() as connection:
        records.retire(connection, version, "不适用")
    assert [store(catalogue, text, packaged=True)[0] for text in ("包装文本。", "新包装文本。")] == [
        False,
        False,
    ]
    assert in_use(catalogue) == []
    assert store(catalogue, "包装文本。", packaged=False) == (True, version)
    assert in_use(catalogue) == [version]


def test_a_text_that_the_firm_brings_back_is_the_firms(catalogue: Catalogue) -> None:
    store(catalogue, "包装文本。", packaged=True)
    store(catalogue, "本公司文本。", packaged=False)
    _, back = store(catalogue, "包装文本。", packaged=False)
    assert store(catalogue, "新包装文本。", packaged=True)[0] is False
    with catalogue.write() as connection:
        assert records.withdraw_packaged(connection, ()) == 0
    assert in_use(catalogue) == [back]


STARTS = ("2026-01-01", "2026-07-01", "2027-01-01")
STEPS = st.tuples(st.sampled_from(("store", "retire")), st.sampled_from("甲乙丙"), st.sampled_from(STARTS))


RESTORED = [
    (act, text, STARTS[0])
    for act, text in zip(("store", "store", "retire", "store"), "甲乙乙甲", strict=True)
]


@given(steps=st.lists(STEPS, min_size=1, max_size=10))
@example(steps=RESTORED)
@settings(max_examples=60, deadline=None)
def test_whatever_is_stored_retired_and_stored_again_the_series_has_no_overlap_and_no_empty_version(
    steps: list[tuple[str, str, str]],
) -> None:
    catalogue = Catalogue("sqlite://")
    latest: dict[str, str] = {}
    for act, text, start in steps:
        if act == "store":
            latest[start] = store(catalogue, f"{text}文本。", packaged=False, start=start)[1]
        elif start in latest:
            with catalogue.write() as connection:
                records.retire(connection, latest.pop(start), "有误")
    with catalogue.read() as connection:
        held = [each for each in records.list_versions(connection) if each.retired is None]
    catalogue.close()
    assert {each.version for each in held} == set(latest.values())
    assert len({each.meta.effective_from for each in held}) == len(held)
    for each, following in zip_longest(held, held[1:]):
        assert each.effective_to is None or each.meta.effective_from < each.effective_to
        if following is not None:
            assert each.effective_to is not None
            assert each.effective_to <= following.meta.effective_from


def test_a_text_restored_from_the_same_day_holds_again(catalogue: Catalogue) -> None:
    store(catalogue, "旧文本。", packaged=False)
    _, wrong = store(catalogue, "错文本。", packaged=False)
    with catalogue.write() as connection:
        records.retire(connection, wrong, "有误")
    _, restored = store(catalogue, "旧文本。", packaged=False)
    with catalogue.read() as connection:
        found = records.find_version(connection, restored)
    assert found is not None
    assert (found.retired, found.effective_to) == (None, None)


def test_the_same_text_elsewhere_is_another_passage_and_here_keeps_its_permalink() -> None:
    meta, chunks = made("每月十元。")
    assert passage_id(meta, chunks[0]) == "p607ddc28598e8355"
    abroad = {passage_id(replace(meta, jurisdiction=place), chunks[0]) for place in ("HK", "US", "*")}
    assert len(abroad - {passage_id(meta, chunks[0])}) == 3


def test_the_end_of_a_version_outlives_the_retirement_of_the_one_after_it(catalogue: Catalogue) -> None:
    store(catalogue, "旧文本。", packaged=False)
    _, wrong = store(catalogue, "错文本。", packaged=False, start="2026-06-01")
    with catalogue.write() as connection:
        records.retire(connection, wrong, "有误")
    store(catalogue, "新文本。", packaged=False, start="2027-01-01")
    with catalogue.read() as connection:
        ends = {each.meta.effective_from: each.effective_to for each in records.list_versions(connection)}
    assert ends[date(2026, 1, 1)] == date(2026, 6, 1)
    assert ends[date(2027, 1, 1)] is None
