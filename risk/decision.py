"""A decision with its reasons: what was looked at, what it found, by which row, and what would close each gap.

An outcome is a proposal to the person who decides. What is unknown is a gap with the missing datum named, and
never counts for or against the client.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from risk.figure import Figure, RuleRef, trace
from risk.rulebook.row import Row

NO_FIGURES: Mapping[str, Figure] = MappingProxyType({})
Both = tuple[str, str]
"""One sentence in English and in Chinese."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One check: its `code`, the path of its datum, its own `outcome`, a sentence in each language, its rules."""

    code: str
    path: str
    outcome: str
    text: str
    text_zh: str
    rule: tuple[RuleRef, ...] = ()

    def as_json(self) -> dict[str, object]:
        return {
            "code": self.code,
            "path": self.path,
            "outcome": self.outcome,
            "text": self.text,
            "text_zh": self.text_zh,
            "rule": [each.as_json() for each in self.rule],
        }


@dataclass(frozen=True, slots=True)
class Gap:
    """What stands between the present outcome and a better one, what closes it, and from which day at the earliest."""

    code: str
    path: str
    text: str
    text_zh: str
    closes: str
    closes_zh: str
    earliest: date | None = None
    figures: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        return {
            "code": self.code,
            "path": self.path,
            "text": self.text,
            "text_zh": self.text_zh,
            "closes": self.closes,
            "closes_zh": self.closes_zh,
            "earliest": None if self.earliest is None else self.earliest.isoformat(),
            "figures": list(self.figures),
        }


@dataclass(frozen=True, slots=True)
class Decision:
    """An outcome, the reasons for it, the gaps and the figures they speak of."""

    outcome: str
    as_of: date
    reasons: tuple[Reason, ...]
    gaps: tuple[Gap, ...] = ()
    figures: Mapping[str, Figure] = field(default_factory=lambda: NO_FIGURES)

    @property
    def trace_id(self) -> str:
        """Equal on any day for equal input under equal rules."""
        return trace(
            {
                "outcome": self.outcome,
                "reasons": [each.as_json() for each in self.reasons],
                "gaps": [each.as_json() for each in self.gaps],
                "figures": {name: figure.trace_id for name, figure in self.figures.items()},
            }
        )

    def as_json(self) -> dict[str, object]:
        return {
            "outcome": self.outcome,
            "as_of": self.as_of.isoformat(),
            "reasons": [each.as_json() for each in self.reasons],
            "gaps": [each.as_json() for each in self.gaps],
            "figures": {name: figure.as_json() for name, figure in self.figures.items()},
            "trace_id": self.trace_id,
        }


def reason(code: str, path: str, outcome: str, text: Both, *rows: Row | None) -> Reason:
    """A reason that quotes the rows that are known."""
    return Reason(code, path, outcome, *text, tuple(row.ref() for row in rows if row is not None))


def gap(
    code: str,
    path: str,
    text: Both,
    closes: Both,
    earliest: date | None = None,
    figures: Sequence[Figure] = (),
) -> Gap:
    """A gap and what closes it."""
    return Gap(code, path, *text, *closes, earliest, tuple(each.name for each in figures))
