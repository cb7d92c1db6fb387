"""The file of one margin call: its kind, its lines, where it stands, what has been served and what is owed.

There are three kinds. `maintenance`: the ratio fell below the liquidation line at a close. `minimum`: it fell below
the minimum line within a session. `maturity`: a contract came due. The line that triggers a call and the line that
ends it are two lines: a called account is not restored by coming back above the trigger.
"""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Literal

from risk.account import ZERO, DeadlineRule
from risk.ratio import Ratio

Kind = Literal["maintenance", "minimum", "maturity"]
State = Literal[
    "normal",
    "watch",
    "called",
    "part_met",
    "met",
    "met_by_market",
    "extended",
    "waived",
    "overdue",
    "liquidating",
    "closed",
    "closed_with_debt",
]
EventName = Literal[
    "mark", "top_up", "notice", "clock", "extend", "waive", "start_liquidation", "sale", "finish", "closure"
]

KINDS: tuple[Kind, ...] = ("maintenance", "minimum", "maturity")
STATES: tuple[State, ...] = (
    "normal",
    "watch",
    "called",
    "part_met",
    "met",
    "met_by_market",
    "extended",
    "waived",
    "overdue",
    "liquidating",
    "closed",
    "closed_with_debt",
)
EVENTS: tuple[EventName, ...] = (
    "mark",
    "top_up",
    "notice",
    "clock",
    "extend",
    "waive",
    "start_liquidation",
    "sale",
    "finish",
    "closure",
)
OPEN: tuple[State, ...] = ("called", "part_met", "extended", "overdue", "liquidating")
"""The states in which a call waits for the restore line."""

RUNNING: tuple[State, ...] = ("called", "part_met", "extended")
"""The open states whose deadline has not passed."""

CLOSED: tuple[State, ...] = ("closed", "closed_with_debt")


@dataclass(frozen=True, slots=True)
class Lines:
    """Below `watch` an account is looked at, below `trigger` it is called, at `restore` the call ends."""

    watch: Fraction
    trigger: Fraction
    restore: Fraction


@dataclass(frozen=True, slots=True)
class Event:
    """What happened `at` an instant. `assets` and `debt` are the account's after it, None where unknown.

    `amount` is what the client paid or what a sale made, and the residual debt of `finish`; `until` the new
    deadline of `extend` or the end of `waive`; `day` a closure of the exchange. A `top_up` came from outside the account,
    or is a repayment `inside` it: out of its own cash, of what was sold, or with its own securities.
    """

    name: EventName
    at: datetime
    assets: Fraction | None = None
    debt: Fraction | None = None
    amount: Fraction = ZERO
    notice: str | None = None
    until: datetime | None = None
    day: date | None = None
    inside: bool = False

    @property
    def ratio(self) -> Ratio | None:
        """Assets over debt after the event; None while either is unknown."""
        return None if self.assets is None or self.debt is None else Ratio(self.assets, self.debt)


@dataclass(frozen=True, slots=True)
class CallFile:
    """Where one call stands. Its deadline is `rule` after `counted_from`, or `until` where one was agreed afresh.

    `due` is the day of a contract that comes due; `served` and `owed` are codes of notices. `contributed` came from outside
    since the call, `repaid` only moved inside the account; `unspent` is what came from outside and repaid nothing yet.
    """

    kind: Kind
    lines: Lines
    rule: DeadlineRule | None
    due: date | None = None
    state: State = "normal"
    called_on: date | None = None
    counted_from: date | None = None
    deadline: datetime | None = None
    provisional: bool = False
    until: datetime | None = None
    contributed: Fraction = ZERO
    repaid: Fraction = ZERO
    unspent: Fraction = ZERO
    residual: Fraction = ZERO
    served: tuple[str, ...] = ()
    owed: tuple[str, ...] = ()
    closures: frozenset[date] = frozenset()
    assets: Fraction | None = None
    debt: Fraction | None = None
    last_at: datetime | None = None
