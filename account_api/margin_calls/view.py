"""A case as it is shown: where its call stands now, what is still lacking, the next step, and everything that happened.

Staff are not named to clients, and what the desk noted for itself stays with the desk.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from account_api.accounts.view import View
from account_api.clock import local_text
from account_api.context import Context
from account_api.decisions.call_state import moment_of, reported
from account_api.margin_calls import queries
from account_api.margin_calls.amounts import figures_of
from account_api.margin_calls.batch import Noted
from account_api.margin_calls.contract import CallNoticePublic, MarginCallPublic, TaskPublic, TimelinePublic
from account_api.margin_calls.live import Live, live
from account_api.margin_calls.run_view import run_shown
from account_api.margin_calls.tables import CallTask, CaseEvent, MarginCase
from account_api.margin_calls.top_ups import REPAID
from account_api.margin_calls.words import HAPPENED, STATES, TASKS, said
from account_api.notices import queries as sent_notices
from account_api.notices.tables import SentNotice
from account_api.proposals.service import WORKER
from account_api.snapshots import queries as snapshots
from account_api.snapshots.service import thawed
from account_api.texts import plain
from risk.money import to_text

QUIET: Mapping[str, Any] = {"served": [], "owed": [], "next": [], "figures": {}}
HIDDEN_FROM_CLIENTS = frozenset({"day_end", "proposal"})
DESK_ONLY = frozenset({"note", "contact", "source", "proposal"})


def of_client(ctx: Context, session: Session, view: View, staff: bool) -> list[MarginCallPublic]:
    """Every case of the account, the open ones first."""
    now = live(ctx, session, [view], moment_of(ctx, view))
    return [
        MarginCallPublic.model_validate(shown(ctx, session, view, case, now, staff))
        for case in queries.of_client(session, view.client.client_id)
    ]


def one(ctx: Context, session: Session, view: View, case: MarginCase) -> dict[str, Any]:
    """One case as staff see it."""
    return shown(ctx, session, view, case, live(ctx, session, [view], moment_of(ctx, view)), staff=True)


def shown(
    ctx: Context,
    session: Session,
    view: View,
    case: MarginCase,
    now: Live,
    staff: bool,
) -> dict[str, Any]:
    """The fields of `MarginCallPublic`; `now` are the calls of the account as they stand."""
    call = now.calls.get(case.open_key or "")
    report = QUIET if call is None else reported(ctx, call)
    open_now = case.open_key is not None and view.snapshot is not None
    amount = figures_of(view.snapshot, ctx.rules, case.contract_id)["amount"] if view.snapshot else None
    notices = queries.notices_of(session, case.id)
    return {
        **summary(case),
        **now.of(case),
        "opened_at": local_text(case.opened_at),
        "rule": case.rule,
        "clause": case.clause,
        "snapshot_id": case.snapshot_id,
        "at_call": _at_call(ctx, session, case),
        "missing_amount": amount.as_json() if open_now and amount is not None else None,
        **{name: report[name] for name in QUIET},
        "notices": [_notice(session, each, staff) for each in notices],
        "timeline": _timeline([*queries.events(session, case.id), *now.unseen(case)], notices, staff),
        "liquidations": [run_shown(session, each) for each in queries.liquidations(session, case.id)],
        "sale_proposed": _sale_proposed(ctx, session, case),
    }


def _sale_proposed(ctx: Context, session: Session, case: MarginCase) -> dict[str, Any] | None:
    """The sale that waits for a decision on an open case."""
    if case.open_key is None:
        return None
    waiting = queries.waiting_sales(session, case.client_id, ctx.clock.now())
    mine = next((each for each in waiting if each.content.get("call_id") == case.id), None)
    return None if mine is None else {"at": local_text(mine.made_at), "by_rule": mine.made_by == WORKER}


def _at_call(ctx: Context, session: Session, case: MarginCase) -> dict[str, Any] | None:
    """The account as it was frozen when the call was made."""
    row = snapshots.frozen(session, case.snapshot_id)
    if row is None:
        return None
    stood = thawed(row)
    figures, terms = figures_of(stood, ctx.rules, case.contract_id), stood.terms
    lines = {name: getattr(terms, name) for name in ("liquidation_line", "restore_line", "minimum_line")}
    return {
        "at": local_text(row.at),
        "figures": {
            "maintenance_ratio": figures["ratio"].as_json(),
            "missing_amount": figures["amount"].as_json(),
        },
        "lines": {name: None if line is None else to_text(line) for name, line in lines.items()},
        "clauses": dict(terms.clauses),
    }


def summary(case: MarginCase) -> dict[str, Any]:
    """What a line of a list and the case itself have in common."""
    return {
        **case.model_dump(include={"id", "client_id", "kind", "state", "called_on", "provisional"}),
        "contract": case.contract_id,
        "state_text": said(STATES, case.state),
        "deadline": _instant(case.deadline),
        "closed_at": _instant(case.closed_at),
        "amount_at_call": None if case.amount_at_call is None else plain(case.amount_at_call),
    }


def task_shown(row: CallTask) -> TaskPublic:
    """A task with what it is called."""
    kept = row.model_dump(include={"id", "client_id", "call_id", "what", "assigned_group", "done_by"})
    return TaskPublic.model_validate(
        {
            **kept,
            "text": said(TASKS, row.what),
            "due": _instant(row.due),
            "opened_at": local_text(row.opened_at),
            "done_at": _instant(row.done_at),
        }
    )


def _timeline(
    events: Sequence[CaseEvent | Noted], notices: list[SentNotice], staff: bool
) -> list[TimelinePublic]:
    entries = [
        (each.at, _entry(each, staff)) for each in events if staff or each.what not in HIDDEN_FROM_CLIENTS
    ]
    entries += [(at, entry) for each in notices for at, entry in _receipts(each)]
    entries.sort(key=lambda each: each[0])
    return [entry for _, entry in entries]


def _entry(event: CaseEvent | Noted, staff: bool) -> TimelinePublic:
    detail = event.detail if staff else {k: v for k, v in event.detail.items() if k not in DESK_ONLY}
    state = event.detail.get("state")
    repaid = event.what == "top_up" and event.detail.get("event") in REPAID
    happened = said(HAPPENED, "repaid" if repaid else event.what)
    text = said(STATES, state) if event.what == "state" and state else happened
    return TimelinePublic.model_validate(
        {
            "at": local_text(event.at),
            "what": event.what,
            "by": event.by if staff else None,
            "text": text,
            "detail": detail,
            "snapshot_id": event.snapshot_id,
        }
    )


def _receipts(row: SentNotice) -> Iterator[tuple[datetime, TimelinePublic]]:
    """What was reported of a notice, each report an entry."""
    reports = (("delivered", row.delivered_at), ("read", row.read_at), ("acknowledged", row.acknowledged_at))
    for what, at in reports:
        if at is not None:
            yield (
                at,
                TimelinePublic.model_validate(
                    {
                        "at": local_text(at),
                        "what": what,
                        "by": None,
                        "text": said(HAPPENED, what),
                        "detail": {"notice": row.id, "kind": row.kind, "channel": row.channel},
                        "snapshot_id": None,
                    }
                ),
            )


def _notice(session: Session, row: SentNotice, staff: bool) -> CallNoticePublic:
    failed = row.failed_at if row.delivered_at is None else None
    return CallNoticePublic.model_validate(
        {
            **row.model_dump(include={"id", "kind", "channel", "clause"}),
            "sent_at": local_text(row.sent_at),
            "delivered_at": _instant(row.delivered_at),
            "read_at": _instant(row.read_at),
            "acknowledged_at": _instant(row.acknowledged_at),
            "failed_at": _instant(failed),
            "failure": sent_notices.failure(session, row.id) if failed and staff else None,
            "deadline": _instant(row.deadline),
            "amount": None if row.amount is None else plain(row.amount),
        }
    )


def _instant(at: datetime | None) -> str | None:
    return None if at is None else local_text(at)
