"""The inbox in chat, and the consent to lessons: counted at once, taken back at once."""

from __future__ import annotations

from typing import Any

import pytest

from bot.dialogue.effects import Failed
from bot.dialogue.learning_effects import AgreeToLessons
from bot.dialogue.state import State
from tests.bot.dialogue.conversation import Conversation

MINE = State(client_id="demo-call", role="client")
MESSAGE = {
    "title": {"zh": "下跌3天怎么办", "en": "3 days of falls"},
    "link": "/learn/surviving-a-fall",
    "sent_at": "2026-11-20T16:35:00+08:00",
    "opened_at": None,
}
WORLD: dict[str, Any] = {
    "FetchInbox": [MESSAGE],
    "AgreeToLessons": lambda effect: {"education": effect.agreed, "since": None},
    "SearchKnowledge": Failed(0),
}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_inbox_is_read_with_titles_days_and_links(lang: str) -> None:
    outcome = Conversation(WORLD, MINE).say("收件箱", "inbox", lang=lang)
    assert outcome.issues == ()
    for part in (MESSAGE["title"][lang], "2026-11-20", "/learn/surviving-a-fall"):
        assert part in outcome.reply.text


def test_an_empty_inbox_is_said_to_be_empty() -> None:
    assert "没有消息" in Conversation({**WORLD, "FetchInbox": []}, MINE).say("收件箱", "inbox").reply.text


@pytest.mark.parametrize(
    ("text", "agreed"),
    [
        ("退订", False),
        ("别再给我发课程了", False),
        ("取消订阅", False),
        ("unsubscribe please", False),
        ("我想订阅课程", True),
        ("重新订阅投教消息", True),
        ("subscribe me to lessons", True),
        ("I want to opt out", False),
    ],
)
def test_what_the_client_wants_is_done_at_once(text: str, agreed: bool) -> None:
    talk = Conversation(WORLD, MINE)
    outcome = talk.say(text, "subscription")
    assert talk.effects == [AgreeToLessons(agreed)] and outcome.issues == ()
    assert ("已为您开启" in outcome.reply.text) is agreed


@pytest.mark.parametrize("intent", ["inbox", "subscription"])
def test_before_identity_there_is_no_inbox_and_no_consent(intent: str) -> None:
    talk = Conversation(WORLD)
    assert talk.say("退订", intent).reply.action == "ask"
    assert not {"FetchInbox", "AgreeToLessons"} & set(talk.asked())
