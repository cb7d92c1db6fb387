"""How far a client has read an agreement: its sections and disclosures in order, each acknowledged once, none too quickly.

How long a step is read at least is the firm's parameter `agreement_reading_seconds`, counted on the clock that nobody pins. A
clock that was set back tells nothing of the time between, so it holds nobody up.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any

from sqlmodel import Session

from account_api.agreements import queries
from account_api.agreements.tables import Agreement, AgreementStep, Factor
from account_api.clock import local_text
from account_api.firm.queries import if_set

SECONDS, FACTOR = "agreement_reading_seconds", "agreement_signature"


@dataclass(frozen=True, slots=True)
class Step:
    """A section (by its number) or a disclosure."""

    no: str
    kind: str
    title: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reading:
    """The steps of an agreement and those that were acknowledged; `newest` is the version that is offered now.

    What came about by an amendment was read as the amendment: it has no steps of its own.
    """

    stored: str
    steps: tuple[Step, ...]
    acknowledged: tuple[AgreementStep, ...]
    seconds: int
    factor: Factor
    version: int
    newest: int

    @classmethod
    def of(cls, session: Session, row: Agreement) -> "Reading":
        """How far this agreement was read."""
        offered = queries.published(session, row.template)
        return cls(
            row.state,
            () if row.amendment_id else tuple(_steps(row.body)),
            tuple(queries.steps(session, row.id)),
            int(if_set(session, SECONDS) or 0),
            if_set(session, FACTOR) or "confirmation",
            row.version,
            row.version if offered is None else offered.version,
        )

    @property
    def done(self) -> int:
        return len(self.acknowledged)

    @property
    def next_step(self) -> str | None:
        """The step that comes now; None where all are done."""
        return self.steps[self.done].no if self.stored == "reading" and self.done < len(self.steps) else None

    def wait(self, now: datetime) -> int:
        """Seconds until the next step may be acknowledged."""
        if not self.acknowledged:
            return 0
        passed = (now - self.acknowledged[-1].wall_at).total_seconds()
        return 0 if passed < 0 else max(0, ceil(self.seconds - passed))

    @property
    def state(self) -> str:
        """`outdated` for one still read while a newer version is offered."""
        return "outdated" if self.stored == "reading" and self.newest != self.version else self.stored

    @property
    def blocked(self) -> dict[str, str] | None:
        """Why it cannot be signed; None where it can, or was."""
        if self.state == "outdated":
            return {
                "zh": f"该版本已被第{self.newest}版取代，请阅读并签署新版本。",
                "en": f"Version {self.newest} has taken the place of this one; read and sign that.",
            }
        if self.next_step is None:
            return None
        left = len(self.steps) - self.done
        return {
            "zh": f"还有{left}节未阅读确认，下一节为{self.next_step}。",
            "en": f"{left} steps are still to be read, the next one is {self.next_step}.",
        }

    def shown(self) -> Iterator[dict[str, Any]]:
        """Every step with when it was acknowledged."""
        for n, step in enumerate(self.steps, start=1):
            at = self.acknowledged[n - 1].at if n <= self.done else None
            done_at = None if at is None else local_text(at)
            yield {"n": n, "step": step.no, "kind": step.kind, "title": step.title, "done_at": done_at}


def _steps(body: Mapping[str, Any]) -> Iterator[Step]:
    for section in body["sections"]:
        yield Step(section["no"], "section", section["title"])
    for each in body["disclosures"]:
        yield Step(each["no"], "disclosure", each["title"])
