"""Margin calls as a state machine: kinds, states, owed notices and the next lawful step, all as data.

>>> outcomes = replay(CallFile("maintenance", lines, rule), events, cn_calendar())
>>> outcomes[-1].file.state, owed_notices(outcomes[-1].file), next_steps(outcomes[-1].file)
"""

from risk.calls.machine import Outcome, advance, next_steps, owed_notices, replay
from risk.calls.model import EVENTS, KINDS, STATES, CallFile, Event, Kind, Lines, State
from risk.calls.notices import NOTICES, Notice
from risk.calls.reading import lines_of, mark_of, read_call
from risk.calls.report import report
from risk.calls.steps import STEPS, Step
from risk.calls.transitions import REFUSALS, SIGNALS, TABLE, Signal

__all__ = [
    "EVENTS",
    "KINDS",
    "NOTICES",
    "REFUSALS",
    "SIGNALS",
    "STATES",
    "STEPS",
    "TABLE",
    "CallFile",
    "Event",
    "Kind",
    "Lines",
    "Notice",
    "Outcome",
    "Signal",
    "State",
    "Step",
    "advance",
    "lines_of",
    "mark_of",
    "next_steps",
    "owed_notices",
    "read_call",
    "replay",
    "report",
]
