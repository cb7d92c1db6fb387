"""The client over a real socket, and what it makes of failures."""

import asyncio
import socket
import sys
from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import httpx
import pytest
import uvicorn

from account_api.client import AccountClient, AccountError, NotAllowed, NotFound, Unreachable


@pytest.fixture
def firm(shared_firm: Any) -> Any:
    return shared_firm


@pytest.fixture
async def served(firm: Any) -> AsyncIterator[AccountClient]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        server = uvicorn.Server(uvicorn.Config(firm.app, log_level="error", lifespan="off", ws="none"))
        running = asyncio.create_task(server.serve(sockets=[listener]))
        client = AccountClient.network(f"http://127.0.0.1:{port}")
        yield client
        await client.aclose()
        server.should_exit = True
        await running


async def test_the_network_and_the_process_give_the_same_answers(firm: Any, served: AccountClient) -> None:
    token = (await served.demo_sign_in("demo-call")).token
    here, there = firm.client.as_token(token), served.as_token(token)
    assert await there.figures("demo-call") == await here.figures("demo-call")
    assert await there.rule("financing_margin_ratio") == await here.rule("financing_margin_ratio")
    assert await there.securities() == await here.securities()
    with pytest.raises(NotFound):
        await there.figures("demo-safe")


async def test_a_service_that_is_away_is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    client = AccountClient.network(f"http://127.0.0.1:{port}")
    with pytest.raises(Unreachable) as caught:
        await client.firm()
    assert caught.value.status == 0
    await client.aclose()


async def test_an_answer_that_is_no_problem_object_is_still_an_account_error() -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(502, text="<html>bad gateway</html>"))
    client = AccountClient(httpx.AsyncClient(transport=transport, base_url="http://x"))
    with pytest.raises(AccountError) as caught:
        await client.firm()
    assert (caught.value.status, caught.value.problem["title"]) == (502, "Bad Gateway")


async def test_another_principal_shares_the_transport_but_not_the_token(firm: Any) -> None:
    me = await firm.signed_in("demo-call")
    assert me.http is firm.client.http
    assert (await me.me())["user"] == "demo-call"
    with pytest.raises(NotAllowed):
        await me.as_token(None).me()


async def test_rules_are_dated_and_public(firm: Any) -> None:
    now = await firm.client.rule("financing_margin_ratio")
    then = await firm.client.rule("financing_margin_ratio", as_of=date(2025, 6, 1))
    assert (now["in_force"]["value"], now["in_force"]["valid_from"]) == ("1.00", "2026-01-19")
    assert (then["in_force"]["value"], then["next"]["valid_from"]) == ("0.80", "2026-01-19")
    fund = await firm.client.rule("short_margin_ratio", client_class="private_fund")
    assert fund["in_force"]["value"] == "1.20"


async def test_a_calculation_takes_the_askers_numbers_and_names_the_wrong_one(firm: Any) -> None:
    given = {"assets": "1500000", "liabilities": "1000000"}
    done = await firm.client.calculate("maintenance_ratio", given)
    assert done["figures"]["maintenance_ratio"]["value"] == "1.5"
    with pytest.raises(AccountError) as caught:
        await firm.client.calculate("maintenance_ratio", {**given, "assets": "-1"})
    assert [error["field"] for error in caught.value.problem["errors"]] == ["assets"]


async def test_the_firm_marks_its_own_facts(firm: Any) -> None:
    facts = await firm.client.firm()
    assert (facts.pop("now"), facts.pop("demo")) == ("2026-11-20T16:30:00+08:00", True)
    assert len(facts) == 11
    assert {fact["confidence"] for fact in facts.values()} == {"firm-set"}
    assert "duty_group" not in facts


async def test_the_clock_is_shown(firm: Any) -> None:
    assert await firm.client.clock() == {"now": "2026-11-20T16:30:00+08:00", "pinned": True, "demo": True}


async def test_the_client_costs_its_caller_nothing_heavy() -> None:
    script = "import sys, account_api.client; print(sorted({'sqlmodel','sqlalchemy','fastapi','risk'} & set(sys.modules)))"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", script, stdout=asyncio.subprocess.PIPE
    )
    output, _ = await process.communicate()
    assert output.decode().strip() == "[]"
