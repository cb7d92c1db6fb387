"""What the desk does with cases: the list by deadline, one case whole, attempts, payments, tasks, and what it puts to others."""

import csv
import io
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, col

from account_api.accounts import whole_book
from account_api.accounts.view import View
from account_api.audit import Event
from account_api.auth.principal import Principal
from account_api.clients import queries as clients
from account_api.clients.access import among_visible, may_see
from account_api.clients.tables import Client
from account_api.clock import BOOKING_ZONE, local_text
from account_api.context import Context
from account_api.decisions.call_events import CLOSE
from account_api.desk import service as desk
from account_api.errors import NoSuchMarginCall, NotFound, StateChanged
from account_api.firm.closures import with_closures
from account_api.margin_calls import acting, cases, forcing, queries, view
from account_api.margin_calls.amounts import figures_of
from account_api.margin_calls.approval import EXTENSION, LIQUIDATION, WAIVER
from account_api.margin_calls.contract import (
    CallDetailPublic,
    CallListedPublic,
    ContactCreate,
    ContactPublic,
    LiquidationRunPublic,
    TaskPublic,
    TopUpCreate,
    UntilCreate,
)
from account_api.margin_calls.live import Live, live
from account_api.margin_calls.tables import CallTask, LiquidationRun, MarginCase
from account_api.proposals import queries as proposals
from account_api.proposals.model import Kind
from account_api.proposals.service import make

REACHED = "reached"
LONGEST = 10
"""Firm-set: so many sessions more, or without a call, may be given at a time."""
CSV_COLUMNS = ("order", "number", "account", "side", "security", "quantity", "filled", "price")


def found(session: Session, principal: Principal, call_id: str) -> tuple[MarginCase, Client]:
    """A case that this principal may see. Raises NoSuchMarginCall, on record, for any other."""
    case = queries.case(session, call_id)
    client = None if case is None else clients.client(session, case.client_id)
    if case is None or client is None or not may_see(principal, client):
        raise NoSuchMarginCall.seen(Event("margin_call.denied", principal.user, detail={"id": call_id[:24]}))
    return case, client


def listed(
    ctx: Context, session: Session, principal: Principal, still_open: bool, group: str | None
) -> list[CallListedPublic]:
    """The cases one looks after, the earliest deadline first, with live figures."""
    seen = among_visible(principal, col(MarginCase.client_id), col(MarginCase.assigned_group))
    if group is not None:
        seen = seen & (col(MarginCase.assigned_group) == group)
    rows = queries.listed(session, seen, still_open)
    names = {row.client_id for row in rows}
    views = {
        each.client.client_id: each for each in whole_book.views(session, ctx.clock.today(), clients=names)
    }
    now = live(ctx, session, list(views.values()), ctx.clock.local())
    return [_line(ctx, session, row, views.get(row.client_id), now) for row in rows]


def _line(ctx: Context, session: Session, case: MarginCase, seen: View | None, now: Live) -> CallListedPublic:
    client = clients.client(session, case.client_id)
    assert client is not None
    account = None if seen is None else seen.snapshot
    figures = {} if account is None else figures_of(account, ctx.rules, case.contract_id)
    names = {"ratio": "maintenance_ratio", "amount": "missing_amount"}
    attempts = [each for each in queries.events(session, case.id) if each.what == "attempt"]
    last = None if not attempts else {"at": local_text(attempts[-1].at), **attempts[-1].detail}
    return CallListedPublic.model_validate(
        {
            **view.summary(case),
            **now.of(case),
            "name_masked": client.name_masked,
            "group": case.assigned_group,
            "figures": {names[name]: each.as_json() for name, each in figures.items()},
            "last_attempt": last,
            "tasks": [
                view.task_shown(each) for each in queries.tasks(session, case.id) if each.done_at is None
            ],
        }
    )


def detail(ctx: Context, session: Session, case: MarginCase, client: Client) -> CallDetailPublic:
    """One case whole, as the desk sees it."""
    seen = acting.view_of(ctx, session, case)
    kinds = [kind.name for kind in (LIQUIDATION, EXTENSION, WAIVER)]
    made = proposals.listed(session, kinds, client_id=case.client_id)
    return CallDetailPublic.model_validate(
        {
            **view.one(ctx, session, seen, case),
            "name_masked": client.name_masked,
            "group": case.assigned_group,
            "tasks": [view.task_shown(each) for each in queries.tasks(session, case.id)],
            "proposals": [
                {"id": row.id, "kind": row.kind, "state": row.state, "made_by": row.made_by}
                for row in made
                if row.content.get("call_id") == case.id
            ],
        }
    )


def log_attempt(
    ctx: Context,
    session: Session,
    principal: Principal,
    case: MarginCase,
    client: Client,
    asked: ContactCreate,
) -> ContactPublic:
    """One attempt to reach the client about the call, in the desk's log and in the case; reached, the task is done."""
    logged = desk.log_contact(ctx, session, principal, client, asked)
    said = asked.model_dump(include={"channel", "result", "note"})
    cases.noted(session, case, f"attempt/{ctx.new_id()}", "attempt", ctx.clock.now(), principal.user, **said)
    if asked.result == REACHED:
        for each in queries.tasks(session, case.id):
            if each.what == "call_client" and each.done_at is None:
                _done(ctx, session, principal, each)
    return logged


