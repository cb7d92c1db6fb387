"""A scenario: who speaks, at which hour, in which world, what is said, what must be in the answers and in the end."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from account_api.fixtures import Fixture

ROLES = ("client", "anonymous", "agent", "educator", "risk", "compliance")
ACTIONS = ("answer", "ask", "confirm", "refuse", "handoff", "unknown")
DEEDS = (
    "clock",
    "advance",
    "as",
    "sign_out",
    "wrong_code",
    "sign_in",
    "add_rule",
    "event",
    "job",
    "ingest",
    "attach",
    "say",
    "click",
    "repeat",
    "draft",
    "replay",
)
"""What a step may do, in the order in which a step with several does them."""


@dataclass(frozen=True, slots=True)
class Expect:
    """What a step's answer is held to. Empty: anything will do.

    ``must`` and ``must_not`` are searched in the answer's NFKC text; ``figures`` by name, equal at the digits given;
    ``cites`` stand in a citation's title and article; ``absent_figures`` names figures that may not be shown, ``*`` any.
    """

    action: tuple[str, ...] = ()
    must: tuple[re.Pattern[str], ...] = ()
    must_not: tuple[re.Pattern[str], ...] = ()
    figures: tuple[tuple[str, Decimal], ...] = ()
    cites: tuple[str, ...] = ()
    absent_figures: tuple[str, ...] = ()

    @property
    def anything(self) -> bool:
        """Whether nothing at all is asked of the answer."""
        return self == Expect()


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its number from one, the line it stands on, its deeds with their read values, and what is expected."""

    number: int
    line: int
    deeds: tuple[tuple[str, Any], ...]
    expect: Expect

    @property
    def shown(self) -> str:
        """The step as a reader of the report sees it."""
        return " · ".join(_shown(deed, value) for deed, value in self.deeds)


@dataclass(frozen=True, slots=True)
class Scenario:
    """One scenario. ``end_state`` holds for each named table exactly the rows it must have gained."""

    id: str
    file: Path
    role: str
    clock: datetime
    exact_clock: bool
    fixture: Fixture
    steps: tuple[Step, ...]
    end_state: Mapping[str, tuple[Mapping[str, Any], ...]]

    @property
    def own_library(self) -> bool:
        """Whether the scenario changes what the library holds: rules are in the ledger, which is its own anyway."""
        return any(deed == "ingest" for step in self.steps for deed, _ in step.deeds)


def _shown(deed: str, value: Any) -> str:
    match deed:
        case "say":
            return str(value)
        case "attach":
            return f"[{Path(value).name}]"
        case "advance":
            return f"+ {value.text}"
        case "clock":
            return f"{value:%Y-%m-%d %H:%M}"
        case _:
            return deed if value is True else f"{deed}: {str(value).lower() if value is False else value}"
