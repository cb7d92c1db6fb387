"""Reading one account over HTTP: processor time of the server beside that of a bare Starlette route, in the same run.

The account has ten positions. Its owner reads it with a token, and the account is checked to be theirs each time. A client
keeps its token, whose signature is then known; `new tokens` shows what it costs where each one is seen for the first time.
Two uvicorn processes of one worker are loaded in turns; what is compared is what they themselves used.
"""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle
from pathlib import Path

from sqlmodel import Session, select

from account_api.accounts.tables import AccountDay, Contract, CreditAccount, Holding
from account_api.app import build_context
from account_api.auth import tokens
from account_api.context import Context
from account_api.demo import ensure_demo_home
from account_api.market.tables import Price
from account_api.published.job import publish_all
from account_api.settings import Settings
from benchmarks.measuring import ROUNDS, Row, report

CLIENT, POSITIONS = "demo-safe", 10
CONNECTIONS = 16
REQUESTS: Mapping[str, int] = {"bare": 3_000, "published": 3_000, "new tokens": 1_500, "computed": 60}
"""Of each kind in one round; what is computed anew costs far more and is only shown."""
PATHS: Mapping[str, str] = {
    "bare": "/hello",
    "published": f"/api/v1/accounts/{CLIENT}/published",
    "new tokens": f"/api/v1/accounts/{CLIENT}/published",
    "computed": f"/api/v1/accounts/{CLIENT}/figures",
}
GOAL = 5.0
TOKENS = 2 * tokens.SIGNED
"""So many different ones in turn that none is remembered when it comes again."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server process and its port."""

    process: subprocess.Popen[str]
    port: int

    def used(self) -> float:
        """Processor seconds it has used so far."""
        assert self.process.stdin is not None
        self.process.stdin.write("?\n")
        self.process.stdin.flush()
        return float(_line(self.process))


def run() -> dict[str, object]:
    """Medians of interleaved rounds: processor time a request and its ratio to the bare route, and requests a second."""
    with ExitStack() as stack:
        home = stack.enter_context(tempfile.TemporaryDirectory(prefix="liangrong-"))
        held = cycle(_prepared(Path(home)))
        bare, service = (stack.enter_context(_server(kind, home)) for kind in ("bare", "service"))
        servers = {name: bare if name == "bare" else service for name in PATHS}
        for name in PATHS:
            _round(servers[name], name, held)  # warms what is loaded and prepared on the first request
        taken: dict[str, list[tuple[float, float]]] = {name: [] for name in PATHS}
        for _ in range(ROUNDS):
            for name in PATHS:
                taken[name].append(_round(servers[name], name, held))
    return report("api", list(_rows(taken)))


def _rows(taken: Mapping[str, list[tuple[float, float]]]) -> Iterator[Row]:
    busy = {name: statistics.median(each for each, _ in rounds) for name, rounds in taken.items()}
    for name, rounds in taken.items():
        ratio = busy[name] / busy["bare"]
        goal = name == "published"
        yield Row(
            f"{name}, server processor",
            busy[name] * 1e6,
            "µs/request",
            "a bare Starlette route",
            ratio,
            f"≤ {GOAL:.0f}×" if goal else None,
            ratio <= GOAL if goal else None,
        )
        yield Row(f"{name}, requests", statistics.median(rate for _, rate in rounds), "1/s")


def _round(server: Server, name: str, held: Iterator[str]) -> tuple[float, float]:
    """Server seconds a request, and requests a second by the clock."""
    token = next(held)
    asked = [
        _request(PATHS[name], next(held) if name == "new tokens" else token) for _ in range(REQUESTS[name])
    ]
    before, began = server.used(), time.perf_counter()
    asyncio.run(_load(server.port, asked))
    taken = time.perf_counter() - began
    return (server.used() - before) / REQUESTS[name], REQUESTS[name] / taken


def _request(path: str, token: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\r\n".encode()


async def _load(port: int, asked: Sequence[bytes]) -> None:
    """The requests over some connections, each asking again as soon as it was answered."""
    await asyncio.gather(*(_ask(port, asked[n::CONNECTIONS]) for n in range(CONNECTIONS)))


async def _ask(port: int, asked: Sequence[bytes]) -> None:
    """Every answer must be a success."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for request in asked:
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200"), head
        length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        await reader.readexactly(int(length.partition(b":")[2]))
    writer.close()
    await writer.wait_closed()


@contextmanager
def _server(kind: str, home: str) -> Iterator[Server]:
    command = [sys.executable, "-m", "benchmarks.api_server", kind, home]
    root = Path(__file__).resolve().parents[1]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root
    ) as process:
        try:
            yield Server(process, int(_line(process)))
        finally:
            assert process.stdin is not None
            process.stdin.close()
            process.wait(timeout=30)


def _line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline()


def _prepared(home: Path) -> list[str]:
    """Makes the home with an account of ten positions, published; tokens of its owner, no two alike."""
    settings = Settings(home=home)
    ensure_demo_home(settings, lambda _: None)
    context = build_context(settings)
    with context.transaction() as session:
        _fill(session)
    publish_all(context, context.clock.now())
    context.database.dispose()
    return [_token(context, longer) for longer in range(TOKENS)]


def _fill(session: Session) -> None:
    """Brings the account to ten positions on its newest day, of securities that are priced on it."""
    account = session.exec(select(CreditAccount).where(CreditAccount.client_id == CLIENT)).one()
    day: date = max(session.exec(select(AccountDay.day).where(AccountDay.account_id == account.account_id)))
    held = select(Holding.security).where(Holding.account_id == account.account_id, Holding.day == day)
    owned = set(session.exec(held))
    owed = len(
        list(session.exec(select(Contract.contract_id).where(Contract.account_id == account.account_id)))
    )
    others = [code for code in session.exec(select(Price.code).where(Price.day == day)) if code not in owned]
    for code in sorted(others)[: POSITIONS - len(owned) - owed]:
        session.add(Holding.of(account_id=account.account_id, day=day, security=code, quantity=100))


def _token(context: Context, longer: int) -> str:
    life = context.settings.token_life + timedelta(seconds=longer)
    return tokens.issue(CLIENT, context.home.secrets.token_key, context.clock.wall(), life)
