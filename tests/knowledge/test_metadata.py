"""Validity is stated, never guessed; the rest may be inferred."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.errors import BadDocument, MissingValidity
from knowledge.metadata import Validity, as_date, describe, read_validity
from knowledge.readers import read

from .conftest import STATUTE, VALIDITY, document

SINCE = Validity(date(2020, 1, 1), None, "示例公报")


def test_a_statute_is_recognised_and_named_after_its_first_heading() -> None:
    meta = describe(read(STATUTE.format(years="五").encode(), "x(2010-01-01).md"), "x(2010-01-01).md", SINCE)
    assert (meta.title, meta.document, meta.kind, meta.layer) == (
        "示例档案保存条例",
        "示例档案保存条例",
        "statute",
        "law",
    )
    assert (meta.lang, meta.jurisdiction, meta.source) == ("zh", "CN", "示例公报")
    assert meta.effective_from == SINCE.effective_from


def test_a_date_in_the_name_is_a_label_and_never_the_validity() -> None:
    with pytest.raises(MissingValidity) as caught:
        describe(read(STATUTE.encode(), "x(2010-01-01).md"), "x(2010-01-01).md", None)
    assert "--effective-from" in caught.value.detail
    assert caught.value.field == "x(2010-01-01).md.effective_from"


def test_front_matter_wins_over_what_the_caller_states() -> None:
    text = document("a", "# a\n正文。", "2024-05-01", effective_to="2025-01-01", layer="exchange")
    meta = describe(read(text.encode(), "a.md"), "a.md", SINCE)
    assert (meta.effective_from, meta.declared_to, meta.layer) == (
        date(2024, 5, 1),
        date(2025, 1, 1),
        "exchange",
    )


@pytest.mark.parametrize(
    ("key", "value", "field"),
    [
        ("colour", "red", "a.md.colour"),
        ("kind", "poem", "a.md.kind"),
        ("effective_from", "soon", "a.md.effective_from"),
        ("effective_to", "2019-01-01", "a.md.effective_to"),
        ("next_review", "someday", "a.md.next_review"),
    ],
)
def test_a_wrong_key_or_value_is_named(key: str, value: str, field: str) -> None:
    lines = {"effective_from": "2020-01-01", key: value}
    front = "\n".join(f"{name}: {given}" for name, given in lines.items())
    with pytest.raises(BadDocument) as caught:
        describe(read(f"---\n{front}\n---\n正文。".encode(), "a.md"), "a.md", None)
    assert caught.value.field == field


def test_validity_rows_are_read_half_open() -> None:
    rows = read_validity(VALIDITY, "validity.csv")
    assert [(row.effective_from, row.effective_to) for row in rows.values()] == [
        (date(2010, 1, 1), date(2025, 1, 1)),
        (date(2025, 1, 1), None),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("file,from\na.md,2020-01-01\n", "columns"),
        ("file,effective_from,effective_to,source\na.md,,,x\n", "effective_from"),
        ("file,effective_from,effective_to,source\na.md,2020-01-01,2019-01-01,x\n", "later than"),
    ],
)
def test_a_wrong_validity_table_is_refused(text: str, said: str) -> None:
    with pytest.raises(BadDocument, match=said):
        read_validity(text, "validity.csv")


def test_dates_are_iso_dates() -> None:
    assert as_date("2026-01-19", "x") == date(2026, 1, 19)
    assert as_date("", "x") is None
    with pytest.raises(BadDocument):
        as_date("19.01.2026", "x")
