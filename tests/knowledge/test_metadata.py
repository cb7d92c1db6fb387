"""Validity is stated, never guessed; the rest may be inferred."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.errors import BadDocument, MissingValidity
from knowledge.metadata import (
    AUDIENCES,
    CONFIDENCES,
    JURISDICTIONS,
    LAYERS,
    Validity,
    as_date,
    describe,
    read_validity,
)
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


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("jurisdiction", "cn"),
        ("layer", "lol"),
        ("audience", "clients"),
        ("confidence", "sure"),
        ("tier", "best"),
        ("topic", "weather"),
    ],
)
def test_a_value_that_nobody_would_find_is_refused_and_the_known_are_named(key: str, value: str) -> None:
    with pytest.raises(BadDocument) as caught:
        describe(read(document("a", "正文。", **{key: value}).encode(), "a.md"), "a.md", None)
    assert caught.value.field == f"a.md.{key}"
    known = {"jurisdiction": "CN, HK, US, *", "confidence": "seen-law, seen-exch"}.get(key, ", ")
    assert known in caught.value.detail
    assert known in caught.value.detail_zh


def test_every_known_value_is_taken() -> None:
    known = {
        "jurisdiction": JURISDICTIONS,
        "layer": LAYERS,
        "audience": AUDIENCES,
        "confidence": CONFIDENCES,
    }
    taken = 0
    for key, values in known.items():
        for value in values:
            text = document("a", "正文。", **{key: f'"{value}"'})
            assert getattr(describe(read(text.encode(), "a.md"), "a.md", None), key) == value
            taken += 1
    assert taken >= 19


def test_a_file_cannot_make_itself_a_verified_answer() -> None:
    text = "---\nkind: answer\neffective_from: 2020-01-01\n---\n正文。"
    with pytest.raises(BadDocument, match="editors' desk") as caught:
        describe(read(text.encode(), "a.md"), "a.md", None)
    assert caught.value.field == "a.md.kind"


def dated(front: str, stated: Validity | None) -> tuple[date, date | None]:
    meta = describe(read(f"---\n{front}\n---\n正文。".encode(), "a.md"), "a.md", stated)
    return meta.effective_from, meta.declared_to


def test_the_dates_of_the_file_and_those_stated_for_it_complete_each_other() -> None:
    stated = Validity(date(2020, 1, 1), date(2030, 1, 1), "公报")
    assert dated("effective_to: 2025-01-01", SINCE) == (date(2020, 1, 1), date(2025, 1, 1))
    assert dated("effective_from: 2024-01-01", stated) == (date(2024, 1, 1), date(2030, 1, 1))
    assert dated("title: a", stated) == (date(2020, 1, 1), date(2030, 1, 1))
    with pytest.raises(MissingValidity):
        dated("effective_to: 2025-01-01", None)


def test_dates_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(BadDocument, match="later than"):
        dated("effective_to: 2019-01-01", SINCE)
    row = read_validity(VALIDITY, "validity.csv")["示例档案保存条例(2010-01-01).md"]
    assert dated("effective_from: 2010-01-01", row) == (date(2010, 1, 1), date(2025, 1, 1))
    for front in ("effective_from: 2011-01-01", "effective_to: 2024-01-01"):
        with pytest.raises(BadDocument, match=r"in the file and .* in validity\.csv"):
            dated(front, row)


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
