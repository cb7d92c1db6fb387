"""The record of one turn: where it began, how the message was understood, what was looked up, what the guard said.

With it the same turn can be driven again: it holds everything the generator was given, and names the editions of what it
stands on (rules, library, sentences, word lists, program).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from bot.dialogue.state import Message, State
from bot.dialogue.turn import Outcome, Understand
from bot.nlu.model import Request, Understanding
from bot.record.seal import Json


@dataclass(slots=True)
class Hearing:
    """Understands as ``understand`` does and remembers the last thing understood: the one that was acted on."""

    understand: Understand
    heard: Understanding | None = None

    def __call__(self, text: str, lang: str | None, today: date) -> Understanding:
        self.heard = self.understand(text, lang, today)
        return self.heard


@dataclass(frozen=True, slots=True)
class Taken:
    """A turn that has been taken: what went in, what was done, what came out. ``effects`` are a performer's record."""

    message: Message
    before: State
    outcome: Outcome
    effects: list[Json]
    heard: Understanding | None
    versions: Mapping[str, str] = field(default_factory=dict)

    def as_record(self, owner: str | None, client_id: str | None) -> Json:
        """What is stored: ``{owner, client_id, message, state_before, understanding, effects, guard, traces, versions}``
        and, for readers of older records, ``held_back``."""
        return {
            "owner": owner,
            "client_id": client_id,
            "message": {
                "lang": self.message.lang,
                "as_of": _day(self.message.as_of),
                "files": [list(file) for file in self.message.files],
            },
            "state_before": self.before.as_json(),
            "understanding": {"requests": [of_request(each) for each in self._requests()]},
            "effects": self.effects,
            "held_back": list(self.outcome.issues),
            "guard": self.outcome.verdict.as_json(),
            "traces": [str(figure["trace_id"]) for figure in self.outcome.reply.figures],
            "versions": dict(self.versions),
        }

    def _requests(self) -> Iterable[Request]:
        return self.heard.requests if self.heard else ()


def of_request(request: Request) -> Json:
    """A request with its scores: ``{text, intent, gate, source, confidence, alternatives, slots}``; empty slots left out."""
    return {
        "text": request.text,
        "intent": request.intent,
        "gate": request.gate,
        "source": request.source,
        "confidence": float(request.confidence),
        "alternatives": [[name, float(score)] for name, score in request.alternatives],
        "slots": {name: _plain(value) for name, value in asdict(request.slots).items() if value},
    }


def _plain(value: Any) -> Any:
    """Decimals and days as text; the rest as it is."""
    if isinstance(value, Decimal | date):
        return str(value)
    if isinstance(value, Mapping):
        return {str(name): _plain(part) for name, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, list | tuple) else value


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
