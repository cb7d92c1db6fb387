"""The Hong Kong book file read into an `HkAccount`; every refusal names its path."""

from fractions import Fraction

from risk.fields import BookError, FieldError, Record
from risk.hk.account import ZERO, HkAccount, HkHolding, HkTerms

_BOOK = ("id", "jurisdiction", "currency", "as_of", "loan", "cash", "credit_limit", "terms", "collateral")
_TERMS = ("call_line", "target_line", "forced_sale_line", "day_basis")
_HOLDING = (
    "security",
    "quantity",
    "price",
    "lending_ratio",
    "initial_margin",
    "maintenance_margin",
    "lot",
)


def read_hk_book(obj: object) -> HkAccount:
    """Read one parsed book file; raise `BookError` with every refused field."""
    errors: list[FieldError] = []
    book = Record(obj, "", errors, _BOOK)
    if book.get("jurisdiction") != "HK":
        book.refuse("jurisdiction", "unsupported")
    account = HkAccount(
        id=book.text("id") if book.has("id") else None,
        currency=book.choice("currency", ("HKD",), "HKD"),
        as_of=book.day("as_of"),
        loan=book.amount("loan"),
        cash=book.amount("cash", ZERO),
        credit_limit=book.amount_or_none("credit_limit"),
        terms=_terms(book),
        collateral=tuple(
            _holding(Record(raw, f"collateral[{i}]", errors, _HOLDING))
            for i, raw in enumerate(book.items("collateral"))
        ),
    )
    if account.loan > 0 and account.cash > 0:
        book.refuse("cash", "both_sides")
    if errors:
        raise BookError(errors)
    return account


def _terms(book: Record) -> HkTerms:
    if not book.has("terms"):
        book.refuse("terms", "missing")
        return HkTerms()
    record = Record(book.get("terms"), "terms", book.errors, _TERMS)
    terms = HkTerms(
        call_line=_line(record, "call_line"),
        target_line=_line(record, "target_line"),
        forced_sale_line=_line(record, "forced_sale_line"),
        day_basis=record.whole("day_basis") if record.has("day_basis") else None,
    )
    if terms.day_basis not in (None, 360, 365):
        record.refuse("day_basis", "not_one_of")
    rising = [
        line for line in (terms.target_line, terms.call_line, terms.forced_sale_line) if line is not None
    ]
    if rising != sorted(rising):
        record.refuse("call_line", "line_order")
    return terms


def _line(record: Record, key: str) -> Fraction | None:
    line = record.amount_or_none(key)
    if line == 0:
        record.refuse(key, "not_positive")
    return line


def _holding(row: Record) -> HkHolding:
    for key in ("price", "lending_ratio"):
        if not row.names(key):
            row.refuse(key, "missing")
    return HkHolding(
        security=row.text("security"),
        quantity=row.whole("quantity"),
        price=row.amount_or_none("price"),
        lending_ratio=row.amount_or_none("lending_ratio", most=1),
        initial_margin=row.amount_or_none("initial_margin", most=1),
        maintenance_margin=row.amount_or_none("maintenance_margin", most=1),
        lot=row.whole("lot", 1, least=1),
    )