def pay_in(
    ctx: Context, session: Session, principal: Principal, case: MarginCase, asked: TopUpCreate
) -> None:
    """A payment that the ledger does not show yet. Raises StateChanged where no call is open."""
    acting.acted(ctx, session, case, "top_up", principal.user, amount=asked.amount, note=asked.note)


def propose_until(
    ctx: Context, session: Session, principal: Principal, case: MarginCase, kind: Kind, asked: UntilCreate
) -> str:
    """Puts more time, or a waiver, to somebody else; the number of the proposal. Raises StateChanged where it cannot be."""
    _still_open(case)
    if asked.until <= ctx.clock.now():
        raise StateChanged("That instant has passed.", "该时间已过。")
    _check_bounds(ctx, session, case, asked)
    until = local_text(asked.until)
    content = {"call_id": case.id, "until": until, "reason": asked.reason}
    said = {
        "summary": {
            "zh": f"{kind.title_zh}：追保 {case.id}，至 {until[:16].replace('T', ' ')}。",
            "en": f"{kind.title_en}: call {case.id}, until {until[:16].replace('T', ' ')}.",
        },
        "points": [{"zh": asked.reason, "en": asked.reason}],
        "figures": _figures(ctx, session, case),
    }
    made = make(ctx, session, kind, principal, case.client_id, content, said)
    key = f"proposal/{made.id}"
    cases.noted(
        session, case, key, "proposal", made.made_at, principal.user, proposal=made.id, kind=kind.name
    )
    return made.id


def _check_bounds(ctx: Context, session: Session, case: MarginCase, asked: UntilCreate) -> None:
    """Raises StateChanged beyond the longest time that may be given, and where something is put to somebody already."""
    last = with_closures(ctx.calendar, session).add_sessions(ctx.clock.today(), LONGEST).date
    if asked.until > datetime.combine(last, CLOSE, tzinfo=BOOKING_ZONE):
        raise StateChanged(f"It can be until {last} at the latest.", f"最晚可至 {last}。")
    kinds = [EXTENSION.name, WAIVER.name]
    waiting = proposals.listed(session, kinds, "proposed", case.client_id)
    if any(each.content.get("call_id") == case.id for each in waiting):
        raise StateChanged("A proposal about this call waits already.", "该笔追保已有提议待审批。")


def propose_liquidation(ctx: Context, session: Session, principal: Principal, case: MarginCase) -> str:
    """Puts the selling to another risk officer now. Raises StateChanged where the call is not ripe, or one waits already."""
    _still_open(case)
    file, seen = acting.standing(ctx, session, case), acting.view_of(ctx, session, case)
    made = None if file is None else forcing.propose_if_due(ctx, session, seen, case, file, principal)
    if not made:
        raise StateChanged(
            "The call is not ripe for it, or a proposal waits already.",
            "该笔追保尚不具备处分条件，或已有提议待审批。",
        )
    return made


def finish_task(ctx: Context, session: Session, principal: Principal, task_id: int) -> TaskPublic:
    """Marks a task done, once. Raises NotFound for somebody else's."""
    row = queries.task(session, task_id)
    client = None if row is None else clients.client(session, row.client_id)
    if row is None or client is None or not may_see(principal, client):
        raise NotFound("There is no such task.", "没有该任务。")
    if row.done_at is None:
        _done(ctx, session, principal, row)
    return view.task_shown(row)


def to_do(session: Session, principal: Principal) -> list[TaskPublic]:
    """What is to be done about calls, what is due first in front."""
    seen = among_visible(principal, col(CallTask.client_id), col(CallTask.assigned_group))
    return [view.task_shown(each) for each in queries.open_tasks(session, seen)]


def run_found(session: Session, liquidation_id: str) -> LiquidationRun:
    """A liquidation by its number. Raises NotFound."""
    run = session.get(LiquidationRun, liquidation_id)
    if run is None:
        raise NotFound("There is no such liquidation.", "没有该次处分。")
    return run


def order_list(run: LiquidationRunPublic) -> str:
    """The order list as CSV, one order a line."""
    out = io.StringIO()
    lines = csv.writer(out)
    lines.writerow(CSV_COLUMNS)
    for each in run.orders:
        lines.writerow(
            (
                each.id,
                each.number,
                run.client_id,
                each.side,
                each.security,
                each.quantity,
                each.filled,
                each.price,
            )
        )
    return out.getvalue()


def _figures(ctx: Context, session: Session, case: MarginCase) -> list[Mapping[str, Any]]:
    account = acting.view_of(ctx, session, case).snapshot
    figures = {} if account is None else figures_of(account, ctx.rules, case.contract_id)
    return [each.as_json() for each in figures.values()]


def _done(ctx: Context, session: Session, principal: Principal, task: CallTask) -> None:
    task.done_by, task.done_at = principal.user, ctx.clock.now()
    session.flush()
    ctx.record(session, Event("margin_call.task_done", principal.user, task.client_id, {"task": task.what}))


def _still_open(case: MarginCase) -> None:
    if case.open_key is None:
        raise StateChanged("The margin call has ended.", "该笔追保已了结。")
