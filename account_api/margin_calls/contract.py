"""Margin calls as clients and the desk read them, and what people say and send about them.

Instants are texts in the booking zone, money decimal texts, figures `risk`'s own JSON.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from account_api.desk.contract import ContactCreate, ContactPublic
from account_api.notices.contract import Reported
from account_api.texts import Words

__all__ = ["ContactCreate", "ContactPublic"]

MOST_FILLS = 200


def _as_text(value: object) -> object:
    if not isinstance(value, str):
        raise ValueError("money is written as text")
    return value


Sum = Annotated[Decimal, BeforeValidator(_as_text), Field(gt=0, max_digits=17, decimal_places=4)]
Cost = Annotated[Decimal, BeforeValidator(_as_text), Field(ge=0, max_digits=17, decimal_places=4)]
PriceText = Annotated[Decimal, BeforeValidator(_as_text), Field(gt=0, max_digits=12, decimal_places=4)]
Id = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[!-~]+$")]


class Said(BaseModel):
    zh: str
    en: str


class TimelinePublic(BaseModel):
    """`what` opened, state, deadline, notice, delivered, read, acknowledged, top_up, attempt, proposal, act, orders, fill,
    statement, day_end; `by` is None to the client where staff did it. `text` has no numbers: those are in `detail`.
    """

    at: str
    what: str
    by: str | None
    text: Said
    detail: dict[str, Any]
    snapshot_id: str | None


class CallNoticePublic(BaseModel):
    """`failed_at` is when it failed, if nothing says that it arrived after all; `failure` what the last try was told,
    for staff alone."""

    id: str
    kind: str
    channel: str
    sent_at: str
    delivered_at: str | None
    read_at: str | None
    acknowledged_at: str | None
    failed_at: str | None
    failure: str | None
    deadline: str | None
    clause: str | None
    amount: str | None


class OrderPublic(BaseModel):
    id: str
    number: int
    side: str
    security: str
    quantity: int
    filled: int
    price: str


class LiquidationRunPublic(BaseModel):
    """`statement` is None until it is drawn up: {"before": Figure, "figures": {name: Figure}, "fills", "unfilled"}."""

    id: str
    call_id: str
    proposal_id: str
    client_id: str
    snapshot_id: str
    started_at: str
    ended_at: str | None
    orders: list[OrderPublic]
    fills: list[dict[str, Any]]
    statement: dict[str, Any] | None


class AtCallPublic(BaseModel):
    """The account as it was frozen when the call was made: `figures` maintenance_ratio and missing_amount, the lines, the clauses."""

    at: str
    figures: dict[str, dict[str, Any]]
    lines: dict[str, str | None]
    clauses: dict[str, str]


class SaleProposedPublic(BaseModel):
    """A sale of collateral that waits for a risk officer; `by_rule`: the sweep has proposed it, else a person has."""

    at: str
    by_rule: bool


class MarginCallPublic(BaseModel):
    """`missing_amount`: what is still lacking to the restore line, or owed under the contract, live; None once it is closed.

    `owed` and `next` are those of the call state; the first of `next` is the next step. `liquidations` are the runs a person
    approved, with what came back; `sale_proposed` is the sale that waits for a decision: since when, by rule or by a person.
    """

    id: str
    client_id: str
    kind: str
    contract: str | None
    state: str
    state_text: Said
    called_on: date
    opened_at: str
    deadline: str | None
    provisional: bool
    closed_at: str | None
    rule: str
    clause: str | None
    amount_at_call: str | None
    snapshot_id: str
    at_call: AtCallPublic | None
    missing_amount: dict[str, Any] | None
    figures: dict[str, dict[str, Any]]
    served: list[str]
    owed: list[dict[str, Any]]
    next: list[dict[str, Any]]
    notices: list[CallNoticePublic]
    timeline: list[TimelinePublic]
    liquidations: list[LiquidationRunPublic]
    sale_proposed: SaleProposedPublic | None


class TaskPublic(BaseModel):
    """`what`: call_client, watch, set_deadline, decide, agree_repayment."""

    id: int
    client_id: str
    call_id: str | None
    what: str
    text: Said
    due: str | None
    assigned_group: str
    opened_at: str
    done_by: str | None
    done_at: str | None


class CallListedPublic(BaseModel):
    """A line of the call list. `figures`: maintenance_ratio and missing_amount, live."""

    id: str
    client_id: str
    name_masked: str
    group: str
    kind: str
    contract: str | None
    state: str
    state_text: Said
    called_on: date
    deadline: str | None
    provisional: bool
    closed_at: str | None
    amount_at_call: str | None
    figures: dict[str, dict[str, Any]]
    last_attempt: dict[str, Any] | None
    tasks: list[TaskPublic]


class CallDetailPublic(MarginCallPublic):
    """To the desk: the case with its tasks and proposals by number."""

    name_masked: str
    group: str
    tasks: list[TaskPublic]
    proposals: list[dict[str, Any]]


class _Asked(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ReasonCreate(_Asked):
    reason: Words = Field(min_length=1, max_length=500)


class UntilCreate(ReasonCreate):
    """A new deadline, or until when a call is waived."""

    until: Reported


class TopUpCreate(_Asked):
    """Money that has come in and that the ledger does not show yet."""

    act: Literal["top_up"]
    amount: Sum
    note: Words = Field("", max_length=500)


class TaskDone(_Asked):
    note: Words = Field("", max_length=500)


class MadePublic(BaseModel):
    """The number of the proposal that was made."""

    proposal: str


class FillCreate(_Asked):
    """What one order came to. `id` is the executing system's own; `order` ours."""

    id: Id
    order: Id
    at: Reported
    quantity: Annotated[int, Field(strict=True, gt=0, le=10**9)]
    price: PriceText
    costs: Cost = Decimal(0)


class FillsCreate(_Asked):
    fills: list[FillCreate] = Field(min_length=1, max_length=MOST_FILLS)


class FillRefusedPublic(BaseModel):
    id: str
    problem: dict[str, Any]


class FillsPublic(BaseModel):
    """Ids of the batch."""

    applied: list[str]
    known: list[str]
    refused: list[FillRefusedPublic]
