"""Calling a person: what the desk is told, and the conversation that remembers the call.

The summary is written here, without a model: why the person is called, the last message, what was tried and
what it rested on. Numbers that identify somebody are masked; figures are named by their trace ids.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import replace
from typing import Any

from bot.answer.draft import Reply
from bot.answer.measures import label_of
from bot.answer.texts import text
from bot.dialogue.effects import Effect, Failed, HandoffStatus, RaiseHandoff
from bot.dialogue.state import Message, Past, State
from bot.guard.personal import masked
from bot.ports import HandoffReason

Row = Mapping[str, Any]
ASKED_CHARACTERS = 80
_DESK = "zh"
"""The language the desk is written to in; the page of the desk has its own words in three languages."""


def call(
    message: Message, state: State, lang: str, reason: HandoffReason
) -> Generator[Effect, Any, tuple[Row | Failed, State]]:
    """Call a person once per message and reason; the case (or why there is none) and the conversation after it."""
    effect = RaiseHandoff(
        f"{message.session}:{message.id}:{reason}",
        reason,
        _summary(message, state, reason),
        lang,
        tuple(_told(past) for past in state.trail),
        tuple(dict.fromkeys(proof for past in state.trail for proof in past.proofs)),
    )
    case = yield effect
    if isinstance(case, Failed):
        return case, state
    return case, replace(state, handoff=str(case["id"]))


def status(state: State) -> Generator[Effect, Any, tuple[Row | None, State]]:
    """The open call of this conversation, and the conversation, which forgets a call that is closed.

    ``None`` where there is no open call, or where the service cannot say.
    """
    if state.handoff is None:
        return None, state
    case = yield HandoffStatus(state.handoff)
    if isinstance(case, Failed):
        return None, state
    return (None, replace(state, handoff=None)) if case["state"] == "closed" else (case, state)


def past(message: Message, reply: Reply) -> Past:
    """A message and its answer as a person who takes over will read them."""
    figures = tuple(
        ("figure", label_of(str(figure["name"]), _DESK), str(figure["trace_id"])) for figure in reply.figures
    )
    passages = tuple(
        ("passage", f"{row['title']} {row['article'] or row['section']}", str(row["passage"]))
        for row in reply.citations
    )
    return Past(_short(message.text), reply.intent, reply.action, (*figures, *passages)[:6])


def _summary(message: Message, state: State, reason: str) -> str:
    """Why, and the last thing that was asked: of 「转人工」 itself the desk learns nothing."""
    asked = state.trail[-1].asked if reason == "request" and state.trail else _short(message.text)
    parts = [text(f"desk_{reason}", _DESK), text("desk_last", _DESK).format(text=asked)]
    if any(one.action in ("ask", "unknown") for one in state.trail):
        parts.append(text("desk_unanswered", _DESK))
    return "".join(parts)


def _told(one: Past) -> str:
    return f"「{one.asked}」 {text(f'desk_action_{one.action}', _DESK)}"


def _short(words: str) -> str:
    line = masked(" ".join(words.split()))
    return line if len(line) <= ASKED_CHARACTERS else line[: ASKED_CHARACTERS - 1] + "…"
