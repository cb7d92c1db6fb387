"""Copies of inbox messages on Telegram: the words, and which failures prove that nothing went out."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from account_api.relay import NotSent
from bot.adapters.telegram_copies import InDoubt, copier, words

COPY = {"chat": 4711, "lang": "zh", "title": "看懂比例", "text": "比例 134.15%：/learn/a", "link": "/learn/a"}
Serve = Callable[[int | None], str]


@pytest.fixture
def said() -> list[tuple[str, bytes]]:
    return []


@pytest.fixture
def serve(said: list[tuple[str, bytes]]) -> Iterator[Serve]:
    """A Bot API that answers with one status, or hangs up without an answer."""
    servers: list[ThreadingHTTPServer] = []

    def start(status: int | None) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                said.append((self.path, self.rfile.read(int(self.headers["Content-Length"]))))
                if status is not None:
                    self.send_response(status)
                    self.send_header("Content-Length", "0")
                    self.end_headers()

            def log_message(self, *_: Any) -> None:
                """Says nothing."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def test_a_copy_is_one_call_of_the_bot(serve: Serve, said: list[tuple[str, bytes]]) -> None:
    copier("1:secret", serve(200))(COPY)
    ((path, body),) = said
    assert path == "/bot1:secret/sendMessage"
    assert "134.15%" in body.decode() and "4711" in body.decode()


@pytest.mark.parametrize(
    ("status", "error"), [(400, NotSent), (403, NotSent), (429, NotSent), (502, InDoubt), (None, InDoubt)]
)
def test_only_a_refusal_proves_that_nothing_went_out(
    serve: Serve, said: list[tuple[str, bytes]], status: int | None, error: type[Exception]
) -> None:
    with pytest.raises(error) as caught:
        copier("1:secret", serve(status))(COPY)
    assert len(said) == 1
    assert "secret" not in str(caught.value)


def test_without_a_connection_nothing_went_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(NotSent) as caught:
        copier("1:secret", f"http://127.0.0.1:{port}")(COPY)
    assert "secret" not in repr(caught.value)


def test_words_are_in_the_readers_script_and_links_lead_to_the_site() -> None:
    assert words(COPY, None) == "看懂比例\n\n比例 134.15%：/learn/a"
    assert words(COPY, "https://firm.example/") == "看懂比例\n\n比例 134.15%：https://firm.example/learn/a"
    assert words({**COPY, "lang": "zh-Hant", "title": "维持担保比例"}, None).startswith("維持擔保比例")
