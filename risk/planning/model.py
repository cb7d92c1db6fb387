"""Who plans, and a plan of one's own: limits the client sets for himself, inside what the contract and the grade allow."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from risk.account import ZERO
from risk.money import to_text


@dataclass(frozen=True, slots=True)
class Person:
    """`grade` is C1 to C5, `horizon_months` how long the money may stay, `need` the cash wanted within the horizon,
    `goal` the net assets hoped for at its end.
    """

    grade: str
    horizon_months: int | None = None
    need: Fraction = ZERO
    goal: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """Limits a client set on `made_on`; None sets none. `exclusions` are codes he wants none of in the account, `keep`
    those he wants to stay. `buffer_days`: after so many sessions at the lower limit the liquidation line still holds.
    """

    name: str
    made_on: date
    floor_ratio: Fraction | None = None
    most_leverage: Fraction | None = None
    least_cash: Fraction | None = None
    most_share: Fraction | None = None
    exclusions: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    buffer_days: int | None = None

    def as_json(self) -> dict[str, object]:
        """The plan as its file holds it; `read_plan` reads it back."""
        limits = {
            "floor_ratio": self.floor_ratio,
            "most_leverage": self.most_leverage,
            "least_cash": self.least_cash,
            "most_share": self.most_share,
        }
        return {
            "name": self.name,
            "made_on": self.made_on.isoformat(),
            **{name: None if value is None else to_text(value, 40) for name, value in limits.items()},
            "exclusions": list(self.exclusions),
            "keep": list(self.keep),
            "buffer_days": self.buffer_days,
        }
