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
    """The interest of one contract up to its repayment on ``until``."""

    client_id: str
    until: date
    contract: str
    as_of: date | None


@dataclass(frozen=True, slots=True)
class FetchLines:
    """The prices and moves at which each line is touched, and the break-even price of each contract."""

    client_id: str
    as_of: date | None


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The account after ``changes``, each a JSON text, beside the account as it is."""

    client_id: str
    changes: tuple[str, ...]
    as_of: date | None


PlanningEffect = PreviewOrder | FetchWithdrawable | FetchInterest | FetchLines | WhatIf
