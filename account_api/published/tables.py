"""One published account a client: the answer itself, as it leaves."""

from datetime import date, datetime

from sqlalchemy import LargeBinary
from sqlmodel import Field

from account_api.columns import Row, Utc


class PublishedAccount(Row, table=True):
    """`body` is the JSON that is answered; `as_of` is the day whose rules applied, `published_at` when it was made."""

    __tablename__ = "published_accounts"

    client_id: str = Field(primary_key=True, foreign_key="clients.client_id")
    as_of: date
    published_at: datetime = Field(sa_type=Utc)
    body: bytes = Field(sa_type=LargeBinary)
