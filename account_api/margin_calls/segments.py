"""One call after another in what was worked into a file: when each began, where it stands, and when and how it ended."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from risk.calls import CallFile, Outcome, State
from risk.calls.model import OPEN

HELD: tuple[State, ...] = (*OPEN, "closed_with_debt")
"""The states of a call that is not over: what remained owed after a liquidation is still to be repaid."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One call: `file` as it stands, or as it stood when the call ended."""

    began: datetime
    file: CallFile
    ended: datetime | None = None

    @property
    def called_on(self) -> date:
        """The day of the call; of a contract its due day."""
        return self.file.called_on or self.began.date()


def segments(outcomes: Sequence[Outcome]) -> tuple[Segment, ...]:
    """The calls of a file, oldest first."""
    found: list[Segment] = []
    current: Segment | None = None
    for each in outcomes:
        held = each.file.state in HELD
        if current is None:
            current = Segment(each.event.at, each.file) if held else None
        elif held:
            current = replace(current, file=each.file)
        else:
            found.append(replace(current, file=each.file, ended=each.event.at))
            current = None
    return tuple(found) if current is None else (*found, current)
