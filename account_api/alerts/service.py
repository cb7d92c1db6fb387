"""Raising an alert: row, audit and message to the desk in one transaction."""

from sqlmodel import Session

from account_api import outbox
from account_api.alerts import queries
from account_api.alerts.contract import AlertCreate, AlertDetail, AlertPublic
from account_api.alerts.tables import Alert
from account_api.audit import Event
from account_api.auth.principal import Principal
from account_api.clock import local_text
from account_api.context import Context
from account_api.counters import next_number
from account_api.firm.queries import text_value


def raise_alert(ctx: Context, session: Session, principal: Principal, asked: AlertCreate) -> AlertPublic:
    """Goes to the group that looks after the caller; without one, to the group on duty. Never to nobody."""
    today = ctx.clock.today()
    alert = Alert.of(
        **asked.model_dump(),
        id=f"A{today:%Y%m%d}-{next_number(session, f'alert:{today}'):04d}",
        client_id=principal.client_id,
        assigned_group=principal.group or text_value(session, "duty_group"),
        raised_by=principal.user,
        raised_at=ctx.clock.now(),
    )
    session.add(alert)
    session.flush()
    ctx.record(session, Event(f"alert.{alert.kind}", principal.user, alert.client_id, {"id": alert.id}))
    message = {"id": alert.id, "group": alert.assigned_group}
    outbox.put(session, "alert_raised", message, f"alert_raised:{alert.id}", ctx.clock.wall())
    return AlertPublic(**_public(alert))


def listed(session: Session, principal: Principal) -> list[AlertDetail]:
    """The alerts this principal may see, newest first."""
    return [
        AlertDetail(**_public(alert), **alert.model_dump(include={"summary", "session", "client_id"}))
        for alert in queries.visible(session, principal)
    ]


def _public(alert: Alert) -> dict[str, str]:
    at = local_text(alert.raised_at)
    return {"id": alert.id, "kind": alert.kind, "raised_at": at, "assigned_group": alert.assigned_group}
