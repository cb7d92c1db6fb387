"""The course of an application: opened and submitted by the client, looked at and proposed by the desk, withdrawn at any time.

Each step is one UPDATE of an application that is in a state the step begins in: of two at once, one wins. The decision
itself is that of a proposal (`approval`).
"""

from datetime import date, timedelta
from typing import Any

from sqlmodel import Session

from account_api.accounts.queries import account_of
from account_api.admission import queries
from account_api.admission.standing import Standing, standing
from account_api.admission.states import OPEN, Act, stands_otherwise, step
from account_api.admission.tables import Application, ApplicationStep
from account_api.audit import Event
from account_api.auth.principal import Principal
from account_api.clients.tables import Client
from account_api.clock import BOOKING_ZONE
from account_api.context import Context
from account_api.counters import next_number
from account_api.db import insert_if_absent
from account_api.errors import FieldProblem, NotComplete, NotFound, StateChanged
from account_api.handoffs import service as handoffs
from account_api.handoffs.contract import HandoffCreate, HandoffPublic
from account_api.proposals import queries as proposals
from risk.admission import ROWS
from risk.rulebook import Rulebook
from risk.thresholds import Thresholds


def open_draft(ctx: Context, session: Session, principal: Principal, client: Client) -> Application:
    """The application that is open, or a new draft. Raises StateChanged where there is an account already, an approval that
    holds and waits for its agreement, or a refusal after which the firm lets some days pass.
    """
    before = queries.latest(session, client.client_id)
    if before is not None and before.state in OPEN:
        return before
    if account_of(session, client.client_id) is not None:
        raise StateChanged("There is a credit account already.", "信用账户已经开立。")
    today = ctx.clock.today()
    until = None if before is None else approved_until(ctx.rules, before)
    if until is not None and until >= today:
        raise stands_otherwise("approved")
    if before is not None and before.again_from is not None and before.again_from > today:
        raise StateChanged(
            f"It can be applied for again from {before.again_from}.", f"{before.again_from} 起可再次申请。"
        )
    row = Application.of(
        id=f"AP{today:%Y%m%d}-{next_number(session, f'application:{today}'):04d}",
        client_id=client.client_id,
        opened_at=ctx.clock.now(),
    )
    if not insert_if_absent(session, Application, row.model_dump()):
        raise StateChanged("An application has just been opened.", "申请刚刚已经创建。")
    ctx.record(session, Event("application.opened", principal.user, client.client_id, {"id": row.id}))
    return session.get_one(Application, row.id)


def submit(ctx: Context, session: Session, principal: Principal, client: Client, note: str) -> Application:
    """Hands it in. Raises NotComplete naming facts that nobody stated and a questionnaire that is not finished; whether they
    are verified, and what the rules say, is for the firm to find.
    """
    row = of(session, client)
    if row.state == "draft":
        found = standing(ctx, session, client)
        lacking = [each for each in found.fact_gaps if each.code == "fact_missing" and each.by == "client"]
        _complete([*lacking, *found.questionnaire_gaps])
    return taken(ctx, session, row, "submit", principal.user, note, submitted_at=ctx.clock.now())


def review(ctx: Context, session: Session, principal: Principal, client: Client, note: str) -> Application:
    """Takes it up."""
    return taken(ctx, session, of(session, client), "review", principal.user, note)


def withdraw(ctx: Context, session: Session, principal: Principal, client: Client, note: str) -> Application:
    """Takes it back at any moment before the decision, and the proposal with it. Of a withdrawal and a decision at once,
    whoever ends the proposal first wins. Raises StateChanged where it is decided or withdrawn.
    """
    row = of(session, client)
    while row.state in OPEN:
        ended = row.state != "proposed" or _proposal_ended(ctx, session, principal, row, note)
        begins = (row.state,)
        if ended and queries.move(session, row, begins, state="withdrawn"):
            noted(ctx, session, row, "withdraw", principal.user, note)
            return row
        session.refresh(row)
    raise stands_otherwise(row.state)


def ask_person(
    ctx: Context, session: Session, principal: Principal, client: Client, question: str
) -> HandoffPublic:
    """Calls a person of the group that looks after the client; while that case is open, adds to it."""
    row = queries.latest(session, client.client_id)
    about = "开户申请 / application" if row is None else f"开户申请 / application {row.id}"
    asked = HandoffCreate(
        reason="request",
        summary=f"{about}：{question}",
        session=f"admission:{client.client_id}",
    )
    return handoffs.raise_handoff(ctx, session, principal, asked)


def of(session: Session, client: Client) -> Application:
    """The client's newest application. Raises NotFound where nothing was applied for."""
    row = queries.latest(session, client.client_id)
    if row is None:
        raise NotFound("Nothing has been applied for.", "尚未提交开户申请。")
    return row


def taken(
    ctx: Context, session: Session, row: Application, act: Act, by: str, note: str, **values: Any
) -> Application:
    """Takes a step, noted in the history and the audit. Raises StateChanged where the application does not stand so."""
    asked = step(act)
    if not queries.move(session, row, asked.begins, state=asked.ends, **values):
        raise stands_otherwise(row.state)
    noted(ctx, session, row, act, by, note)
    return row


def noted(ctx: Context, session: Session, row: Application, act: Act, by: str, note: str) -> None:
    """A line of the history, and the event, of a step just taken."""
    session.add(
        ApplicationStep.of(
            application_id=row.id,
            number=queries.step_count(session, row.id) + 1,
            at=ctx.clock.now(),
            act=act,
            state=row.state,
            side=step(act).side,
            by=by,
            note=note,
        )
    )
    session.flush()
    ctx.record(session, Event(f"application.{act}", by, row.client_id, {"id": row.id, "state": row.state}))


def settled(found: Standing) -> None:
    """Raises NotComplete naming everything that stands against an admission."""
    _complete(found.gaps)


def verified(found: Standing) -> None:
    """Raises NotComplete naming the facts that are not verified and a questionnaire that does not hold."""
    _complete([*found.fact_gaps, *found.questionnaire_gaps])


def again_from(ctx: Context) -> date:
    """From when one may apply again after a refusal today."""
    today = ctx.clock.today()
    return today + timedelta(
        days=int(Thresholds(ctx.rules, ROWS, today).need("admission_reapply_days").value)
    )


def approved_until(rules: Rulebook, row: Application) -> date | None:
    """The last day an approval holds, by the firm's own threshold of the day it was given; None for what is not approved."""
    if row.state != "approved" or row.decided_at is None:
        return None
    given = row.decided_at.astimezone(BOOKING_ZONE).date()
    return given + timedelta(days=int(Thresholds(rules, ROWS, given).need("admission_approval_days").value))


def _complete(gaps: Any) -> None:
    fields = [FieldProblem(each.path, each.code, None, each.text, each.text_zh) for each in gaps]
    if fields:
        raise NotComplete.naming(fields)


def _proposal_ended(
    ctx: Context, session: Session, principal: Principal, row: Application, note: str
) -> bool:
    """Ends the proposal of an application in the name of the client who withdraws; False where it is decided."""
    assert row.proposal_id is not None  # as every application that is proposed
    ended = proposals.end(session, row.proposal_id, "withdrawn", principal.user, ctx.clock.now(), note)
    if ended:
        detail = {"id": row.proposal_id, "kind": "admission", "reason": note}
        ctx.record(session, Event("proposal.withdrawn", principal.user, row.client_id, detail))
    return ended
