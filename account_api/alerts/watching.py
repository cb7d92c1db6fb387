"""Looking at the alerts: what each one's value is now, telling those that have crossed, arming those that are back.

Nothing is written where nothing has changed. An alert that fires is disarmed by one statement in the transaction that sends it,
so that of two workers one sends it, and one that dies in between sends none or all of it.
"""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlmodel import Session

from account_api.accounts.standing import standing
from account_api.accounts.tables import Contract
from account_api.alerts import queries
from account_api.alerts.levels import Reading, read
from account_api.alerts.tables import OwnAlert
from account_api.audit import Event
from account_api.clients import queries as clients
from account_api.context import Context
from account_api.firm import queries as firm
from account_api.market import queries as market
from account_api.market.tables import Price
from account_api.notices import service as notices
from account_api.notices.texts import Text, write
from account_api.texts import plain
from risk.figure import Figure
from risk.money import display_ratio

WORKER = "worker"


@dataclass(frozen=True, slots=True)
class Now:
    """What an alert looks at, as it is now: one of the three, or none where it is unknown."""

    figure: Figure | None = None
    price: Price | None = None
    contract: Contract | None = None
    days: int | None = None

    @property
    def value(self) -> Fraction | None:
        if self.figure is not None:
            return self.figure.value
        if self.price is not None:
            return Fraction(self.price.price)
        return None if self.days is None else Fraction(self.days)


def watch(ctx: Context, now: datetime) -> int:
    """Looks at every alert; how many were told."""
    with ctx.transaction(writes=False) as session:
        having = queries.clients(session)
    return sum(_client(ctx, client_id, now) for client_id in having)


def looked_at(ctx: Context, session: Session, alert: OwnAlert) -> Now:
    """What the alert looks at, as it is now."""
    today = ctx.clock.today()
    if alert.what == "ratio_below":
        client = clients.client(session, alert.client_id)
        found = None if client is None else standing(session, client, today, ctx.rules)
        return Now() if found is None or found.ratio.value is None else Now(figure=found.ratio)
    if alert.security is not None:
        return Now(price=queries.price(session, alert.security, today))
    contract = queries.due(session, alert.client_id, alert.contract_id, today)
    if contract is None or contract.due is None:
        return Now()
    return Now(contract=contract, days=(contract.due - today).days)


def reading(alert: OwnAlert, now: Now) -> Reading | None:
    """What the value is to the alert; None where it is unknown."""
    return None if now.value is None else read(alert.what, Fraction(alert.level), now.value)


def _client(ctx: Context, client_id: str, now: datetime) -> int:
    with ctx.transaction(writes=False) as session:
        read_now = [
            (alert, looked_at(ctx, session, alert)) for alert in queries.of_client(session, client_id)
        ]
    found = [(alert, seen, reading(alert, seen)) for alert, seen in read_now]
    crossing = [(alert, seen) for alert, seen, its in found if alert.armed and its and its.crossed]
    back = [alert.id for alert, _, its in found if not alert.armed and its and its.back]
    if not crossing and not back:
        return 0
    with ctx.transaction() as session:
        queries.arm(session, back)
        return sum(_told(ctx, session, alert, seen, now) for alert, seen in crossing)


def _told(ctx: Context, session: Session, alert: OwnAlert, seen: Now, now: datetime) -> bool:
    if not queries.disarm(session, alert.id, now):
        return False
    quiet = None
    if alert.quiet_from is not None and alert.quiet_until is not None:
        quiet = {"from": alert.quiet_from, "until": alert.quiet_until}
    text = _text(session, alert, seen)
    notices.send(ctx, session, alert.client_id, "alert", text, channels=("app", alert.channel), quiet=quiet)
    ctx.record(session, Event("alert.told", WORKER, alert.client_id, {"id": alert.id, "what": alert.what}))
    return True


def _text(session: Session, alert: OwnAlert, seen: Now) -> Text:
    name: dict[str, str] = firm.table_value(session, "name")
    template = f"alert_{alert.what}"
    if seen.figure is not None:
        level = display_ratio(Fraction(alert.level), "down")
        return write(template, name, {"ratio": seen.figure}, level=level)
    words: dict[str, Any] = {"level": plain(alert.level)}
    if seen.price is not None:
        security = market.named(session, [seen.price.code])[seen.price.code]
        words |= {"security": {"zh": security.name, "en": security.name_en}}
        words |= {"price": plain(seen.price.price), "at": seen.price.at}
    elif seen.contract is not None and seen.contract.due is not None:
        words = {"contract": seen.contract.contract_id, "day": seen.contract.due.isoformat()}
        words |= {"days": str(seen.days)}
    return write(template, name, {}, **words)
