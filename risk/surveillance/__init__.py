"""Surveillance: one pattern a file, each with its thresholds, their source, and what it looked at.

>>> [(alert.pattern, alert.accounts) for alert in surveil(read_tape(json.load(file)), CN).alerts]
[('round_trips', ('a1',))]
"""

from risk.surveillance.model import Alert, Fill, Login, Look, Pattern, Reading, Request, Tape, Withdrawal
from risk.surveillance.reading import read_tape
from risk.surveillance.rows import ROWS
from risk.surveillance.surveil import PATTERNS, Surveillance, surveil

__all__ = [
    "PATTERNS",
    "ROWS",
    "Alert",
    "Fill",
    "Login",
    "Look",
    "Pattern",
    "Reading",
    "Request",
    "Surveillance",
    "Tape",
    "Withdrawal",
    "read_tape",
    "surveil",
]
