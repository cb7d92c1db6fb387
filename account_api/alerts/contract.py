"""How a client sets an alert, and what is shown of one."""

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from account_api.alerts.tables import What
from account_api.campaigns.contract import QuietHours
from account_api.texts import Words

LevelText = Annotated[str, StringConstraints(pattern=r"^\d{1,8}(\.\d{1,4})?$")]
"""A ratio (1.50, never 150), a price or a whole number of days, as a plain decimal string."""

LEVELS: tuple[tuple[What, str, str], ...] = (
    ("ratio_below", "1", "10"),
    ("price_above", "0.01", "100000"),
    ("price_below", "0.01", "100000"),
    ("days_to_due", "1", "90"),
)
"""The lowest and the highest level of each."""


class AlertCreate(BaseModel):
    """`security` is that of a price; `contract` narrows days to due to one contract."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    what: What
    level: LevelText
    security: Words | None = Field(default=None, max_length=12)
    contract: Words | None = Field(default=None, max_length=64)
    channel: Literal["app", "sms", "email", "telegram"] = "app"
    quiet: QuietHours | None = None

    @model_validator(mode="after")
    def is_about_something(self) -> "AlertCreate":
        low, high = next((Decimal(low), Decimal(high)) for what, low, high in LEVELS if what == self.what)
        level = Decimal(self.level)
        if not low <= level <= high:
            raise ValueError(f"level is from {low} to {high}")
        if self.what == "days_to_due" and level != level.to_integral_value():
            raise ValueError("level is a whole number of days")
        if self.what.startswith("price") != (self.security is not None):
            raise ValueError("security is named for a price, and only for a price")
        if self.quiet is not None and len(set(self.quiet.as_json().values())) == 1:
            raise ValueError("quiet hours begin and end at different minutes")
        if self.contract is not None and self.what != "days_to_due":
            raise ValueError("contract is named for days to due only")
        return self


class PricePublic(BaseModel):
    price: str
    at: str


class DuePublic(BaseModel):
    """The contract that comes due first of those the alert is about."""

    contract: str
    day: str
    days: int


class AlertPublic(BaseModel):
    """`crossed`: the value is beyond the level now, None where it is unknown. It is told once for each crossing: `armed` says
    that the next one will be. Now is the ratio as a `figure`, the `price`, or what is `due`.
    """

    id: str
    what: What
    level: str
    security: str | None
    name: str | None
    name_en: str | None
    contract: str | None
    channel: str
    quiet: dict[str, str] | None
    armed: bool
    crossed: bool | None
    figure: dict[str, Any] | None
    price: PricePublic | None
    due: DuePublic | None
    created_at: str
    fired_at: str | None
    firings: int
    removed_at: str | None
