"""Looking at every granted line: what would freeze or cut one is written down once when it comes, and closed when it goes.

Nothing is frozen or cut here: a person decides, and a frozen line is refused at the next request.
"""

from datetime import datetime
from decimal import Decimal

from sqlmodel import Session

from account_api.audit import Event
from account_api.clients.tables import Client
from account_api.context import Context
from account_api.credit_lines import queries
from account_api.credit_lines.ceiling import Ceiling, ceiling
from account_api.credit_lines.tables import CreditLineTrigger
from account_api.notices.service import SYSTEM
from risk.credit.line import CUT, FREEZE
from risk.money import to_text


def watch(ctx: Context, now: datetime) -> int:
    """Notices what came and what went on every line; how many there were of both."""
    with ctx.transaction(writes=False) as session:
        clients = queries.with_line(session)
    return sum(_look(ctx, client, now) for client in clients)


def _look(ctx: Context, client: Client, now: datetime) -> int:
    with ctx.transaction() as session:
        queries.held_account(session, client.client_id)
        found = ceiling(ctx, session, client)
        noticed = [row for row in queries.triggers(session, client.client_id) if row.cleared_at is None]
        stands = found.decision.outcome if found.decision.outcome in (FREEZE, CUT) else None
        gone = [row for row in noticed if row.outcome != stands]
        for row in gone:
            row.cleared_at = now
        new = stands is not None and len(gone) == len(noticed)
        if new:
            session.add(_trigger(client, found, now))
        _record(ctx, session, client, gone, stands if new else None)
    return len(gone) + new


def _trigger(client: Client, found: Ceiling, now: datetime) -> CreditLineTrigger:
    line, computed = found.view.account.credit_line, found.figure.value
    reasons = [each.as_json() for each in found.decision.reasons]
    frozen = found.frozen
    return CreditLineTrigger.of(
        client_id=client.client_id,
        outcome=found.decision.outcome,
        line=line,
        computed=None if computed is None else Decimal(to_text(computed)),
        reasons=[each for each in reasons if each["outcome"] == FREEZE] if frozen else reasons,
        noticed_at=now,
    )


def _record(
    ctx: Context, session: Session, client: Client, gone: list[CreditLineTrigger], came: str | None
) -> None:
    for row in gone:
        ctx.record(
            session, Event("credit_line.trigger_gone", SYSTEM, client.client_id, {"outcome": row.outcome})
        )
    if came is not None:
        ctx.record(session, Event("credit_line.trigger", SYSTEM, client.client_id, {"outcome": came}))
