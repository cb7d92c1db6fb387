"""A frame from snapshots: each becomes rows of the columns, or stays a snapshot where a number of it is finer than they are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

import numpy as np

from risk.account import Snapshot
from risk.book.frame import (
    FINE,
    MONEY,
    RATE,
    UNKNOWN,
    Column,
    Frame,
    Lines,
    Longs,
    Owed,
    Quotes,
    assemble,
    offsets_of,
)
from risk.margin_ratio import demanded
from risk.rulebook.model import Rulebook
from risk.valuation import PricedContract, Valuation, value

Quote = tuple[str, int, int]
Row = tuple[int, ...]
Named = tuple[Quote, Row, str]
MOST = 2**62


class _Finer(ValueError):
    """A number that the columns cannot hold."""


@dataclass(frozen=True, slots=True)
class _Account:
    """One account as rows: its own numbers, then longs, financing and shorts, each row with its quote and its name."""

    own: Row
    longs: tuple[Named, ...] = ()
    financing: tuple[Named, ...] = ()
    shorts: tuple[Named, ...] = ()


EMPTY = _Account((0, 0, 0, 0, 0, 0, UNKNOWN))


@dataclass(frozen=True, slots=True)
class _Places:
    """Each quote once, with its place."""

    known: dict[Quote, int] = field(default_factory=dict)

    def of(self, quote: Quote) -> int:
        return self.known.setdefault(quote, len(self.known))


def frame_of(snapshots: Sequence[Snapshot], rules: Rulebook) -> Frame:
    """The book of these accounts, in their order."""
    accounts = [_account(each, rules) for each in snapshots]
    finer = {i: snapshots[i] for i, each in enumerate(accounts) if each is None}
    made, places = [each or EMPTY for each in accounts], _Places()
    own = _columns((each.own for each in made), len(EMPTY.own))
    longs, _ = _rows([each.longs for each in made], places, 1)
    financing = _owed([each.financing for each in made], places)
    shorts = _owed([each.shorts for each in made], places)
    frame = Frame(
        ids=[each.id or str(i) for i, each in enumerate(snapshots)],
        cash=own[0],
        other=own[1],
        fees=own[2],
        lines=Lines(*own[3:]),
        longs=Longs(offsets_of(longs[0], len(made)), longs[1], longs[2]),
        financing=financing,
        shorts=shorts,
        quotes=_quotes(places),
        beyond={},
    )
    fitting = assemble(frame, snapshots.__getitem__)
    return replace(fitting, beyond={**fitting.beyond, **finer})


def _account(snapshot: Snapshot, rules: Rulebook) -> _Account | None:
    """The account as rows; None where a number of it is finer or larger than the columns."""
    try:
        return _as_rows(value(snapshot), rules)
    except _Finer:
        return None


def _as_rows(valuation: Valuation, rules: Rulebook) -> _Account:
    snapshot, terms = valuation.snapshot, valuation.snapshot.terms
    lines = (terms.warning_line, terms.liquidation_line, terms.restore_line, terms.minimum_line)
    owned = (snapshot.cash, snapshot.other_collateral, snapshot.fees)
    return _Account(
        (*(_money(each) for each in owned), *(_rate(each) for each in lines)),
        tuple(
            (
                _quote(row.holding.security, row.price, row.holding.conversion_rate),
                (row.holding.quantity,),
                "",
            )
            for row in valuation.holdings
        ),
        tuple(_contract(row, snapshot, rules) for row in valuation.financing),
        tuple(_contract(row, snapshot, rules) for row in valuation.shorts),
    )


def _contract(row: PricedContract, snapshot: Snapshot, rules: Rulebook) -> Named:
    contract, margin = row.contract, row.contract.margin_ratio
    if margin is None:
        margin = demanded(rules, contract, snapshot.client_class, snapshot.as_of).value
    numbers = (contract.quantity, _money(contract.amount), _money(row.interest), _rate(margin))
    return _quote(contract.security, contract.price, contract.conversion_rate), numbers, contract.contract


def _quote(code: str, price: Fraction | None, rate: Fraction | None) -> Quote:
    return code, _money(price), _rate(rate)


def _money(amount: Fraction | None) -> int:
    return _whole(amount, MONEY)


def _rate(rate: Fraction | None) -> int:
    return _whole(rate, RATE * FINE)


def _whole(number: Fraction | None, scale: int) -> int:
    if number is None:
        return UNKNOWN
    scaled = number * scale
    if scaled.denominator != 1 or abs(scaled) >= MOST:
        raise _Finer
    return int(scaled)


def _owed(accounts: Sequence[tuple[Named, ...]], places: _Places) -> Owed:
    (account, quote, quantity, amount, interest, margin), names = _rows(accounts, places, 4)
    return Owed(offsets_of(account, len(accounts)), quote, quantity, amount, interest, margin, names)


def _rows(
    accounts: Sequence[tuple[Named, ...]], places: _Places, width: int
) -> tuple[list[Column], list[str]]:
    """Columns of the rows of all accounts: account, quote, then the `width` numbers of each; and their names."""
    flat = [(i, *row) for i, rows in enumerate(accounts) for row in rows]
    numbers = ((i, places.of(quote), *row) for i, quote, row, _ in flat)
    return _columns(numbers, width + 2), [name for *_, name in flat]


def _columns(rows: Iterable[Row], width: int) -> list[Column]:
    table = np.array(list(rows), np.int64).reshape(-1, width)
    return [np.ascontiguousarray(table[:, i]) for i in range(width)]


def _quotes(places: _Places) -> Quotes:
    known = list(places.known)
    price, rate = _columns((quote[1:] for quote in known), 2)
    return Quotes([quote[0] for quote in known], price, rate)
