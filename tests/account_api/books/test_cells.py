"""Cells: what is read is stored as the ledger stores it, and what is written is read as the same."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from account_api.books.cells import BadCell, reader, written
from account_api.books.schema import FILES, Column, Kind
from account_api.columns import Money
from tests.scale import trying

COLUMNS = {column.kind: column for file in FILES for column in file.columns}


def read(kind: Kind, text: str) -> Any:
    return reader(COLUMNS[kind])(text)


@trying(60)
@given(st.decimals(-(10**13), 10**13, places=4))
def test_money_is_exact_both_ways(amount: Decimal) -> None:
    stored = read(Kind.balance, format(amount, "f"))
    assert stored == Money().process_bind_param(amount, None)  # type: ignore[arg-type]
    assert read(Kind.balance, written(Kind.balance, Decimal(stored).scaleb(-4))) == stored


@trying(30)
@given(st.integers(631_152_000_000_000, 4_102_444_800_000_000))
def test_an_instant_is_kept_to_the_microsecond(microseconds: int) -> None:
    instant = datetime.fromtimestamp(0, UTC) + timedelta(microseconds=microseconds)
    stored = read(Kind.instant, written(Kind.instant, instant))
    assert datetime.fromisoformat(stored).replace(tzinfo=UTC) == instant


@trying(30)
@given(st.lists(st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=9), min_size=1))
def test_a_list_keeps_its_entries(entries: list[str]) -> None:
    import json

    assert json.loads(read(Kind.names, written(Kind.names, entries))) == entries


@trying(60)
@given(st.sampled_from(sorted(COLUMNS, key=lambda kind: kind.value)), st.text(max_size=40))
def test_any_text_is_read_or_refused_with_a_code(kind: Kind, text: str) -> None:
    try:
        reader(COLUMNS[kind])(text)
    except BadCell as refused:
        assert str(refused).replace("_", "").isalpha()


def test_an_empty_cell_is_unknown_or_the_default() -> None:
    assert reader(Column("x", Kind.money))("") is None
    assert reader(Column("x", Kind.money, default=0))("") == 0
    with pytest.raises(BadCell, match="missing"):
        reader(Column("x", Kind.money, required=True))("")


@pytest.mark.parametrize(
    ("kind", "text", "stored"),
    [
        (Kind.money, "12.50", 125_000),
        (Kind.money, "0.0001", 1),
        (Kind.money, "1.50000000", 15_000),
        (Kind.rate, "0.065", 6_500_000),
        (Kind.count, "0", 0),
        (Kind.flag, "true", True),
        (Kind.days, "2026-10-08|2026-11-09", '["2026-10-08", "2026-11-09"]'),
        (Kind.instant, "2026-11-20T15:00:00+08:00", "2026-11-20 07:00:00.000000"),
        (Kind.minute, "09:30", "09:30"),
    ],
)
def test_what_is_stored(kind: Kind, text: str, stored: object) -> None:
    assert read(kind, text) == stored
