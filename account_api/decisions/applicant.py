"""The one place where a client becomes a `risk.admission` applicant. What the firm does not know stays unknown."""

from datetime import date
from fractions import Fraction

from sqlmodel import Session

from account_api.clients import queries
from account_api.clients.tables import Client
from risk.admission import Applicant
from risk.admission.reading import GRADES


def applicant(session: Session, client: Client, as_of: date) -> Applicant:
    """What is known of the client on `as_of`. An exempt professional institution is judged as one."""
    average, share = client.average_assets_20d, client.shareholding
    days = queries.asset_days(session, client.client_id, as_of)
    return Applicant(
        as_of,
        "professional" if client.profession_exempt else client.client_class,
        {row.day: Fraction(row.amount) for row in days},
        client.born,
        client.trading_since,
        grade_number(client.risk_grade),
        client.assessed_on,
        None if share is None else Fraction(share),
        flag(client, "affiliate"),
        flag(client, "staff"),
        flag(client, "blacklisted"),
        flag(client, "material_default"),
        client.suitability_until,
        None if average is None else Fraction(average),
    )


def grade_number(grade: str | None) -> int | None:
    """1 for C1; None where no grade, or none of these, is known."""
    return GRADES.index(grade) + 1 if grade in GRADES else None


def flag(client: Client, name: str) -> bool | None:
    """Yes or no as the firm has it on record; None is unknown."""
    known = client.flags.get(name)
    return known if isinstance(known, bool) else None
