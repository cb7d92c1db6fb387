"""The book file: one account at one moment as JSON, read into a `Snapshot`.

Every refusal names its path ("collateral[0].quantity"). Unknown keys, floats, exponents, NaN and negatives
are refused. A null price is an unknown price. Contract data that only some figures need (`day_basis`,
`call_deadline`, `minimum_line`, `withdrawal_line`) may be absent; what needs it then says so.
"""

from collections.abc import Sequence
from fractions import Fraction

from risk.account import (
    CLIENT_CLASSES,
    FEE_BASES,
    STATUSES,
    ZERO,
    Contract,
    ContractKind,
    DeadlineRule,
    Holding,
    Incoming,
    Snapshot,
    Terms,
)
from risk.book_writer import AMOUNT_KEY, write_book
from risk.fields import BookError, FieldError, Record

__all__ = ["BookError", "FieldError", "read_book", "write_book"]

_BOOK = (
    "id",
    "jurisdiction",
    "currency",
    "as_of",
    "client_class",
    "terms",
    "cash",
    "other_collateral",
    "fees",
    "collateral",
    "financing",
    "shorts",
    "incoming",
    "credit_line",
)
_TERMS = (
    "warning_line",
    "liquidation_line",
    "restore_line",
    "minimum_line",
    "withdrawal_line",
    "day_basis",
    "call_deadline",
    "liquidation_order",
    "clauses",
)
_HOLDING = (
    "security",
    "quantity",
    "price",
    "haircut",
    "status",
    "fair_value",
    "sellable",
    "limit_down",
    "lot",
    "asset_class",
)
_CONTRACT = (
    "contract",
    "security",
    "quantity",
    "price",
    "margin_ratio",
    "haircut",
    "opened",
    "due",
    "extended",
    "annual_rate",
    "interest",
)
_DAY_BASES = (360, 365)
_HIGHEST_RATE = 1


def read_book(obj: object) -> Snapshot:
    """Read one parsed book file; raise `BookError` with every refused field."""
    errors: list[FieldError] = []
    book = Record(obj, "", errors, _BOOK)
    if errors and not isinstance(obj, dict):
        raise BookError(errors)
    if book.get("jurisdiction") not in (None, "CN"):
        book.refuse("jurisdiction", "unsupported")
    snapshot = Snapshot(
        id=book.text("id") if book.has("id") else None,
        currency=book.choice("currency", ("CNY",), "CNY"),
        as_of=book.day("as_of"),
        client_class=book.choice("client_class", CLIENT_CLASSES, "individual"),
        terms=_terms(book),
        cash=book.amount("cash"),
        other_collateral=book.amount("other_collateral", ZERO),
        fees=book.amount("fees", ZERO),
        collateral=tuple(_holding(each) for each in _rows(book, "collateral", _HOLDING)),
        financing=_contracts(book, "financing", "financing"),
        shorts=_contracts(book, "shorts", "short"),
        incoming=tuple(
            _incoming(each)
            for each in _rows(book, "incoming", ("security", "quantity", "amount", "counts_from"))
        ),
        credit_line=book.amount_or_none("credit_line"),
    )
    if errors:
        raise BookError(errors)
    return snapshot


def _rows(book: Record, key: str, allowed: Sequence[str]) -> list[Record]:
    return [Record(raw, f"{key}[{i}]", book.errors, allowed) for i, raw in enumerate(book.items(key))]


def _terms(book: Record) -> Terms:
    if not book.has("terms"):
        book.refuse("terms", "missing")
        return Terms(ZERO, ZERO, ZERO)
    record = Record(book.get("terms"), "terms", book.errors, _TERMS)
    terms = Terms(
        warning_line=record.amount("warning_line"),
        liquidation_line=record.amount("liquidation_line"),
        restore_line=record.amount("restore_line"),
        minimum_line=record.amount_or_none("minimum_line"),
        withdrawal_line=record.amount_or_none("withdrawal_line"),
        day_basis=record.whole("day_basis") if record.has("day_basis") else None,
        call_deadline=_deadline(record),
        liquidation_order=record.texts("liquidation_order"),
        clauses=_clauses(record),
    )
    _check_lines(record, terms)
    return terms


