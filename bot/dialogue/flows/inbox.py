"""The client's inbox in chat: what was sent, and whether lessons may be sent at all."""

from __future__ import annotations

import re

from bot.answer import facts
from bot.dialogue.effects import Failed
from bot.dialogue.flow import Ask, FlowRun, done
from bot.dialogue.flows.identity import out_of_reach, sign_in_first
from bot.dialogue.learning_effects import AgreeToLessons, FetchInbox
from bot.guard.numerals import fold

SHOWN = 3
_AGAIN = re.compile(r"(?:重新|恢复|我要|我想|帮我|开始|同意)?(?:订阅|接收)|subscribe|opt in")
_NO_MORE = re.compile(r"退订|取消|不(?:要|想|再)|别|停|unsubscribe|opt out|stop|no more|don't|do not")


def inbox(ask: Ask) -> FlowRun:
    """The newest messages of the client's inbox, each with where it leads."""
    if ask.client_id is None:
        return (yield from sign_in_first(ask))
    messages = yield FetchInbox()
    if isinstance(messages, Failed):
        return out_of_reach(ask, messages)
    draft = ask.draft()
    if not messages:
        return done(ask, draft.say("inbox_empty").choose("choice_courses"))
    unread = sum(message["opened_at"] is None for message in messages)
    draft.say("inbox_count", count=facts.count(len(messages), "messages", "共", "in all"))
    if unread:
        draft.say("inbox_unread", count=facts.count(unread, "unread", "未读", "unread"))
    for message in messages[:SHOWN]:
        title = draft.name(f"「{message['title'][draft.lang]}」")
        draft.line().say(
            "inbox_line",
            day=facts.day(message["sent_at"][:10], "sent", "收到", "received"),
            title=title,
            link=draft.name(str(message["link"])),
        )
    return done(ask, draft.choose("choice_unsubscribe", "choice_courses"))


def subscription(ask: Ask) -> FlowRun:
    """Lessons in the inbox, or no more of them: both count at once, and either can be taken back."""
    if ask.client_id is None:
        return (yield from sign_in_first(ask))
    said = fold(ask.request.text)
    agreed = bool(_AGAIN.search(said)) and not _NO_MORE.search(said)
    answer = yield AgreeToLessons(agreed)
    if isinstance(answer, Failed):
        return out_of_reach(ask, answer)
    draft = ask.draft().say("subscribed" if answer["education"] else "unsubscribed")
    return done(ask, draft.choose("choice_unsubscribe" if answer["education"] else "choice_subscribe"))
