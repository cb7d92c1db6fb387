"""The log of a conversation: numbered without gaps or doubles, read only under the identity it belongs to."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.conversations import Conversations
from bot.adapters.event_log import Belongs, Event
from bot.ports import UnknownSession

AT = "2026-11-20T16:30:00+08:00"
CALLED = Belongs("user-call", "client-call")
SAFE = Belongs("user-safe", "client-safe")
NOBODY = Belongs()
STAFF = Belongs("agent-1", None)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Conversations]:
    opened = Conversations.open(f"sqlite:///{tmp_path / 'bot.db'}")
    opened.begin("s", "zh")
    yield opened
    opened.close()


def agent(message_id: str, text: str = "您好") -> Event:
    return Event("agent", message_id, "林静", {"text": text, "name": "林静"}, AT)


def keep(store: Conversations, message_id: str, belongs: Belongs = NOBODY, notices: Any = ()) -> None:
    record = {"owner": belongs.owner, "client_id": belongs.client_id}
    said = {"text": f"ask {message_id}", "said_at": AT, "reply": {"answer": message_id}, "record": record}
    store.keep("s", message_id, said, {}, notices)


def words(events: list[dict[str, Any]]) -> list[tuple[int, str, str]]:
    return [(item["id"], item["kind"], item["message_id"]) for item in events]


def test_a_turn_is_the_clients_words_the_reply_and_its_notices_between_a_persons_words(
    store: Conversations,
) -> None:
    store.append_event("s", agent("a1"), NOBODY)
    keep(store, "m1", notices=[Event("notice", "H1:raised", None, {"what": "raised"}, AT)])
    store.append_event("s", agent("a2"), NOBODY)
    events = store.events("s", NOBODY)
    assert words(events) == [
        (1, "agent", "a1"),
        (2, "client", "m1"),
        (3, "reply", "m1"),
        (4, "notice", "H1:raised"),
        (5, "agent", "a2"),
    ]
    assert events[1]["data"] == {"text": "ask m1"} and events[2]["data"] == {"reply": {"answer": "m1"}}


def test_a_reader_resumes_after_any_number_and_reads_no_more_than_asked(store: Conversations) -> None:
    for number in range(5):
        store.append_event("s", agent(f"a{number}"), NOBODY)
    assert [item["id"] for item in store.events("s", NOBODY, after=2)] == [3, 4, 5]
    assert [item["id"] for item in store.events("s", NOBODY, after=2, limit=2)] == [3, 4]
    assert store.events("s", NOBODY, after=5) == []


def test_a_repeated_message_is_the_first_one_and_a_turn_that_comes_twice_stands_once(
    store: Conversations,
) -> None:
    first = store.append_event("s", agent("a", "first"), NOBODY)
    assert store.append_event("s", agent("a", "second"), NOBODY) == first
    keep(store, "m")
    keep(store, "m")
    events = store.events("s", NOBODY)
    assert words(events) == [(1, "agent", "a"), (2, "client", "m"), (3, "reply", "m")]
    assert events[0]["data"]["text"] == "first"


def test_what_belongs_to_an_identity_is_shown_to_that_client_and_that_desk_only(store: Conversations) -> None:
    keep(store, "open")
    keep(store, "call", CALLED)
    store.append_event("s", agent("to-call"), Belongs(client_id="client-call"))
    keep(store, "safe", SAFE)
    keep(store, "staff", STAFF)
    store.append_event("s", agent("to-all"), NOBODY)
    pages = {
        viewer.owner: {item["message_id"] for item in store.events("s", viewer)}
        for viewer in (NOBODY, CALLED, SAFE, STAFF)
    }
    assert pages == {
        None: {"open", "to-all"},
        "user-call": {"open", "call", "to-call", "to-all"},
        "user-safe": {"open", "safe", "to-all"},
        "agent-1": {"open", "staff", "to-all"},
    }
    desks = {
        client: {item["message_id"] for item in store.events_for_desk("s", client)}
        for client in (None, "client-call", "client-safe", "client-other")
    }
    assert desks == {
        None: {"open", "to-all"},
        "client-call": {"open", "call", "to-call", "to-all"},
        "client-safe": {"open", "safe", "to-all"},
        "client-other": {"open", "to-all"},
    }


def test_events_go_to_a_conversation_that_exists(store: Conversations) -> None:
    with pytest.raises(UnknownSession):
        store.append_event("nobody", agent("a"), NOBODY)


def test_notices_are_read_newest_first_and_only_ones_own(store: Conversations) -> None:
    for number, belongs in enumerate((NOBODY, Belongs(client_id="client-call"), NOBODY)):
        store.append_event("s", Event("notice", f"n{number}", None, {"what": str(number)}, AT), belongs)
    assert [item["what"] for item in store.notices("s", NOBODY)] == ["2", "0"]
    assert [item["what"] for item in store.notices("s", CALLED)] == ["2", "1", "0"]


def test_many_writers_at_once_leave_no_gap_and_a_reader_who_follows_misses_nothing(
    store: Conversations,
) -> None:
    read: list[int] = []

    def write(number: int) -> None:
        if number % 2:
            store.append_event("s", agent(f"a{number}"), NOBODY)
        else:
            keep(store, f"m{number}")

    with ThreadPoolExecutor(8) as pool:
        writing = [pool.submit(write, number) for number in range(30)]
        while not all(job.done() for job in writing):
            read += [item["id"] for item in store.events("s", NOBODY, read[-1] if read else 0)]
            time.sleep(0.001)
        for job in writing:
            job.result()
    read += [item["id"] for item in store.events("s", NOBODY, read[-1] if read else 0)]
    assert read == list(range(1, 15 + 2 * 15 + 1))


def test_two_processes_share_one_log(store: Conversations, tmp_path: Path) -> None:
    other = Conversations.open(f"sqlite:///{tmp_path / 'bot.db'}")
    store.append_event("s", agent("a"), NOBODY)
    other.append_event("s", agent("b"), NOBODY)
    assert words(store.events("s", NOBODY)) == words(other.events("s", NOBODY))
    assert [item["id"] for item in other.events("s", NOBODY)] == [1, 2]
    other.close()
