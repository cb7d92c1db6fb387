"""The desk: a person takes a conversation, answers in it with proof, is offered replies, and gives it back.

Whose cases an agent sees, and which of two agents gets one, the account service decides; the desk acts with the
agent's own rights. Nothing goes to a client that the guard marks, whatever a page thought of it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Generator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol
from weakref import WeakValueDictionary

from account_api.client import AccountError
from bot.adapters.looking import Looking
from bot.answer.script import in_script
from bot.answer.texts import text as sentence
from bot.dialogue.effects import Effect, Failed
from bot.dialogue.message import read
from bot.dialogue.state import Message, State
from bot.dialogue.turn import Understand, turn
from bot.ports import Accounts, Json, Knowledge, UnknownSession
from bot.rendering import rendered

Case = Mapping[str, Any]
PAGE = 200
LOOKED_BACK = 3
"""How many of the client's last messages are tried until one gives a reply worth suggesting."""
EVIDENCE_LIFE_S = 20.0
"""How long a draft in the making is checked against the same evidence; a sent one is checked against fresh."""
OPENINGS = ("desk_opening_here", "desk_opening_checking")
ANONYMOUS_OPENINGS = ("desk_opening_here", "desk_opening_identity")


class Review(Protocol):
    """What the guard says of a text with the evidence gathered (see ``bot.review.Review``)."""

    @property
    def passed(self) -> bool: ...
    @property
    def corrected(self) -> str | None: ...
    def as_json(self) -> Json: ...


Reviewing = Callable[[str, str | None, date, str], Generator[Effect, Any, Any]]
"""``bot.review.review``: a text, a client (or nobody), a day and a language give a ``Review``, or ``Failed``."""


class DeskAccounts(Accounts, Protocol):
    """The account service as an agent sees it."""

    async def handoff(self, handoff_id: str) -> Any: ...
    async def claim(self, handoff_id: str) -> Any: ...
    async def heartbeat(self, handoff_id: str) -> Any: ...
    async def release(self, handoff_id: str, note: str) -> Any: ...
    async def close(self, handoff_id: str, outcome: Any, note: str) -> Any: ...


class Line(Protocol):
    """The way into a conversation (see ``bot.desk_line.DeskLine``)."""

    async def post_from_desk(
        self,
        session: str,
        message_id: str,
        author: str,
        text: str,
        at: datetime | None = None,
        client_id: str | None = None,
    ) -> int: ...
    async def notice_from_desk(
        self,
        session: str,
        message_id: str,
        what: Any,
        handoff: str,
        author: str,
        at: datetime | None = None,
        client_id: str | None = None,
    ) -> int: ...
    async def desk_events(
        self, session: str, client_id: str | None, after: int = 0, limit: int = PAGE
    ) -> list[Json]: ...


@dataclass(frozen=True, slots=True)
class Hearing:
    """A conversation that may be listened to: ``after`` gives what was said after an event number."""

    session: str
    after: Callable[[int], Awaitable[list[Json]]]


