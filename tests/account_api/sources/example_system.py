"""An example of the firm's own system as the feed asks it: a small HTTP server over what it holds in memory.

`misbehave` makes it answer as a bad system does; docs/feed.md shows the good part.
"""

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

Answer = tuple[int, bytes]


@dataclass
class ExampleSystem:
    """`events` by client, in their order; `prices` the newest tick of each security. Counts what it was asked."""

    events: Mapping[str, Sequence[Mapping[str, Any]]]
    prices: Mapping[str, Mapping[str, str]]
    misbehave: Callable[[], Answer] | None = None
    drip_s: float = 0.0
    asked: list[str] = field(default_factory=list)
    tokens: list[str | None] = field(default_factory=list)

    def answer(self, target: str) -> Answer:
        """What is answered to one GET."""
        self.asked.append(target)
        if self.misbehave is not None:
            return self.misbehave()
        url = urlsplit(target)
        query = parse_qs(url.query)
        if url.path == "/prices":
            known = [self.prices[code] for code in query.get("code", []) if code in self.prices]
            return 200, json.dumps({"prices": known}).encode()
        _, _, client, _ = url.path.split("/")
        listed = self.events.get(unquote(client))
        if listed is None:
            return 404, b"{}"
        after = int(query["after"][0])
        return 200, json.dumps({"events": [each for each in listed if each["sequence"] > after]}).encode()


@contextmanager
def serving(system: ExampleSystem) -> Iterator[str]:
    """The system on 127.0.0.1; gives its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            system.tokens.append(self.headers.get("Authorization"))
            status, body = system.answer(self.path)
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            try:
                for at in range(0, len(body), 8) if system.drip_s else ():
                    self.wfile.write(body[at : at + 8])
                    time.sleep(system.drip_s)
                if not system.drip_s:
                    self.wfile.write(body)
            except ConnectionError:
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
