"""Looking at the alerts: what each one's value is now, telling those that have crossed, arming those that are back.

Nothing is written where nothing has changed. An alert that fires is disarmed by one statement in the transaction that sends it,
so that of two workers one sends it, and one that dies in between sends none or all of it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from sqlmodel import Session

from account_api.accounts.standing import standing
from account_api.accounts.tables import Contract
from account_api.alerts import queries
from account_api.alerts.candidates import candidates
from account_api.alerts.levels import Reading, of_each, read, told_as
from account_api.alerts.tables import OwnAlert
from account_api.audit import Event
from account_api.clients import queries as clients
from account_api.context import Context
from account_api.db import insert_if_absent
from account_api.firm import queries as firm
from account_api.jobs.tables import Reminder
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
    """What an alert looks at, as it is now: one of the three, or none where it is unknown. `nothing` is owed: no ratio, and no
    contract that could come due.
    """

    figure: Figure | None = None
    price: Price | None = None
    contract: Contract | None = None
    days: int | None = None
    nothing: bool = False

    @property
    def value(self) -> Fraction | None:
        if self.figure is not None:
            return self.figure.value
        if self.price is not None:
            return Fraction(self.price.price)
        return None if self.days is None else Fraction(self.days)


def watch(ctx: Context, now: datetime) -> int:
    """Looks at the clients of whose alerts one may have something to tell; how many alerts were told."""
    with ctx.transaction(writes=False) as session:
        stirring = candidates(ctx, session)
    return sum(_client(ctx, client_id, now) for client_id in stirring)


def looked_at(ctx: Context, session: Session, alert: OwnAlert) -> Now:
    """What the alert looks at, as it is now."""
    today = ctx.clock.today()
    if alert.what == "ratio_below":
        client = clients.client(session, alert.client_id)
        found = None if client is None else standing(session, client, today, ctx.rules)
        if found is None or found.ratio.value is None:
            return Now(nothing=found is not None and found.band == "no_debt")
        return Now(figure=found.ratio)
    if alert.security is not None:
        return Now(price=queries.price(session, alert.security, today))
    contract = queries.due(session, alert.client_id, alert.contract_id, today)
    if contract is None or contract.due is None:
        return Now()
    return Now(contract=contract, days=(contract.due - today).days)


def reading(alert: OwnAlert, now: Now) -> Reading | None:
    """What the value is to the alert; None where it is unknown. Where nothing is owed the level is far."""
    if now.nothing:
        return Reading(crossed=False, back=True)
    return None if now.value is None else read(alert.what, Fraction(alert.level), now.value)


def _client(ctx: Context, client_id: str, now: datetime) -> int:
    with ctx.transaction(writes=False) as session:
        read_now = [
            (alert, looked_at(ctx, session, alert)) for alert in queries.of_client(session, client_id)
        ]
        coming = [each for alert, _ in read_now if of_each(alert) for each in _coming(ctx, session, alert)]
    found = [(alert, seen, reading(alert, seen)) for alert, seen in read_now if not of_each(alert)]
    crossing = [(alert, seen) for alert, seen, its in found if alert.armed and its and its.crossed]
    back = [alert.id for alert, _, its in found if not alert.armed and its and its.back]
    if not crossing and not back and not coming:
        return 0
    with ctx.transaction() as session:
        queries.arm(session, back)
        first = [each for each in crossing if queries.disarm(session, each[0].id, now)]
        first += [each for each in coming if _first(session, *each, now)]
        return sum(_told(ctx, session, alert, seen) for alert, seen in first)


def known_already(session: Session, ctx: Context, alert: OwnAlert) -> None:
    """What a new alert about the days of each contract is crossed by already is not told: its client sees it now."""
    for _, seen in _coming(ctx, session, alert) if of_each(alert) else ():
        insert_if_absent(session, Reminder, _once(alert, seen, alert.created_at).model_dump())


def _coming(ctx: Context, session: Session, alert: OwnAlert) -> list[tuple[OwnAlert, Now]]:
    """The contracts that have come as near to their due days as the alert says, without those that were told."""
    today = ctx.clock.today()
    last = today + timedelta(days=int(alert.level))
    found = [
        (alert, Now(contract=each, days=(each.due - today).days))
        for each in queries.coming_due(session, alert.client_id, today, last)
        if each.due is not None
    ]
    return [each for each in found if not queries.reminded(session, _once(*each, ctx.clock.now()))]


def _first(session: Session, alert: OwnAlert, seen: Now, now: datetime) -> bool:
    """Whether nobody has told of this contract yet; from now on somebody has."""
    if not insert_if_absent(session, Reminder, _once(alert, seen, now).model_dump()):
        return False
    queries.fired(session, alert.id, now)
    return True


def _once(alert: OwnAlert, seen: Now, now: datetime) -> Reminder:
    """One telling of one alert about one contract and due day."""
    assert seen.contract is not None and seen.contract.due is not None
    told = told_as(alert.id, seen.contract.contract_id)
    return Reminder.of(client_id=alert.client_id, what=told, day=seen.contract.due, at=now)


def _told(ctx: Context, session: Session, alert: OwnAlert, seen: Now) -> bool:
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