class Desk:
    """See the module. ``service`` gives the account service as the assistant itself; ``clock`` business time with
    its zone; ``ticks`` seconds that only grow."""

    def __init__(
        self,
        service: Callable[[], Accounts],
        line: Line,
        knowledge: Knowledge,
        understand: Understand,
        reviewing: Reviewing,
        clock: Callable[[], datetime],
        ticks: Callable[[], float],
    ) -> None:
        self._service, self._line, self._knowledge = service, line, knowledge
        self._understand, self._reviewing = understand, reviewing
        self._clock, self._ticks = clock, ticks
        self._evidence: dict[tuple[str, str | None], tuple[float, dict[Effect, Any]]] = {}
        self._sending: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def join(self, service: DeskAccounts, handoff_id: str) -> Json:
        """Take a case and tell the client who is here. AccountError 409 names who has it already."""
        case = await service.claim(handoff_id)
        await self._tell(case, "claimed", str(case["agent_name"]))
        return dict(case)

    async def leave(self, service: DeskAccounts, handoff_id: str, note: str) -> Json:
        """Give a case back to the assistant and tell the client. AccountError 409 where it is not one's own."""
        held = await service.handoff(handoff_id)
        case = await service.release(handoff_id, note)
        await self._tell(case, "released", str(held["agent_name"]))
        return dict(case)

    async def close(self, service: DeskAccounts, handoff_id: str, outcome: Any, note: str) -> Json:
        """End a case and tell the client. AccountError 409 where it is not one's own."""
        held = await service.handoff(handoff_id)
        case = await service.close(handoff_id, outcome, note)
        await self._tell(case, "closed", str(held["agent_name"]))
        return dict(case)

    async def hearing(self, service: DeskAccounts, handoff_id: str) -> Hearing:
        """The case's conversation as its desk hears it; the right to it is checked once, here."""
        case = await service.handoff(handoff_id)

        async def after(number: int) -> list[Json]:
            return await self._said(case, number)

        return Hearing(str(case["session"]), after)

    async def check(self, service: DeskAccounts, handoff_id: str, text: str, lang: str) -> Json:
        """The guard's word on a draft, against evidence at most ``EVIDENCE_LIFE_S`` old. Sends nothing.

        Raises AccountError where the evidence is out of reach: what cannot be checked is not called right.
        """
        case = await service.handoff(handoff_id)
        return (await self._review(service, case, text, lang, self._remembered(case))).as_json()

    async def post(
        self, service: DeskAccounts, handoff_id: str, message_id: str, text: str, lang: str
    ) -> Json:
        """Send a text to the client once: ``{"status": "sent", "event"}``, or ``{"status": "marked", "review"}``.

        The same ``message_id`` again sends nothing and says ``sent``. Raises BadMessage for what cannot be read,
        AccountError 409 where the case is not the agent's own, UnknownSession where the conversation is gone.
        """
        words = read(text)
        case = await service.handoff(handoff_id)
        async with self._sending.setdefault(f"{handoff_id}:{message_id}", asyncio.Lock()):
            sent = [each for each in await self._all_said(case) if each["kind"] == "agent"]
            number = next((each["id"] for each in sent if each["message_id"] == message_id), None)
            if number is not None:
                return {"status": "sent", "event": number}
            await service.heartbeat(handoff_id)
            review = await self._review(service, case, words, lang, {})
            if not review.passed:
                return {"status": "marked", "review": review.as_json()}
            held = await service.heartbeat(
                handoff_id
            )  # judging takes a while: it may have been given back since
            number = await self._line.post_from_desk(
                case["session"], message_id, str(held["agent_name"]), words, client_id=case["client_id"]
            )
        return {"status": "sent", "event": number}

    async def suggest(self, service: DeskAccounts, handoff_id: str) -> list[Json]:
        """Replies to the client's last message, as the assistant would give them, and ways to begin; none is marked.

        Each is ``{"kind": "answer|opening", "text", "asked", "figures", "citations"}`` in the client's language.
        """
        case = await service.handoff(handoff_id)
        said = [each["data"]["text"] for each in await self._all_said(case) if each["kind"] == "client"]
        for asked in said[: -LOOKED_BACK - 1 : -1]:
            reply = await self._reply(service, case, asked)
            if reply["action"] == "answer" and (reply["figures"] or reply["citations"]):
                text = await self._proved(service, case, reply["answer"])
                answers = [_suggestion("answer", text, asked, reply)] if text else []
                return [*answers, *_openings(case)]
        return _openings(case)

    async def _proved(self, service: DeskAccounts, case: Case, answer: str) -> str | None:
        """The answer as a person may send it: its direct sentence or all its lines, put right by the guard if need be."""
        for text in dict.fromkeys((answer.split("\n", 1)[0], answer)):
            review = await self._review(service, case, text, case["lang"], self._remembered(case))
            if review.passed:
                return text
            if review.corrected is not None and await self._passes(service, case, review.corrected):
                return review.corrected
        return None

    async def _passes(self, service: DeskAccounts, case: Case, text: str) -> bool:
        return (await self._review(service, case, text, case["lang"], self._remembered(case))).passed

    async def _reply(self, service: DeskAccounts, case: Case, asked: str) -> Json:
        """The turn the assistant would take, with the agent's rights and without writing anything."""
        message = Message("suggestion", case["session"], asked, None, self._clock())
        state = State(client_id=case["client_id"], role="client" if case["client_id"] else None)
        performer = self._looking(service, case, self._remembered(case))
        return rendered(await performer.drive(turn(message, state, self._understand)), message, 0)

    async def _review(
        self, service: DeskAccounts, case: Case, text: str, lang: str, remembered: dict[Effect, Any]
    ) -> Review:
        run = self._reviewing(text, case["client_id"], self._clock().date(), lang)
        found = await self._looking(service, case, remembered).drive(run, apart=True)
        if isinstance(found, Failed):
            raise AccountError(found.status, found.problem)
        review: Review = found
        return review

    def _looking(self, service: DeskAccounts, case: Case, remembered: dict[Effect, Any]) -> Looking:
        return Looking(
            service,
            self._service(),
            self._knowledge,
            case["session"],
            remembered=remembered,
            client_id=case["client_id"],
        )

    def _remembered(self, case: Case) -> dict[Effect, Any]:
        """What was looked up for this case a moment ago; the case was read with the agent's rights just now."""
        now = self._ticks()
        self._evidence = {key: kept for key, kept in self._evidence.items() if kept[0] > now}
        fresh: dict[Effect, Any] = {}
        return self._evidence.setdefault((case["id"], case["client_id"]), (now + EVIDENCE_LIFE_S, fresh))[1]

    async def _tell(self, case: Case, what: str, name: str) -> None:
        """A notice in the conversation, unless its last one says the same already.

        A case of a conversation that is not kept here is worked without one.
        """
        told = [
            (each["data"]["what"], each["data"]["name"])
            for each in await self._all_said(case)
            if each["kind"] == "notice" and each["data"]["handoff"] == case["id"]
        ]
        if told[-1:] == [(what, name)]:
            return
        key = f"{case['id']}:{what}:{len(told)}"
        with suppress(UnknownSession):
            await self._line.notice_from_desk(
                case["session"], key, what, case["id"], name, client_id=case["client_id"]
            )

    async def _said(self, case: Case, after: int) -> list[Json]:
        try:
            return await self._line.desk_events(case["session"], case["client_id"], after, PAGE)
        except UnknownSession:
            return []

    async def _all_said(self, case: Case) -> list[Json]:
        said: list[Json] = []
        while more := await self._said(case, said[-1]["id"] if said else 0):
            said += more
        return said


def _openings(case: Case) -> list[Json]:
    """Ways to begin that claim nothing."""
    names = OPENINGS if case["client_id"] else ANONYMOUS_OPENINGS
    lang = str(case["lang"])
    return [_suggestion("opening", in_script(sentence(name, lang), lang), None, {}) for name in names]


def _suggestion(kind: str, text: str, asked: str | None, reply: Mapping[str, Any]) -> Json:
    proof = {name: reply.get(name, []) for name in ("figures", "citations")}
    return {"kind": kind, "text": text, "asked": asked, **proof}
