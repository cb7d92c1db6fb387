"""The desk on the whole product: suggestions with proof, drafts put right, the console's door, groups kept apart."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio

from account_api.client import AccountError, NotFound
from bot.app import app_of
from bot.desk import EVIDENCE_LIFE_S
from bot.dialogue.effects import LogGap, OpenTicket, RaiseHandoff
from bot.wiring import Product
from tests.bot.drafts import WRONG

pytestmark = pytest.mark.asyncio(loop_scope="session")

THREE_MISTAKES = "您好，您的维持担保比例是150%，追加担保物80,000元就行，保证不会被强平。"


async def as_user(product: Product, user: str) -> Any:
    token = (await product.accounts.demo_sign_in(user)).token
    return product.accounts.as_token(token)


@pytest_asyncio.fixture(loop_scope="session")
async def case(product: Product) -> AsyncIterator[dict[str, Any]]:
    """demo-call has asked two things and then for a person; agent and session of the case."""
    token = (await product.accounts.demo_sign_in("demo-call")).token
    session = await product.assistant.open_session(token, "zh")
    for number, text in enumerate(("我的维持担保比例是多少？", "要补多少？", "转人工")):
        await product.assistant.turn(session, f"m{number}", text)
    agent = await as_user(product, "demo-agent")
    rows = [await agent.handoff(row["id"]) for row in await agent.handoffs("waiting")]
    found = next(row for row in rows if row["session"] == session)
    yield {"id": found["id"], "session": session, "agent": agent}
    if (await agent.handoff(found["id"]))["state"] != "closed":
        await product.desk.join(agent, found["id"])
        await product.desk.close(agent, found["id"], "solved", "已答复")


async def said(product: Product, session: str, kind: str) -> list[dict[str, Any]]:
    return [event for event in await product.assistant.events(session) if event["kind"] == kind]


async def test_what_is_suggested_answers_the_last_question_with_proof_and_may_be_sent(
    product: Product, case: dict[str, Any]
) -> None:
    desk, agent = product.desk, case["agent"]
    suggested = await desk.suggest(agent, case["id"])
    answer = suggested[0]
    assert (answer["kind"], answer["asked"]) == ("answer", "要补多少？")
    assert "85,714.29" in answer["text"] and len(suggested) >= 3
    assert all(figure["trace_id"] and figure["formula"] for figure in answer["figures"])
    for each in suggested:
        assert (await desk.check(agent, case["id"], each["text"], "zh"))["passed"], each["text"]


async def everything_kept(product: Product, agent: Any, client: Any, session: str) -> tuple[Any, ...]:
    """Queue, tickets and conversation, without what only the passing of time moves in the queue."""
    queue = [
        {
            name: value
            for name, value in row.items()
            if name not in ("waiting_minutes", "why", "attended", "rank")
        }
        for row in sorted(await agent.handoffs(), key=lambda row: str(row["id"]))
    ]
    assert queue, "a case waits"
    return queue, await client.tickets(), await product.assistant.events(session)


async def test_suggesting_and_checking_write_nothing(product: Product, case: dict[str, Any]) -> None:
    agent, client = case["agent"], await as_user(product, "demo-call")
    before = await everything_kept(product, agent, client, case["session"])
    looking = product.desk._looking(agent, await agent.handoff(case["id"]), {})
    for effect in (
        OpenTicket("k", "other", "x"),
        RaiseHandoff("k", "request", "x"),
    ):
        assert (await looking.perform(effect)).status == 403
    assert await looking.perform(LogGap("x", product.api.state.context.clock.today(), "x")) is None
    await product.desk.suggest(agent, case["id"])
    await product.desk.check(agent, case["id"], THREE_MISTAKES, "zh")
    assert before == await everything_kept(product, agent, client, case["session"])


async def test_a_draft_with_three_mistakes_is_marked_put_right_and_only_then_sent(
    product: Product, case: dict[str, Any]
) -> None:
    desk, agent = product.desk, case["agent"]
    await desk.join(agent, case["id"])
    refused = await desk.post(agent, case["id"], "a1", THREE_MISTAKES, "zh")
    assert refused["status"] == "marked" and await said(product, case["session"], "agent") == []
    marked = [THREE_MISTAKES[issue["start"] : issue["end"]] for issue in refused["review"]["issues"]]
    assert {"150%", "80,000"} <= set(marked) and any("保证" in mark for mark in marked)
    corrected = refused["review"]["corrected"]
    assert "128.00%" in corrected and "120,000.00" in corrected and "保证不会" not in corrected
    sent = await desk.post(agent, case["id"], "a1", corrected, "zh")
    again = await desk.post(agent, case["id"], "a1", corrected, "zh")
    assert sent == again and sent["status"] == "sent"
    (told,) = await said(product, case["session"], "agent")
    assert told["data"] == {"text": corrected, "name": "坐席甲"}


class ElsewhereToo:
    """An agent who gives the case back in another tab while this one's text is being judged."""

    def __init__(self, agent: Any, desk: Any, case: str) -> None:
        self._agent, self._desk, self._case = agent, desk, case

    def __getattr__(self, name: str) -> Any:
        return getattr(self._agent, name)

    async def figures(self, *asked: Any) -> Any:
        await self._desk.leave(self._agent, self._case, "交还")
        return await self._agent.figures(*asked)


