"""What it takes to bring an account back to a target ratio t, with assets A and liabilities D.

| way | amount |
|---|---|
| debt repaid with money from outside the account | D − A ÷ t |
| cash or securities added from outside | t × D − A |
| debt repaid with what is inside (selling, buying back, own cash) | (t × D − A) ÷ (t − 1) |

With A = 1,280,000, D = 1,000,000 and t = 1.40 these are 85,714.29 (rounded up), 120,000 and 300,000:
outside money lowers the debt alone, added collateral raises the assets alone, and inside repayment lowers
both. Never below zero.
"""

from fractions import Fraction

from risk.account import ZERO
from risk.figure import Figure
from risk.sheet import Sheet


def outside_repayment(assets: Fraction, liabilities: Fraction, target: Fraction) -> Fraction:
    """Money from outside that, repaid, lifts the ratio to `target`."""
    return max(ZERO, liabilities - assets / target)


def added_collateral(assets: Fraction, liabilities: Fraction, target: Fraction) -> Fraction:
    """Cash or market value that, added, lifts the ratio to `target`."""
    return max(ZERO, target * liabilities - assets)


def inside_repayment(assets: Fraction, liabilities: Fraction, target: Fraction) -> Fraction:
    """Repayment out of the account's own assets that lifts the ratio to `target` (> 1)."""
    return max(ZERO, (target * liabilities - assets) / (target - 1))


def needs(assets: Fraction, liabilities: Fraction, target: Fraction) -> dict[str, Fraction]:
    """What each of the three ways takes alone, by name."""
    return {
        "repay_outside_cash": outside_repayment(assets, liabilities, target),
        "add_collateral": added_collateral(assets, liabilities, target),
        "sell_to_repay": inside_repayment(assets, liabilities, target),
    }


AMOUNTS = {
    "cure_repay_outside_cash": outside_repayment,
    "cure_add_collateral": added_collateral,
    "cure_sell_to_repay": inside_repayment,
    "cure_buy_to_return": inside_repayment,
    "cure_repay_inside_cash": inside_repayment,
}
THE_THREE = ("cure_repay_outside_cash", "cure_add_collateral", "cure_sell_to_repay")


def cure_figures(sheet: Sheet, target: Fraction) -> list[Figure]:
    """The three amounts that restore the account to `target`, each as a figure."""
    return [amount_figure(sheet, name, target) for name in THE_THREE]


def amount_figure(sheet: Sheet, name: str, target: Fraction) -> Figure:
    """The amount of one way to `target`; indeterminate while either side of the account is unknown."""
    ratio = sheet.ratio
    line, rule = sheet.line(
        "restore_line" if target == sheet.snapshot.terms.restore_line else "target", target
    )
    return sheet.figure(
        name,
        AMOUNTS[name](ratio.numerator, ratio.denominator, target) if ratio else None,
        "lower_safer",
        (sheet.assets(), sheet.liabilities(), line),
        rule=(rule,) if line.name == "restore_line" else (),
        missing=sheet.valuation.missing,
    )
