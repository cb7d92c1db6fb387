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
from bot.nlu.references import ordinal

_WHAT_TO_SAY = re.compile(
    r"话术|(?:该|要|应该)?怎么(?:跟|和|对|回复?)(?:他|她|客户)(?:说|讲|解释)?|what (?:do|should|can) i (?:say|tell)|suggested reply"
)
_POINTS_BACK = re.compile(
    r"他|她|该客户|这个客户|第[一二三四五六七八九十\d]+(?:个|位)|\b(?:his|her|their|the client's|the first (?:client|one))\b"
)
_OTHER = re.compile(
    rf"(?:客户|client)?\s*(?:{CLIENT_ID.pattern}|他|她|(?:该|这个|第[一二三四五六七八九十\d]+(?:个|位))客户|第[一二三四五六七八九十\d]+(?:个|位))\s*(?:这个客户|客户)?(?P<s>的|'s)?"
)
_OTHER_EN = re.compile(
    rf"(?:the )?(?:client )?(?:{CLIENT_ID.pattern}(?:'s)?|\b(?:his|her|their|the client's)\b)"
)
_SHORT, _SHORT_ON = (
    16,
    re.compile(
        r"^(?:那|那么|还|又)?(?:什么时候|几时|何时|哪天|几号|多久|多少|还?差多少|到期|截止|期限|最晚|为什么|怎么补|够不够)"
        r"|^(?:and )?(?:when|how much|how long|until when|by when|why)\b(?!.* (?:rule|margin trading)s?\b)"
    ),
)
_DRAFT = re.compile(
    r"^[(（【\[]?(?:坐席)?(?:草稿|话术|回复|我(?:想|要|准备)(?:这样|这么)(?:说|回|发)|(?:请|麻烦)?(?:帮我|替我|给我)?(?:核对|审核|审|校对)(?:一下|下)?(?:这段话|这句话|这条|草稿|话术)?(?=[:：]))[)）】\]]?[:：\s]*(?P<text>.{6,})$|^[“\"「『](?P<quoted>[^”\"」』]{6,})[”\"」』][。.]?$",
    re.DOTALL,
)
_PLACE = re.compile(r"第(?P<n>[一二三四五六七八九十\d]+)(?:个|位)")
_TO_BE_CHECKED = ("帮我看看这段话对不对：", "check this message: ")
_CALL_SHEET = {"zh": "要补多少?", "en": "How much must I add?"}


def is_staff(state: State) -> bool:
    """Signed in, but not as a client."""
    return state.role is not None and state.client_id is None


def named(text: str) -> str | None:
    """The client id in a message, if there is one."""
    found = CLIENT_ID.search(fold(text))
    return found.group() if found else None


def view(
    message: Message, state: State, lang: str, of_account: bool = False
) -> Generator[Effect, Any, tuple[Message, State] | Draft | None]:
    """The message as the client it speaks of would ask it; a refusal where that client is not to be seen.

    ``None`` where it speaks of no client. ``of_account``: it asks about an account, which is that of the client spoken of last
    where it names nobody (「什么时候到期」).
    """
    words = draft_in(message.text)
    points = words is not None or _goes_on(message.text)
    points = points or (state.subject is not None and (of_account or _is_short(message.text)))
    subject = named(message.text) or (_pointed_at(message.text, state) if points else None)
    if subject is None and words is None and points:
        return Draft(lang, message.rules_day, "desk", "ask").say("staff_which")
    if subject is None and words is not None:
        return replace(message, text=f"{_TO_BE_CHECKED[lang == 'en']}{words}"), state
    if subject is None:
        return None
    account = yield FetchAccount(subject)
    if isinstance(account, Failed):
        said = "staff_not_yours" if account.status in (403, 404) else "service_out"
        return Draft(lang, message.rules_day, "desk", "refuse").say(said)
    asked = _as_own(message) if words is None else f"{_TO_BE_CHECKED[lang == 'en']}{words}"
    return replace(message, text=asked), replace(state, client_id=subject, subject=subject)


def draft_in(text: str) -> str | None:
    """The draft of a message that is nothing but one, 「草稿：…」 or words in quotation marks."""
    match = _DRAFT.match(text.strip())
    return (match["text"] or match["quoted"]).strip('“”"「」『』 ') if match else None


def lead(lang: str, message: Message, subject: str) -> Draft:
    """The line above a client's answer: whose it is, and that it has yet to be sent."""
    draft = Draft(lang, message.rules_day, "desk")
    return draft.say("staff_about", client=draft.name(subject))


def _pointed_at(text: str, state: State) -> str | None:
    """The client of the last list that is named by place; else the one spoken of."""
    place = _PLACE.search(fold(text))
    number = ordinal(f"第{place['n']}个") if place else None
    if number is not None and number > 0 and state.listed:
        return state.listed[number - 1] if number <= len(state.listed) else None
    return state.subject


def _is_short(text: str) -> bool:
    """Whether it is a few words that need something said before: 「什么时候到期」."""
    said = fold(text).strip(" ?!。.")
    return len(said) <= (_SHORT * 2 if said.isascii() else _SHORT) and bool(_SHORT_ON.search(said))


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
