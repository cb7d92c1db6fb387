"""Which gateways a firm has, from `LIANGRONG_*` variables (docs/notices.md). What is not set is not there."""

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class GatewaySettings(BaseSettings):
    """`sms_dedupes`: the gateway promises to send a message of one Idempotency-Key once. `sms_id` is the name of the field of
    its answer that holds its own id. `orders_url`, or else `orders_dir`, is where order lists of a liquidation go; without either
    they wait to be read.
    """

    model_config = SettingsConfigDict(env_prefix="LIANGRONG_", extra="ignore", frozen=True)

    sms_url: str | None = None
    sms_token: SecretStr | None = None
    sms_name: str = Field(default="sms", pattern=r"^[a-z0-9-]{1,40}$")
    sms_id: str = "id"
    sms_dedupes: bool = False
    sms_timeout_s: float = Field(default=10.0, gt=0, le=30)

    smtp_host: str | None = None
    smtp_port: int = Field(default=587, ge=1, le=65535)
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    smtp_user: str | None = None
    smtp_password: SecretStr | None = None
    smtp_from: str | None = None
    smtp_timeout_s: float = Field(default=20.0, gt=0, le=30)

    orders_url: str | None = Field(default=None, pattern=r"^https?://")
    orders_dir: Path | None = None
    orders_token: SecretStr | None = None
    orders_secret: SecretStr | None = None
    orders_dedupes: bool = False
    orders_timeout_s: float = Field(default=10.0, gt=0, le=30)
