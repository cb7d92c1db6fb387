"""Calling a person: the case, its audit and the message to the desk in one transaction."""

from sqlmodel import Session

from account_api import outbox
from account_api.audit import Event
from account_api.auth.principal import Principal
from account_api.context import Context
from account_api.counters import next_number
from account_api.db import insert_if_absent
from account_api.errors import Unavailable
from account_api.firm.queries import text_value
from account_api.handoffs import queries, view
from account_api.handoffs.contract import HandoffCreate, HandoffPublic
from account_api.handoffs.order import more_urgent
from account_api.handoffs.promise import Promise, promise
from account_api.handoffs.tables import Handoff, HandoffNote

MOST_KEPT = 100


def raise_handoff(
    ctx: Context, session: Session, principal: Principal, asked: HandoffCreate
) -> HandoffPublic:
    """A new case, or more on the one still open. It goes to the group that looks after the caller; without one,
    to the group on duty. Never to nobody.
    """
    case = queries.open_case(session, principal, asked.session)
    action = "handoff.raised" if case is None else "handoff.raised_again"
    if case is None:
        case = _new(ctx, session, principal, asked) or _rival(session, principal, asked)
    else:
        _adopt(session, case, principal)
    _add(ctx, session, case, principal, asked)
    ctx.record(
        session, Event(action, principal.user, case.client_id, {"id": case.id, "reason": asked.reason})
    )
    message = {"id": case.id, "group": case.assigned_group, "reason": case.reason}
    outbox.put(
        session, "handoff_raised", message, f"handoff_raised:{case.id}:{case.reason}", ctx.clock.wall()
    )
    return view.public(case, ctx.clock.wall())


def _new(ctx: Context, session: Session, principal: Principal, asked: HandoffCreate) -> Handoff | None:
    """None where somebody else opened one for the same caller in the meantime."""
    today = ctx.clock.today()
    case = Handoff.of(
        **asked.model_dump(),
        **_promised(promise(ctx, session)),
        id=f"H{today:%Y%m%d}-{next_number(session, f'handoff:{today}'):04d}",
        client_id=principal.client_id,
        assigned_group=principal.group or text_value(session, "duty_group"),
        raised_by=principal.user,
        raised_at=ctx.clock.now(),
        waiting_since=ctx.clock.wall(),
    )
    fresh = insert_if_absent(session, Handoff, case.model_dump())
    return session.get_one(Handoff, case.id) if fresh else None


def _rival(session: Session, principal: Principal, asked: HandoffCreate) -> Handoff:
    """The case that was opened in the meantime; it may have been closed again as well."""
    case = queries.open_case(session, principal, asked.session)
    if case is None:
        raise Unavailable("The case has just been closed; please try again.", "会话刚刚结束，请重试。")
    return case


def _promised(found: Promise) -> dict[str, object]:
    slot = found.call_back
    return {
        "answer_by": found.answer_by,
        "call_back_from": slot and slot.begins,
        "call_back_until": slot and slot.ends,
        "call_back_provisional": slot is not None and slot.provisional,
    }


def _adopt(session: Session, case: Handoff, principal: Principal) -> None:
    """A visitor has signed in since: the case is the client's now. A group that does not look after the client
    lets go of it.
    """
    if case.client_id is not None or principal.client_id is None:
        return
    case.client_id, case.raised_by = principal.client_id, principal.user
    if case.assigned_group != principal.group:
        case.assigned_group = principal.group or case.assigned_group
        case.state, case.claimed_by, case.agent_name = "waiting", None, None
        case.claimed_at = case.heartbeat_at = None
    session.flush()


def _add(ctx: Context, session: Session, case: Handoff, principal: Principal, asked: HandoffCreate) -> None:
    """The more urgent reason and its summary lead; the other summary is kept as a note."""
    leading = more_urgent(case.reason, asked.reason)
    if asked.summary != case.summary:
        kept = case.summary if leading == asked.reason else asked.summary
        case.summary = asked.summary if leading == asked.reason else case.summary
        session.add(
            HandoffNote.of(
                handoff_id=case.id,
                at=ctx.clock.now(),
                by=principal.user,
                author=principal.display_name if principal.client_id is None else "客户 / client",
                kind="summary",
                text=kept,
            )
        )
    case.reason = leading
    evidence = [each.model_dump() for each in asked.evidence]
    case.tried = [*case.tried, *(step for step in asked.tried if step not in case.tried)][-MOST_KEPT:]
    case.evidence = [*case.evidence, *(each for each in evidence if each not in case.evidence)][-MOST_KEPT:]
    session.flush()
