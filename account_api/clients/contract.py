"""What is shown of a client."""

from datetime import date

from pydantic import BaseModel


class ClientPublic(BaseModel):
    """Money is a decimal string; None is unknown."""

    client_id: str
    name_masked: str
    client_class: str
    group: str
    risk_grade: str | None
    suitability_until: date | None
    trading_since: date | None
    average_assets_20d: str | None
