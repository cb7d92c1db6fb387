"""The JSON answers about proposals, as typed dictionaries: see `payloads`."""

from typing import Any, TypedDict

from account_api.payloads import Figure


class Title(TypedDict):
    zh: str
    en: str


class Explanation(TypedDict):
    summary: Title
    points: list[Title]
    figures: list[Figure]


class OwnProposal(TypedDict):
    """To the client concerned; `state` is proposed, approved, refused, withdrawn or expired."""

    id: str
    kind: str
    title: Title
    state: str
    explanation: Explanation
    made_at: str
    valid_until: str | None
    decided_at: str | None
    reason: str | None


class Proposal(OwnProposal):
    """To staff."""

    client_id: str | None
    name_masked: str | None
    content: dict[str, Any]
    made_by: str
    decided_by: str | None
    may_decide: bool
    may_withdraw: bool
