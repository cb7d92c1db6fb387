"""The two sides of an account as the cures move them, and how far each side can be moved.

Money from outside that repays lowers the debt alone; what is added raises the assets alone; repaying from inside, by
a sale, with own cash or by returning securities, lowers both by the same amount.
"""

from dataclasses import dataclass, replace
from fractions import Fraction

from risk.account import ZERO
from risk.ratio import Ratio
from risk.valuation import Valuation


@dataclass(frozen=True, slots=True)
class Sides:
    """Assets and debts, the part of the debts that money can repay, the cash, and short proceeds within it."""

    assets: Fraction
    debts: Fraction
    cash_debt: Fraction
    cash: Fraction
    proceeds: Fraction

    @classmethod
    def of(cls, valuation: Valuation) -> "Sides | None":
        """None while a price or an interest is missing."""
        assets, debts, cash_debt = valuation.assets, valuation.liabilities, valuation.cash_debt
        if assets is None or debts is None or cash_debt is None:
            return None
        return cls(assets, debts, cash_debt, valuation.snapshot.cash, valuation.short_proceeds)

    @property
    def ratio(self) -> Fraction | None:
        """None once nothing is owed."""
        return Ratio(self.assets, self.debts).value

    @property
    def own_cash(self) -> Fraction:
        """Cash that may repay financing: without the proceeds of short sales."""
        return max(ZERO, self.cash - self.proceeds)

    @property
    def under_water(self) -> bool:
        """More is owed than owned."""
        return self.assets < self.debts

    def reaches(self, target: Fraction) -> bool:
        """On the target or above it; without debt always."""
        return Ratio(self.assets, self.debts).at_least(target)

    def repaid_outside(self, money: Fraction) -> "Sides":
        """Debt repaid with money from outside, at most `cash_debt`."""
        return replace(self, debts=self.debts - money, cash_debt=self.cash_debt - money)

    def added(self, worth: Fraction) -> "Sides":
        """Securities brought in."""
        return replace(self, assets=self.assets + worth)

    def cash_added(self, money: Fraction) -> "Sides":
        """Cash brought in and left there."""
        return replace(self, assets=self.assets + money, cash=self.cash + money)

    def repaid_inside(self, money: Fraction) -> "Sides":
        """Debt repaid with cash of the account, at most `own_cash` and `cash_debt`."""
        return replace(self.repaid_outside(money), assets=self.assets - money, cash=self.cash - money)

    def sold(self, worth: Fraction) -> "Sides":
        """Securities sold: the proceeds repay what money can repay, and the rest stays as cash."""
        repaid = min(worth, self.cash_debt)
        return replace(
            self.repaid_outside(repaid), assets=self.assets - repaid, cash=self.cash + worth - repaid
        )

    def bought_back(self, cost: Fraction) -> "Sides":
        """Securities owed bought with cash of the account and returned."""
        return replace(self, assets=self.assets - cost, debts=self.debts - cost, cash=self.cash - cost)
