"""A member of staff in the chat: questions of the desk, and a client's figures as that client would read them.

Whoever may see which client is the account service's business: it is asked before anything is said, answers an
unknown client and somebody else's in the same way, and records both.
"""

from __future__ import annotations

import re
from collections.abc import Generator
from dataclasses import replace
from typing import Any

from bot.answer.draft import Draft
from bot.dialogue.effects import Effect, Failed, FetchAccount
from bot.dialogue.state import Message, State
from bot.guard.numerals import fold
from bot.guard.personal import CLIENT_ID

_WHAT_TO_SAY = re.compile(
    r"话术|(?:该|要|应该)?怎么(?:跟|和|对|回复?)(?:他|她|客户)(?:说|讲|解释)?|what (?:do|should|can) i (?:say|tell)|suggested reply"
)
_POINTS_BACK = re.compile(
    r"他|她|该客户|这个客户|第一个|\b(?:his|her|their|the client's|the first (?:client|one))\b"
)
_OTHER = re.compile(
    rf"(?:客户|client)?\s*(?:{CLIENT_ID.pattern}|他|她|(?:该|这个|第一个)客户|第一个)\s*(?:这个客户|客户)?(?P<s>的|'s)?"
)
_OTHER_EN = re.compile(
    rf"(?:the )?(?:client )?(?:{CLIENT_ID.pattern}(?:'s)?|\b(?:his|her|their|the client's)\b)"
)
_CALL_SHEET = {"zh": "要补多少?", "en": "How much must I add?"}


def is_staff(state: State) -> bool:
    """Signed in, but not as a client."""
    return state.role is not None and state.client_id is None


def named(text: str) -> str | None:
    """The client id in a message, if there is one."""
    found = CLIENT_ID.search(fold(text))
    return found.group() if found else None


def view(
    message: Message, state: State, lang: str
) -> Generator[Effect, Any, tuple[Message, State] | Draft | None]:
    """The message as the client it speaks of would ask it; a refusal where that client is not to be seen.

    ``None`` where it speaks of no client.
    """
    subject = named(message.text) or (state.subject if _goes_on(message.text) else None)
    if subject is None and _goes_on(message.text):
        return Draft(lang, message.rules_day, "desk", "ask").say("staff_which")
    if subject is None:
        return None
    account = yield FetchAccount(subject)
    if isinstance(account, Failed):
        said = "staff_not_yours" if account.status in (403, 404) else "service_out"
        return Draft(lang, message.rules_day, "desk", "refuse").say(said)
    return replace(message, text=_as_own(message)), replace(state, client_id=subject, subject=subject)


def lead(lang: str, message: Message, subject: str) -> Draft:
    """The line above a client's answer: whose it is, and that it has yet to be sent."""
    draft = Draft(lang, message.rules_day, "desk")
    return draft.say("staff_about", client=draft.name(subject))


def _goes_on(text: str) -> bool:
    """Whether a message without a client's id still speaks of one."""
    return bool(_POINTS_BACK.search(fold(text)) or _WHAT_TO_SAY.search(fold(text)))


def _as_own(message: Message) -> str:
    """The client's own question: an id or 他 reads as 我; a wish for words is the question what to add."""
    text = fold(message.text)
    if _WHAT_TO_SAY.search(text):
        return _CALL_SHEET["en" if text.isascii() else "zh"]
    if text.isascii():
        return _OTHER_EN.sub("my", text)
    return _OTHER.sub(lambda found: "我的" if found["s"] else "我", text)
