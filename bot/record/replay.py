"""A recorded turn taken again: the same generator over the recorded results, with no service called.

The passages a turn read are looked up by id in the catalogue. What comes out is compared with what was said; the seal tells
whether what is stored is still what was written; where something else answers today, the editions say what has changed.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from bot.dialogue import effects
from bot.dialogue.effects import Effect
from bot.dialogue.state import Message, State
from bot.dialogue.turn import Outcome, Understand
from bot.dialogue.turn import turn as take
from bot.guard.check import check
from bot.record.results import Shelf, restored
from bot.record.seal import Json, canonical
from bot.record.stored import StoredTurn
from bot.rendering import rendered
from knowledge.errors import NotFound

T = TypeVar("T")
COMPARED = ("answer", "action", "intent", "lang", "figures", "citations", "choices")
"""The parts of a reply that must come out the same; how long it took may not."""
NEEDED = ("message", "state_before", "versions", "hash")
UNFIT = (NotFound, LookupError, ValueError, TypeError, AttributeError)
"""What an altered or lost record or result may raise: it fits no flow."""


class Diverged(Exception):
    """The turn asks for something else than it asked for then."""

    def __init__(self, was: Json | None, now: Json | None) -> None:
        super().__init__(f"asked {now and now['effect']} where it had asked {was and was['effect']}")
        self.was, self.now = was, now


@dataclass(frozen=True, slots=True)
class Replay:
    """What became of a repetition. ``answer`` is ``None`` where the turn could not be driven to its end; ``changed`` names
    the editions that differ now; ``checked`` counts the numbers the guard looked at, ``claims`` are its words on them."""

    answer: str | None
    was: str
    differences: tuple[Json, ...]
    changed: tuple[Json, ...] = ()
    checked: int = 0
    claims: tuple[Json, ...] = ()

    @property
    def same(self) -> bool:
        return self.answer is not None and not self.differences

    def as_json(self, name: str) -> Json:
        """``{"id", "same", "answer", "was", "differences", "versions", "checked"}``."""
        return {
            "id": name,
            "same": self.same,
            "answer": self.answer,
            "was": self.was,
            "differences": list(self.differences),
            "versions": list(self.changed),
            "checked": self.checked,
        }


def replayed(record: Mapping[str, Any], message: Message, understand: Understand, library: Shelf) -> Outcome:
    """The turn of ``message`` again, from the state before it and the results in ``record``.

    Raises Diverged where it takes another way, and what the library raises for a passage it never held.
    """
    run = take(message, State.from_json(record["state_before"]), understand)
    return _driven(run, record["effects"], library)


def replay(turn: StoredTurn, understand: Understand, library: Shelf, versions: Mapping[str, str]) -> Replay:
    """Take a stored turn again and compare it with what was said; ``versions`` are the editions in use now."""
    was, record = str(turn.reply.get("answer")), turn.complete
    lacking = [name for name in NEEDED if name not in record]
    if lacking:
        return Replay(None, was, (_difference("record", None, lacking),))
    broken = turn.broken()
    changed: tuple[Json, ...] = ()
    try:
        changed = _changed(record["versions"], versions)
        message = message_of(turn)
        outcome = replayed(record, message, understand, library)
    except Diverged as error:
        return Replay(None, was, (*broken, _difference("effects", error.was, error.now)), changed)
    except UNFIT as error:
        return Replay(None, was, (*broken, _difference("results", None, repr(error))), changed)
    now = rendered(outcome, message, 0)
    verdict = check(outcome.reply.text, outcome.reply.evidence, outcome.reply.rules_day)
    claims = tuple(dict(claim.as_json()) for claim in verdict.claims)
    different = (*broken, *compared(turn.reply, now))
    return Replay(now["answer"], was, different, changed, verdict.checked, claims)


def compared(was: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[Json, ...]:
    """The parts of two replies that differ."""
    return tuple(
        _difference(name, was.get(name), now[name])
        for name in COMPARED
        if canonical(was.get(name)) != canonical(now[name])
    )


def message_of(turn: StoredTurn) -> Message:
    """The message of a stored turn, with the moment and the day it had."""
    given = turn.record["message"]
    day = date.fromisoformat(given["as_of"]) if given["as_of"] else None
    at = datetime.fromisoformat(turn.said_at)
    files = tuple((str(file), str(name)) for file, name in given.get("files", ()))
    return Message(turn.message_id, turn.session, turn.text, given["lang"], at, day, files)


def _changed(was: Mapping[str, str], now: Mapping[str, str]) -> tuple[Json, ...]:
    return tuple(
        _difference(name, was.get(name), now.get(name))
        for name in sorted({*was, *now})
        if was.get(name) != now.get(name)
    )


def _driven(run: Generator[Effect, Any, T], rows: Sequence[Mapping[str, Any]], library: Shelf) -> T:
    left = list(rows)
    answer: Any = None
    while True:
        try:
            asked = effects.as_json(run.send(answer))
        except StopIteration as stop:
            if left:
                raise Diverged(_asked(left[0]), None) from None
            return stop.value  # type: ignore[no-any-return]
        row = left.pop(0) if left else None
        if row is None or canonical(_asked(row)) != canonical(asked):
            raise Diverged(_asked(row) if row else None, asked)
        answer = restored(row["result"], library)


def _asked(row: Mapping[str, Any]) -> Json:
    return {"effect": row["effect"], "asked": row["asked"]}


def _difference(name: str, was: Any, now: Any) -> Json:
    return {"what": name, "was": was, "now": now}
