"""A process that dies while it keeps a turn leaves whole turns behind, one chain, and a message that can be sent again."""

import signal
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from bot.adapters.conversations import Conversations
from tests.faults.conversation_children import SESSION, said, talk
from tests.scale import scaled

TURNS = 3
STATEMENTS = tuple(range(1, 40, scaled(5, 1)))


@pytest.mark.parametrize("statement", STATEMENTS)
def test_wherever_it_dies_turns_are_whole_and_the_chain_goes_on(
    tmp_path: Path, start: Callable[..., BaseProcess], statement: int
) -> None:
    file = tmp_path / "bot.db"
    child = start(talk, file, TURNS, statement)
    child.join(60)
    assert child.exitcode == -signal.SIGKILL
    store = Conversations.open(f"sqlite:///{file}")
    left = store.stored(SESSION)
    assert [turn.message_id for turn in left] == [f"m{number}" for number in range(len(left))]
    assert store.get(SESSION).state == ({"step": len(left) - 1} if left else {})
    for number in range(TURNS):
        store.keep(SESSION, f"m{number}", said(number), {"step": number})
    turns = store.stored(SESSION)
    assert [turn.broken() for turn in turns] == [()] * TURNS
    assert [turn.record["previous"] for turn in turns] == [None, *(turn.hash for turn in turns[:-1])]
    assert [row["result"][-1] for turn in turns for row in turn.complete["effects"]] == [
        "长" * 2_000
    ] * 2 * TURNS
    assert [event["kind"] for event in store.events(SESSION, store.get(SESSION).belongs)] == [
        "client",
        "reply",
    ] * TURNS
    store.close()
