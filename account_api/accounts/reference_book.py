"""The book of an account of another place: read from its row into what `risk` judges, and what is said beside it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

from sqlmodel import Session

from account_api.accounts import queries
from account_api.accounts.tables import CreditAccount, ReferenceBook
from account_api.clock import BOOKING_ZONE
from risk.account import Snapshot
from risk.hk.evaluation import MEASURE as HK_MEASURE
from risk.jurisdictions import ReferenceAccount, read
from risk.money import to_text
from risk.rulebook import REFERENCE
from risk.us.evaluation import MEASURE as US_MEASURE

MEASURES: Mapping[str, str] = {"HK": HK_MEASURE, "US": US_MEASURE}
LINES: Mapping[str, tuple[str, ...]] = {
    "HK": ("target_line", "call_line", "forced_sale_line"),
    "US": ("initial", "maintenance", "house_maintenance"),
}


def newest(session: Session, account: CreditAccount, as_of: date) -> ReferenceAccount | None:
    """The newest book not after `as_of`, to be judged by the rules of `as_of`; None where there is none."""
    rows = queries.reference_books(session, account.account_id, as_of, limit=1)
    return of_row(rows[0], as_of) if rows else None


def of_row(row: ReferenceBook, as_of: date) -> ReferenceAccount:
    """A row's book; raises `BookError` where the row does not hold a book of another place."""
    account = read(row.book)
    assert not isinstance(account, Snapshot)
    return replace(
        account,
        as_of=as_of,
        taken_at=row.taken_at.astimezone(BOOKING_ZONE),
        price_time=row.priced_at and row.priced_at.astimezone(BOOKING_ZONE),
    )


def shown(jurisdiction: str, account: ReferenceAccount | None) -> dict[str, object] | None:
    """The label, the measure and the agreed lines of another place; None for the mainland."""
    if jurisdiction not in REFERENCE:
        return None
    chinese, english = REFERENCE[jurisdiction]
    return {
        "jurisdiction": jurisdiction,
        "label": {"zh": chinese, "en": english},
        "measure": MEASURES[jurisdiction],
        "lines": {} if account is None else _lines(jurisdiction, account),
    }


def _lines(jurisdiction: str, account: ReferenceAccount) -> dict[str, str]:
    known: dict[str, Fraction | None] = {name: getattr(account.terms, name) for name in LINES[jurisdiction]}
    return {name: to_text(line) for name, line in known.items() if line is not None}
