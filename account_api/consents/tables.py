"""A client's consents, as they stand; what they were before is in the audit trail."""

from datetime import datetime

from sqlmodel import Field

from account_api.columns import Row, Utc


class Consent(Row, table=True):
    """`education`: may be sent courses and lessons. A client without a row has not agreed."""

    __tablename__ = "consents"

    client_id: str = Field(primary_key=True, foreign_key="clients.client_id")
    education: bool
    since: datetime = Field(sa_type=Utc)
