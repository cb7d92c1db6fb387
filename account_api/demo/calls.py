"""The margin calls that the demo firm has made by this evening, as cases, with the notices it had sent about them."""

from sqlmodel import Session

from account_api.accounts.view import View, look
from account_api.clients import queries as clients
from account_api.clock import BOOKING_ZONE
from account_api.context import Context
from account_api.db import insert_if_absent
from account_api.decisions.call_state import Followed, followed
from account_api.demo.personas import CALL, OVERDUE
from account_api.jobs.tables import JobRow
from account_api.margin_calls import cases
from account_api.margin_calls.batch import begun
from account_api.margin_calls.following import account_on
from account_api.margin_calls.segments import segments
from account_api.margin_calls.tables import ClosingSweep, MarginCase
from account_api.notices import queries as notices
from account_api.notices.tables import SentNotice
from account_api.proposals.service import WORKER


def begin(context: Context, session: Session) -> None:
    """Enters the open calls of demo-call and demo-overdue. Nothing is sent, and nothing put before anybody."""
    now = context.clock.now()
    session.add(ClosingSweep.of(day=context.clock.today(), begun_at=now, ended_at=now))
    insert_if_absent(session, JobRow, JobRow.of(name="calls_close", due=now).model_dump())
    for persona in (CALL, OVERDUE):
        client = clients.client(session, persona.user)
        assert client is not None
        view = look(session, client, context.clock.today())
        for call in followed(context, session, view, context.clock.local()):
            _enter(context, session, view, call)


def _enter(context: Context, session: Session, view: View, call: Followed) -> None:
    found = segments(call.outcomes)
    if not found or found[-1].ended is not None:
        return
    last = found[-1]
    stood = account_on(session, view, last.began)
    assert stood is not None
    batch = begun(context, session)
    (case,) = cases.entered(batch, [cases.Opening(view, stood, last, call.contract, stood)])
    batch.write()
    case.state, case.deadline, case.provisional = last.file.state, last.file.deadline, last.file.provisional
    served = [each for each in call.outcomes if each.signal == "notice_served" and each.refusal is None]
    for each in served:
        code = each.event.notice or ""
        sent = _notices(session, case, each.event.at)
        cases.noted(session, case, f"notice/{code}", "notice", each.event.at, WORKER, code=code, notices=sent)
    for row in _on_its_way(session, case):
        row.case_id = case.id
        cases.noted(
            session, case, "notice/call", "notice", row.sent_at, WORKER, code="call", notices=[row.id]
        )
    if case.state != "called":
        at = last.file.deadline or last.began
        said = {"before": "called", "state": case.state}
        cases.noted(session, case, f"state/{case.state}", "state", at, WORKER, **said)


def _notices(session: Session, case: MarginCase, delivered: object) -> list[str]:
    """The notices that arrived at that instant; they belong to the case."""
    found = [
        row
        for row in notices.sent(session, case.client_id)
        if row.delivered_at is not None and row.delivered_at.astimezone(BOOKING_ZONE) == delivered
    ]
    for row in found:
        row.case_id = case.id
    return [row.id for row in found]


def _on_its_way(session: Session, case: MarginCase) -> list[SentNotice]:
    """What was sent about the contract of the case and has not arrived."""
    found = notices.sent(session, case.client_id)
    return [
        row for row in found if case.contract_id and case.contract_id in row.text and row.delivered_at is None
    ]
