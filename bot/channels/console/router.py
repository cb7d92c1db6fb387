"""Everything of the console as one router: its page and, behind its door, what the page asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from fastapi import APIRouter, Depends

from bot.channels.console.applications import applications_router
from bot.channels.console.approvals import approvals_router
from bot.channels.console.campaigns import campaigns_router
from bot.channels.console.client import client_router
from bot.channels.console.conversation import LIFE_S, conversation_router
from bot.channels.console.door import APPLICATIONS, APPROVALS, CALLS, OPERATIONS, POLICIES, Door
from bot.channels.console.education import School, education_router
from bot.channels.console.knowledge import Identify, knowledge_router
from bot.channels.console.margin_calls import margin_calls_router
from bot.channels.console.operations import operations_router
from bot.channels.console.pages import page_router
from bot.channels.console.policies import policies_router
from bot.channels.console.ports import Accounts, Desk
from bot.channels.console.queue import queue_router
from bot.channels.console.sign_in import sign_in_router
from bot.channels.console.tickets import tickets_router
from bot.channels.console.turns import Records, turns_router
from bot.channels.problem import ProblemRoute
from bot.channels.typing import Typing

MAX_BODY_BYTES = 100_000


def console_router(
    accounts: Accounts,
    desk: Desk,
    demo: bool,
    *,
    key: bytes,
    typing: Typing,
    school: School,
    editorial: Callable[[Identify], APIRouter],
    reasons: Callable[[], Mapping[str, list[str]]],
    records: Records | None = None,
    stream_life_s: float = LIFE_S,
) -> APIRouter:
    """``GET /console`` and ``/console/api``. ``key``: 32 bytes shared by all workers of this home;
    ``typing``: where the client page leaves its signs of writing; ``school``: what is taught; ``editorial``: the
    routes of the library's editors, given how to tell who asks; ``reasons``: by question, what clients found wrong;
    ``records``: where turns lie that may be laid open.

    No write passes without the page's own header; nothing but signing in passes without an agent, nothing about
    teaching without an educator or an approver, nothing about the library without one who reads or writes there, and
    nothing of the other pages without the right that opens them.
    """
    door = Door(accounts, key)
    written = APIRouter(
        prefix="/console/api",
        tags=["console"],
        route_class=ProblemRoute,
        max_body_size=MAX_BODY_BYTES,
        dependencies=[Depends(door.check_csrf)],
    )
    behind = APIRouter(route_class=ProblemRoute, dependencies=[Depends(door.enter)])
    for part in (
        queue_router(desk),
        conversation_router(desk, typing, stream_life_s),
        client_router(),
        tickets_router(),
        *([turns_router(records)] if records else []),
    ):
        behind.include_router(part)
    written.include_router(sign_in_router(door, accounts, demo))
    written.include_router(behind)
    teaching = APIRouter(route_class=ProblemRoute, dependencies=[Depends(door.enter_teaching)])
    teaching.include_router(campaigns_router())
    teaching.include_router(education_router(school))
    written.include_router(teaching)
    for place, part in (
        (APPROVALS, approvals_router()),
        (CALLS, margin_calls_router()),
        (POLICIES, policies_router()),
        (APPLICATIONS, applications_router()),
        (OPERATIONS, operations_router()),
    ):
        written.include_router(part, dependencies=[Depends(door.entering(place))])
    router = APIRouter()
    router.include_router(page_router(door, demo))
    router.include_router(written)
    router.include_router(knowledge_router(door, editorial, reasons))
    return router
