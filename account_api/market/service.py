"""Listing the securities with their terms of the day."""

from datetime import date

from sqlmodel import Session

from account_api.market import queries
from account_api.market.contract import ComingTerms, SecurityPublic
from account_api.market.tables import SecurityTerms
from account_api.texts import plain


def listed(session: Session, as_of: date) -> list[SecurityPublic]:
    """Every security that has terms on `as_of`, by code."""
    terms, coming = queries.terms(session, as_of), queries.coming(session, as_of)
    return [
        SecurityPublic(
            **security.model_dump(exclude={"lot", "sector", "beta"}),
            **term.model_dump(include={"eligible_financing", "eligible_short", "status"}),
            conversion_rate=plain(term.conversion_rate),
            coming=_coming(coming.get(security.code)),
        )
        for security in queries.securities(session)
        if (term := terms.get(security.code)) is not None
    ]


def _coming(terms: SecurityTerms | None) -> ComingTerms | None:
    if terms is None:
        return None
    return ComingTerms(
        effective=terms.valid_from,
        eligible_financing=terms.eligible_financing,
        eligible_short=terms.eligible_short,
        conversion_rate=plain(terms.conversion_rate),
    )
