"""The limit on messages: counted by conversation, in a window that moves, set by one setting."""

from __future__ import annotations

import pytest

from bot.channels.flood import DEFAULT, FORGETTING, SETTING, Flood
from bot.dialogue.message import TooMany


def test_the_window_moves_and_what_was_refused_does_not_count() -> None:
    now = 0.0
    flood = Flood(2, 10, lambda: now)
    flood.admit("a")
    now = 6.0
    flood.admit("a")
    for _ in range(5):
        with pytest.raises(TooMany) as refused:
            flood.admit("a")
        assert refused.value.wait_s == 4
    flood.admit("b")
    now = 10.0
    flood.admit("a")
    with pytest.raises(TooMany):
        flood.admit("a")


def test_conversations_that_have_fallen_silent_are_forgotten() -> None:
    now = 0.0
    flood = Flood(1, 10, lambda: now)
    for number in range(FORGETTING):
        flood.admit(str(number))
    now = 11.0
    flood.admit("new")
    assert list(flood._seen) == ["new"]


def test_the_setting_names_messages_and_seconds() -> None:
    flood = Flood.set_by({SETTING: "1/30"})
    flood.admit("a")
    with pytest.raises(TooMany):
        flood.admit("a")
    generous = Flood.set_by({})
    for _ in range(int(DEFAULT.partition("/")[0])):
        generous.admit("a")
    with pytest.raises(TooMany):
        generous.admit("a")


@pytest.mark.parametrize("given", ["", "10", "0/60", "10/0", "a/b", "10/60/1", "-1/60"])
def test_anything_else_is_refused_at_the_start(given: str) -> None:
    with pytest.raises(ValueError, match=SETTING):
        Flood.set_by({SETTING: given})
