"""Seals what was dealt to whom, so that a quiz can be graded without having been stored."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import asdict, dataclass
from datetime import date

from bot.channels.problem import ChatError, refused_field


@dataclass(frozen=True, slots=True)
class Dealt:
    """A quiz as it was dealt. ``learner`` is whose it is, in a form that names nobody."""

    course: str
    stage: str
    seed: int
    day: date
    items: tuple[str, ...]
    learner: str

    @property
    def key(self) -> str:
        """Names this quiz of this learner: it is recorded once."""
        return "quiz-" + hashlib.sha256(_text(self)).hexdigest()[:40]


class QuizTokens:
    """Makes and opens tokens with ``key`` (32 random bytes, the same in every worker)."""

    def __init__(self, key: bytes) -> None:
        self._key = hashlib.sha256(b"quiz:" + key).digest()

    def seal(self, dealt: Dealt) -> str:
        """The token to hand out."""
        text = _text(dealt)
        return f"{base64.urlsafe_b64encode(text).decode()}.{self._tag(text)}"

    def open(self, token: str, learner: str) -> Dealt:
        """What was dealt. ChatError 422 for a token that is not ours or was dealt to somebody else."""
        body, _, tag = token.partition(".")
        try:
            text = base64.urlsafe_b64decode(body.encode())
        except ValueError:
            raise _not_ours() from None
        if not hmac.compare_digest(tag.encode(), self._tag(text).encode()):
            raise _not_ours()
        row = json.loads(text)
        dealt = Dealt(**{**row, "day": date.fromisoformat(row["day"]), "items": tuple(row["items"])})
        if dealt.learner != learner:
            raise _not_ours()
        return dealt

    def _tag(self, text: bytes) -> str:
        return hmac.new(self._key, text, hashlib.sha256).hexdigest()[:48]


def _text(dealt: Dealt) -> bytes:
    return json.dumps(asdict(dealt), default=str, sort_keys=True, separators=(",", ":")).encode()


def _not_ours() -> ChatError:
    detail = ("This quiz was not dealt here to you; please begin again.", "这份题不是发给您的，请重新开始。")
    return refused_field("token", "not_ours", detail)
