"""The records of all conversations, as whoever may see them asks for them: one turn, its repetition, a whole conversation."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.dialogue.turn import Understand
from bot.ports import UnknownSession
from bot.record.evidence import evidence
from bot.record.replay import Replay, replay
from bot.record.results import Shelf
from bot.record.seal import Json
from bot.record.stored import StoredTurn


class Store(Protocol):
    """Where turns lie (see ``bot.adapters.conversations``)."""

    def stored(self, session: str, message_id: str | None = None) -> list[StoredTurn]:
        """The turns of a session, or the one with a message id. UnknownSession."""

    def chain(self, session: str) -> list[str]:
        """The seals of a session in the order of its turns, those of turns that are gone included."""

    def shown_in(self, trace: str) -> tuple[str, str] | None:
        """Session and message id of a turn that has shown a figure."""

    def sessions_of(self, client_id: str, since: datetime, before: datetime) -> list[str]:
        """The conversations in which something of a client was said in a period, its end not included."""


class SeveralOwners(ValueError):
    """A conversation in which several people were signed in: evidence is given out for one of them."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(", ".join(names))
        self.names = tuple(names)


class Records:
    """``versions`` names the editions in use now, ``clock`` gives business time."""

    def __init__(
        self,
        store: Store,
        understand: Understand,
        library: Shelf,
        versions: Callable[[], Mapping[str, str]],
        clock: Callable[[], datetime],
    ) -> None:
        self._store, self._understand, self.library = store, understand, library
        self._versions, self._clock = versions, clock

    def turn(self, session: str, message_id: str) -> StoredTurn:
        """One turn. UnknownSession where there is none."""
        found = self._store.stored(session, message_id)
        if not found:
            raise UnknownSession(message_id)
        return found[0]

    def named(self, name: str) -> StoredTurn:
        """The turn named ``session:message_id``, or one that has shown the figure with this trace id. UnknownSession."""
        session, _, message_id = name.rpartition(":")
        place = (session, message_id) if session else self._store.shown_in(name)
        if place is None:
            raise UnknownSession(name)
        return self.turn(*place)

    def own(self, session: str, message_id: str, owner: str | None) -> StoredTurn:
        """One turn that ``owner`` may see. UnknownSession for somebody else's, as for none."""
        found = self.turn(session, message_id)
        if not found.seen_by(owner):
            raise UnknownSession(message_id)
        return found

    def replay(self, turn: StoredTurn) -> Replay:
        """Take the turn again over what it read then."""
        return replay(turn, self._understand, self.library, self._versions())

    def evidence(self, turn: StoredTurn) -> Json:
        """One turn as evidence, in its place between the seals of the others."""
        turns = self._store.stored(turn.session)
        return self._evidence(turns, [each for each in turns if each.message_id == turn.message_id])

    def conversation(self, session: str, whose: str | None = None) -> Json:
        """A whole conversation as evidence for ``whose``, a user or a client.

        UnknownSession; SeveralOwners where it must be said for whom.
        """
        turns = self._store.stored(session)
        owners = sorted({str(turn.record["owner"]) for turn in turns if turn.record.get("owner")})
        if whose is None and len(owners) > 1:
            raise SeveralOwners(owners)
        return self._evidence(turns, [turn for turn in turns if whose is None or turn.belongs_to(whose)])

    def chats(self, client_id: str, since: datetime, before: datetime) -> list[Json]:
        """The evidence of every conversation of a client that reaches into a period, what is another's withheld."""
        sessions = self._store.sessions_of(client_id, since, before)
        return [self.conversation(session, client_id) for session in sessions]

    def _evidence(self, turns: Sequence[StoredTurn], shown: Sequence[StoredTurn]) -> Json:
        chain = self._store.chain(turns[0].session) if turns else []
        return evidence(turns, chain, shown, self.library, self._clock())
