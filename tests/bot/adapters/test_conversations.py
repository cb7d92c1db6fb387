"""Conversations are kept once each, in order, and by their own session only."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.conversations import Conversations, Moved
from bot.ports import UnknownSession


@pytest.fixture(params=["memory", "file"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Conversations]:
    opened = Conversations.open(
        "sqlite://" if request.param == "memory" else f"sqlite:///{tmp_path / 'bot.db'}"
    )
    yield opened
    opened.close()


def said(text: str, answer: str, owner: str | None = None) -> dict[str, Any]:
    at = "2026-11-20T16:30:00+08:00"
    return {"text": text, "said_at": at, "reply": {"answer": answer}, "record": {"owner": owner}}


def test_a_message_is_stored_once_and_its_first_reply_counts(store: Conversations) -> None:
    store.begin("s", "zh")
    assert store.keep("s", "m", said("a", "first"), {"misses": 1}) == {"answer": "first"}
    assert store.keep("s", "m", said("a", "second"), {"misses": 2}) == {"answer": "first"}
    assert store.get("s").state == {"misses": 1}
    assert store.reply_to("s", "m", None) == {"answer": "first"} and store.reply_to("s", "n", None) is None


def test_history_keeps_the_order(store: Conversations) -> None:
    store.begin("s", None)
    for name in ("b", "a", "c"):
        store.keep("s", name, said(name, name), {})
    assert [turn["message_id"] for turn in store.history("s", None)] == ["b", "a", "c"]


def test_an_unknown_session_is_said_to_be_unknown(store: Conversations) -> None:
    for call in (store.get, lambda name: store.history(name, None), lambda name: store.records(name, None)):
        with pytest.raises(UnknownSession):
            call("nobody")


def test_what_was_said_under_an_identity_is_seen_under_that_identity_only(store: Conversations) -> None:
    store.begin("s", None)
    for name, owner in (("a", None), ("b", "call"), ("c", "safe"), ("d", None)):
        store.keep("s", name, said(name, name, owner), {})
    seen = {
        owner: [turn["message_id"] for turn in store.history("s", owner)] for owner in (None, "call", "safe")
    }
    assert seen == {None: ["a", "d"], "call": ["a", "b", "d"], "safe": ["a", "c", "d"]}
    assert [record["owner"] for record in store.records("s", "call")] == [None, "call", None]
    assert store.reply_to("s", "b", "call") == {"answer": "b"}
    for stranger in (None, "safe"):
        with pytest.raises(UnknownSession):
            store.reply_to("s", "b", stranger)


def test_signing_out_forgets_owner_and_memory(store: Conversations) -> None:
    store.begin("s", "en")
    store.bind("s", "token", {"client_id": "c"}, {"client_id": "c"})
    assert store.get("s").token == "token" and store.get("s").principal == {"client_id": "c"}
    store.bind("s", None, None, {})
    assert store.get("s").token is None and store.get("s").principal is None and store.get("s").lang == "en"


def test_a_turn_that_began_from_another_memory_is_not_kept_unless_it_must_be(store: Conversations) -> None:
    store.begin("s", None)
    store.keep("s", "a", said("a", "a"), {"step": 1}, before={})
    with pytest.raises(Moved):
        store.keep("s", "b", said("b", "b"), {"step": 2}, before={})
    assert store.get("s").state == {"step": 1} and len(store.history("s", None)) == 1
    assert store.keep("s", "a", said("a", "again"), {"step": 9}, before={}) == {"answer": "a"}
    store.keep("s", "b", said("b", "b"), {"step": 2}, before={"step": 1})
    store.keep("s", "c", said("c", "c"), {"step": 3})
    assert [turn.position for turn in store.stored("s")] == [0, 1, 2]
    assert [turn.record["previous"] for turn in store.stored("s")] == [
        None,
        *(turn.hash for turn in store.stored("s")[:2]),
    ]


def test_many_at_once_lose_nothing(tmp_path: Path) -> None:
    store = Conversations.open(f"sqlite:///{tmp_path / 'bot.db'}")
    store.begin("s", None)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: store.keep("s", f"m{n % 20}", said("x", str(n)), {}), range(40)))
    history = store.history("s", None)
    assert len(history) == 20
    turns = store.stored("s")
    assert [turn.broken() for turn in turns] == [()] * 20
    assert [turn.record["previous"] for turn in turns[1:]] == [turn.hash for turn in turns[:-1]]
    store.close()
