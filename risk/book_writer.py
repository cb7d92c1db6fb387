"""Writing a `Snapshot` back as a book file. What equals its default or is unknown is left out; a price is null then."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from types import MappingProxyType

from risk.account import Contract, ContractKind, Holding, Incoming, Snapshot, Terms
from risk.money import LONGEST, to_text

AMOUNT_KEY: Mapping[ContractKind, str] = MappingProxyType({"financing": "amount", "short": "proceeds"})


def write_book(s: Snapshot) -> dict[str, object]:
    """The book file of a snapshot. `read_book` gives it back, but for the moments of taking and pricing, and takes none with
    a price of its own time: that is `read_kept`'s.
    """
    return _without_none(
        {
            "id": s.id,
            "jurisdiction": s.jurisdiction,
            "currency": s.currency,
            "as_of": s.as_of.isoformat(),
            "client_class": s.client_class,
            "terms": _write_terms(s.terms),
            "cash": _exact(s.cash),
            "other_collateral": _exact(s.other_collateral),
            "fees": _exact(s.fees),
            "collateral": [_write_holding(each) for each in s.collateral],
            "financing": [_write_contract(each) for each in s.financing],
            "shorts": [_write_contract(each) for each in s.shorts],
            "incoming": [_write_incoming(each) for each in s.incoming] or None,
            "credit_line": _text(s.credit_line),
        }
    )


def _write_terms(terms: Terms) -> dict[str, object]:
    deadline = terms.call_deadline
    return _without_none(
        {
            "warning_line": _exact(terms.warning_line),
            "liquidation_line": _exact(terms.liquidation_line),
            "restore_line": _exact(terms.restore_line),
            "minimum_line": _text(terms.minimum_line),
            "withdrawal_line": _text(terms.withdrawal_line),
            "day_basis": terms.day_basis,
            "call_deadline": deadline
            and {"trading_days": deadline.trading_days, "time": deadline.time.isoformat("minutes")},
            "liquidation_order": list(terms.liquidation_order) or None,
            "clauses": dict(terms.clauses) or None,
        }
    )


def _write_holding(row: Holding) -> dict[str, object]:
    return _without_none(
        {
            "security": row.security,
            "quantity": row.quantity,
            "haircut": _text(row.conversion_rate),
            "status": row.status,
            "fair_value": _text(row.fair_value),
            "sellable": row.sellable,
            "limit_down": row.limit_down or None,
            "lot": row.lot,
            "asset_class": row.asset_class,
            "price_time": row.price_time and row.price_time.isoformat(),
            "stand_in": row.stand_in,
        }
    ) | {"price": _text(row.price)}


def _write_contract(row: Contract) -> dict[str, object]:
    return _without_none(
        {
            "contract": row.contract,
            "security": row.security,
            "quantity": row.quantity,
            AMOUNT_KEY[row.kind]: _exact(row.amount),
            "haircut": _text(row.conversion_rate),
            "margin_ratio": _text(row.margin_ratio),
            "opened": row.opened.isoformat(),
            "due": _iso(row.due),
            "extended": [day.isoformat() for day in row.extended] or None,
            "annual_rate": _text(row.annual_rate),
            "fee_basis": row.fee_basis if row.kind == "short" else None,
            "interest": _text(row.interest),
            "price_time": row.price_time and row.price_time.isoformat(),
            "stand_in": row.stand_in,
        }
    ) | {"price": _text(row.price)}


def _write_incoming(row: Incoming) -> dict[str, object]:
    return _without_none(
        {
            "security": row.security,
            "quantity": row.quantity,
            "amount": _text(row.amount),
            "counts_from": row.counts_from.isoformat(),
        }
    )


def _exact(value: Fraction) -> str:
    """All the decimals that a book file can hold, so that nothing is rounded on the way out."""
    return to_text(value, LONGEST)


def _text(value: Fraction | None) -> str | None:
    return None if value is None else _exact(value)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _without_none(row: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in row.items() if value is not None}
