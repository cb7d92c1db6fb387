"""Setting an alert, listing them, removing one. Only the client does; whoever may see the account may see them."""

from decimal import Decimal
from typing import Any

from sqlmodel import Session

from account_api.accounts import queries as accounts
from account_api.alerts import queries
from account_api.alerts.contract import AlertCreate, AlertPublic, DuePublic, PricePublic
from account_api.alerts.levels import of_each
from account_api.alerts.tables import OwnAlert
from account_api.alerts.watching import Now, known_already, looked_at, reading
from account_api.audit import Event
from account_api.auth.principal import Principal
from account_api.clients.tables import Client
from account_api.clock import local_text
from account_api.context import Context
from account_api.errors import Conflict, FieldProblem, Malformed, NotFound
from account_api.market import queries as market
from account_api.texts import plain

MOST = 20


def listed(ctx: Context, session: Session, client: Client) -> list[AlertPublic]:
    """The client's alerts, each with what it looks at now."""
    return [_public(ctx, session, alert) for alert in queries.of_client(session, client.client_id)]


def create(
    ctx: Context, session: Session, principal: Principal, client: Client, asked: AlertCreate
) -> AlertPublic:
    """Sets an alert; one like it that is there already is that one. It is armed unless its level is crossed now: that the answer
    says, and the next crossing is told. Raises Malformed for what is not there, Conflict beyond twenty.
    """
    _check(session, client, asked)
    have = queries.of_client(session, client.client_id)
    row = OwnAlert.of(
        id=ctx.new_id(),
        client_id=client.client_id,
        what=asked.what,
        level=Decimal(asked.level),
        security=asked.security,
        contract_id=asked.contract,
        channel=asked.channel,
        created_at=ctx.clock.now(),
        **_quiet(asked),
    )
    same = next((each for each in have if _alike(each) == _alike(row)), None)
    if same is not None:
        return _public(ctx, session, same)
    if len(have) >= MOST:
        raise Conflict(
            f"There are {MOST} alerts already; remove one first.", f"最多设置 {MOST} 条提醒，请先删除一条。"
        )
    its = reading(row, looked_at(ctx, session, row))
    row.armed = of_each(row) or not (its is not None and its.crossed)
    session.add(row)
    session.flush()
    known_already(session, ctx, row)
    about = {"id": row.id, "what": row.what, "channel": row.channel}
    ctx.record(session, Event("alert.set", principal.user, client.client_id, about))
    return _public(ctx, session, row)


def remove(
    ctx: Context, session: Session, principal: Principal, client: Client, alert_id: str
) -> AlertPublic:
    """Nothing more is told by it. Raises NotFound for an unknown one, a removed one and somebody else's."""
    row = queries.of_client_one(session, client.client_id, alert_id)
    if row is None:
        raise NotFound("There is no such alert.", "没有该提醒。")
    row.removed_at = ctx.clock.now()
    ctx.record(session, Event("alert.removed", principal.user, client.client_id, {"id": row.id}))
    return _public(ctx, session, row)


def _check(session: Session, client: Client, asked: AlertCreate) -> None:
    if asked.security is not None and not market.named(session, [asked.security]):
        raise _unknown("security", asked.security)
    if asked.contract is not None:
        account = accounts.account_of(session, client.client_id)
        own = account is not None and queries.is_contract_of(session, account.account_id, asked.contract)
        if not own:
            raise _unknown("contract", asked.contract)


def _unknown(field: str, value: str) -> Malformed:
    problem = FieldProblem(field, "unknown", value, "There is no such thing here.", "没有该项。")
    return Malformed(f"Please correct: {field}.", f"请更正：{field}。", (problem,))


def _quiet(asked: AlertCreate) -> dict[str, str | None]:
    if asked.quiet is None:
        return {"quiet_from": None, "quiet_until": None}
    hours = asked.quiet.as_json()
    return {"quiet_from": hours["from"], "quiet_until": hours["until"]}


def _alike(row: OwnAlert) -> tuple[Any, ...]:
    about = (row.what, row.level, row.security, row.contract_id)
    return (*about, row.channel, row.quiet_from, row.quiet_until)


def _public(ctx: Context, session: Session, row: OwnAlert) -> AlertPublic:
    seen = looked_at(ctx, session, row)
    its = reading(row, seen)
    security = None if row.security is None else market.named(session, [row.security])[row.security]
    quiet = None if row.quiet_from is None else {"from": row.quiet_from, "until": row.quiet_until or ""}
    return AlertPublic(
        **row.model_dump(include={"id", "what", "security", "channel", "armed", "firings"}),
        level=plain(row.level),
        name=None if security is None else security.name,
        name_en=None if security is None else security.name_en,
        contract=row.contract_id,
        quiet=quiet,
        crossed=None if its is None else its.crossed,
        figure=None if seen.figure is None else seen.figure.as_json(),
        price=_price(seen),
        due=_due(seen),
        created_at=local_text(row.created_at),
        fired_at=None if row.fired_at is None else local_text(row.fired_at),
        removed_at=None if row.removed_at is None else local_text(row.removed_at),
    )


def _price(seen: Now) -> PricePublic | None:
    if seen.price is None:
        return None
    return PricePublic(price=plain(seen.price.price), at=local_text(seen.price.at))


def _due(seen: Now) -> DuePublic | None:
    if seen.contract is None or seen.contract.due is None or seen.days is None:
        return None
    return DuePublic(contract=seen.contract.contract_id, day=seen.contract.due.isoformat(), days=seen.days)
