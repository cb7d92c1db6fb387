"""What surveillance reads and what it reports: a tape of one firm's accounts, and alerts with their evidence.

An alert says what was seen, where, and against which threshold. It says nothing of intent: a pattern may have an
ordinary explanation, and a person looks.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Literal

from risk.figure import Figure, RuleRef, trace
from risk.rulebook.row import Row
from risk.thresholds import Thresholds

Side = Literal["buy", "sell"]
FillKind = Literal["collateral", "financed", "short", "repay"]
RequestKind = Literal["order", "cancel"]
Severity = Literal["info", "warning"]

SIDES: tuple[Side, ...] = ("buy", "sell")
FILL_KINDS: tuple[FillKind, ...] = ("collateral", "financed", "short", "repay")
REQUEST_KINDS: tuple[RequestKind, ...] = ("order", "cancel")


@dataclass(frozen=True, slots=True)
class Fill:
    """One trade of one account, at `path` in the file. `counterparty` is an account of the firm, where known."""

    path: str
    at: datetime
    account: str
    security: str
    side: Side
    kind: FillKind
    quantity: int
    price: Fraction
    counterparty: str | None = None

    @property
    def amount(self) -> Fraction:
        return self.quantity * self.price


@dataclass(frozen=True, slots=True)
class Request:
    """Orders or cancellations sent in one second: `count` of them over `quantity` shares."""

    path: str
    at: datetime
    account: str
    security: str
    kind: RequestKind
    quantity: int
    count: int = 1


@dataclass(frozen=True, slots=True)
class Reading:
    """A ratio of one account at the close of a day; `security` for its share, None for its leverage."""

    path: str
    day: date
    account: str
    value: Fraction
    security: str | None = None


@dataclass(frozen=True, slots=True)
class Login:
    """An account was used from a device."""

    path: str
    at: datetime
    account: str
    device: str


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Cash left an account."""

    path: str
    at: datetime
    account: str
    amount: Fraction


@dataclass(frozen=True, slots=True)
class Tape:
    """Everything there is to look at up to `as_of`. `linked` are groups of accounts under common control; `eligible`
    the securities that may be bought on margin, None where the list was not given.
    """

    as_of: date
    fills: tuple[Fill, ...] = ()
    requests: tuple[Request, ...] = ()
    concentrations: tuple[Reading, ...] = ()
    leverages: tuple[Reading, ...] = ()
    logins: tuple[Login, ...] = ()
    withdrawals: tuple[Withdrawal, ...] = ()
    linked: tuple[frozenset[str], ...] = ()
    eligible: frozenset[str] | None = None

    def same_control(self, one: str, other: str) -> bool:
        """Whether two accounts are one, or stand in one group."""
        return one == other or any(one in group and other in group for group in self.linked)


@dataclass(frozen=True, slots=True)
class Alert:
    """What one pattern saw: the accounts, the rows of evidence, the figure, the thresholds, a neutral sentence."""

    pattern: str
    severity: Severity
    accounts: tuple[str, ...]
    evidence: tuple[str, ...]
    figure: Figure
    thresholds: tuple[RuleRef, ...]
    text: str
    text_zh: str

    @property
    def trace_id(self) -> str:
        """Equal for the same evidence under the same thresholds."""
        return trace(
            {"pattern": self.pattern, "evidence": list(self.evidence), "figure": self.figure.trace_id}
        )

    def as_json(self) -> dict[str, object]:
        return {
            "pattern": self.pattern,
            "severity": self.severity,
            "accounts": list(self.accounts),
            "evidence": list(self.evidence),
            "figure": self.figure.as_json(),
            "thresholds": [each.as_json() for each in self.thresholds],
            "firm_set": any(each.confidence == "firm-set" for each in self.thresholds),
            "text": self.text,
            "text_zh": self.text_zh,
            "trace_id": self.trace_id,
        }


@dataclass(frozen=True, slots=True)
class Look:
    """What a pattern looked at, and what it saw; `missing` names data without which it could not look."""

    looked_at: int
    alerts: tuple[Alert, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pattern:
    """One pattern: its code, its name in both languages, and how it looks."""

    code: str
    name: str
    name_zh: str
    look: Callable[[Tape, Thresholds], Look]


def refs(*rows: Row) -> tuple[RuleRef, ...]:
    """The rows an alert was measured against."""
    return tuple(row.ref() for row in rows)
