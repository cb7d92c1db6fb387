"""Money, rates and instants in the database."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from pydantic import ValidationError
from sqlalchemy import Column, MetaData, Table, create_engine, select
from sqlalchemy.exc import StatementError

from account_api.accounts.tables import Holding
from account_api.columns import Money, Rate, Utc
from account_api.market.tables import Price

LEDGER = Table("ledger", MetaData(), Column("money", Money), Column("rate", Rate), Column("at", Utc))


def stored(**values: object) -> dict[str, object]:
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        LEDGER.create(connection)
        connection.execute(LEDGER.insert().values(**values))
        row = connection.execute(select(LEDGER)).mappings().one()
        raw = connection.exec_driver_sql("SELECT money, rate FROM ledger").one()
    engine.dispose()
    return {**row, "raw": tuple(raw)}


def test_money_is_a_whole_number_of_ten_thousandths_and_comes_back_exact() -> None:
    row = stored(money=Decimal("0.1") * 3, rate=Decimal("0.065"))
    assert row["raw"] == (3000, 6_500_000)
    assert (row["money"], row["rate"]) == (Decimal("0.3"), Decimal("0.065"))


@pytest.mark.parametrize("wrong", [0.1, "0.1", 1])
def test_money_refuses_what_is_not_a_decimal(wrong: object) -> None:
    with pytest.raises(StatementError, match="a Decimal is needed"):
        stored(money=wrong)


@pytest.mark.parametrize("wrong", ["0.00001", "NaN", "Infinity"])
def test_money_refuses_what_does_not_fit(wrong: str) -> None:
    with pytest.raises(StatementError, match="does not fit"):
        stored(money=Decimal(wrong))


def test_an_instant_comes_back_in_utc() -> None:
    row = stored(at=datetime.fromisoformat("2026-11-20T16:30:00+08:00"))
    assert row["at"] == datetime(2026, 11, 20, 8, 30, tzinfo=UTC)


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(StatementError, match="has no time zone"):
        stored(at=datetime(2026, 11, 20, 16, 30))  # noqa: DTZ001  the point of the test


@pytest.mark.parametrize(
    ("values", "column"),
    [
        ({"price": 12.5}, "price"),
        ({"price": "-1"}, "price"),
        ({"price": "1.00001"}, "price"),
        ({"day": "x"}, "day"),
    ],
)
def test_a_row_is_validated_and_the_error_names_the_column(values: dict[str, object], column: str) -> None:
    right = {"code": "600519.SH", "day": "2026-11-20", "price": "1480", "at": "2026-11-20T15:00:00+08:00"}
    assert Price.of(**right).price == Decimal(1480)
    with pytest.raises(ValidationError) as caught:
        Price.of(**{**right, **values})
    assert [error["loc"] for error in caught.value.errors()] == [(column,)]


def test_a_negative_holding_is_refused() -> None:
    with pytest.raises(ValidationError, match="quantity"):
        Holding.of(account_id="a", day="2026-11-20", security="600519.SH", quantity=-1)
