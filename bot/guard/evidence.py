"""What a text may rest on: typed facts, quoted passages and formulas, each with where it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from bot.answer.measures import label_of, labels_of


@dataclass(frozen=True, slots=True)
class Proof:
    """Where a fact stands: a figure by its trace id, a dated rule, a clause of the contract, a passage."""

    figure: str | None = None
    rule: str | None = None
    source: str | None = None
    article: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    layer: str | None = None
    quote: str | None = None

    def as_json(self) -> Mapping[str, Any]:
        """What is known of it, without what is not."""
        return {name: value for name, value in asdict(self).items() if value is not None}


@dataclass(frozen=True, slots=True)
class Fact:
    """One value that may be said.

    ``kind`` is ``figure rule line date time ticket phone count counted code``; ``shown`` the text that is said;
    ``forms`` the written forms that are true (``shown`` where none is given); ``names`` the words
    it may be said under (for a figure or a rule the measure's own, so that a right number under a wrong
    name is caught); ``subjects`` what it is said of, where there are several of its kind (a security, a
    class of clients); ``past``: it was in force once and may only be told as history; ``lead`` and ``trail`` the
    words its sentence puts right before and behind it, where it has such a place.
    """

    kind: str
    name: str
    shown: str
    forms: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    past: bool = False
    proof: Proof | None = None
    lead: str = ""
    trail: str = ""

    @property
    def accepted(self) -> tuple[str, ...]:
        """The forms that count as this value."""
        return self.forms or (self.shown,)

    @property
    def labels(self) -> tuple[str, ...]:
        """The words that bind this value."""
        return self.names or labels_of(self.name)

    @property
    def called(self) -> tuple[str, str]:
        """What it is called in Chinese and in English."""
        proper = label_of(self.name, "zh"), label_of(self.name, "en")
        if proper[0] != self.name:
            return proper
        chinese = next((name for name in self.labels if not name.isascii()), self.name)
        return chinese, next((name for name in self.labels if name.isascii()), self.name)


@dataclass(frozen=True, slots=True)
class Quote:
    """A span copied from a passage, with the passage's validity (half-open)."""

    text: str
    effective_from: date
    effective_to: date | None
    source: str | None = None

    def in_force(self, day: date) -> bool:
        """Whether the passage holds on ``day``."""
        return self.effective_from <= day and (self.effective_to is None or day < self.effective_to)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the reader's account stands, for statements without a number of their own.

    ``band`` is ``safe warning call no_debt indeterminate``, ``None`` for somebody without an account here;
    ``deadline`` that of the open margin call; ``clause`` the clause it is agreed in.
    """

    lang: str
    today: date
    band: str | None = None
    deadline: datetime | None = None
    overdue: bool = False
    clause: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything one text rests on. ``spans`` are formulas and names that may stand verbatim, ``words`` what fills a
    sentence beside its facts.

    What was ``composed`` of our own sentences may say no word beside them. With a ``standing`` a text by anybody is judged: what it says of the account without a number, too.
    """

    facts: tuple[Fact, ...] = ()
    quotes: tuple[Quote, ...] = ()
    spans: tuple[str, ...] = ()
    client_id: str | None = None
    standing: Standing | None = None
    words: tuple[str, ...] = ()
    composed: bool = False

    def __add__(self, other: Evidence) -> Evidence:
        return Evidence(
            self.facts + other.facts,
            self.quotes + other.quotes,
            self.spans + other.spans,
            self.client_id or other.client_id,
            self.standing or other.standing,
            self.words + other.words,
            self.composed or other.composed,
        )
