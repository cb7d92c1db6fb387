"""What a text may rest on: typed facts, quoted passages and formulas, each with where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.answer.measures import labels_of


@dataclass(frozen=True, slots=True)
class Fact:
    """One value that may be said.

    ``kind`` is ``figure rule line date time ticket phone count code``; ``shown`` the text that is said;
    ``forms`` the written forms that are true (``shown`` where none is given); ``names`` the words
    it may be said under (for a figure or a rule the measure's own, so that a right number under a wrong
    name is caught).
    """

    kind: str
    name: str
    shown: str
    forms: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def accepted(self) -> tuple[str, ...]:
        """The forms that count as this value."""
        return self.forms or (self.shown,)

    @property
    def labels(self) -> tuple[str, ...]:
        """The words that bind this value."""
        return self.names or labels_of(self.name)


@dataclass(frozen=True, slots=True)
class Quote:
    """A span copied from a passage, with the passage's validity (half-open)."""

    text: str
    effective_from: date
    effective_to: date | None

    def in_force(self, day: date) -> bool:
        """Whether the passage holds on ``day``."""
        return self.effective_from <= day and (self.effective_to is None or day < self.effective_to)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything one text rests on. ``spans`` are formulas and names that may stand verbatim."""

    facts: tuple[Fact, ...] = ()
    quotes: tuple[Quote, ...] = ()
    spans: tuple[str, ...] = ()
    client_id: str | None = None

    def __add__(self, other: Evidence) -> Evidence:
        return Evidence(
            self.facts + other.facts,
            self.quotes + other.quotes,
            self.spans + other.spans,
            self.client_id or other.client_id,
        )
