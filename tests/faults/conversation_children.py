"""A store of conversations whose process is killed at a chosen statement, by the kernel and without a last word."""

import os
import signal
from pathlib import Path
from typing import Any

from sqlalchemy import event

from bot.adapters.conversations import Conversations

AT = "2026-11-20T16:30:00+08:00"
SESSION = "s"
LONG = ["长" * 2_000]


def said(number: int) -> dict[str, Any]:
    """A turn with one long result that all share and one of its own."""
    rows = [
        {"effect": "A", "asked": {}, "result": LONG},
        {"effect": "B", "asked": {}, "result": [number, *LONG]},
    ]
    record = {"owner": None, "client_id": None, "effects": rows, "traces": [f"t{number}"]}
    return {"text": f"{number}", "said_at": AT, "reply": {"answer": f"{number}"}, "record": record}


def talk(file: Path, turns: int, statement: int) -> None:
    """Keep so many turns and die before that statement is carried out, counted from the first turn on."""
    store = Conversations.open(f"sqlite:///{file}")
    store.begin(SESSION, "zh")
    seen: list[int] = []

    def count(*_: object) -> None:
        seen.append(1)
        if len(seen) == statement:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(store._engine, "before_cursor_execute", count)
    for number in range(turns):
        store.keep(SESSION, f"m{number}", said(number), {"step": number})
