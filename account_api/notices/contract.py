"""What is shown of a notice that was sent, what proves its delivery, and what a gateway reports."""

from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from account_api.notices.tables import ReceiptState

State = Literal["waiting", "handed", "delivered", "read", "failed", "uncertain"]
GatewayName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,40}$")]
Reported = Annotated[
    AwareDatetime, Field(ge=datetime(2000, 1, 1, tzinfo=UTC), lt=datetime(2100, 1, 1, tzinfo=UTC))
]
"""An instant that any calendar of ours can count."""
OwnId = Annotated[str, StringConstraints(pattern=r"^[\x21-\x7e]{1,128}$")]


class SentNoticePublic(BaseModel):
    """Instants in the booking zone; None where it was not reported, or the text names none. `sending` is shared by the
    channels of one notice, `case` is the margin call it belongs to.
    """

    id: str
    kind: str
    channel: str
    sent_at: str
    delivered_at: str | None
    read_at: str | None
    deadline: str | None
    clause: str | None
    text: str
    text_en: str | None
    amount: str | None
    state: State
    sending: str | None
    case: str | None
    acknowledged_at: str | None


class AttemptPublic(BaseModel):
    """A try that came to an end; a missing `n` was cut off."""

    n: int
    at: str
    outcome: str
    detail: str | None


class ReceiptPublic(BaseModel):
    """`notice` is None while no notice of ours is known under that id; `known` that it was reported before."""

    gateway: str
    id: str
    state: ReceiptState
    at: str
    received_at: str
    notice: str | None
    known: bool = False


class ProofPublic(BaseModel):
    """What was sent, how, and what is known of its arrival. `body` is what the channel carried, `sha256` was made of it when it
    was sent and `hash_holds` says that it still fits; `figures` are trace ids by name; `tries` counts those cut off too.
    """

    notice: SentNoticePublic
    body: str
    sha256: str | None
    hash_holds: bool | None
    figures: dict[str, str]
    gateway: str | None
    gateway_id: str | None
    handed_at: str | None
    failed_at: str | None
    tries: int
    last_error: str | None
    attempts: list[AttemptPublic]
    receipts: list[ReceiptPublic]
    other_channels: list[SentNoticePublic]


class ReceiptCreate(BaseModel):
    """What became of a message: `id` is the gateway's own id, or ours."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    gateway: GatewayName
    id: OwnId
    state: ReceiptState
    at: Reported


class ReceiptBatch(BaseModel):
    """Several receipts at once, each counted by itself."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    receipts: list[ReceiptCreate] = Field(min_length=1, max_length=200)
