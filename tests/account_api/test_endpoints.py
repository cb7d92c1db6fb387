"""House rules of the HTTP interface: what is public, who passes the own-account rule, how every error looks."""

import sqlite3
from typing import Any

import httpx
import pytest
from sqlalchemy.exc import OperationalError

from account_api.client import AccountError
from account_api.clients.access import inspected_client, visible_client
from account_api.migrations import HEAD
from tests.account_api.interface.rights import NEEDED
from tests.account_api.interface.routes import calls, routes

PUBLIC = {
    "POST /api/v1/auth/token",
    "POST /api/v1/auth/code",
    "POST /api/v1/auth/demo",
    "GET /api/v1/securities",
    "GET /api/v1/clock",
    "GET /api/v1/rules",
    "GET /api/v1/rules/{param}",
    "GET /api/v1/rules/{param}/changes",
    "POST /api/v1/calculations/{kind}",
    "GET /api/v1/firm",
    "GET /healthz",
    "GET /readyz",
    "GET /docs",
}
PROBLEM = {"type", "title", "title_zh", "status", "detail", "detail_zh", "errors", "trace_id"}


def test_exactly_the_listed_endpoints_are_public() -> None:
    """What the others need stands in the same table; the tests of rights ask each of them."""
    assert {name for name, needed in NEEDED.items() if not needed} == PUBLIC


def test_whatever_names_a_client_passes_the_own_account_rule(firm: Any) -> None:
    named = {name: route for name, route in routes(firm.app) if "{client_id}" in name}
    assert len(named) >= 70
    for name, route in named.items():
        assert {visible_client, inspected_client} & set(calls(route.dependant)), name


def test_every_operation_declares_how_it_refuses(firm: Any) -> None:
    document = firm.app.openapi()
    declared = [
        (path, operation["responses"])
        for path, operations in document["paths"].items()
        for operation in operations.values()
        if path.startswith("/api/")
    ]
    assert len(declared) > 80
    for path, responses in declared:
        assert {"4XX", "5XX"} < set(responses) and "422" not in responses, path
        schema = responses["4XX"]["content"]["application/problem+json"]["schema"]
        assert set(schema["required"]) == PROBLEM


@pytest.fixture
def http(firm: Any) -> httpx.AsyncClient:
    client: httpx.AsyncClient = firm.client.http
    return client


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/api/v1/no/such/thing", None, 404),
        ("DELETE", "/api/v1/firm", None, 405),
        ("POST", "/api/v1/auth/token", b"{not json", 422),
        ("POST", "/api/v1/auth/token", b"\xff\xfe\x00", 400),
        ("POST", "/api/v1/auth/token", b'{"username": "a"}', 422),
        ("POST", "/api/v1/auth/token", b'{"username": "a", "password": "b", "role": "admin"}', 422),
        ("POST", "/api/v1/auth/token", b'{"username": "' + b"a" * 100_000 + b'"}', 413),
        ("GET", "/api/v1/rules/financing_margin_ratio?as_of=yesterday", None, 422),
        ("GET", "/api/v1/rules/no_such_rule", None, 404),
        ("GET", "/api/v1/rules/financing_margin_ratio?client_clas=private_fund", None, 422),
        ("GET", "/api/v1/rules/financing_margin_ratio?param=x&self=x", None, 422),
        ("POST", "/api/v1/auth/token", b'{"username": "\\ud800", "password": "b"}', 422),
        ("POST", "/api/v1/auth/token", b'{"username": "a", "password": "b", "\\ud800": "c"}', 422),
        ("POST", "/api/v1/calculations/maintenance_ratio", b'{"inputs": {"\\ud800": "\\ud800"}}', 422),
        ("POST", "/api/v1/calculations/horoscope", b'{"inputs": {}}', 404),
        ("POST", "/api/v1/calculations/maintenance_ratio", b'{"inputs": {"assets": "1e6"}}', 422),
    ],
)
async def test_every_error_is_one_bilingual_object(
    http: httpx.AsyncClient, method: str, path: str, body: bytes | None, status: int
) -> None:
    answer = await http.request(method, path, content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert set(problem) == PROBLEM
    assert problem["status"] == status
    assert all(problem[key] for key in ("title", "title_zh", "detail", "detail_zh", "trace_id"))
    if status == 422:
        assert all(error["field"] and error["code"] and error["text_zh"] for error in problem["errors"])
        assert problem["errors"]


async def test_a_database_that_cannot_be_used_says_when_to_try_again_and_nothing_is_written(
    firm: Any, http: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    from account_api.tickets import service

    def locked(*_: object) -> None:
        raise OperationalError("SELECT secret", {}, sqlite3.OperationalError("database is locked"))

    me = await firm.signed_in("demo-call")
    monkeypatch.setattr(service, "due_on", locked)
    headers = {"Authorization": f"Bearer {me.token}", "Idempotency-Key": "k"}
    body = {"category": "fee", "text": "x", "details": {}}
    answer = await http.post("/api/v1/tickets", json=body, headers=headers)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
    assert "secret" not in answer.text and set(answer.json()) == PROBLEM
    monkeypatch.undo()
    assert (await http.post("/api/v1/tickets", json=body, headers=headers)).status_code == 201


async def test_an_unforeseen_error_tells_nothing_and_commits_nothing(
    firm: Any, http: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    from account_api.tickets import service

    def fail(*_: object) -> None:
        raise ZeroDivisionError("secret internals")

    me = await firm.signed_in("demo-call")
    monkeypatch.setattr(service, "due_on", fail)
    headers = {"Authorization": f"Bearer {me.token}", "Idempotency-Key": "k"}
    body = {"category": "fee", "text": "x", "details": {}}
    answer = await http.post("/api/v1/tickets", json=body, headers=headers)
    assert answer.status_code == 500
    assert set(answer.json()) == PROBLEM
    assert "secret" not in answer.text
    monkeypatch.undo()
    assert await me.tickets() == []
    assert (await me.open_ticket("k", "fee", "x", {}))["number"] == "T20261120-0001"


async def test_a_commit_that_fails_is_no_success(firm: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from account_api.audit import Anchor

    def disk_full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    me = await firm.signed_in("demo-call")
    with monkeypatch.context() as patched:
        patched.setattr(Anchor, "write", disk_full)
        with pytest.raises(AccountError) as caught:
            await me.open_ticket("key", "fee", "x", {})
    assert caught.value.status == 500
    assert await me.tickets() == []
    assert (await me.open_ticket("key", "fee", "x", {}))["number"] == "T20261120-0001"


@pytest.mark.parametrize("odd", [b"NaN", b"1e999", b"-Infinity", b'"half a character \\ud800"'])
async def test_what_no_database_can_keep_is_refused(firm: Any, http: httpx.AsyncClient, odd: bytes) -> None:
    token = (await firm.signed_in("demo-call")).token
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "k", "Content-Type": "application/json"}
    body = b'{"category": "fee", "text": "x", "details": {"in": [' + odd + b"]}}"
    answer = await http.post("/api/v1/tickets", content=body, headers=headers)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "body.details")


async def test_health_and_readiness(http: httpx.AsyncClient) -> None:
    assert (await http.get("/healthz")).json() == {"status": "ok"}
    assert (await http.get("/readyz")).json() == {"status": "ready", "schema": HEAD}


async def test_the_reference_page_loads_nothing_from_elsewhere(firm: Any, http: httpx.AsyncClient) -> None:
    page = (await http.get("/docs")).text
    assert not [mark for mark in ("http://", "https://", "<script", "<link") if mark in page]
    assert page.count("<tr>") == len(list(routes(firm.app))) - 1