async def test_a_text_whose_case_is_given_back_while_it_is_judged_is_not_sent(
    product: Product, case: dict[str, Any]
) -> None:
    desk, agent = product.desk, case["agent"]
    await desk.join(agent, case["id"])
    with pytest.raises(AccountError) as caught:
        await desk.post(ElsewhereToo(agent, desk, case["id"]), case["id"], "late", "您好，请稍候。", "zh")
    assert caught.value.status == 409
    assert await said(product, case["session"], "agent") == []


async def test_the_client_hears_who_comes_and_who_goes(product: Product, case: dict[str, Any]) -> None:
    desk, agent = product.desk, case["agent"]
    await desk.join(agent, case["id"])
    await desk.join(agent, case["id"])
    await desk.leave(agent, case["id"], "交还")
    await desk.join(agent, case["id"])
    await desk.close(agent, case["id"], "solved", "已答复")
    what = [event["data"]["what"] for event in await said(product, case["session"], "notice")]
    assert what == ["raised", "claimed", "released", "claimed", "closed"]


async def test_another_groups_agent_finds_no_case_and_a_colleague_cannot_send_in_it(
    product: Product, case: dict[str, Any]
) -> None:
    west, boss = await as_user(product, "demo-agent2"), await as_user(product, "demo-supervisor")
    for act in (
        product.desk.join(west, case["id"]),
        product.desk.suggest(west, case["id"]),
        product.desk.check(west, case["id"], "您好", "zh"),
        product.desk.post(west, case["id"], "a1", "您好", "zh"),
        product.desk.hearing(west, case["id"]),
    ):
        with pytest.raises(NotFound):
            await act
    await product.desk.join(case["agent"], case["id"])
    with pytest.raises(AccountError) as taken:
        await product.desk.post(boss, case["id"], "a1", "您好", "zh")
    assert taken.value.status == 409


async def test_a_draft_in_the_making_is_one_look_at_the_account_and_a_sent_one_looks_again(
    product: Product, case: dict[str, Any]
) -> None:
    from sqlmodel import select

    from account_api.audit import AuditRow

    def looks() -> int:
        with product.api.state.context.transaction(writes=False) as rows:
            return sum(row.action == "account.read" for row in rows.exec(select(AuditRow)))

    desk, agent = product.desk, case["agent"]
    await desk.join(agent, case["id"])
    await desk.check(agent, case["id"], "您好", "zh")
    first = looks()
    for text in ("您好，", "您好，请", "您好，请稍等"):
        await desk.check(agent, case["id"], text, "zh")
    assert looks() == first and EVIDENCE_LIFE_S <= 30
    await desk.post(agent, case["id"], "a9", "您好，请稍等", "zh")
    assert looks() > first


@pytest_asyncio.fixture(loop_scope="session")
async def console(product: Product) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app_of(product))
    async with httpx.AsyncClient(transport=transport, base_url="http://desk.test") as http:
        yield http


