"""Order lists reach whoever executes them: signed, tried again, at most once where a repetition is not known, never after the end."""

import hmac
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import SimpleNamespace
from typing import Any

import pytest
from pydantic import SecretStr
from sqlmodel import col, select

from account_api import outbox
from account_api.delivery import deliver, handlers_of
from account_api.gateways.settings import GatewaySettings
from account_api.outbox import Message
from account_api.relay import Sends
from tests.account_api.margin_calls.conftest import Desk
from tests.account_api.margin_calls.test_cases import liquidating

SECRET = "between-us"


class System:
    """The firm's own system: `answers` are used up one a request, 200 afterwards."""

    def __init__(self) -> None:
        self.answers: list[int] = []
        self.asked: list[tuple[dict[str, str], bytes]] = []
        self.url = ""


@contextmanager
def system() -> Iterator[System]:
    record = System()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            record.asked.append((dict(self.headers), body))
            self.send_response(record.answers.pop(0) if record.answers else 200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        record.url = f"http://127.0.0.1:{server.server_address[1]}/orders"
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield record
        server.shutdown()


def tried(desk: Desk, times: int = 1, **named: Any) -> None:
    settings = GatewaySettings(orders_secret=SecretStr(SECRET), **named)
    for _ in range(times):
        deliver(desk.firm.context, handlers_of(desk.firm.context, None, settings))
        desk.firm.wall += outbox.BACKOFF[-1]


def states(desk: Desk) -> dict[str, str]:
    with desk.firm.context.transaction(writes=False) as session:
        rows = session.exec(select(Message).where(col(Message.kind).like("liquidation%")))
        return {row.kind: row.state for row in rows}


def cancelled(desk: Desk) -> None:
    desk.firm.now += timedelta(minutes=1)
    desk.feed("demo-overdue", 1, "cash_in", amount="900000")
    for _ in range(2):
        desk.sweep("intraday")


async def test_a_list_goes_out_signed_once_and_its_withdrawal_after_it(desk_on_either: Desk) -> None:
    desk = desk_on_either
    run = await liquidating(desk)
    with system() as firm:
        tried(desk, 2, orders_url=firm.url, orders_token=SecretStr("t"))
        cancelled(desk)
        tried(desk, 2, orders_url=firm.url)
    (orders, first), (_, second) = firm.asked
    assert orders["X-Liangrong-Signature"] == hmac.new(SECRET.encode(), first, sha256).hexdigest()
    assert (orders["Authorization"], orders["Idempotency-Key"]) == ("Bearer t", f"{run['id']}-orders")
    told = json.loads(first)
    assert (told["kind"], told["account"]) == ("liquidation_orders", "demo-overdue")
    assert [each["id"] for each in told["orders"]] == [each["id"] for each in run["orders"]]
    assert json.loads(second)["kind"] == "liquidation_cancelled"
    assert states(desk) == {"liquidation_orders": "delivered", "liquidation_cancelled": "delivered"}
    assert desk.firm.audit_actions().count("liquidation.handed") == 2 and desk.sound()


@pytest.mark.parametrize(
    ("answers", "dedupes", "state", "requests"),
    [
        ([429, 401], False, "delivered", 3),
        ([500, 500], True, "delivered", 3),
        ([500], False, "uncertain", 1),
        ([422], True, "dead", 1),
    ],
)
async def test_what_an_answer_proves_decides_whether_it_is_sent_again(
    desk: Desk, answers: list[int], dedupes: bool, state: str, requests: int
) -> None:
    await liquidating(desk)
    with system() as firm:
        firm.answers = answers
        tried(desk, 4, orders_url=firm.url, orders_dedupes=dedupes)
    assert (states(desk)["liquidation_orders"], len(firm.asked)) == (state, requests)


async def test_a_withdrawal_waits_for_its_list_and_a_list_stays_in_after_the_end(desk: Desk) -> None:
    await liquidating(desk)
    with system() as firm:
        firm.answers = [429]
        tried(desk, 1, orders_url=firm.url)
        cancelled(desk)
        tried(desk, 3, orders_url=firm.url)
    assert states(desk) == {"liquidation_orders": "dead", "liquidation_cancelled": "delivered"}
    assert [json.loads(body)["kind"] for _, body in firm.asked] == [
        "liquidation_orders",
        "liquidation_cancelled",
    ]


async def test_a_withdrawal_does_not_wait_for_the_next_try_of_a_list_that_may_have_arrived(
    desk: Desk,
) -> None:
    """The list was taken and its answer lost; its fourth try is half an hour away when the call is met."""
    await liquidating(desk)
    with system() as firm:
        firm.answers = [500, 500, 500, 500]
        tried(desk, 4, orders_url=firm.url, orders_dedupes=True)
        with desk.firm.context.transaction() as session:
            (orders,) = session.exec(select(Message).where(Message.kind == "liquidation_orders"))
            orders.next_try = desk.firm.wall + outbox.BACKOFF[3]
        cancelled(desk)
        settings = GatewaySettings(orders_url=firm.url, orders_dedupes=True)
        deliver(desk.firm.context, handlers_of(desk.firm.context, None, settings))
        assert states(desk)["liquidation_cancelled"] == "waiting", "it may be leaving at this moment"
        desk.firm.wall += outbox.LEASE
        deliver(desk.firm.context, handlers_of(desk.firm.context, None, settings))
        assert states(desk) == {"liquidation_orders": "waiting", "liquidation_cancelled": "delivered"}
        tried(desk, 1, orders_url=firm.url, orders_dedupes=True)
        desk.firm.wall += outbox.BACKOFF[3]
        tried(desk, 1, orders_url=firm.url, orders_dedupes=True)
    assert [json.loads(body)["kind"] for _, body in firm.asked][4:] == ["liquidation_cancelled"]
    assert states(desk)["liquidation_orders"] == "dead"


@pytest.mark.parametrize(("dedupes", "state", "files"), [(False, "uncertain", 0), (True, "delivered", 2)])
async def test_a_file_that_was_taken_away_comes_again_only_where_the_firm_says_so(
    desk: Desk, tmp_path: Path, dedupes: bool, state: str, files: int
) -> None:
    """The relay ended between the file and its note that it had been put; meanwhile the list was taken away and worked on."""
    await liquidating(desk)
    out = tmp_path / "out"
    out.mkdir()
    settings = GatewaySettings(orders_dir=out, orders_dedupes=dedupes, orders_secret=SecretStr(SECRET))
    (handler,) = (handlers_of(desk.firm.context, None, settings)[kind] for kind in ("liquidation_orders",))
    assert isinstance(handler, Sends) and handler.knows_repetition is dedupes
    with desk.firm.context.transaction() as session:
        (message,) = outbox.claim(session, desk.firm.wall, ["liquidation_orders"])
        assert dedupes or outbox.begin_sending(session, message, desk.firm.wall)
    handler.send(message.payload)
    for path in out.iterdir():
        path.unlink()
    desk.firm.wall += outbox.LEASE
    tried(desk, 1, orders_dir=out, orders_dedupes=dedupes)
    assert (states(desk)["liquidation_orders"], len(list(out.iterdir()))) == (state, files)


async def test_where_the_disk_is_full_no_half_of_a_file_stays(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await liquidating(desk)
    out = tmp_path / "out"
    out.mkdir()

    def full(_number: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("account_api.gateways.executor.os", SimpleNamespace(fsync=full))
        tried(desk, 1, orders_dir=out)
    assert list(out.iterdir()) == [] and states(desk)["liquidation_orders"] == "waiting"
    tried(desk, 1, orders_dir=out)
    assert len(list(out.iterdir())) == 2 and states(desk)["liquidation_orders"] == "delivered"


async def test_into_a_directory_it_comes_whole_with_its_signature(desk: Desk, tmp_path: Path) -> None:
    run = await liquidating(desk)
    tried(desk, 1, orders_dir=tmp_path / "missing")
    assert states(desk)["liquidation_orders"] == "waiting"
    out = tmp_path / "out"
    out.mkdir()
    tried(desk, 2, orders_dir=out)
    name = f"{run['id']}-orders.json"
    assert sorted(path.name for path in out.iterdir()) == [name, f"{name}.hmac"]
    body = (out / name).read_bytes()
    assert (out / f"{name}.hmac").read_text() == hmac.new(SECRET.encode(), body, sha256).hexdigest()
    assert json.loads(body)["orders"] and states(desk)["liquidation_orders"] == "delivered"


async def test_without_a_way_it_waits_and_is_read_where_it_stands(desk: Desk) -> None:
    run = await liquidating(desk)
    tried(desk, 2)
    assert states(desk)["liquidation_orders"] == "waiting"
    risk = await desk.firm.signed_in("demo-risk")
    assert run["orders"][0]["id"].encode() in await risk.liquidation_orders_csv(run["id"])
