"""Every figure that left in a notice, a case, a proposal or a published account."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field

from account_api.columns import Row, Utc


class KeptFigure(Row, table=True):
    """`figure` is the JSON that left; `left_in` says in what (`published`, `notice N…`, `case C…`); `edition` names the
    rules it was computed under. The frozen snapshot is named, not referred to: the figure must outlive its loss.
    """

    __tablename__ = "kept_figures"

    trace_id: str = Field(primary_key=True, max_length=25)
    snapshot_id: str = Field(primary_key=True, max_length=25)
    left_in: str = Field(primary_key=True, max_length=80)
    client_id: str = Field(foreign_key="clients.client_id", index=True)
    at: datetime = Field(sa_type=Utc)
    edition: str = Field(max_length=16)
    figure: dict[str, Any] = Field(sa_type=JSON)
