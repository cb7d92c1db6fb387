"""A snapshot priced: what each row is worth, the two sides of the account, and which datum is missing where.

Everything here is exact. A missing datum makes every sum that needs it None and is named
("600519.SH.price"); it never counts as zero. A suspended or delisting security is taken at the fair value
the firm set, when it set one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from risk.account import ZERO, Contract, Holding, Snapshot
from risk.interest import accrued
from risk.money import total


@dataclass(frozen=True, slots=True)
class PricedHolding:
    """A collateral row with the price it is taken at; `market_value` is None when that price is unknown."""

    path: str
    holding: Holding
    price: Fraction | None
    market_value: Fraction | None


@dataclass(frozen=True, slots=True)
class PricedContract:
    """An open contract with its market value and accrued interest, each None when unknown."""

    path: str
    contract: Contract
    market_value: Fraction | None
    interest: Fraction | None

    @property
    def floating(self) -> Fraction | None:
        """Unrealised gain (positive) or loss of the contract."""
        if self.market_value is None:
            return None
        if self.contract.kind == "financing":
            return self.market_value - self.contract.amount
        return self.contract.amount - self.market_value


Priced = PricedHolding | PricedContract


@dataclass(frozen=True, slots=True)
class Valuation:
    """One snapshot priced. Sums are None when a datum that they need is in the matching `missing_*` tuple."""

    snapshot: Snapshot
    holdings: tuple[PricedHolding, ...]
    financing: tuple[PricedContract, ...]
    shorts: tuple[PricedContract, ...]
    assets: Fraction | None
    liabilities: Fraction | None
    interest: Fraction | None
    missing_assets: tuple[str, ...]
    missing_liabilities: tuple[str, ...]
    missing_interest: tuple[str, ...]

    @property
    def longs(self) -> tuple[Priced, ...]:
        """What the client owns: collateral, then what was bought on margin."""
        return (*self.holdings, *self.financing)

    @property
    def contracts(self) -> tuple[PricedContract, ...]:
        return self.financing + self.shorts

    @property
    def missing(self) -> tuple[str, ...]:
        """Everything missing from either side, each named once."""
        return unique(self.missing_assets + self.missing_liabilities)

    @property
    def short_proceeds(self) -> Fraction:
        return total(each.contract.amount for each in self.shorts)

    @property
    def cash_debt(self) -> Fraction | None:
        """What money can repay: amounts financed, interest, fees. Securities owed are returned instead."""
        if self.interest is None:
            return None
        financed = total(each.contract.amount for each in self.financing)
        return financed + self.interest + self.snapshot.fees


def value(snapshot: Snapshot) -> Valuation:
    """Price every row of `snapshot` and sum the two sides of the account."""
    holdings = tuple(_price_holding(i, row) for i, row in enumerate(snapshot.collateral))
    priced = tuple(_price_contract(path, row, snapshot) for path, row in snapshot.contracts())
    financing = priced[: len(snapshot.financing)]
    shorts = priced[len(snapshot.financing) :]
    missing_longs = _unpriced((*holdings, *financing))
    missing_interest = tuple(f"{row.contract.contract}.interest" for row in priced if row.interest is None)
    missing_owed = _unpriced(shorts) + missing_interest
    interest = None if missing_interest else total(row.interest or ZERO for row in priced)
    longs: tuple[Priced, ...] = (*holdings, *financing)
    owned = total(row.market_value or ZERO for row in longs)
    owed = total(row.contract.amount for row in financing) + total(row.market_value or ZERO for row in shorts)
    return Valuation(
        snapshot=snapshot,
        holdings=holdings,
        financing=financing,
        shorts=shorts,
        assets=None if missing_longs else snapshot.cash + snapshot.other_collateral + owned,
        liabilities=None if missing_owed or interest is None else owed + interest + snapshot.fees,
        interest=interest,
        missing_assets=unique(missing_longs),
        missing_liabilities=unique(missing_owed),
        missing_interest=unique(missing_interest),
    )


def _price_holding(index: int, row: Holding) -> PricedHolding:
    revalued = row.fair_value is not None and row.status in ("suspended", "delisting")
    price = row.fair_value if revalued else row.price
    return PricedHolding(f"collateral[{index}]", row, price, None if price is None else price * row.quantity)


def _price_contract(path: str, row: Contract, snapshot: Snapshot) -> PricedContract:
    market_value = None if row.price is None else row.price * row.quantity
    return PricedContract(path, row, market_value, accrued(row, snapshot.as_of, snapshot.terms.day_basis))


def _unpriced(rows: Iterable[Priced]) -> tuple[str, ...]:
    return tuple(f"{security_of(row)}.price" for row in rows if row.market_value is None)


def security_of(row: Priced) -> str:
    """The code of the security that a row holds or owes."""
    return row.holding.security if isinstance(row, PricedHolding) else row.contract.security


def unique(names: Iterable[str]) -> tuple[str, ...]:
    """The names in order, each once."""
    return tuple(dict.fromkeys(names))
