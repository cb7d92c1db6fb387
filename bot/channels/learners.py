"""Who is learning: the client signed in to the conversation a page belongs to, or the visitor behind a browser's cookie.

A visitor is known by a keyed hash of the cookie. A program without one can learn, but nothing of it is recorded.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from starlette.requests import Request

from account_api.client import AccountError
from bot.adapters.teaching import recorded
from bot.channels.browser import Seals, browser_of
from bot.channels.quiz_tokens import Dealt
from bot.dialogue.learning_effects import RecordAttempt
from bot.ports import Accounts, Json

CONFLICT = 409


class Sessions(Protocol):
    """The part of the assistant that knows who is signed in."""

    async def identity(self, session: str) -> Json | None: ...
    def account_of(self, session: str) -> Any: ...


@dataclass(frozen=True, slots=True)
class Learner:
    """Somebody who learns. ``id`` is what the assistant records a visitor under, ``None`` for a client, who records
    for itself; ``accounts`` is ``None`` for whom nothing is recorded. ``name`` names nobody."""

    accounts: Accounts | None
    id: str | None
    name: str

    @property
    def visitor(self) -> bool:
        return self.accounts is None or self.id is not None

    async def progress(self) -> Json:
        """``{"visitor", "courses"}``."""
        if self.accounts is None:
            return self._as_json({})
        return self._as_json((await self.accounts.progress(self.id))["courses"])

    async def has_read(self, course: str, lesson: str) -> Json:
        """The progress after a lesson."""
        if self.accounts is None:
            return self._as_json({})
        return self._as_json((await self.accounts.record_lesson(course, lesson, self.id))["courses"])

    async def has_answered(
        self,
        dealt: Dealt,
        items: tuple[tuple[str, str | None, bool], ...],
        rules: tuple[tuple[str, str, str], ...],
        lang: str,
    ) -> Json:
        """``{"recorded", "progress"}`` of the course. The same quiz again, with other answers, is not recorded."""
        if self.accounts is None:
            return {"recorded": False, "progress": None}
        attempt = RecordAttempt(dealt.key, dealt.course, dealt.stage, str(dealt.seed), lang, items, rules)
        try:
            reached, kept = await recorded(attempt, self.accounts, self.id), True
        except AccountError as error:
            if error.status != CONFLICT:
                raise
            reached, kept = await self.accounts.progress(self.id), False
        return {"recorded": kept, "progress": reached["courses"].get(dealt.course)}

    def _as_json(self, courses: Any) -> Json:
        return {"visitor": self.visitor, "courses": dict(courses)}


class Learners:
    """Finds out who is learning. ``service`` is the account service as the assistant itself."""

    def __init__(self, sessions: Sessions, service: Callable[[], Accounts], key: bytes) -> None:
        self._sessions = sessions
        self._service = service
        self._seals = Seals(key)
        self._key = hashlib.sha256(b"learner:" + key).digest()

    async def of(self, request: Request, sealed: str | None) -> Learner:
        """The learner of a request. ``sealed`` is the id of the page's conversation; ChatError 404 if it is not its."""
        browser = browser_of(request)
        if sealed is not None:
            session = self._seals.open(sealed, browser)
            principal = await self._sessions.identity(session)
            if principal is not None and principal["client_id"] is not None:
                name = self._pseudonym(str(principal["client_id"]))
                return Learner(self._sessions.account_of(session), None, name)
        if not browser:
            return Learner(None, None, "nobody")
        name = self._pseudonym(browser)
        return Learner(self._service(), f"visitor:{name}", name)

    def _pseudonym(self, secret: str) -> str:
        return hmac.new(self._key, secret.encode(), hashlib.sha256).hexdigest()[:32]
