"""Column types that refuse what would corrupt a ledger, and the base class of every table.

Money and prices are integers of 1/10000 in the database, rates and ratios integers of 10⁻⁸; both are
`Decimal` in Python, and a float is refused at the door. Instants are UTC in the database; a naive one is
refused.
"""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any, Self

from pydantic import BeforeValidator
from pydantic import Field as Constraint
from sqlalchemy import BigInteger, DateTime, Dialect, MetaData
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel


class _Scaled(TypeDecorator[Decimal]):
    """A decimal kept as a whole number of 10⁻ᵖˡᵃᶜᵉˢ."""

    impl = BigInteger
    cache_ok = True
    places: int

    def process_bind_param(self, value: Any, dialect: Dialect) -> int | None:
        if value is None:
            return None
        if not isinstance(value, Decimal):
            raise TypeError(f"a Decimal is needed, not {type(value).__name__}")
        scaled = value.scaleb(self.places)
        if not scaled.is_finite() or scaled != scaled.to_integral_value():
            raise ValueError(f"{value} does not fit {self.places} decimal places")
        return int(scaled)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value).scaleb(-self.places)


class Money(_Scaled):
    """Money and prices: BIGINT of 1/10000."""

    cache_ok = True
    places = 4


class Rate(_Scaled):
    """Rates, ratios, lines: BIGINT of 10⁻⁸."""

    cache_ok = True
    places = 8


class Utc(TypeDecorator[datetime]):
    """An instant. Stored in UTC, read back aware; a naive datetime is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value.isoformat()} has no time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _no_float(value: object) -> object:
    if isinstance(value, float):
        raise ValueError("money and rates are written as text, not as a float")
    return value


Amount = Annotated[Decimal, BeforeValidator(_no_float), Constraint(ge=0, max_digits=18, decimal_places=4)]
"""Money that may not be negative, at most 1/10000 fine."""

Balance = Annotated[Decimal, BeforeValidator(_no_float), Constraint(max_digits=18, decimal_places=4)]
"""Money that may be negative."""

Ratio = Annotated[Decimal, BeforeValidator(_no_float), Constraint(ge=0, lt=1000, decimal_places=8)]
"""A rate, a ratio or a line as a fraction of one: 1.30, never 130."""

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Row(SQLModel):
    """Base of every table. Its constructor does not validate, so rows are made by `of` alone."""

    metadata = METADATA

    @classmethod
    def of(cls, **values: Any) -> Self:
        """A validated row. Raises pydantic's ValidationError naming the column."""
        return cls.model_validate(values)
