"""A turn as it lies in the store, with what is needed to tell whether it still is what was written."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from bot.record.keeping import whole
from bot.record.seal import OWN, SEALED, Json, seal


@dataclass(frozen=True, slots=True)
class StoredTurn:
    """One turn. ``record`` names its long ``results`` (text) by hash; ``chained`` is its hash as the
    conversation's chain has it, ``None`` for a turn from before there was one."""

    session: str
    message_id: str
    position: int
    said_at: str
    text: str
    reply: Json
    record: Json
    results: Mapping[str, str]
    chained: str | None

    @property
    def complete(self) -> Json:
        """The record with its results in place."""
        return whole(self.record, {name: _value(text) for name, text in self.results.items()})

    @property
    def hash(self) -> str | None:
        """The hash that was written with the turn; ``None`` for an older one."""
        return self.record.get(OWN)

    def seen_by(self, owner: str | None) -> bool:
        """Whether ``owner``, or nobody in particular, may see the turn."""
        return may_see(self.record, owner)

    def belongs_to(self, name: str) -> bool:
        """Whether the turn is ``name``'s, a user's or a client's, or was said before identity."""
        owner = self.record.get("owner")
        return owner is None or name in (owner, self.record.get("client_id"))

    def as_json(self) -> Json:
        """What the seal covers, with the seal as it was written."""
        return {name: getattr(self, name) for name in SEALED}

    def broken(self) -> tuple[Json, ...]:
        """The hashes that do not fit what is stored: ``{"what": "hash|chain|result", "was", "now"}`` each."""
        found = [
            {"what": name, "was": self.hash, "now": now}
            for name, now in (("hash", seal(self.as_json())), ("chain", self.chained))
            if now != self.hash
        ]
        for name, text in self.results.items():
            now = hashlib.sha256(text.encode()).hexdigest()
            if now != name:
                found.append({"what": "result", "was": name, "now": now})
        return tuple(found)


def _value(text: str) -> Any:
    """What the text says; nothing where it is no JSON any more."""
    try:
        return orjson.loads(text)
    except ValueError:
        return None


def may_see(record: Mapping[str, Any], owner: str | None) -> bool:
    """A turn before identity is anybody's who holds the conversation; any other only its own client's."""
    return record.get("owner") in (None, owner)
