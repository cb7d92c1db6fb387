"""A notice of a call that did not arrive is a task for people: to reach the client otherwise, asked for once for each notice,
however many of its channels failed and however often that is reported.
"""

from datetime import datetime

from sqlmodel import Session

from account_api.db import insert_all
from account_api.margin_calls.tables import CallTask, MarginCase
from account_api.notices.tables import SentNotice

WHAT = "notice_failed"


def ask_for(session: Session, row: SentNotice, now: datetime) -> None:
    """Makes the task where this row failed, nothing says that it arrived after all, and its call is still open."""
    if row.failed_at is None or row.delivered_at is not None or row.case_id is None:
        return
    case = session.get(MarginCase, row.case_id)
    if case is None or case.open_key is None:
        return
    key = f"{case.id}/{WHAT}/{row.sending or row.id}"
    task = {
        "key": key,
        "client_id": case.client_id,
        "call_id": case.id,
        "what": WHAT,
        "due": case.deadline,
        "assigned_group": case.assigned_group,
        "opened_at": now,
    }
    insert_all(session, CallTask, [task])