async def csrf_of(http: httpx.AsyncClient) -> dict[str, str]:
    page = await http.get("/console")
    return {"X-CSRF-Token": page.text.partition('name="csrf" content="')[2].partition('"')[0]}


async def test_a_client_at_the_console_is_refused_and_it_is_in_the_audit_trail(
    product: Product, console: httpx.AsyncClient
) -> None:
    from sqlmodel import select

    from account_api.audit import AuditRow

    headers = await csrf_of(console)
    answer = await console.post("/console/api/sign-in", json={"persona": "demo-call"}, headers=headers)
    assert answer.status_code == 403 and "set-cookie" not in answer.headers
    token = (await product.accounts.demo_sign_in("demo-call")).token or ""
    page = await console.get("/console", headers={"Cookie": f"liangrong_console={token}"})
    assert page.status_code == 403 and "128.00%" not in page.text
    with product.api.state.context.transaction(writes=False) as rows:
        denied = [row for row in rows.exec(select(AuditRow)) if row.action == "right.denied"]
    assert len(denied) >= 2 and denied[-1].detail == {"right": "handoffs:read"}


async def test_the_console_on_the_product_shows_the_client_and_keeps_the_other_group_out(
    console: httpx.AsyncClient, case: dict[str, Any]
) -> None:
    headers = await csrf_of(console)
    await console.post("/console/api/sign-in", json={"persona": "demo-agent"}, headers=headers)
    queue = (await console.get("/console/api/queue")).json()
    assert case["id"] in [row["id"] for row in queue["handoffs"]]
    seen = (await console.get("/console/api/clients/demo-call")).json()
    assert seen["figures"]["figures"]["maintenance_ratio"]["display"] == "128.00%"
    assert seen["gauge"]["svg"] and seen["history"]["svg"] and seen["call"]["deadline"]
    strange = await console.get("/console/api/clients/demo-short")
    nobody = await console.get("/console/api/clients/nobody-at-all")
    assert strange.status_code == nobody.status_code == 404
    assert strange.json()["detail"] == nobody.json()["detail"]
    missing = (await console.get("/console/api/clients/demo-missing")).json()
    assert missing["figures"]["figures"]["maintenance_ratio"]["value"] is None
    assert missing["figures"]["figures"]["maintenance_ratio"]["missing"]
    applicant = (await console.get("/console/api/clients/demo-applicant")).json()
    assert applicant.get("status") == 404 or applicant["figures"] is None


async def test_everything_the_console_needs_is_served_and_stands_in_the_description(
    console: httpx.AsyncClient,
) -> None:
    described = (await console.get("/openapi.json")).json()["paths"]
    assert sum(path.startswith("/console/api") for path in described) >= 20
    page = (await console.get("/console")).text
    names = [part.partition('"')[0] for part in page.split("/static/")[1:]]
    assert len(names) >= 5
    for name in names:
        assert (await console.get(f"/static/{name}")).status_code == 200
    assert json.dumps(described)


async def test_every_door_says_the_same_of_a_text(product: Product, case: dict[str, Any]) -> None:
    """The desk's draft check, the program's door and the reviewer behind them judge by one guard."""
    token = (await product.accounts.demo_sign_in("demo-agent")).token
    transport = httpx.ASGITransport(app=app_of(product))
    looked = 0
    async with httpx.AsyncClient(transport=transport, base_url="http://doors.test") as http:
        for client, text, code in WRONG[:25]:
            if client != "demo-call":
                continue
            body = {"text": text, "client": client}
            answer = await http.post("/guard/check", json=body, headers={"Authorization": f"Bearer {token}"})
            reviewed = await product.reviewer().review(text, token, client, None)
            drafted = await product.desk.check(case["agent"], case["id"], text, reviewed.lang)
            codes = [claim.code for claim in reviewed.issues]
            assert code in codes
            assert [issue["code"] for issue in answer.json()["issues"]] == codes, text
            assert [issue["code"] for issue in drafted["issues"]] == codes, text
            looked += 1
    assert looked >= 20
