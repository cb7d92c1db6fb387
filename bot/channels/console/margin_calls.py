"""Margin calls as the desk works them: the earliest deadline first, and of each one everything that proves what happened.

Nothing is decided here: more time, a waiver and a sale are proposed, and somebody else approves them.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from fastapi import APIRouter, Response
from pydantic import Field

from bot.channels.console.contract import Body, Contact, Lang, Once
from bot.channels.console.door import Agent, Present
from bot.channels.console.spoken import spoken
from bot.channels.problem import ProblemRoute, refused_field

Json = dict[str, Any]
LIMIT = Field(min_length=1, max_length=500)
RIGHTS = (("attempt", "contacts:log"), ("act", "calls:act"), ("fill", "fills:write"))


class TopUp(Body):
    """A payment that the ledger does not show yet; ``amount`` as text."""

    key: Once
    amount: str = Field(max_length=30)
    note: str = Field(default="", max_length=500)


class Until(Body):
    """More time or a waiver until an instant with its zone."""

    key: Once
    until: str = Field(max_length=40)
    reason: str = LIMIT


class Why(Body):
    key: Once
    reason: str = LIMIT


class OnceOnly(Body):
    key: Once


class Done(Body):
    key: Once
    note: str = Field(default="", max_length=500)


class Fill(Body):
    """What was executed of one order: numbers as they stand on the broker's confirmation."""

    id: str = Field(max_length=40)
    order: str = Field(max_length=40)
    at: str = Field(max_length=40)
    quantity: int = Field(ge=1)
    price: str = Field(max_length=30)
    costs: str = Field(max_length=30)


class Fills(Body):
    fills: list[Fill] = Field(min_length=1, max_length=50)


@dataclass(frozen=True, slots=True)
class Calls:
    """The endpoints. Whose clients an agent sees is the account service's business."""

    async def listed(self, agent: Present, closed: bool = False, lang: Lang = "zh") -> Json:
        """The cases by deadline, and what is to be done about them."""
        firm, service = await agent.service.firm(), agent.service
        cases, tasks = await service.call_cases(closed=closed), await service.call_tasks()
        return {"now": firm["now"], **spoken({"cases": list(cases), "tasks": list(tasks)}, lang)}

    async def one(self, call_id: str, agent: Present, lang: Lang = "zh") -> Json:
        """One case whole, and what whoever looks may do about it."""
        return _seen(agent, await agent.service.call_case(call_id), lang)

    async def proof(self, call_id: str, notice_id: str, agent: Present, lang: Lang = "zh") -> Json:
        """What one of its notices said word for word, each try and each receipt."""
        case = await agent.service.call_case(call_id)
        return dict(spoken(await agent.service.notice_proof(case["client_id"], notice_id), lang))

    async def attempt(self, call_id: str, asked: Contact, agent: Present) -> Json:
        """One attempt to reach the client about this call."""
        service = agent.service
        return dict(
            await service.log_call_attempt(asked.key, call_id, asked.channel, asked.result, asked.note)
        )

    async def task_done(self, task_id: int, asked: Done, agent: Present) -> Json:
        """A task is done."""
        return dict(await agent.service.call_task_done(asked.key, task_id, asked.note))

    async def top_up(self, call_id: str, asked: TopUp, agent: Present, lang: Lang = "zh") -> Json:
        """The client has paid in, and the ledger does not show it yet."""
        return _seen(
            agent, await agent.service.call_top_up(asked.key, call_id, asked.amount, asked.note), lang
        )

    async def propose_until(
        self, call_id: str, what: Literal["extension", "waiver"], asked: Until, agent: Present
    ) -> Json:
        """More time, or a waiver: the number of the proposal."""
        service, until = agent.service, _instant(asked.until)
        make = service.propose_call_extension if what == "extension" else service.propose_call_waiver
        return dict(await make(asked.key, call_id, until, asked.reason))

    async def propose_liquidation(self, call_id: str, asked: OnceOnly, agent: Present) -> Json:
        """To sell collateral of an overdue call: the number of the proposal."""
        return dict(await agent.service.propose_liquidation(asked.key, call_id))

    async def finish(self, call_id: str, asked: Why, agent: Present, lang: Lang = "zh") -> Json:
        """A liquidated case is wound up once its statement has reached the client."""
        return _seen(agent, await agent.service.finish_call(asked.key, call_id, asked.reason), lang)

    async def orders(self, liquidation_id: str, agent: Present) -> Response:
        """The order list as a file."""
        content = await agent.service.liquidation_orders_csv(liquidation_id)
        name = {"Content-Disposition": 'attachment; filename="orders.csv"'}
        return Response(content, media_type="text/csv; charset=utf-8", headers=name)

    async def fills(self, liquidation_id: str, asked: Fills, agent: Present) -> Json:
        """What was executed; the same fill again counts once, and what is refused is named."""
        rows = [each.model_dump() for each in asked.fills]
        return dict(await agent.service.send_fills(liquidation_id, rows))

    async def statement(self, liquidation_id: str, asked: OnceOnly, agent: Present) -> Json:
        """The selling ends; the client is sent the statement."""
        return dict(await agent.service.draw_up_statement(asked.key, liquidation_id))


def _seen(agent: Agent, case: Json, lang: str) -> Json:
    may = [name for name, right in RIGHTS if right in agent.principal["scopes"]]
    return {**spoken(dict(case), lang), "may": may}


def _instant(text: str) -> datetime:
    """An instant with its zone. ChatError 422 for anything else."""
    with suppress(ValueError):
        at = datetime.fromisoformat(text)
        if at.tzinfo is not None:
            return at
    raise refused_field("until", "no_instant", ("Give day, time and zone.", "请填写日期和时间。"), text)


def margin_calls_router() -> APIRouter:
    """``/margin-calls``, ``/call-tasks`` and ``/liquidations``."""
    calls = Calls()
    router = APIRouter(route_class=ProblemRoute)
    case, run = "/margin-calls/{call_id}", "/liquidations/{liquidation_id}"
    for path, read in (
        ("/margin-calls", calls.listed),
        (case, calls.one),
        (case + "/notices/{notice_id}", calls.proof),
    ):
        router.add_api_route(path, read, methods=["GET"])
    router.add_api_route(run + "/orders.csv", calls.orders, methods=["GET"], response_model=None)
    for path, write in (
        (case + "/attempts", calls.attempt),
        (case + "/top-up", calls.top_up),
        (case + "/liquidation", calls.propose_liquidation),
        (case + "/finish", calls.finish),
        (case + "/{what}", calls.propose_until),
        ("/call-tasks/{task_id}/done", calls.task_done),
        (run + "/fills", calls.fills),
        (run + "/statement", calls.statement),
    ):
        router.add_api_route(path, write, methods=["POST"])
    return router
