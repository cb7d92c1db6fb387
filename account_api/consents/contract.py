"""How consents are set and shown."""

from pydantic import BaseModel, ConfigDict


class ConsentUpdate(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    education: bool


class ConsentPublic(BaseModel):
    """`since` is None where the client has never said anything, which is a no."""

    education: bool
    since: str | None
