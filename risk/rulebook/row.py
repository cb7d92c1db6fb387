"""One row of a rulebook: a dated value of one parameter, the document it stands in, and how well we know it.

Rows that nobody could check are `unverified`, and what was only ever put out for comment is a `proposal`:
both can be shown, neither is computed with.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

from risk import money
from risk.figure import RuleRef
from risk.rulebook.units import show

Jurisdiction = Literal["CN", "HK", "US"]
Layer = Literal["law", "exchange", "firm", "contract"]
Force = Literal["floor", "cap", "exact", "condition"]
LegalForce = Literal["binding", "benchmark", "house", "proposal"]
AppliesTo = Literal["new", "all", "extension"]
Confidence = Literal["seen-law", "seen-exch", "seen-2nd", "firm-set", "unverified"]

JURISDICTIONS: tuple[Jurisdiction, ...] = ("CN", "HK", "US")
ANY: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Window:
    """A time in which every firm chooses its own day to go over to a new rule: from `first`, at the latest on
    `last`.
    """

    name: str
    first: date
    last: date

    def as_json(self) -> dict[str, str]:
        return {"name": self.name, "first": self.first.isoformat(), "last": self.last.isoformat()}


@dataclass(frozen=True, slots=True)
class Row:
    """One dated value. `value` is a decimal string, or a word when `unit` is "text" (`value_zh` is that
    word in Chinese).

    `force` says how the value binds: a floor or a cap may be tightened further down the layers, never
    loosened; `legal` whether it binds at all. `applies_to` "new" binds contracts opened from then on,
    "extension" those extended, "all" outstanding ones too. `announced` is the day from which it could be
    known, the first day of validity where that is None. `repealed` is the day its end was announced, for a
    row that nothing follows. A row that begins or ends with a `window` does so on the day a firm chose.
    """

    param: str
    value: str
    unit: str
    layer: Layer
    force: Force
    valid_from: date
    source: str
    confidence: Confidence
    note: str
    note_zh: str
    article: str | None = None
    valid_to: date | None = None
    announced: date | None = None
    applies_to: AppliesTo = "all"
    scope: Mapping[str, str] = field(default_factory=lambda: ANY)
    value_zh: str | None = None
    jurisdiction: Jurisdiction = "CN"
    legal: LegalForce = "binding"
    repealed: date | None = None
    window: Window | None = None

    @property
    def verified(self) -> bool:
        return self.confidence != "unverified"

    @property
    def legal_force(self) -> LegalForce:
        """What a firm sets binds by its contract with the client, not by law."""
        return "house" if self.layer == "firm" else self.legal

    @property
    def number(self) -> Fraction | None:
        """The value to compute with; None for a word, for an unverified row and for a proposal."""
        if not self.verified or self.unit == "text" or self.legal == "proposal":
            return None
        return _number(self.value, self.param)

    @property
    def known_from(self) -> date:
        """The day from which this row could be known."""
        return self.valid_from if self.announced is None else self.announced

    @property
    def group(self) -> tuple[object, ...]:
        """Rows of one group answer the same question, so that no two of them may cover one day."""
        return self.layer, *self.case

    @property
    def case(self) -> tuple[object, ...]:
        """What the row is about, whoever set it: its parameter, extensions or not, its scope."""
        return self.param, self.applies_to == "extension", tuple(sorted(self.scope.items()))

    def covers(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)

    def fits(self, scope: Mapping[str, str]) -> bool:
        """True when every condition of this row is met by `scope`."""
        return all(scope.get(key) == value for key, value in self.scope.items())

    def ref(self) -> RuleRef:
        """This row as a figure quotes it."""
        return RuleRef(
            self.param,
            self.value,
            self.layer,
            self.source,
            self.article,
            self.valid_from,
            self.valid_to,
            self.confidence,
        )

    def as_json(self) -> dict[str, object]:
        return {
            **self.ref().as_json(),
            "unit": self.unit,
            "display": show(self.value_zh or self.value, self.unit, "zh"),
            "display_en": show(self.value, self.unit, "en"),
            "jurisdiction": self.jurisdiction,
            "force": self.force,
            "legal_force": self.legal_force,
            "verified": self.verified,
            "scope": dict(self.scope),
            "applies_to": self.applies_to,
            "announced": _day(self.announced),
            "repealed": _day(self.repealed),
            "window": self.window.as_json() if self.window else None,
            "note": self.note,
            "note_zh": self.note_zh,
        }


@lru_cache(1_024)
def _number(value: str, param: str) -> Fraction:
    return money.parse(value, param)


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
