"""How an extension is asked for and shown. Instants in the booking zone."""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from account_api.accounts.contract import Origin
from account_api.inbox.contract import BilingualPublic
from account_api.proposals.contract import Explanation
from account_api.texts import Words
from account_api.transport import Json


class ExtensionAsk(BaseModel):
    """`contract` is an open one of the account, `months` how long it should run on."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    contract: Words = Field(min_length=1, max_length=64)
    months: int = Field(default=6, ge=1, le=60)
    note: Words = Field(default="", max_length=300)


class ExtensionCheckPublic(Origin):
    """How a request would stand now: `decision` is that of `risk` with reasons, gaps and figures; `due_after` and
    `margin_ratio_after` what an approval makes of the contract; `waiting` is the id of a request that waits already.
    """

    contract: str
    kind: str
    security: str
    name: str
    name_en: str
    due: date | None
    months: int
    due_after: date | None
    margin_ratio: str
    margin_ratio_after: str
    waiting: str | None
    decision: Json


class ExtensionPublic(BaseModel):
    """A request and what became of it: proposed, approved, refused, withdrawn or expired. `says` is that in a sentence,
    `decided_by` the office of whoever decided; nobody is named."""

    id: str
    client_id: str
    contract: str
    months: int
    note: str
    due_before: date
    due_after: date
    state: str
    says: BilingualPublic
    explanation: Explanation
    asked_by_client: bool
    made_at: str
    valid_until: str | None
    decided_at: str | None
    decided_by: BilingualPublic | None
    reason: str | None
