"""Every pattern over one tape: what each looked at, what it saw, what it could not look at for want of data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from risk.rulebook.model import Rulebook
from risk.surveillance import (
    account_lending,
    cancelled_orders,
    concentration_jump,
    leverage_jump,
    matched_trades,
    price_push,
    programme_rates,
    round_trips,
    routed_purchase,
)
from risk.surveillance.model import Alert, Look, Pattern, Tape
from risk.surveillance.rows import ROWS
from risk.thresholds import Thresholds

PATTERNS: tuple[Pattern, ...] = (
    round_trips.PATTERN,
    matched_trades.PATTERN,
    concentration_jump.PATTERN,
    leverage_jump.PATTERN,
    programme_rates.PATTERN,
    cancelled_orders.PATTERN,
    price_push.PATTERN,
    account_lending.PATTERN,
    routed_purchase.PATTERN,
)
NOTE = (
    "What was seen may have an ordinary explanation; a person looks.",
    "以上为观察到的情形，可能有正常原因，由人工核实。",
)


@dataclass(frozen=True, slots=True)
class Surveillance:
    """The looks of all patterns on one day, by code."""

    as_of: date
    looks: Mapping[str, Look]

    @property
    def alerts(self) -> tuple[Alert, ...]:
        return tuple(alert for look in self.looks.values() for alert in look.alerts)

    def as_json(self) -> dict[str, object]:
        return {
            "as_of": self.as_of.isoformat(),
            "note": NOTE[0],
            "note_zh": NOTE[1],
            "alerts": [each.as_json() for each in self.alerts],
            "patterns": [
                {
                    "code": pattern.code,
                    "name": pattern.name,
                    "name_zh": pattern.name_zh,
                    "looked_at": self.looks[pattern.code].looked_at,
                    "alerts": len(self.looks[pattern.code].alerts),
                    "missing": list(self.looks[pattern.code].missing),
                }
                for pattern in PATTERNS
            ],
        }


def surveil(tape: Tape, rules: Rulebook) -> Surveillance:
    """Look at a tape with every pattern, under the thresholds of its day."""
    limits = Thresholds(rules, ROWS, tape.as_of)
    return Surveillance(tape.as_of, {each.code: each.look(tape, limits) for each in PATTERNS})
