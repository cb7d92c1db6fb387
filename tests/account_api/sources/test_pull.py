"""The firm's own system, asked when an account is looked at: taken through the ledger, and harmless where it fails."""

import json
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from account_api.sources.http import MOST_BYTES, HttpSource
from account_api.sources.ports import SourceFailed
from tests.account_api.conftest import Firm
from tests.account_api.feed.sending import event, lines, whole
from tests.account_api.sources.example_system import Answer, ExampleSystem, serving

EVENTS = (event(1, "cash_in", amount="100000"), event(2, "repay", contract="CALL-F1", amount="90000"))
PRICES = {"600519.SH": {"code": "600519.SH", "at": "2026-11-20T15:30:00+08:00", "price": "1600.00"}}


def connected(firm: Firm, url: str, **more: Any) -> None:
    """Has the firm ask the system at `url`."""
    asked = {"source_url": url, "source_interval": timedelta(0), "source_token": SecretStr("s3cret"), **more}
    firm.context = replace(firm.context, settings=firm.settings.model_copy(update=asked))
    firm.app.state.context = firm.context


@pytest.fixture
def system(firm: Any) -> Iterator[ExampleSystem]:
    made = ExampleSystem({"demo-call": EVENTS}, PRICES)
    with serving(made) as url:
        connected(firm, url)
        yield made


async def test_what_the_system_says_is_in_the_ledger_before_the_answer(
    firm: Any, system: ExampleSystem
) -> None:
    me = await firm.signed_in("demo-call")
    sheet = await me.figures("demo-call")
    assert (sheet["source"], sheet["price_source"], sheet["stale"]) == ("firm", "firm", False)
    assert lines(firm)["cash"] == 56000 and (await me.positions("demo-call"))["holdings"]
    assert [each["id"] for each in await me.account_events("demo-call")] == ["demo-call-1", "demo-call-2"]
    assert system.asked[0] == "/accounts/demo-call/events?after=0"
    assert "after=2" in system.asked[2] and set(system.tokens) == {"Bearer s3cret"}
    assert whole(firm)


async def test_the_system_is_asked_once_in_an_interval(firm: Any, system: ExampleSystem) -> None:
    settings = firm.context.settings.model_copy(update={"source_interval": timedelta(seconds=5)})
    firm.context = firm.app.state.context = replace(firm.context, settings=settings)
    me = await firm.signed_in("demo-call")
    for _ in range(3):
        await me.figures("demo-call")
    assert len(system.asked) == 2
    firm.wall += timedelta(seconds=5)
    await me.figures("demo-call")
    assert len(system.asked) == 4


async def test_somebody_elses_account_is_not_even_asked_about(firm: Any, system: ExampleSystem) -> None:
    me = await firm.signed_in("demo-safe")
    answer = await me.http.get(
        "/api/v1/accounts/demo-call/figures", headers={"Authorization": f"Bearer {me.token}"}
    )
    assert answer.status_code == 404 and system.asked == []


def raw(status: int, body: bytes) -> Callable[[], Answer]:
    return lambda: (status, body)


BAD: tuple[tuple[str, Callable[[], Answer], str], ...] = (
    ("an error", raw(500, b"{}"), "status 500"),
    ("a redirect", raw(302, b""), "status 302"),
    ("no JSON", raw(200, b"<html>"), "no JSON"),
    ("no text", raw(200, b"\xff\xfe\x00"), "no JSON"),
    ("deep nesting", raw(200, b"[" * 100_000), "no JSON"),
    ("no list", raw(200, b'{"events": 5, "prices": {}}'), "no list"),
    ("no objects", raw(200, b'{"events": [1], "prices": [1]}'), "no list"),
    ("too much", raw(200, b" " * (MOST_BYTES + 1)), "longer than"),
    ("a NaN", raw(200, b'{"events": [{"client_id": "demo-call", "x": NaN}]}'), "cannot be kept"),
    (
        "another client",
        raw(200, json.dumps({"events": [event(1, "cash_in", client="demo-safe", amount="1")]}).encode()),
        "another client",
    ),
)


@pytest.mark.parametrize(("answer", "why"), [bad[1:] for bad in BAD], ids=[bad[0] for bad in BAD])
async def test_a_bad_answer_changes_nothing_and_is_shown(
    firm: Any, system: ExampleSystem, answer: Callable[[], Answer], why: str
) -> None:
    before = lines(firm)
    system.misbehave = answer
    sheet = await (await firm.signed_in("demo-call")).figures("demo-call")
    assert sheet["figures"]["total_assets"]["value"] == "1280000" and sheet["source"] == "ledger"
    status = await (await firm.signed_in("demo-risk")).feed_status()
    assert why in status["sources"][0]["failure"] and status["sources"][0]["seen_at"] is None
    assert lines(firm) == before and "feed.failed" in firm.audit_actions() and whole(firm)


async def test_a_wrong_event_of_the_system_is_refused_and_the_rest_of_it_waits(
    firm: Any, system: ExampleSystem
) -> None:
    system.events = {"demo-call": (event(1, "cash_out", amount="999999"), event(2, "cash_in", amount="1"))}
    await (await firm.signed_in("demo-call")).figures("demo-call")
    status = await (await firm.signed_in("demo-risk")).feed_status()
    (stream,) = (each for source in status["sources"] for each in source["streams"])
    assert (stream["refused_id"], stream["last_sequence"]) == ("demo-call-1", 0)
    system.events = {"demo-call": EVENTS}
    await (await firm.signed_in("demo-call")).figures("demo-call")
    assert lines(firm)["cash"] == 56000 and whole(firm)


def test_an_answer_that_drips_in_too_slowly_is_given_up() -> None:
    slow = ExampleSystem({"demo-call": EVENTS}, PRICES, drip_s=0.02)
    with serving(slow) as url, pytest.raises(SourceFailed, match="no whole answer within"):
        HttpSource("firm", url, timeout_s=0.1).events("demo-call", 0)


def test_a_system_that_is_silent_or_away_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        with pytest.raises(SourceFailed, match="no answer within"):
            HttpSource("firm", f"http://127.0.0.1:{port}", timeout_s=0.1).prices(["600519.SH"])
    with pytest.raises(SourceFailed, match="ConnectError"):
        HttpSource("firm", f"http://127.0.0.1:{port}", timeout_s=1).prices(["600519.SH"])
    with pytest.raises(SourceFailed, match="InvalidURL"):
        HttpSource("firm", "http://127.0.0.1:x", timeout_s=1).prices(["600519.SH"])


def test_a_late_answer_is_not_looked_at() -> None:
    hands = iter((0.0, 0.5, 9.0, 9.5))
    late = httpx.MockTransport(lambda _: httpx.Response(200, json={"events": list(EVENTS)}))
    source = HttpSource("firm", "http://system", 1.0, transport=late, clock=lambda: next(hands) * 4)
    with pytest.raises(SourceFailed, match="no whole answer within 1 s"):
        source.events("demo-call", 0)
