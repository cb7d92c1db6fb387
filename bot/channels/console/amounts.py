"""How exact values of a policy's named accounts are shown. They are the account service's own; only digits are left out.

What a client has is rounded down and what is lacking is rounded up, to a cent or a hundredth of a per cent.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

Json = dict[str, Any]
CENT = Decimal("0.01")
LACKING = ("shortfall_to_restore",)
RATIOS = ("maintenance_ratio",)


def display(name: str, value: str | None) -> str | None:
    """``("maintenance_ratio", "7.0783")`` as ``707.83%``, ``("withdrawable", "420000")`` as ``420,000.00``; ``None`` unknown."""
    if value is None:
        return None
    rounding = ROUND_CEILING if name in LACKING else ROUND_FLOOR
    if name in RATIOS:
        return f"{(Decimal(value) * 100).quantize(CENT, rounding)}%"
    return f"{Decimal(value).quantize(CENT, rounding):,}"


def with_displays(policy: Json) -> Json:
    """A policy whose named accounts say how their values are shown."""
    impact = policy["impact"]
    if impact is None:
        return policy
    return {**policy, "impact": shown_impact(dict(impact))}


def shown_impact(impact: Json) -> Json:
    """The same for an impact alone."""
    return {**impact, "top": [shown_account(dict(row)) for row in impact["top"]]}


def shown_account(row: Json) -> Json:
    """The same for one account."""
    return {**row, "before": _shown(row["before"]), "after": _shown(row["after"])}


def _shown(values: Json) -> Json:
    return {name: {**each, "display": display(name, each["value"])} for name, each in values.items()}