def _check_lines(record: Record, terms: Terms) -> None:
    if record.has("restore_line") and terms.restore_line <= 1:
        record.refuse("restore_line", "out_of_range")
    if record.has("warning_line") and terms.warning_line < terms.liquidation_line:
        record.refuse("warning_line", "line_order")
    if record.has("restore_line") and terms.restore_line < terms.liquidation_line:
        record.refuse("restore_line", "line_order")
    if terms.minimum_line is not None and terms.minimum_line > terms.liquidation_line:
        record.refuse("minimum_line", "line_order")
    if terms.day_basis is not None and terms.day_basis not in _DAY_BASES:
        record.refuse("day_basis", "not_one_of")


def _deadline(terms: Record) -> DeadlineRule | None:
    if not terms.has("call_deadline"):
        return None
    record = Record(terms.get("call_deadline"), "terms.call_deadline", terms.errors, ("trading_days", "time"))
    return DeadlineRule(record.whole("trading_days"), record.minute("time"))


def _clauses(terms: Record) -> dict[str, str]:
    if not terms.has("clauses"):
        return {}
    raw = terms.get("clauses")
    record = Record(raw, "terms.clauses", terms.errors, _TERMS)
    return {key: record.text(key) for key in raw if key in _TERMS} if isinstance(raw, dict) else {}


def _holding(row: Record) -> Holding:
    quantity = row.whole("quantity")
    sellable = row.whole("sellable") if row.has("sellable") else None
    if sellable is not None and sellable > quantity:
        row.refuse("sellable", "out_of_range")
    price = _price(row)
    return Holding(
        security=row.text("security"),
        quantity=quantity,
        price=price,
        conversion_rate=row.amount_or_none("haircut", most=_HIGHEST_RATE),
        status=row.choice("status", STATUSES, "normal"),
        fair_value=row.amount_or_none("fair_value"),
        sellable=sellable,
        limit_down=_limit_down(row, price),
        lot=row.whole("lot", 100, least=1),
        asset_class=row.text("asset_class") if row.has("asset_class") else None,
    )


def _price(row: Record) -> Fraction | None:
    price = row.amount_or_none("price")
    if not row.names("price"):
        row.refuse("price", "missing")
    return price


def _limit_down(row: Record, price: Fraction | None) -> bool:
    """Whether the price is locked at its lower limit: stated, or seen from the limit price that is given."""
    raw = row.get("limit_down")
    if raw is None or isinstance(raw, bool):
        return bool(raw)
    limit = row.amount_or_none("limit_down")
    return limit is not None and price is not None and price <= limit


def _contracts(book: Record, key: str, kind: ContractKind) -> tuple[Contract, ...]:
    allowed = [*_CONTRACT, AMOUNT_KEY[kind], *(["fee_basis"] if kind == "short" else [])]
    seen: set[str] = set()
    contracts = []
    for row in _rows(book, key, allowed):
        contract = _contract(row, kind)
        if contract.contract in seen:
            row.refuse("contract", "duplicate")
        seen.add(contract.contract)
        contracts.append(contract)
    return tuple(contracts)


def _contract(row: Record, kind: ContractKind) -> Contract:
    opened, due = row.day("opened"), row.day_or_none("due")
    if due is not None and due < opened:
        row.refuse("due", "out_of_range")
    if not row.has("interest") and not row.has("annual_rate"):
        row.refuse("annual_rate", "missing")
    return Contract(
        contract=row.text("contract"),
        kind=kind,
        security=row.text("security"),
        quantity=row.whole("quantity"),
        price=_price(row),
        amount=row.amount(AMOUNT_KEY[kind]),
        conversion_rate=row.amount_or_none("haircut", most=_HIGHEST_RATE),
        margin_ratio=row.amount_or_none("margin_ratio"),
        opened=opened,
        due=due,
        extended=row.days("extended"),
        annual_rate=row.amount_or_none("annual_rate"),
        fee_basis=row.choice("fee_basis", FEE_BASES, "proceeds"),
        interest=row.amount_or_none("interest"),
    )


def _incoming(row: Record) -> Incoming:
    security = row.text("security") if row.has("security") else None
    return Incoming(
        security=security,
        quantity=row.whole("quantity") if security else None,
        amount=row.amount_or_none("amount") if security else row.amount("amount"),
        counts_from=row.day("counts_from"),
    )
