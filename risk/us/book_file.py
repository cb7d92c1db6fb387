"""The United States book file read into a `UsAccount`; every refusal names its path."""

from fractions import Fraction

from risk.fields import BookError, FieldError, Record
from risk.rulebook.us import INTRADAY
from risk.us.account import SIDES, ZERO, UsAccount, UsPosition, UsTerms, UsTrade

_BOOK = (
    "id",
    "jurisdiction",
    "currency",
    "as_of",
    "debit",
    "credit",
    "sma",
    "terms",
    "long",
    "short",
    "trades",
    "deposited",
    "withdrawn",
    "pattern_day_trader",
)
_TERMS = ("initial", "maintenance", "house_maintenance", "intraday_cutover")
_LONG = ("security", "quantity", "price", "house_maintenance", "marginable", "lot")
_SHORT = ("security", "quantity", "price", "house_maintenance", "lot")


def read_us_book(obj: object) -> UsAccount:
    """Read one parsed book file; raise `BookError` with every refused field."""
    errors: list[FieldError] = []
    book = Record(obj, "", errors, _BOOK)
    if book.get("jurisdiction") != "US":
        book.refuse("jurisdiction", "unsupported")
    account = UsAccount(
        id=book.text("id") if book.has("id") else None,
        currency=book.choice("currency", ("USD",), "USD"),
        as_of=book.day("as_of"),
        debit=book.amount("debit"),
        credit=book.amount("credit", None if book.items("short") else ZERO),
        sma=book.amount_or_none("sma"),
        terms=_terms(book),
        long=_positions(book, "long", _LONG),
        short=_positions(book, "short", _SHORT),
        trades=tuple(
            UsTrade(record.choice("side", SIDES, "buy"), record.amount("amount"))
            for record in (
                Record(raw, f"trades[{i}]", errors, ("side", "amount"))
                for i, raw in enumerate(book.items("trades"))
            )
        ),
        deposited=book.amount("deposited", ZERO),
        withdrawn=book.amount("withdrawn", ZERO),
        pattern_day_trader=_yes(book, "pattern_day_trader", False),
    )
    if errors:
        raise BookError(errors)
    return account


def _terms(book: Record) -> UsTerms:
    if not book.has("terms"):
        return UsTerms()
    record = Record(book.get("terms"), "terms", book.errors, _TERMS)
    terms = UsTerms(
        initial=_percentage(record, "initial"),
        maintenance=_percentage(record, "maintenance"),
        house_maintenance=_percentage(record, "house_maintenance"),
        intraday_cutover=record.day_or_none("intraday_cutover"),
    )
    day = terms.intraday_cutover
    if day is not None and not INTRADAY.first <= day <= INTRADAY.last:
        record.refuse("intraday_cutover", "out_of_range")
    return terms


def _positions(book: Record, key: str, allowed: tuple[str, ...]) -> tuple[UsPosition, ...]:
    rows = [Record(raw, f"{key}[{i}]", book.errors, allowed) for i, raw in enumerate(book.items(key))]
    for row in rows:
        if not row.names("price"):
            row.refuse("price", "missing")
    return tuple(
        UsPosition(
            security=row.text("security"),
            quantity=row.whole("quantity"),
            price=row.amount_or_none("price"),
            house_maintenance=_percentage(row, "house_maintenance"),
            marginable=_yes(row, "marginable", True),
            lot=row.whole("lot", 1, least=1),
        )
        for row in rows
    )


def _percentage(record: Record, key: str) -> Fraction | None:
    return record.amount_or_none(key, most=1)


def _yes(record: Record, key: str, default: bool) -> bool:
    raw = record.get(key)
    if raw is None or isinstance(raw, bool):
        return default if raw is None else raw
    record.refuse(key, "not_bool")
    return default
