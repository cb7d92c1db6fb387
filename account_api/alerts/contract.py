"""What an alert is made from and what is shown of it."""

from pydantic import BaseModel, ConfigDict, Field

from account_api.alerts.tables import Kind
from account_api.texts import Words


class AlertCreate(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Kind
    summary: Words = Field(min_length=1, max_length=2000)
    session: Words = Field(min_length=1, max_length=128)


class AlertPublic(BaseModel):
    id: str
    kind: str
    raised_at: str
    assigned_group: str


class AlertDetail(AlertPublic):
    """For the desk that answers it."""

    summary: str
    session: str
    client_id: str | None
