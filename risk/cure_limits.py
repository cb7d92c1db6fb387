"""Why a way out of a margin call may not be open, each reason with a code and a sentence in both languages.

Money repays amounts financed, interest and fees; a security owed is returned in kind. Cash inside repays only beyond
the proceeds of short sales, whose use is bound (实施细则 Art. 17), while buying back may spend them. A short sold
today is returned, and what was bought today is sold, from the next session. An account that owes more than it owns sinks further with every repayment from
inside. Whether something counts in time is told by `risk.arrival`.
"""

from dataclasses import dataclass
from fractions import Fraction

from risk.money import display_money

Reason = tuple[str, str]
"""The same sentence in English and in Chinese."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What stands in the way: a stable code, a sentence in English and in Chinese."""

    code: str
    text: str
    text_zh: str


UNKNOWN = Obstacle("unknown", "cannot be determined: something is missing", "资料不全，无法确定")
TOO_LATE = Obstacle("too_late", "no longer counts by the deadline", "已来不及在截止时刻前计入")
UNDER_WATER = Obstacle(
    "under_water",
    "the account owes more than it owns, so repaying from inside lowers the ratio",
    "账户资不抵债，用账户内资产偿还只会使比例更低",
)


def not_trading(security: str) -> Obstacle:
    """Suspended, or in its delisting period."""
    return Obstacle("suspended", f"{security} does not trade", f"{security} 未在交易")


def limit_down(security: str) -> Obstacle:
    """Locked at the lower price limit: there may be no buyer."""
    return Obstacle("limit_down", f"{security} is locked at its lower limit", f"{security} 跌停，难以卖出")


def sold_short_today(security: str) -> Obstacle:
    """What is sold short on a day is returned from the next session, T+1."""
    return Obstacle(
        "t_plus_one",
        f"{security} was sold short the same day and can be returned only from the next session",
        f"{security} 为当日融券卖出，自次一交易日起才可偿还",
    )


def not_collateral(security: str) -> Obstacle:
    """The firm credits nothing for it, or does not take it in its present state."""
    return Obstacle(
        "not_collateral", f"{security} is not taken as collateral", f"{security} 不可作为担保物划入"
    )


def repayable(debt: Fraction) -> Obstacle:
    """Money cannot repay what is owed in securities."""
    shown = display_money(debt, "down")
    return Obstacle(
        "not_repayable",
        f"money can repay only {shown}; the rest is securities owed",
        f"可用现金偿还的负债只有 {shown}，其余为应还证券",
    )


def sellable(worth: Fraction) -> Obstacle:
    """Own securities that trade do not suffice."""
    shown = display_money(worth, "down")
    return Obstacle("not_enough", f"only {shown} could be sold", f"可卖出的证券市值只有 {shown}")


def buy_back(cash: Fraction, owed: Fraction) -> Obstacle:
    """Cash inside, short proceeds included, or the shorts that may be returned, do not suffice."""
    shown, owed_shown = display_money(cash, "down"), display_money(owed, "down")
    return Obstacle(
        "not_enough",
        f"not enough: cash is {shown} and the shorts to return are worth {owed_shown}",
        f"不足以达到目标：账户现金 {shown}，可偿还的融券市值 {owed_shown}",
    )


def own_cash(cash: Fraction) -> Obstacle:
    """Cash inside without short proceeds does not suffice."""
    shown = display_money(cash, "down")
    return Obstacle(
        "not_enough",
        f"not enough: cash without short proceeds is {shown}",
        f"不足以达到目标：扣除融券卖出金额后的现金为 {shown}",
    )


def too_few(needed: int, there: int) -> Obstacle:
    """One security alone does not suffice."""
    return Obstacle(
        "not_enough",
        f"{needed:,} shares would be needed and there are {there:,}",
        f"需要 {needed:,} 股，而只有 {there:,} 股",
    )


def not_settled(needed: int, settled: int) -> Obstacle:
    """There are enough shares, but some are bought today or on their way out."""
    return Obstacle(
        "t_plus_one",
        f"{needed:,} shares would be needed and only {settled:,} are settled; the rest can be sold from the next session",
        f"需要 {needed:,} 股，当日可卖的只有 {settled:,} 股，其余自次一交易日起可卖",
    )
