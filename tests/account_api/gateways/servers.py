"""Real servers on this machine for the tests of gateways: an SMS gateway over HTTP and a mail server over SMTP.

Each keeps a record of its own of what it took, which is what a client would have received, and can be told to misbehave.
"""

import json
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class SmsServer:
    """`behaviours` are used up one a request: ok, 500, 400, 429, garbage, no-id, cut, late, taken-then-500, taken-then-cut.

    With `dedupes` a message of an Idempotency-Key that was taken is answered as before and not sent again.
    """

    def __init__(self, dedupes: bool) -> None:
        self.dedupes, self.behaviours = dedupes, list[str]()
        self.requests: list[dict[str, Any]] = []
        self.sent: list[dict[str, Any]] = []
        self.late_s = 0.6
        self._known: dict[str, str] = {}
        self._lock = threading.Lock()
        self.url = ""

    def take(self, key: str, body: dict[str, Any]) -> str:
        with self._lock:
            if self.dedupes and key in self._known:
                return self._known[key]
            self.sent.append(body)
            self._known[key] = f"g-{len(self.sent)}"
            return self._known[key]


def _answer(server: SmsServer, request: BaseHTTPRequestHandler) -> None:
    raw = request.rfile.read(int(request.headers["Content-Length"]))
    body, key = json.loads(raw), request.headers["Idempotency-Key"]
    server.requests.append({**body, "authorization": request.headers["Authorization"]})
    how = server.behaviours.pop(0) if server.behaviours else "ok"
    own = (
        server.take(key, body)
        if how in ("ok", "late") or how.startswith(("taken", "garbage", "no-id"))
        else ""
    )
    if how == "late":
        time.sleep(server.late_s)
    if how.endswith("cut"):
        request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{")
        request.close_connection = True
        return
    status = int(how[-3:]) if how[-3:].isdigit() else 200
    told = {"garbage": b"<html>", "no-id": b'{"ok": true}'}.get(how, json.dumps({"id": own}).encode())
    request.send_response(status)
    request.send_header("Content-Length", str(len(told)))
    request.end_headers()
    request.wfile.write(told)


@contextmanager
def sms_server(dedupes: bool = True) -> Iterator[SmsServer]:
    record = SmsServer(dedupes)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            try:
                _answer(record, self)
            except OSError:
                self.close_connection = True  # the caller has gone

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        record.url = f"http://127.0.0.1:{server.server_address[1]}/send"
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield record
        server.shutdown()


class MailServer:
    """`behaviours` are used up one a connection: ok, no-such-box, busy, cut-in-data, taken-then-cut, refused-text."""

    def __init__(self) -> None:
        self.behaviours: list[str] = []
        self.taken: list[dict[str, str]] = []
        self.port = 0


@contextmanager
def mail_server() -> Iterator[MailServer]:
    record = MailServer()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            how = record.behaviours.pop(0) if record.behaviours else "ok"
            self.say(b"220 ready")
            to = ""
            while line := self.rfile.readline().strip():
                verb = line[:4].upper()
                if verb == b"RCPT":
                    to = line.decode().partition("<")[2].rstrip(">")
                    self.say({"no-such-box": b"550 no such box", "busy": b"451 later"}.get(how, b"250 ok"))
                elif verb == b"DATA":
                    self.say(b"354 go on")
                    if how == "cut-in-data":
                        return
                    text = self.text()
                    if how == "refused-text":
                        self.say(b"554 not wanted")
                        continue
                    record.taken.append({"to": to, "text": text})
                    if how == "taken-then-cut":
                        return
                    self.say(b"250 taken")
                elif verb == b"QUIT":
                    self.say(b"221 bye")
                    return
                else:
                    self.say(b"250 ok")

        def text(self) -> str:
            lines: list[bytes] = []
            while (line := self.rfile.readline()) not in (b".\r\n", b""):
                lines.append(line)
            return b"".join(lines).decode()

        def say(self, words: bytes) -> None:
            self.wfile.write(words + b"\r\n")

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True

    with Server(("127.0.0.1", 0), Handler) as server:
        record.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield record
        server.shutdown()
