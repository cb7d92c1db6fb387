"""What an issuer's act brings one account: its own shares, those bought on margin, and those it owes. Pure.

A client compensates the lender for what the borrowed shares would have brought (合同必备条款 Art. 14(3)); that is booked as
a fee owed for money, and as more shares owed for shares. The rest is the firm's own way: shares and dividends of what was
bought on margin follow the contract and the account's cash, a fraction of a share is dropped on either side.
"""

from collections.abc import Iterator, Mapping
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Any

from account_api.feed.lines import ZERO, Bond, Line, Lines, Posting
from account_api.feed.tables import ActionKind

FEN = Decimal("0.01")


def entitlements(
    kind: ActionKind, code: str, terms: Mapping[str, Any], lines: Lines, bonds: Mapping[str, Bond]
) -> tuple[Posting, ...]:
    """The postings of an act for an account whose lines at the close of the record day are `lines`."""
    own = lines.get(Line("holding", code), ZERO)
    owed = {
        line.key: amount
        for line, amount in lines.items()
        if line.kind == "quantity" and line.key in bonds and bonds[line.key].security == code
    }
    bought = {key: amount for key, amount in owed.items() if bonds[key].kind == "financing"}
    borrowed = sum((amount for key, amount in owed.items() if bonds[key].kind == "short"), ZERO)
    held = own + sum(bought.values(), ZERO)
    match kind:
        case "cash_dividend":
            found = _money(Decimal(terms["per_share"]), held, borrowed)
        case "bonus_shares" | "split":
            factor = Decimal(terms["factor"]) - 1 if kind == "split" else Decimal(terms["ratio"])
            found = _shares(code, factor, own, owed)
        case "rights":
            found = _rights(code, terms, held, borrowed)
    return tuple(each for each in found if each.delta)


def _money(per_share: Decimal, held: Decimal, borrowed: Decimal) -> Iterator[Posting]:
    yield Posting(Line("cash"), _fen(per_share * held))
    yield Posting(Line("fees"), _fen(per_share * borrowed))


def _shares(code: str, factor: Decimal, own: Decimal, owed: Mapping[str, Decimal]) -> Iterator[Posting]:
    yield Posting(Line("holding", code), _whole(own, factor))
    for contract, quantity in owed.items():
        yield Posting(Line("quantity", contract), _whole(quantity, factor))


def _rights(code: str, terms: Mapping[str, Any], held: Decimal, borrowed: Decimal) -> Iterator[Posting]:
    """A right is no share: it is kept beside the account until it is used, which is a purchase."""
    yield Posting(Line("right", code), _whole(held, Decimal(terms["ratio"])))
    if terms.get("value_per_share") is not None:
        yield Posting(Line("fees"), _fen(Decimal(terms["value_per_share"]) * borrowed))


def _whole(quantity: Decimal, factor: Decimal) -> Decimal:
    """What is added to a quantity, so that whole shares remain."""
    return (quantity * (1 + factor)).to_integral_value(ROUND_FLOOR) - quantity


def _fen(amount: Decimal) -> Decimal:
    return amount.quantize(FEN, ROUND_HALF_UP)
