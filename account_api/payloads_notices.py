"""The JSON answers about notices, their delivery, receipts and alerts as typed dictionaries. Standard library only."""

from typing import Literal, TypedDict

from account_api.payloads import Figure

NoticeState = Literal["waiting", "handed", "delivered", "read", "failed", "uncertain"]
ReceiptState = Literal["delivered", "read", "failed"]
AlertWhat = Literal["ratio_below", "price_above", "price_below", "days_to_due"]


class SentNotice(TypedDict):
    """A notice this firm sent; `delivered_at` and `read_at` are None where that was not reported. `sending` is shared by its
    channels, `case` is the margin call it belongs to.
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
    state: NoticeState
    sending: str | None
    case: str | None
    acknowledged_at: str | None


class Attempt(TypedDict):
    """A try that came to an end; a missing `n` was cut off."""

    n: int
    at: str
    outcome: str
    detail: str | None


class Receipt(TypedDict):
    """What a gateway reported; `notice` is None while no notice of ours is known under that id."""

    gateway: str
    id: str
    state: ReceiptState
    at: str
    received_at: str
    notice: str | None
    known: bool


class Proof(TypedDict):
    """What was sent word for word, and what is known of its arrival."""

    notice: SentNotice
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
    attempts: list[Attempt]
    receipts: list[Receipt]
    other_channels: list[SentNotice]


class AlertPrice(TypedDict):
    price: str
    at: str


class AlertDue(TypedDict):
    """The contract that comes due first of those the alert is about."""

    contract: str
    day: str
    days: int


class Alert(TypedDict):
    """An alert a client has set; `crossed` now, None where the value is unknown; `armed`: the next crossing is told. What it
    looks at is the ratio as a `figure`, the `price`, or what is `due`.
    """

    id: str
    what: AlertWhat
    level: str
    security: str | None
    name: str | None
    name_en: str | None
    contract: str | None
    channel: str
    quiet: dict[str, str] | None
    armed: bool
    crossed: bool | None
    figure: Figure | None
    price: AlertPrice | None
    due: AlertDue | None
    created_at: str
    fired_at: str | None
    firings: int
    removed_at: str | None
