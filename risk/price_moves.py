"""An account after its prices moved: every security that trades by the same share, interest as accrued so far."""

from dataclasses import replace
from fractions import Fraction

from risk.account import Contract, Holding
from risk.valuation import PricedContract, Valuation, value

ONE_PERCENT = Fraction(1, 100)


def moved(valuation: Valuation, share: Fraction) -> Valuation:
    """The account priced again after a move of `share` (-0.01 is one per cent down), both legs alike.

    A suspended security, or one in its delisting period, stays where it is.
    """
    snapshot = valuation.snapshot
    still = frozenset(row.security for row in snapshot.collateral if row.status in ("suspended", "delisting"))
    return value(
        replace(
            snapshot,
            collateral=tuple(_holding(row, share, still) for row in snapshot.collateral),
            financing=tuple(_contract(row, share, still) for row in valuation.financing),
            shorts=tuple(_contract(row, share, still) for row in valuation.shorts),
        )
    )


def adverse(valuation: Valuation, target: Fraction) -> Fraction:
    """The move of one per cent that takes an account further from `target`.

    Down, unless the shorts weigh more than the securities owned. Every price of `valuation` is known.
    """
    down, up = moved(valuation, -ONE_PERCENT), moved(valuation, ONE_PERCENT)
    return ONE_PERCENT if _lacking(up, target) > _lacking(down, target) else -ONE_PERCENT


def _lacking(valuation: Valuation, target: Fraction) -> Fraction:
    assert valuation.assets is not None and valuation.liabilities is not None
    return target * valuation.liabilities - valuation.assets


def _holding(row: Holding, share: Fraction, still: frozenset[str]) -> Holding:
    return replace(row, price=_price(row.price, row.security, share, still))


def _contract(row: PricedContract, share: Fraction, still: frozenset[str]) -> Contract:
    contract = row.contract
    return replace(
        contract,
        price=_price(contract.price, contract.security, share, still),
        interest=row.interest,
    )


def _price(price: Fraction | None, security: str, share: Fraction, still: frozenset[str]) -> Fraction | None:
    return price if price is None or security in still else price * (1 + share)
