"""Who stands at the editors' desk: whoever the account service says a bearer token speaks for, and nobody else."""

from __future__ import annotations

import httpx
import pytest
from fastapi import FastAPI, Request

from account_api.client import AccountClient
from bot.editors import OutOfReach, bearer
from bot.wiring import Product
from knowledge.editorial.desk import Editorial
from knowledge.editorial.endpoints import editorial_routes
from knowledge.editorial.rights import Editor
from knowledge.errors import NotSignedIn

pytestmark = pytest.mark.asyncio(loop_scope="session")


def asking(authorization: str | None) -> Request:
    headers = [] if authorization is None else [(b"authorization", authorization.encode())]
    return Request({"type": "http", "headers": headers})


@pytest.mark.parametrize(("user", "role"), [("demo-legal", "legal"), ("demo-call", "client")])
async def test_a_good_token_names_its_owner(product: Product, user: str, role: str) -> None:
    token = (await product.accounts.demo_sign_in(user)).token
    assert await bearer(product.accounts)(asking(f"Bearer {token}")) == Editor(user, role)


@pytest.mark.parametrize(
    "authorization", [None, "", "Bearer", "Bearer ", "Basic eDp5", "Bearer nonsense", "Bearer é"]
)
async def test_without_a_good_token_nobody_is_there(product: Product, authorization: str | None) -> None:
    with pytest.raises(NotSignedIn):
        await bearer(product.accounts)(asking(authorization))


async def test_an_account_service_out_of_reach_is_said_so() -> None:
    def fail(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    accounts = AccountClient(httpx.AsyncClient(transport=httpx.MockTransport(fail), base_url="http://test"))
    with pytest.raises(OutOfReach):
        await bearer(accounts)(asking("Bearer good"))


@pytest.mark.parametrize(
    ("user", "status"), [("demo-compliance", 200), ("demo-agent", 403), ("demo-call", 403)]
)
async def test_the_desk_asks_the_account_service(product: Product, user: str, status: int) -> None:
    app = FastAPI()
    app.include_router(editorial_routes(Editorial(product.library, product.now), bearer(product.accounts)))
    token = (await product.accounts.demo_sign_in(user)).token
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client:
        answer = await client.get("/due", headers={"Authorization": f"Bearer {token}"})
        assert (await client.get("/due")).status_code == 401
    assert answer.status_code == status
