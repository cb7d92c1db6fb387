"""The state of the knowledge base is found from the environment, its clock from the home."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from knowledge.errors import BadRequest
from knowledge.settings import KnowledgeSettings

PINNED = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)


def test_a_home_holds_everything_unless_named_otherwise(tmp_path: Path) -> None:
    settings = KnowledgeSettings.from_environment({"LIANGRONG_HOME": str(tmp_path)})
    assert settings.catalogue_url == f"sqlite:///{tmp_path / 'knowledge.db'}"
    assert settings.chroma_url is None
    elsewhere = {
        "LIANGRONG_KNOWLEDGE_DATABASE_URL": "postgresql+psycopg://x",
        "LIANGRONG_CHROMA_URL": "http://c:1",
    }
    settings = KnowledgeSettings.from_environment(elsewhere)
    assert (settings.home, settings.catalogue_url, settings.chroma_url) == (
        Path(".data"),
        "postgresql+psycopg://x",
        "http://c:1",
    )


def test_the_clock_of_a_demo_home_is_pinned_and_the_environment_wins(tmp_path: Path) -> None:
    (tmp_path / "home.json").write_text(
        json.dumps({"demo": True, "clock": "2026-11-20T16:30+08:00"}), encoding="utf-8"
    )
    assert KnowledgeSettings.at(tmp_path).now() == PINNED
    given = {"LIANGRONG_HOME": str(tmp_path), "LIANGRONG_CLOCK": "2027-03-01T10:00+08:00"}
    assert KnowledgeSettings.from_environment(given).now() == datetime(2027, 3, 1, 2, tzinfo=UTC)


def test_without_a_pinned_clock_time_is_real_and_zoned(tmp_path: Path) -> None:
    assert KnowledgeSettings.at(tmp_path).now().tzinfo is not None


@pytest.mark.parametrize("clock", ["yesterday", "2026-11-20T16:30"])
def test_a_clock_without_a_zone_is_refused(clock: str) -> None:
    with pytest.raises(BadRequest):
        KnowledgeSettings.from_environment({"LIANGRONG_CLOCK": clock})
