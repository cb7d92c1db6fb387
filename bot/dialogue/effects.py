"""What a flow may ask the outside world for. Frozen values: a recorded turn can be driven again.

A flow yields one of these and is sent the result, or a ``Failed`` where the service refused or was
out of reach; nothing is raised into a flow.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from bot.dialogue.applying_effects import ApplyingEffect
from bot.dialogue.case_effects import CaseEffect
from bot.dialogue.learning_effects import LearningEffect
from bot.dialogue.planning_effects import PlanningEffect
from bot.dialogue.service_effects import ServiceEffect
from bot.ports import HandoffReason


@dataclass(frozen=True, slots=True)
class FetchFigures:
    """Every figure of one account, under the rules of ``as_of`` (today where it is ``None``)."""

    client_id: str
    as_of: date | None


@dataclass(frozen=True, slots=True)
class FetchCures:
    """The ways back to the restore line, with the margin call and its deadline where one is open.

    ``limit``: how far a sum from outside goes, in decimal text.
    """

    client_id: str
    as_of: date | None
    target: str | None = None
    limit: str | None = None


@dataclass(frozen=True, slots=True)
class FetchPositions:
    """Holdings and contracts of one account."""

    client_id: str
    as_of: date | None


@dataclass(frozen=True, slots=True)
class LookUpRule:
    """A dated parameter: the row in force, the one before, the next, and the history."""

    param: str
    as_of: date
    scope: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Calculate:
    """A hypothetical with the asker's own numbers, computed by the risk engine."""

    kind: str
    inputs: tuple[tuple[str, str], ...]
    as_of: date


@dataclass(frozen=True, slots=True)
class SearchKnowledge:
    """Passages in force on ``as_of``, best first."""

    query: str
    as_of: date
    lang: str
    jurisdiction: str = "CN"
    k: int = 3


@dataclass(frozen=True, slots=True)
class FindNotices:
    """What the firm has set on a topic at a moment (ISO 8601): notices, and the switch to a person only.

    The result is a list of ``{"kind": "notice|person_only", "topic", "text": {"zh", "en"}, "from", "until"}``.
    """

    topic: str
    at: str


@dataclass(frozen=True, slots=True)
class FindVersions:
    """The versions of a document in a language, oldest first: ``{"title", "effective_from", "effective_to"}`` each."""

    document: str
    lang: str


@dataclass(frozen=True, slots=True)
class LogGap:
    """A question that the library could not answer."""

    query: str
    as_of: date
    reason: str


@dataclass(frozen=True, slots=True)
class OpenTicket:
    """A complaint ticket. The key makes a repeated confirmation the same ticket."""

    key: str
    category: str
    text: str
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ListTickets:
    """The asker's own tickets, newest first."""


@dataclass(frozen=True, slots=True)
class RaiseHandoff:
    """Call a person for the asker: ``reason`` is one of ``bot.ports.HandoffReason``.

    ``summary`` is written for the desk; ``tried`` are the asker's last questions with what became of them,
    ``evidence`` what was shown (kind, title, detail). None of them holds a figure or a name.
    """

    key: str
    reason: HandoffReason
    summary: str
    lang: str = "zh"
    tried: tuple[str, ...] = ()
    evidence: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class HandoffStatus:
    """Where a call for a person stands: waiting, attended by somebody, or closed."""

    handoff: str


@dataclass(frozen=True, slots=True)
class FetchAccount:
    """One client's account without its figures: whether the asker may see that client at all."""

    client_id: str


@dataclass(frozen=True, slots=True)
class ListCalls:
    """The clients in a margin call whom the asker's group looks after, by deadline, or those of another group."""

    group: str | None = None


@dataclass(frozen=True, slots=True)
class ListHandoffs:
    """The calls for a person that the asker's group has, in the order of its desk."""

    state: str | None = None


@dataclass(frozen=True, slots=True)
class ListCampaigns:
    """The firm's education campaigns."""


@dataclass(frozen=True, slots=True)
class FirmFacts:
    """What the firm has set: hours, phone, answer times."""


@dataclass(frozen=True, slots=True)
class FindSecurity:
    """One security of the list by its code (``600519.SH``)."""

    code: str


@dataclass(frozen=True, slots=True)
class ListRules:
    """Every dated parameter as seen from a day."""

    as_of: date


@dataclass(frozen=True, slots=True)
class FindQuotes:
    """Which of ``texts`` stand word for word in a passage, in force on ``as_of`` or else once in force.

    The result has a ``{"text", "source", "effective_from", "effective_to"}`` for each that does.
    """

    texts: tuple[str, ...]
    as_of: date


Effect = (
    FetchFigures
    | FetchCures
    | FetchPositions
    | LookUpRule
    | Calculate
    | SearchKnowledge
    | FindNotices
    | FindVersions
    | LogGap
    | OpenTicket
    | ListTickets
    | RaiseHandoff
    | HandoffStatus
    | FetchAccount
    | ListCalls
    | ListHandoffs
    | ListCampaigns
    | FirmFacts
    | FindSecurity
    | LearningEffect
    | PlanningEffect
    | ServiceEffect
    | CaseEffect
    | ApplyingEffect
    | ListRules
    | FindQuotes
)

DAYS = ("as_of", "until", "since", "prices_day")
KINDS: Mapping[str, type[Effect]] = {kind.__name__: kind for kind in Effect.__args__}


def as_json(effect: Effect) -> dict[str, Any]:
    """An effect as it is recorded: ``{"effect": its name, "asked": its fields}``."""
    asked = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in asdict(effect).items()
    }
    return {"effect": type(effect).__name__, "asked": asked}


def from_json(row: Mapping[str, Any]) -> Effect:
    """The recorded effect, to be carried out again. KeyError or TypeError for what is not one."""
    asked: dict[str, Any] = {
        name: tuple(tuple(part) if isinstance(part, list) else part for part in value)
        if isinstance(value, list)
        else value
        for name, value in row["asked"].items()
    }
    for name in DAYS:
        if asked.get(name):
            asked[name] = date.fromisoformat(asked[name])
    return KINDS[row["effect"]](**asked)


@dataclass(frozen=True, slots=True)
class Failed:
    """A service said no: its HTTP status (0 = out of reach) and its problem object."""

    status: int
    problem: dict[str, Any] = field(default_factory=dict)
