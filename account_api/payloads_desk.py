"""The JSON answers of hand-offs, tickets and the desk as typed dictionaries. Standard library only."""

from collections.abc import Mapping
from typing import Any, Literal, TypedDict

from account_api.payloads import Figure, MarginCall

Reason = Literal["request", "misses", "distress", "legal", "guard", "security"]
Outcome = Literal["solved", "ticket", "call_back", "no_answer"]
TicketState = Literal["open", "in_progress", "answered", "closed"]
Evidence = Mapping[str, str]
"""What shows something: `kind`, `title`, `detail`."""

CallBack = TypedDict("CallBack", {"from": str, "until": str, "provisional": bool})
"""When the desk calls back; `provisional` beyond the sessions the exchange has published."""


class Texts(TypedDict):
    zh: str
    en: str


class Handoff(TypedDict):
    """`attended`: somebody has the case and is there now. Inside office hours `answer_by`, outside `call_back`;
    both None where the firm has promised nothing.
    """

    id: str
    reason: Reason
    state: Literal["waiting", "claimed", "closed"]
    raised_at: str
    assigned_group: str
    attended: bool
    agent_name: str | None
    answer_by: str | None
    call_back: CallBack | None


class QueuedHandoff(Handoff):
    """A line of the desk's queue: `rank` from 1, `why` it stands there, `call` the client's open margin call."""

    rank: int
    why: Texts
    waiting_minutes: int
    summary: str
    lang: str
    client_id: str | None
    name_masked: str | None
    claimed_by: str | None
    call: MarginCall | None


class HandoffNote(TypedDict):
    """Internal. `kind`: note, released, closed, or summary: one that a more urgent one has replaced."""

    at: str
    author: str
    kind: Literal["note", "summary", "released", "closed"]
    text: str


class HandoffDetail(Handoff):
    """A case as the desk opens it."""

    summary: str
    session: str
    lang: str
    client_id: str | None
    name_masked: str | None
    tried: list[str]
    evidence: list[Evidence]
    notes: list[HandoffNote]
    claimed_by: str | None
    claimed_at: str | None
    outcome: Outcome | None
    closed_at: str | None


class Colleague(TypedDict):
    """Who stands behind a user name."""

    user: str
    display_name: str


class DeskClient(TypedDict):
    """`band` and `maintenance_ratio` are None for a client without a credit account."""

    client_id: str
    name_masked: str
    group: str
    band: str | None
    maintenance_ratio: Figure | None


class Contact(TypedDict):
    at: str
    agent_name: str
    channel: str
    result: str
    note: str


class CallLine(TypedDict):
    """A client to be called; `figures` are `maintenance_ratio` and `shortfall_to_restore`."""

    client_id: str
    name_masked: str
    group: str
    band: str
    figures: dict[str, Figure]
    call: MarginCall
    last_contact: Contact | None


class FollowUp(TypedDict):
    at: str
    text: str


class TicketEvidence(TypedDict):
    at: str
    kind: str
    title: str
    detail: str


class TicketAttachment(TypedDict):
    """`sha256` in hex, `size` in bytes."""

    id: int
    at: str
    name: str
    media_type: str
    sha256: str
    size: int


class Sla(TypedDict):
    """The clock of a ticket in business days of the firm; negative `business_days_left` are days late."""

    due_on: str
    business_days_left: int
    state: Literal["on_time", "due_today", "overdue", "answered"]
    provisional: bool
    answered_on: str | None


class Ticket(TypedDict):
    """`due_on` is counted in business days of the firm; `due_provisional` beyond the published sessions."""

    number: str
    client_id: str
    name_masked: str
    status: TicketState
    category: str
    opened_at: str
    due_on: str
    due_provisional: bool
    text: str
    details: dict[str, Any]
    follow_ups: list[FollowUp]
    sla: Sla
    evidence: list[TicketEvidence]
    attachments: list[TicketAttachment]
    escalated_at: str | None
