"""How many messages one conversation may send in a while. A person never meets the limit; a script that floods does.

Counted in the memory of the process, by a clock that only grows: business time may stand still. Nothing that was said before
is touched, and the answer says when to go on.
"""

from __future__ import annotations

import math
import os
import time
from collections import deque
from collections.abc import Callable, Mapping

from bot.dialogue.message import TooMany

SETTING = "LIANGRONG_CHAT_LIMIT"
DEFAULT = "120/60"
"""Messages / seconds."""
FORGETTING = 1_000
"""How many conversations are counted before those that have fallen silent are forgotten."""


class Flood:
    """At most ``most`` messages of a conversation within ``window_s`` seconds of ``ticks``."""

    def __init__(self, most: int, window_s: int, ticks: Callable[[], float] = time.monotonic) -> None:
        self._most, self._window_s, self._ticks = most, window_s, ticks
        self._seen: dict[str, deque[float]] = {}

    @classmethod
    def set_by(cls, environment: Mapping[str, str] = os.environ) -> Flood:
        """As ``LIANGRONG_CHAT_LIMIT`` says, ``messages/seconds``. ValueError for anything else."""
        most, slash, window = environment.get(SETTING, DEFAULT).partition("/")
        if not (slash and most.isdecimal() and window.isdecimal() and int(most) and int(window)):
            raise ValueError(f"{SETTING} is messages/seconds, such as {DEFAULT}")
        return cls(int(most), int(window))

    def admit(self, session: str) -> None:
        """Count one message. Raises TooMany for one beyond the limit, which is not counted."""
        now = self._ticks()
        if len(self._seen) >= FORGETTING and session not in self._seen:
            self._seen = {name: seen for name, seen in self._seen.items() if seen[-1] > now - self._window_s}
        seen = self._seen.setdefault(session, deque())
        while seen and seen[0] <= now - self._window_s:
            seen.popleft()
        if len(seen) >= self._most:
            raise TooMany(self._most, self._window_s, math.ceil(seen[0] + self._window_s - now))
        seen.append(now)
