"""Reading a book file that `write_book` wrote: its exact inverse, without the limits set to what somebody hands in.

A ledger may hold what a handed-in file may not, such as an overdrawn balance or a clause of a contract by any name.
"""

from collections.abc import Mapping
from datetime import date, datetime, time
from fractions import Fraction
from typing import Any

from risk.account import Contract, ContractKind, DeadlineRule, Holding, Incoming, Snapshot, Terms
from risk.book_writer import AMOUNT_KEY


def read_kept(book: Mapping[str, Any]) -> Snapshot:
    """The account as it was written. Raises KeyError or ValueError for what `write_book` did not write."""
    return Snapshot(
        id=book.get("id"),
        jurisdiction=book["jurisdiction"],
        currency=book["currency"],
        as_of=date.fromisoformat(book["as_of"]),
        client_class=book["client_class"],
        terms=_terms(book["terms"]),
        cash=Fraction(book["cash"]),
        other_collateral=Fraction(book["other_collateral"]),
        fees=Fraction(book["fees"]),
        collateral=tuple(_holding(each) for each in book["collateral"]),
        financing=tuple(_contract(each, "financing") for each in book["financing"]),
        shorts=tuple(_contract(each, "short") for each in book["shorts"]),
        incoming=tuple(_incoming(each) for each in book.get("incoming", ())),
        credit_line=_fraction(book.get("credit_line")),
    )


def _terms(row: Mapping[str, Any]) -> Terms:
    deadline = row.get("call_deadline")
    return Terms(
        warning_line=Fraction(row["warning_line"]),
        liquidation_line=Fraction(row["liquidation_line"]),
        restore_line=Fraction(row["restore_line"]),
        minimum_line=_fraction(row.get("minimum_line")),
        withdrawal_line=_fraction(row.get("withdrawal_line")),
        day_basis=row.get("day_basis"),
        call_deadline=deadline
        and DeadlineRule(deadline["trading_days"], time.fromisoformat(deadline["time"])),
        liquidation_order=tuple(row.get("liquidation_order", ())),
        clauses=row.get("clauses", {}),
    )


def _holding(row: Mapping[str, Any]) -> Holding:
    return Holding(
        security=row["security"],
        quantity=row["quantity"],
        price=_fraction(row["price"]),
        conversion_rate=_fraction(row.get("haircut")),
        status=row["status"],
        fair_value=_fraction(row.get("fair_value")),
        sellable=row.get("sellable"),
        limit_down=row.get("limit_down", False),
        lot=row["lot"],
        asset_class=row.get("asset_class"),
        price_time=_moment(row.get("price_time")),
        stand_in=row.get("stand_in"),
    )


def _contract(row: Mapping[str, Any], kind: ContractKind) -> Contract:
    return Contract(
        contract=row["contract"],
        kind=kind,
        security=row["security"],
        quantity=row["quantity"],
        price=_fraction(row["price"]),
        amount=Fraction(row[AMOUNT_KEY[kind]]),
        conversion_rate=_fraction(row.get("haircut")),
        margin_ratio=_fraction(row.get("margin_ratio")),
        opened=date.fromisoformat(row["opened"]),
        due=_day(row.get("due")),
        extended=tuple(date.fromisoformat(day) for day in row.get("extended", ())),
        annual_rate=_fraction(row.get("annual_rate")),
        fee_basis=row.get("fee_basis", "proceeds"),
        interest=_fraction(row.get("interest")),
        price_time=_moment(row.get("price_time")),
        stand_in=row.get("stand_in"),
    )


def _incoming(row: Mapping[str, Any]) -> Incoming:
    return Incoming(
        security=row.get("security"),
        quantity=row.get("quantity"),
        amount=_fraction(row.get("amount")),
        counts_from=date.fromisoformat(row["counts_from"]),
    )


def _fraction(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
