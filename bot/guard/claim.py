"""What the guard says of one piece of a text: right, wrong or without proof; the reason, the proof, the repair."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from bot.guard.evidence import Proof
from bot.guard.reasons import why

Judged = Literal["ok", "wrong", "unproved"]


@dataclass(frozen=True, slots=True)
class Claim:
    """One number, statement or quote of a text, found at ``start:end`` and judged.

    ``kind`` is ``number date time ticket code comparison position source wording quote person missing``;
    ``measure`` the name it is said of; ``expected`` what the evidence holds instead; ``fix`` what may stand
    there instead of ``reach`` (``start:end`` where it is not given; an empty fix takes it out); ``also``
    what the number is in truth, where it is right under another name; ``called`` the measure's name in both languages.
    """

    kind: str
    start: int
    end: int
    text: str
    verdict: Judged = "ok"
    code: str | None = None
    measure: str | None = None
    expected: str | None = None
    proof: Proof | None = None
    fix: str | None = None
    reach: tuple[int, int] | None = None
    also: str | None = None
    called: tuple[str, str] | None = None

    @property
    def held(self) -> bool:
        """Whether it may not go out."""
        return self.verdict != "ok"

    def as_json(self) -> Mapping[str, Any]:
        """The claim as it is shown, with its reason in both languages."""
        return {
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "kind": self.kind,
            "measure": self.measure,
            "verdict": self.verdict,
            "code": self.code,
            "expected": self.expected,
            "why": why(self.code, self.called, self.text, self.expected, self.also, self.proof),
            "evidence": self.proof.as_json() if self.proof else None,
            "fix": self.fix,
        }
