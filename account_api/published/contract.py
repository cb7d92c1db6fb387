"""What is shown of a published account."""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel

from account_api.accounts.contract import FiguresPublic, PositionsPublic


class PublishedAccountPublic(BaseModel):
    """An account as of `published_at`, never live. `snapshot_id` names the frozen snapshot the figures come from; None
    for an account without a position, and for one of another place.
    """

    client_id: str
    as_of: date
    published_at: datetime
    live: Literal[False] = False
    snapshot_id: str | None
    rules_edition: str
    account: FiguresPublic
    positions: PositionsPublic
