"""The outside world of teaching for tests: the real calculators and the real rulebook (or one with changed rows), and
sections by their headings; no service, no library."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.dialogue.effects import Calculate, Failed, LookUpRule
from bot.dialogue.learning_effects import ReadSection
from risk.calculators import Calculation, calculate
from risk.money import to_text
from risk.rulebook import CN
from risk.rulebook.model import Rulebook

TODAY = date(2026, 11, 20)


@dataclass(frozen=True, slots=True)
class Section:
    """A passage as a quiz cites it."""

    document_id: str
    section: str
    effective_from: date
    lead: str = "…"
    text: str = "…"
    title: str = "…"
    kind: str = "rule"
    lang: str = "zh"
    article: str | None = None
    source: str = "…"
    effective_to: date | None = None
    confidence: str = "seen-2nd"

    @property
    def id(self) -> str:
        return f"{self.document_id}:{self.section}:{self.effective_from}"


@dataclass(slots=True)
class World:
    """Carries out effects. ``changed`` gives documents whose text is another one since that day; a ``plain`` world
    leaves the proof out of figures, where thousands are made to be compared."""

    rules: Rulebook = CN
    changed: Mapping[str, date] = field(default_factory=dict)
    down: bool = False
    plain: bool = False
    asked: list[Any] = field(default_factory=list)

    def drive(self, run: Generator[Any, Any, Any]) -> Any:
        answer: Any = None
        while True:
            try:
                effect = run.send(answer)
            except StopIteration as stop:
                return stop.value
            self.asked.append(effect)
            answer = Failed(0) if self.down else self.perform(effect)

    def perform(self, effect: Any) -> Any:
        match effect:
            case Calculate(kind, inputs, as_of):
                calculated = calculate(kind, dict(inputs), self.rules, as_of)
                return {"figures": _plain(calculated)} if self.plain else calculated.as_json()
            case LookUpRule(param, as_of, scope):
                return self.rules.standing(param, as_of, **dict(scope)).as_json()
            case ReadSection(document, section, as_of):
                since = self.changed.get(document, date.max)
                return Section(document, section, since if since <= as_of else date(2020, 1, 1))
        raise AssertionError(effect)


def _plain(calculated: Calculation) -> dict[str, Any]:
    return {
        name: {
            "name": name,
            "value": None if figure.value is None else to_text(figure.value),
            "display": figure.display,
            "unit": figure.unit,
        }
        for name, figure in calculated.figures.items()
    }
