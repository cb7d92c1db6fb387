"""How a credit line is asked for and shown. Money as decimal texts, instants in the booking zone."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from account_api.accounts.contract import CreditLinePublic, Origin
from account_api.inbox.contract import BilingualPublic
from account_api.proposals.contract import Explanation
from account_api.texts import Words
from account_api.transport import Json

AmountText = Annotated[str, StringConstraints(pattern=r"^\d{1,12}(\.\d{1,2})?$")]


class LineAsk(BaseModel):
    """The line that is wanted, and why."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    amount: AmountText
    reason: Words = Field(min_length=1, max_length=300)


class LineRequestPublic(BaseModel):
    """A request and what became of it: proposed, approved, refused, withdrawn or expired. `says` is that in a sentence."""

    id: str
    client_id: str
    amount: str
    reason: str
    line_before: str | None
    state: str
    says: BilingualPublic
    explanation: Explanation
    asked_by_client: bool
    made_at: str
    decided_at: str | None
    decision_reason: str | None


class TriggerPublic(BaseModel):
    """What would freeze or cut the line, since when, and until when where it is over."""

    outcome: str
    line: str
    computed: str | None
    reasons: list[Json]
    noticed_at: str
    cleared_at: str | None


class LineStandingPublic(Origin):
    """`line` is the one in force, None before any was granted; `left` what is undrawn of it; `ceiling` the most that the rules
    make of the client's file, a figure without value where a datum is missing; `decision` is why, with score and gaps.
    `frozen`: nothing more is granted now.
    """

    line: str | None
    left: Json | None
    ceiling: Json
    score: Json
    decision: Json
    frozen: bool
    history: list[CreditLinePublic]
    requests: list[LineRequestPublic]
    triggers: list[TriggerPublic]
