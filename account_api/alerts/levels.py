"""What an alert looks at and when it has crossed its level: pure, exact, and calm around the level.

An alert is told once when its value crosses the level, and is armed again only when the value has come back by a margin, so
that one which trembles on the level is not told each time.
"""

from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256

from account_api.alerts.tables import OwnAlert, What

RATIO_MARGIN = Fraction(2, 100)
"""Two points of the ratio, set by the firm."""
PRICE_MARGIN = Fraction(1, 100)
"""A hundredth of the level, set by the firm."""
TOLD = "alert/"
"""How the keys of what was told of contracts begin, among all that clients are reminded of."""


@dataclass(frozen=True, slots=True)
class Reading:
    """`crossed` the level, or `back` across it by the margin; in between neither."""

    crossed: bool
    back: bool


def read(what: What, level: Fraction, value: Fraction) -> Reading:
    """What a value is to an alert. A value on the level has not crossed it; so many days left, or fewer, have."""
    if what == "ratio_below":
        return Reading(value < level, value >= level + RATIO_MARGIN)
    if what == "price_above":
        return Reading(value > level, value <= level * (1 - PRICE_MARGIN))
    if what == "price_below":
        return Reading(value < level, value >= level * (1 + PRICE_MARGIN))
    return Reading(value <= level, value > level)


def of_each(alert: OwnAlert) -> bool:
    """Whether an alert is about every contract that comes due, each of which is told by itself."""
    return alert.what == "days_to_due" and alert.contract_id is None


def told_as(alert_id: str, contract: str) -> str:
    """What it is kept as that this alert has told of this contract."""
    return f"{TOLD}{sha256(f'{alert_id}/{contract}'.encode()).hexdigest()[:32]}"
