"""What questions about a margin call's case, its notices and one's own alerts ask the account service for, and what a yes writes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FetchCases:
    """Every margin call of one client as a case, the open ones first: where it stands, what is lacking, what happened."""

    client_id: str


@dataclass(frozen=True, slots=True)
class FetchCallProposals:
    """What has been put before a person about one client, as far as clients may read it, newest first."""

    client_id: str


@dataclass(frozen=True, slots=True)
class FetchProof:
    """What went out word for word, each try and each receipt of one notice."""

    client_id: str
    notice: str


@dataclass(frozen=True, slots=True)
class Acknowledge:
    """The client says that it has seen a notice; the first time counts."""

    client_id: str
    notice: str


@dataclass(frozen=True, slots=True)
class FetchAlerts:
    """The client's own alerts in the order they were set."""

    client_id: str


@dataclass(frozen=True, slots=True)
class SetAlert:
    """One alert of the client's own, as JSON text (``what level security quiet channel``), once per key."""

    key: str
    client_id: str
    alert: str


@dataclass(frozen=True, slots=True)
class RemoveAlert:
    """Nothing more is told by this alert."""

    client_id: str
    alert: str


CaseEffect = FetchCases | FetchCallProposals | FetchProof | Acknowledge | FetchAlerts | SetAlert | RemoveAlert
