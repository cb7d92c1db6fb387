"""Small sums of the United States rules, as published examples put them: one position, one price, one question."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction


def call_price(bought_at: Fraction, initial: Fraction, maintenance: Fraction) -> Fraction:
    """The price at which a purchase made with `initial` margin is called: P₀ (1 − i) ÷ (1 − m)."""
    return bought_at * (1 - initial) / (1 - maintenance)


def net_release(sold: Fraction, bought: Fraction, initial: Fraction) -> Fraction:
    """What a day's sales release for a Regulation T call after what was bought again: the day's net counts."""
    return (sold - bought) * initial


def day_trades(sides: Iterable[str]) -> int:
    """How often an opening purchase was closed by a sale of the same day: each turn from buying to selling."""
    count, holding = 0, False
    for side in sides:
        count += holding and side == "sell"
        holding = side == "buy"
    return count


def paid_by_funds(cash: Fraction, costs: Sequence[Fraction]) -> tuple[bool, ...]:
    """Which purchases of a cash account the funds cover, in order; money is set aside once."""
    covered = []
    for cost in costs:
        covered.append(cost <= cash)
        cash -= cost if covered[-1] else 0
    return tuple(covered)


@dataclass(frozen=True, slots=True)
class Shock:
    """A shocked position. The two excesses differ in whether the requirement is held or worked out again."""

    gain: Fraction
    price: Fraction
    value: Fraction
    requirement: Fraction
    excess_with_requirement_held: Fraction
    excess_with_requirement_recomputed: Fraction


def shock(quantity: int, price: Fraction, debit: Fraction, maintenance: Fraction, move: Fraction) -> Shock:
    """One long position moved by `move` (a market move times its beta: −0.144)."""
    moved = price * (1 + move)
    value, before = quantity * moved, quantity * price
    requirement = maintenance * value
    return Shock(
        value - before,
        moved,
        value,
        requirement,
        value - debit - maintenance * before,
        value - debit - requirement,
    )
