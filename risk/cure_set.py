"""The ways out of a margin call as they are answered: each with its amount, what it leads to, its times, and what
bars it."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from risk.arrival import Timing
from risk.cure_limits import Obstacle
from risk.figure import Figure
from risk.money import to_text


@dataclass(frozen=True, slots=True)
class Best:
    """The most that can be done of a way that does not reach the target."""

    quantity: int | None
    amount: Figure

    def as_json(self) -> dict[str, object]:
        return {"quantity": self.quantity, "amount": self.amount.as_json()}


@dataclass(frozen=True, slots=True)
class Cure:
    """One way. `security` and `quantity` are None where any security or plain money will do.

    `amount` is what it takes to reach the target, and `per_percent` what it would take after a further one per cent
    of price move against the account. `after` is the ratio it leads to; where it does not reach the target, that of
    `best`. The times are None when no calendar and arrival rules were given.
    """

    kind: str
    security: str | None
    quantity: int | None
    amount: Figure
    after: Figure
    per_percent: Figure
    best: Best | None
    timing: Timing
    obstacle: Obstacle | None

    @property
    def feasible(self) -> bool:
        return self.obstacle is None

    def as_json(self) -> dict[str, object]:
        return {
            "kind": self.kind,
            "security": self.security,
            "quantity": self.quantity,
            "amount": self.amount.as_json(),
            "after": self.after.as_json(),
            "per_percent": self.per_percent.as_json(),
            "best": self.best and self.best.as_json(),
            **_times(self.timing),
            "feasible": self.feasible,
            **_reason(self.obstacle),
        }


@dataclass(frozen=True, slots=True)
class MixStep:
    """One step of a mix: money, or shares of a security; `after` is the ratio once it is done."""

    kind: str
    security: str | None
    quantity: int | None
    amount: Figure
    after: Figure
    timing: Timing

    def as_json(self) -> dict[str, object]:
        return {
            "kind": self.kind,
            "security": self.security,
            "quantity": self.quantity,
            "amount": self.amount.as_json(),
            "after": self.after.as_json(),
            **_times(self.timing),
        }


@dataclass(frozen=True, slots=True)
class Mix:
    """Several steps in order; it counts once its last step does, and must begin while every step is in time."""

    name: str
    steps: tuple[MixStep, ...]
    skipped: tuple[tuple[str, Obstacle], ...]
    after: Figure
    timing: Timing
    obstacle: Obstacle | None

    @property
    def feasible(self) -> bool:
        return self.obstacle is None

    def as_json(self) -> dict[str, object]:
        return {
            "name": self.name,
            "steps": [step.as_json() for step in self.steps],
            "skipped": [{"security": code, **_reason(why)} for code, why in self.skipped],
            "after": self.after.as_json(),
            **_times(self.timing),
            "feasible": self.feasible,
            **_reason(self.obstacle),
        }


@dataclass(frozen=True, slots=True)
class LimitedSum:
    """The best that a limited sum from outside reaches: how it is split, and what remains, each of the three alone."""

    total: Fraction
    repay: Figure
    add: Figure
    left: Figure
    after: Figure
    reached: bool
    remaining: tuple[tuple[str, Figure], ...]
    timing: Timing

    def as_json(self) -> dict[str, object]:
        return {
            "sum": to_text(self.total),
            "repay_outside_cash": self.repay.as_json(),
            "add_cash": self.add.as_json(),
            "left": self.left.as_json(),
            "after": self.after.as_json(),
            "reached": self.reached,
            "remaining": {kind: figure.as_json() for kind, figure in self.remaining},
            **_times(self.timing),
        }


@dataclass(frozen=True, slots=True)
class CureSet:
    """Every way to `target`; empty when nothing is owed. `limited` answers a sum, when one was named."""

    target: Fraction
    cures: tuple[Cure, ...] = ()
    mixes: tuple[Mix, ...] = ()
    limited: LimitedSum | None = None

    def as_json(self) -> dict[str, object]:
        return {
            "target": to_text(self.target),
            "cures": [cure.as_json() for cure in self.cures],
            "mixes": [mix.as_json() for mix in self.mixes],
            "limited": self.limited and self.limited.as_json(),
        }


def _times(timing: Timing) -> dict[str, object]:
    return {
        "opens_at": _iso(timing.opens_at),
        "counts_from": _iso(timing.counts_from),
        "last_start": _iso(timing.last_start),
        "provisional": timing.provisional,
    }


def _reason(obstacle: Obstacle | None) -> dict[str, object]:
    return {
        "reason": obstacle and obstacle.text,
        "reason_zh": obstacle and obstacle.text_zh,
        "reason_code": obstacle and obstacle.code,
    }


def _iso(moment: date | None) -> str | None:
    return None if moment is None else moment.isoformat()
