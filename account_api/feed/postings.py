"""What each kind of event adds to the lines of an account. Pure; every rule of booking stands here and nowhere else.

What comes in for a debt pays interest first, then what was lent (the firm's order); a financing contract that owes nothing
more gives its shares back to the collateral; a short contract bought back in part keeps its proceeds in proportion.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from account_api.feed import refusals
from account_api.feed.event_kinds import (
    BuyToReturn,
    Entitled,
    Event,
    Interest,
    Money,
    Opening,
    Repay,
    ReturnSecurities,
    Reversal,
    Securities,
    SellToRepay,
    Statement,
    Trade,
)
from account_api.feed.lines import ZERO, Bond, Line, Lines, Posting, added, between

CASH, FEES, OTHER = Line("cash"), Line("fees"), Line("other")
FEN = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Books:
    """An account as an event finds it: its lines that day, and its contracts by id."""

    lines: Lines
    bonds: Mapping[str, Bond]

    def of(self, kind: str, key: str) -> Decimal:
        """The amount of one line; zero where there is none."""
        return self.lines.get(Line(kind, key), ZERO)  # type: ignore[arg-type]

    def open(self, contract: str, kind: str) -> Bond:
        """An open contract of that kind. Raises EventRefused where there is none."""
        bond = self.bonds.get(contract)
        there = any(self.of(line, contract) for line in ("quantity", "amount", "interest"))
        if bond is None or bond.kind != kind or not there:
            raise refusals.unknown_contract(contract)
        return bond


def postings_of(event: Event, books: Books) -> tuple[Posting, ...]:
    """What the event adds; a reversal is not worked out here. Raises EventRefused for a contract that is not open or is
    another one, and for money beyond the debt. Whether a line falls below zero is not asked here.
    """
    match event:
        case Money():
            return tuple(_money(event))
        case Securities():
            sign = 1 if event.kind == "collateral_in" else -1
            return (Posting(Line("holding", event.security), Decimal(sign * event.quantity)),)
        case Trade():
            return tuple(_trade(event))
        case Opening():
            return tuple(_opening(event, books))
        case SellToRepay():
            return tuple(_sell_to_repay(event, books))
        case BuyToReturn() | ReturnSecurities():
            return tuple(_handed_back(event, books))
        case Repay():
            return tuple(_repay(event, books))
        case Interest():
            return (_interest(event, books),)
        case Entitled():
            shares = Posting(Line("holding", event.security), Decimal(event.quantity))
            return tuple(each for each in (Posting(CASH, event.amount), shares) if each.delta)
        case Statement():
            return _statement(event, books)
        case Reversal():
            return ()


def _money(event: Money) -> Iterator[Posting]:
    match event.kind:
        case "cash_in" | "cash_out":
            yield Posting(CASH, event.amount if event.kind == "cash_in" else -event.amount)
        case "fee":
            yield Posting(FEES, event.amount)
        case "fee_paid":
            yield from (Posting(CASH, -event.amount), Posting(FEES, -event.amount))
        case "other_in" | "other_out":
            yield Posting(OTHER, event.amount if event.kind == "other_in" else -event.amount)


def _trade(event: Trade) -> Iterator[Posting]:
    sign = 1 if event.kind == "buy" else -1
    yield Posting(Line("holding", event.security), Decimal(sign * event.quantity))
    yield Posting(CASH, -sign * event.quantity * event.price - event.fee)


def _opening(event: Opening, books: Books) -> Iterator[Posting]:
    kind = "financing" if event.kind == "margin_buy" else "short"
    known = books.bonds.get(event.contract)
    if known is not None and (known.kind, known.security) != (kind, event.security):
        raise refusals.another_contract(event.contract)
    worth = event.quantity * event.price
    amount = worth if event.amount is None else event.amount
    yield Posting(Line("quantity", event.contract), Decimal(event.quantity))
    yield Posting(Line("amount", event.contract), amount)
    moved = (amount if kind == "short" else amount - worth) - event.fee
    if moved:
        yield Posting(CASH, moved)


def _sell_to_repay(event: SellToRepay, books: Books) -> Iterator[Posting]:
    """What the sale brings repays; what is left of it stays as cash."""
    books.open(event.contract, "financing")
    sold = [_sold(event)]
    brought = event.quantity * event.price - event.fee
    repaid = list(_repaid(books, event.contract, max(brought, ZERO)))
    left = brought + sum((each.delta for each in repaid), ZERO)
    yield from _settled([*sold, *repaid, *([Posting(CASH, left)] if left else [])], event.contract, books)


def _sold(event: SellToRepay) -> Posting:
    if event.sold == "contract":
        return Posting(Line("quantity", event.contract), -Decimal(event.quantity))
    if event.security is None:
        raise refusals.unknown_security("")
    return Posting(Line("holding", event.security), -Decimal(event.quantity))


def _repay(event: Repay, books: Books) -> Iterator[Posting]:
    """Pays a loan, or the fee of a short contract; money beyond the debt is refused."""
    bond = books.bonds.get(event.contract)
    books.open(event.contract, "financing" if bond is None else bond.kind)
    only_fee = bond is not None and bond.kind == "short"
    repaid = [
        each
        for each in _repaid(books, event.contract, event.amount)
        if not (only_fee and each.line.kind == "amount")
    ]
    excess = event.amount + sum((each.delta for each in repaid), ZERO)
    if excess:
        raise refusals.repays_more(event.contract, excess)
    yield from _settled([Posting(CASH, -event.amount), *repaid], event.contract, books)


def _repaid(books: Books, contract: str, money: Decimal) -> Iterator[Posting]:
    """Interest first, then the amount, as far as the money reaches."""
    for kind in ("interest", "amount"):
        paid = min(money, books.of(kind, contract))
        if paid:
            yield Posting(Line(kind, contract), -paid)
            money -= paid


def _settled(postings: list[Posting], contract: str, books: Books) -> Iterator[Posting]:
    """The postings, and where the contract then owes nothing, its shares back among the collateral."""
    yield from postings
    after = added(books.lines, postings)
    left = after.get(Line("quantity", contract), ZERO)
    owes = any(after.get(Line(kind, contract)) for kind in ("amount", "interest"))
    if books.bonds[contract].kind == "financing" and left > 0 and not owes:
        yield Posting(Line("quantity", contract), -left)
        yield Posting(Line("holding", books.bonds[contract].security), left)


def _handed_back(event: BuyToReturn | ReturnSecurities, books: Books) -> Iterator[Posting]:
    bond = books.open(event.contract, "short")
    owed, proceeds = books.of("quantity", event.contract), books.of("amount", event.contract)
    if isinstance(event, BuyToReturn):
        yield Posting(CASH, -(event.quantity * event.price) - event.fee)
    else:
        yield Posting(Line("holding", bond.security), -Decimal(event.quantity))
    yield Posting(Line("quantity", event.contract), -Decimal(event.quantity))
    if owed and proceeds:
        share = proceeds if event.quantity >= owed else proceeds * event.quantity / owed
        yield Posting(Line("amount", event.contract), -share.quantize(FEN, ROUND_HALF_UP).min(proceeds))


def _interest(event: Interest, books: Books) -> Posting:
    bond = books.bonds.get(event.contract)
    books.open(event.contract, "financing" if bond is None else bond.kind)
    line = Line("interest", event.contract)
    if event.owed is not None:
        return Posting(line, event.owed - books.of("interest", event.contract))
    assert event.amount is not None  # the contract asks for one of the two
    return Posting(line, event.amount)


def _statement(event: Statement, books: Books) -> tuple[Posting, ...]:
    stated: dict[Line, Decimal] = {CASH: event.cash, FEES: event.fees, OTHER: event.other_collateral}
    for held in event.holdings:
        line = Line("holding", held.security)
        stated[line] = stated.get(line, ZERO) + held.quantity
    for each in event.contracts:
        known = books.bonds.get(each.contract)
        if known is not None and (known.kind, known.security) != (each.kind, each.security):
            raise refusals.another_contract(each.contract)
        stated[Line("quantity", each.contract)] = Decimal(each.quantity)
        stated[Line("amount", each.contract)] = each.amount
        stated[Line("interest", each.contract)] = each.interest
    held_before = {line: amount for line, amount in books.lines.items() if line.kind != "right"}
    return between(held_before, stated)
