"""What a conversation remembers between two messages, and the message itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from typing import Any

TRAIL = 5
PLEASANT = ("smalltalk", "affirm", "deny")
"""What asks nothing: it ends no matter that was spoken of."""


@dataclass(frozen=True, slots=True)
class Pending:
    """A flow that waits for one answer: ``complaint`` for a yes, ``security`` for a choice, and so on."""

    flow: str
    slots: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Past:
    """One answered message, as a person who takes over needs it: what was asked, what became of it, on which proof.

    ``proofs`` are (kind, title, detail): a figure by its trace id, a passage by its address.
    """

    asked: str
    intent: str
    action: str
    proofs: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class State:
    """The memory of one conversation.

    ``client_id`` and ``role`` are set only by a verified identity; ``shown`` names the figures of the last
    answer, for a question such as 「怎么算的」; ``handoff`` is the call for a person that is still open, ``trail``
    the last messages; ``subject`` the client that a member of staff speaks of; ``scenario`` what was last
    supposed about the account, step by step, as long as nothing else is asked, and ``set_aside`` what was supposed before that;
    ``topic`` the last question about the rules, for one that
    goes on from it (「融券的呢」), and ``topic_lang`` its language; ``sum`` the last calculation with the asker's own numbers, for one
    that puts it right, ``sum_aside`` the one before another answer (「刚才那个再跌」), and ``lacking`` the inputs it still waits for; ``offered`` are the choices below the last answer, for 「第二个」,
    ``asked`` the last question in normal form, for one that puts it right, and ``asked_before`` the one before it;
    ``listed`` the clients of the last list that staff was shown, in its order, and ``draft`` the text that was checked last.
    ``paper`` is the set of questions an educator was dealt last (``bot.education.papers.Paper``); ``security`` the name of the one that
    was looked up last, for 「折算率呢」; ``prices`` the day whose closing prices a liquidation was simulated at, or the sessions after the
    call (「t+3」); ``rule_days`` the days whose rules a liquidation was held against, for 「并排给我」;
    ``sections`` the headings of the library that were offered last, and ``sections_day`` the past day (ISO 8601) of that answer;
    ``traditional`` whether the last answer was in traditional characters;
    ``dropped`` the complaint that was taken back before it was filed, for one who wants it after all.
    """

    client_id: str | None = None
    role: str | None = None
    pending: Pending | None = None
    last_intent: str | None = None
    shown: tuple[str, ...] = ()
    misses: int = 0
    handoff: str | None = None
    trail: tuple[Past, ...] = ()
    subject: str | None = None
    scenario: tuple[str, ...] = ()
    set_aside: tuple[str, ...] = ()
    paper: tuple[str, ...] = ()
    topic: str | None = None
    topic_lang: str = "zh"
    sum: str | None = None
    sum_aside: str | None = None
    lacking: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()
    asked: str | None = None
    asked_before: str | None = None
    listed: tuple[str, ...] = ()
    draft: str | None = None
    security: str | None = None
    prices: str | None = None
    rule_days: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    sections_day: str | None = None
    traditional: bool = False
    dropped: Pending | None = None

    def waiting(self, flow: str, **slots: str) -> State:
        """This conversation, now waiting for an answer to ``flow``."""
        return replace(self, pending=Pending(flow, slots))

    def settled(self, intent: str, shown: tuple[str, ...] = ()) -> State:
        """This conversation after a turn that needs no answer; after a human word what was supposed still stands."""
        stands = intent in PLEASANT
        return replace(
            self,
            pending=None,
            last_intent=intent,
            shown=shown,
            misses=0,
            scenario=self.scenario if stands else (),
            set_aside=self.set_aside if stands else self.scenario or self.set_aside,
            topic=None,
            sum=None,
            sum_aside=self.sum or self.sum_aside,
            lacking=(),
            security=None,
            prices=None,
            rule_days=(),
        )

    def supposing(self, steps: tuple[str, ...]) -> State:
        """This conversation with ``steps`` supposed: each the JSON list of the changes of one message."""
        return replace(self, scenario=steps, set_aside=())

    def missed(self) -> State:
        """This conversation after a message that was not understood."""
        return replace(self, pending=None, misses=self.misses + 1)

    def remembering(self, past: Past) -> State:
        """This conversation with one more message behind it; the last few are kept."""
        return replace(self, trail=(*self.trail, past)[-TRAIL:])

    def as_json(self) -> dict[str, Any]:
        """The stored form."""
        return asdict(self)

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> State:
        """The inverse of ``as_json``."""
        pending, dropped = row.get("pending"), row.get("dropped")
        return cls(
            **{
                **row,
                "pending": Pending(**pending) if pending else None,
                "dropped": Pending(**dropped) if dropped else None,
                "shown": tuple(row.get("shown", ())),
                "scenario": tuple(row.get("scenario", ())),
                "set_aside": tuple(row.get("set_aside", ())),
                "offered": tuple(row.get("offered", ())),
                "listed": tuple(row.get("listed", ())),
                "lacking": tuple(row.get("lacking", ())),
                "paper": tuple(row.get("paper", ())),
                "rule_days": tuple(row.get("rule_days", ())),
                "sections": tuple(row.get("sections", ())),
                "trail": tuple(map(_past, row.get("trail", ()))),
            }
        )


def _past(row: Mapping[str, Any]) -> Past:
    return Past(**{**row, "proofs": tuple(map(tuple, row["proofs"]))})


@dataclass(frozen=True, slots=True)
class Message:
    """One incoming message with everything a turn depends on: no clock or id is read elsewhere.

    ``files`` are (id, name) of the files that wait in this conversation for a ticket to go on; ``linked`` how what is meant
    belongs to what was supposed last, where the words said it: ``instead`` of it, or ``on`` top.
    """

    id: str
    session: str
    text: str
    lang: str | None
    now: datetime
    as_of: date | None = None
    files: tuple[tuple[str, str], ...] = ()
    linked: str | None = None

    @property
    def rules_day(self) -> date:
        """The day whose rules apply."""
        return self.as_of or self.now.date()
