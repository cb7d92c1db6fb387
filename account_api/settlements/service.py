"""Settled trades as shown, and what they would have cost at another rate of commission."""

from datetime import date
from fractions import Fraction

from sqlmodel import Session

from account_api.clients.tables import Client
from account_api.market import queries as market
from account_api.market.tables import Security
from account_api.planning.position import answered
from account_api.settlements import queries
from account_api.settlements.contract import (
    CommissionDifferencePublic,
    CommissionQuestion,
    Period,
    SettlementPublic,
)
from account_api.settlements.tables import Settlement
from account_api.texts import plain
from risk.commission import Charge, commission_difference, read_rate
from risk.money import to_text


def listed(session: Session, client: Client, period: Period) -> list[SettlementPublic]:
    """The client's trades of a period, oldest first."""
    rows = queries.settled(session, client.client_id, period.since, period.until)
    names = market.named(session, [row.security for row in rows])
    return [_shown(row, names[row.security]) for row in rows]


def difference(
    session: Session, client: Client, asked: CommissionQuestion, as_of: date
) -> CommissionDifferencePublic:
    """What was charged, what it would have been at the rate asked about, and the difference. Raises Malformed for a rate
    that is none.
    """
    rate = answered(lambda: read_rate(asked.rate))
    rows = queries.settled(session, client.client_id, asked.since, asked.until)
    charges = [Charge(row.id, Fraction(row.amount), Fraction(row.commission)) for row in rows]
    found = commission_difference(charges, rate, as_of)
    return CommissionDifferencePublic.model_validate(
        {
            **found.as_json(),
            "client_id": client.client_id,
            "as_of": as_of,
            "rate": to_text(rate),
            "rows": listed(session, client, asked),
        }
    )


def _shown(row: Settlement, security: Security) -> SettlementPublic:
    rate = Fraction(row.commission) / Fraction(row.amount) if row.amount else None
    return SettlementPublic(
        **row.model_dump(include={"id", "day", "security", "side", "quantity"}),
        name=security.name,
        name_en=security.name_en,
        price=plain(row.price),
        amount=plain(row.amount),
        commission=plain(row.commission),
        rate=None if rate is None else to_text(rate),
    )
