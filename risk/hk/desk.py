"""The desk a Hong Kong account is worked out on: its sums, and the figures made of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from risk.figure import Direction, Figure, Input, RuleRef
from risk.hk.account import ZERO, HkAccount, HkHolding
from risk.hk.formulas import FORMULAS
from risk.hk.valuation import Sum, total
from risk.reference import ReferenceSheet, belongs, moments, of_contract, quoted
from risk.rulebook import Rulebook

_PARTS = {
    "market_value": (),
    "marginable_value": ("market_value",),
    "equity": ("market_value", "cash", "loan"),
    "available_credit": ("marginable_value", "credit_limit", "loan", "cash"),
    "initial_requirement": ("market_value",),
    "maintenance_requirement": ("market_value",),
    "call_to_initial": ("initial_requirement", "maintenance_requirement", "equity"),
}


@dataclass(frozen=True, slots=True)
class Desk:
    """An account with its sums; every one of them is a value or names what is missing."""

    account: HkAccount
    rules: Rulebook
    sheet: ReferenceSheet
    market: Sum
    marginable: Sum
    initial: Sum
    maintenance: Sum

    @classmethod
    def of(cls, account: HkAccount, rules: Rulebook) -> "Desk":
        """Raises `RulebookError` for a rulebook of another place."""
        belongs(rules, "HK")
        taken, priced = moments(account.as_of, account.taken_at, account.price_time)
        return cls(
            account,
            rules,
            ReferenceSheet("HK", account.currency, taken, priced, FORMULAS),
            total(account),
            total(account, "lending_ratio"),
            total(account, "initial_margin"),
            total(account, "maintenance_margin"),
        )

    @property
    def by_margins(self) -> bool:
        """Whether the firm sets margins per security."""
        return any(row.initial_margin is not None or row.maintenance_margin is not None for row in self._rows)

    @property
    def called(self) -> bool:
        """Whether a call is triggered, where everything for it is known."""
        worth, line, limit = self.marginable.value, self.account.terms.call_line, self.account.credit_limit
        above_line = worth is not None and line is not None and self.account.loan > line * worth
        return above_line or (limit is not None and self.account.loan > limit)

    @property
    def equity(self) -> Sum:
        return self._plus(self.market, self.account.cash - self.account.loan)

    @property
    def credit(self) -> Sum:
        worth, limit = self.marginable.value, self.account.credit_limit
        if worth is None:
            return self.marginable
        most = worth if limit is None else min(worth, limit)
        return Sum(max(ZERO, most - self.account.loan + self.account.cash))

    @property
    def call_to_initial(self) -> Sum:
        equity, initial, maintenance = self.equity, self.initial, self.maintenance
        missing = (*equity.missing, *initial.missing, *maintenance.missing)
        if equity.value is None or initial.value is None or maintenance.value is None:
            return Sum(None, missing)
        return Sum(initial.value - equity.value if equity.value < maintenance.value else ZERO)

    def figure(self, name: str, amount: Sum, direction: Direction) -> Figure:
        """A sum as a figure, its inputs beside it."""
        inputs = [self._input(part) for part in _PARTS[name]]
        if name == "market_value":
            inputs = [self.sheet.money(f"{row.security}.price", row.price, "market") for row in self._rows]
        return self.sheet.figure(name, amount.value, direction, inputs, missing=amount.missing)

    def ratio(self) -> Figure:
        """Loan over marginable value; undefined where nothing counts for lending."""
        worth, terms = self.marginable, self.account.terms
        value = self.account.loan / worth.value if worth.value else None
        lines = [
            of_contract(name, line)
            for name, line in (("call_line", terms.call_line), ("target_line", terms.target_line))
            if line is not None
        ]
        row = self.rules.in_force("client_margin_ratio", self.account.as_of)
        return self.sheet.figure(
            "loan_to_marginable_value",
            value,
            "lower_safer",
            [self._input("loan"), self._input("marginable_value")],
            unit="ratio",
            rule=(*lines, *quoted(row)),
            missing=worth.missing,
        )

    def call_amount(self) -> Figure:
        """What a call asks for in cash: back to the target line and under the credit limit."""
        return self.lined("call_amount", self.shortfall() if self.called else Sum(ZERO, self.unknown()))

    def shortfall(self, target: Fraction | None = None) -> Sum:
        """The loan above what `target` (the target line when None) and the credit limit allow."""
        goal, worth = target or self.account.terms.target_line, self.marginable
        missing = (*worth.missing, *(() if goal is not None else ("terms.target_line",)))
        if goal is None or worth.value is None:
            return Sum(None, missing)
        limit = self.account.credit_limit
        allowed = goal * worth.value if limit is None else min(goal * worth.value, limit)
        return Sum(max(ZERO, self.account.loan - allowed))

    def unknown(self) -> tuple[str, ...]:
        """What is missing to say that no call is triggered."""
        if self.account.loan == 0:
            return ()
        lacking = () if self.account.terms.call_line is not None else ("terms.call_line",)
        return (*self.marginable.missing, *lacking)

    def lined(self, name: str, amount: Sum, *more: Input, target: Fraction | None = None) -> Figure:
        """An amount that brings the account to the target line."""
        goal = target or self.account.terms.target_line
        rule: Sequence[RuleRef] = () if goal is None else (of_contract("target_line", goal),)
        parts = [self._input(each) for each in ("loan", "marginable_value", "credit_limit")]
        inputs = (*parts, self.sheet.ratio("target_line", goal), *more)
        return self.sheet.figure(name, amount.value, "lower_safer", inputs, rule=rule, missing=amount.missing)

    def purchasing_power(self, row: HkHolding) -> Figure:
        """What of this security could be bought, the purchase itself counting for lending."""
        rate, worth, limit = row.lending_ratio, self.marginable, self.account.credit_limit
        lacking = () if rate is not None else (f"{row.security}.lending_ratio",)
        inputs = [self._input(each) for each in ("marginable_value", "loan", "cash", "credit_limit")]
        value = None
        if rate is not None and worth.value is not None:
            free = worth.value - self.account.loan + self.account.cash
            most = None if limit is None else limit - self.account.loan + self.account.cash
            value = _most(free, rate, most)
            lacking = () if value is not None else ("credit_limit",)
        return self.sheet.figure(
            f"purchasing_power.{row.security}",
            value,
            "higher_safer",
            [*inputs, self.sheet.ratio("lending_ratio", rate)],
            missing=(*worth.missing, *lacking),
        )

    def call_price(self, row: HkHolding) -> Figure:
        """The price of this security at which a call would be triggered, all else equal; undefined where its
        price alone cannot.
        """
        rate, worth, line = row.lending_ratio, self.marginable, self.account.terms.call_line
        value = None
        missing = (*worth.missing, *(() if line is not None else ("terms.call_line",)))
        if worth.value is not None and line and rate and row.price is not None and row.quantity:
            others = worth.value - row.quantity * row.price * rate
            price = (self.account.loan / line - others) / (row.quantity * rate)
            value = price if price > 0 else None
        inputs = [self._input("loan"), self._input("marginable_value"), self.sheet.ratio("call_line", line)]
        name = f"call_price.{row.security}"
        return self.sheet.figure(name, value, "lower_safer", inputs, missing=missing)

    @property
    def _rows(self) -> tuple[HkHolding, ...]:
        return self.account.collateral

    def _plus(self, amount: Sum, more: Fraction) -> Sum:
        return amount if amount.value is None else Sum(amount.value + more)

    def _input(self, name: str) -> Input:
        known: dict[str, Fraction | None] = {
            "market_value": self.market.value,
            "marginable_value": self.marginable.value,
            "equity": self.equity.value,
            "initial_requirement": self.initial.value,
            "maintenance_requirement": self.maintenance.value,
            "loan": self.account.loan,
            "cash": self.account.cash,
            "credit_limit": self.account.credit_limit,
        }
        return self.sheet.money(name, known[name])


def _most(free: Fraction, rate: Fraction, limit: Fraction | None) -> Fraction | None:
    """None where a security that counts in full meets no limit."""
    if free <= 0:
        return ZERO
    by_worth = None if rate == 1 else free / (1 - rate)
    known = [each for each in (by_worth, limit) if each is not None]
    return max(ZERO, min(known)) if known else None
