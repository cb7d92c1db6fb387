"""The score card as data: factors in four groups, each with bands of points, 100 in all. Firm-set from end to end.

A band of a `higher` factor holds from its limit up, of a `lower` one down to nothing from its limit. Points never
fall as a datum gets better; what is unknown gets the fewest points the factor gives and is named.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from risk.decision import Both

Better = Literal["higher", "lower"]
Group = Literal["finances", "repayment", "experience", "history"]


@dataclass(frozen=True, slots=True)
class Band:
    """From `limit` (for `higher`), or up to `limit` (for `lower`), this many points."""

    limit: Fraction
    points: int


@dataclass(frozen=True, slots=True)
class Factor:
    """One datum of the card: its field, unit, which way is better, and its bands from the best to the worst."""

    field: str
    group: Group
    unit: str
    better: Better
    name: Both
    bands: tuple[Band, ...]

    @property
    def most(self) -> int:
        return self.bands[0].points

    def band(self, value: Fraction) -> Band | None:
        """The first band that `value` is good enough for; None gives no points."""
        return next((each for each in self.bands if self._reaches(value, each.limit)), None)

    def better_band(self, points: int) -> Band | None:
        """The next band above `points`; None at the top."""
        return next((each for each in reversed(self.bands) if each.points > points), None)

    def _reaches(self, value: Fraction, limit: Fraction) -> bool:
        return value >= limit if self.better == "higher" else value <= limit


def _factor(
    field: str, group: Group, unit: str, better: Better, name: Both, *bands: tuple[str, int]
) -> Factor:
    return Factor(field, group, unit, better, name, tuple(Band(Fraction(at), points) for at, points in bands))


CARD: tuple[Factor, ...] = (
    _factor(
        "net_assets",
        "finances",
        "CNY",
        "higher",
        ("net assets", "净资产"),
        ("10000000", 15),
        ("3000000", 12),
        ("1000000", 8),
        ("500000", 5),
    ),
    _factor(
        "annual_income",
        "finances",
        "CNY",
        "higher",
        ("income of a year", "年收入"),
        ("1000000", 10),
        ("300000", 7),
        ("100000", 4),
    ),
    _factor(
        "debt_to_assets",
        "repayment",
        "ratio",
        "lower",
        ("debts over assets", "资产负债率"),
        ("0.30", 15),
        ("0.50", 10),
        ("0.70", 5),
    ),
    _factor(
        "overdue_days",
        "repayment",
        "days",
        "lower",
        ("longest delay of a payment in two years", "近两年最长逾期天数"),
        ("0", 15),
        ("5", 8),
        ("30", 3),
    ),
    _factor(
        "months_trading",
        "experience",
        "months",
        "higher",
        ("months of trading", "证券交易经验月数"),
        ("60", 12),
        ("24", 8),
        ("6", 5),
    ),
    _factor(
        "months_on_margin",
        "experience",
        "months",
        "higher",
        ("months of margin trading", "融资融券经验月数"),
        ("36", 8),
        ("12", 4),
    ),
    _factor(
        "late_calls",
        "history",
        "count",
        "lower",
        ("margin calls not met in time in two years", "近两年未按期补足的追保次数"),
        ("0", 10),
        ("1", 5),
        ("2", 2),
    ),
    _factor(
        "forced_liquidations",
        "history",
        "count",
        "lower",
        ("forced liquidations in two years", "近两年强制平仓次数"),
        ("0", 15),
        ("1", 5),
    ),
)
GRADES: tuple[tuple[int, str], ...] = ((85, "A"), (70, "B"), (55, "C"), (40, "D"), (0, "E"))
"""The grade from so many points up."""

FIELDS = tuple(factor.field for factor in CARD)
