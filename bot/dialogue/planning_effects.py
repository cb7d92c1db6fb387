"""What questions about acts not yet done ask the account service for: all of them are looks, none of them writes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PreviewOrder:
    """An order of ``kind`` margin_purchase or short_sale; the largest one where no ``quantity`` is given."""

    client_id: str
    kind: str
    security: str
    price: str | None
    quantity: int | None
    as_of: date | None


@dataclass(frozen=True, slots=True)
class FetchWithdrawable:
    """The cash, and of each holding the shares, that may leave."""

    client_id: str
    as_of: date | None


@dataclass(frozen=True, slots=True)
class FetchInterest:
    """The interest of one contract, or of all, up to its repayment on ``until``."""

    client_id: str
    until: date
    contract: str | None
    as_of: date | None


@dataclass(frozen=True, slots=True)
class FetchLines:
    """The prices and moves at which each line is touched, and the break-even price of each contract."""

    client_id: str
    as_of: date | None


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The account after ``changes``, each a JSON text, beside the account as it is; ``target``: how far it is from a ratio."""

    client_id: str
    changes: tuple[str, ...]
    as_of: date | None
    target: str | None = None


@dataclass(frozen=True, slots=True)
class Stress:
    """The account after a stress scenario, or all of them, judged by the lines as they are (held) or read again (recomputed)."""

    client_id: str
    scenario: str
    requirement: str
    as_of: date | None


@dataclass(frozen=True, slots=True)
class PlanBack:
    """Plans that bring the account to ``target`` by the objective stated, without the securities in ``exclude``."""

    client_id: str
    target: str | None
    objective: str
    exclude: tuple[str, ...]
    as_of: date | None


@dataclass(frozen=True, slots=True)
class Liquidate:
    """A forced liquidation simulated after ``changes``, in the contract's order and, where given, ``instead`` of it beside it, at
    the closing prices of ``prices_day`` or of ``t_plus`` sessions after the call.
    """

    client_id: str
    changes: tuple[str, ...]
    instead: tuple[str, ...]
    prices_day: date | None
    t_plus: int | None
    as_of: date | None


@dataclass(frozen=True, slots=True)
class FetchCallState:
    """Where each margin call of the account stands."""

    client_id: str
    as_of: date | None


@dataclass(frozen=True, slots=True)
class FetchAdmission:
    """Whether the client may open a margin account, with every gap and what closes it."""

    client_id: str
    as_of: date | None


@dataclass(frozen=True, slots=True)
class FetchCredit:
    """The credit score and the credit line that would be proposed."""

    client_id: str


@dataclass(frozen=True, slots=True)
class FetchSuitability:
    """What suits the client's grade on this account: ceiling, buffer, spread, scenarios."""

    client_id: str


@dataclass(frozen=True, slots=True)
class SaveOwnPlan:
    """The client's own limits, as JSON text; versions are kept, one per key."""

    key: str
    client_id: str
    limits: str


@dataclass(frozen=True, slots=True)
class FetchOwnPlan:
    """The client's own limits as they were last saved."""

    client_id: str


@dataclass(frozen=True, slots=True)
class ReviewOwnPlan:
    """The account held against the client's own limits."""

    client_id: str


PlanningEffect = (
    PreviewOrder
    | FetchWithdrawable
    | FetchInterest
    | FetchLines
    | WhatIf
    | Stress
    | PlanBack
    | Liquidate
    | FetchCallState
    | FetchAdmission
    | FetchCredit
    | FetchSuitability
    | SaveOwnPlan
    | FetchOwnPlan
    | ReviewOwnPlan
)
