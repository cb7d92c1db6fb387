"""The shape of a flow: it is asked one request, yields effects, and returns a step of the conversation."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from bot.answer.draft import Draft
from bot.dialogue.effects import Effect
from bot.dialogue.own_day import past_day
from bot.dialogue.state import Message, State
from bot.guard.numerals import fold
from bot.nlu.model import Request


@dataclass(frozen=True, slots=True)
class Ask:
    """One request of one message. ``lang`` is ``zh``, ``zh-Hant`` or ``en``."""

    message: Message
    state: State
    request: Request
    lang: str

    @property
    def client_id(self) -> str | None:
        """The verified client, or ``None`` before identity."""
        return self.state.client_id

    @property
    def said(self) -> str:
        """The whole message as words are looked for in it: simplified, half width, small letters."""
        return fold(self.message.text)

    @property
    def account_day(self) -> date | None:
        """The day whose snapshot is asked for: one that the request says has been, else the message's own."""
        day = past_day(self.request.slots.dates, fold(self.request.text), self.message.now.date())
        return day or self.message.as_of

    def draft(self, action: str = "answer", intent: str | None = None) -> Draft:
        """A reply to this request."""
        return Draft(
            self.lang, self.message.rules_day, intent or self.request.intent, action, self.request.confidence
        )

    def key(self, purpose: str) -> str:
        """An idempotency key: the same message never does the same thing twice."""
        return f"{self.message.session}:{self.message.id}:{purpose}"


@dataclass(frozen=True, slots=True)
class Step:
    """What a flow gives back: the reply in the making and the conversation after it."""

    draft: Draft
    state: State


FlowRun: TypeAlias = Generator[Effect, Any, Step]
Flow: TypeAlias = Callable[[Ask], FlowRun]


def done(ask: Ask, draft: Draft) -> Step:
    """A step after which nothing is waited for."""
    return Step(draft, ask.state.settled(draft.intent, draft.figure_names))
