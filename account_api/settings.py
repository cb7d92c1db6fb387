"""Settings of the account service, read from `LIANGRONG_*` variables; unsafe ones are refused at once."""

import ipaddress
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

from pydantic import AwareDatetime, Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """`clock` pins business time. `demo_password` is the one password of all demo personas.
    `receipt_secret` is shared with the gateways that sign their receipts.

    `freshness` is what becomes of figures older than so many seconds of trading time, mark or refuse. `source_url` is
    the firm's own system, asked for what is new of an account when it is looked at, at most every `source_interval`.

    `price_bound` is how far a price may be from the last one where the exchange sets no limit that we know.

    `attempts` wrong ones in a row lock a factor for `lock_out`; `attempts_a_minute` is what one address may try.
    """

    model_config = SettingsConfigDict(env_prefix="LIANGRONG_", extra="ignore", frozen=True)

    home: Path = Path(".data")
    host: str = "127.0.0.1"
    database_url: SecretStr | None = None
    clock: AwareDatetime | None = None
    demo_password: SecretStr | None = None
    receipt_secret: SecretStr | None = None

    freshness: str = Field(default="mark:900", pattern=r"^(mark|refuse):[0-9]{1,7}$")
    source_url: str | None = Field(default=None, pattern=r"^https?://")
    source_name: str = Field(default="firm", pattern=r"^[!-~]{1,64}$")
    source_token: SecretStr | None = None
    source_timeout: timedelta = timedelta(seconds=1)
    source_interval: timedelta = timedelta(seconds=1)

    price_bound: Decimal = Field(default=Decimal("0.30"), gt=0, lt=1)

    token_life: timedelta = timedelta(hours=8)
    code_life: timedelta = timedelta(minutes=5)
    lock_out: timedelta = timedelta(minutes=15)
    attempts: int = Field(default=5, ge=1, le=10)
    attempts_a_minute: int = Field(default=30, ge=1)

    @model_validator(mode="after")
    def demo_secrets_stay_at_home(self) -> "Settings":
        if self.demo_password is not None and not is_loopback(self.host):
            raise ValueError(
                f"LIANGRONG_DEMO_PASSWORD is set and the host {self.host} is reachable from other machines; "
                "unset it or listen on 127.0.0.1"
            )
        return self

    def pinned_clock(self, of_home: datetime | None) -> datetime | None:
        """The variable wins over what the home says."""
        return self.clock or of_home


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach `host`. An unknown name counts as reachable."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
