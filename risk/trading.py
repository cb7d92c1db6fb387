"""Trades done to an account one after the other, exactly: what was traded, at what cost, what it repaid, where it led.

A sale takes own shares before those bought on margin, row by row. Its proceeds less its costs repay what money can
repay, in the order of `risk.repayment`, and only what is then left stays as cash: so the proceeds of shares bought on
margin always repay first, as the standard contract asks (合同必备条款 Art. 12(3)). Buying back may spend all cash,
short proceeds included (实施细则 Art. 17); a contract bought back in part keeps its proceeds in proportion.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Literal

from risk.account import ZERO, Contract, Holding, Snapshot
from risk.changes import Days
from risk.disposal import Stock
from risk.figure import Figure, Input
from risk.margin import maintenance_ratio
from risk.money import to_text
from risk.repayment import DEFAULT_ORDER, Repaid, repay
from risk.rulebook.model import Rulebook
from risk.sheet import Sheet
from risk.trade_costs import Tariff
from risk.valuation import Valuation, value
from risk.what_if import changed

_FEN = 100
StepKind = Literal["repay_outside_cash", "repay_inside_cash", "sell_to_repay", "buy_to_return"]


@dataclass(frozen=True, slots=True)
class Step:
    """One instruction. `after` is the maintenance ratio once it is done, `left` the debt; `state` the account then."""

    kind: StepKind
    security: str | None
    quantity: int | None
    price: Fraction | None
    amount: Figure
    costs: Figure | None
    repaid: tuple[Repaid, ...]
    left: Figure
    after: Figure
    state: Snapshot

    def as_json(self) -> dict[str, object]:
        return {
            "kind": self.kind,
            "security": self.security,
            "quantity": self.quantity,
            "price": None if self.price is None else to_text(self.price),
            "amount": self.amount.as_json(),
            "costs": self.costs and self.costs.as_json(),
            "repaid": [each.as_json() for each in self.repaid],
            "debt_left": self.left.as_json(),
            "after": self.after.as_json(),
        }


@dataclass(frozen=True, slots=True)
class Trading:
    """The rules one account is traded by on one day. Every price and interest of the account is known."""

    rules: Rulebook
    tariff: Tariff
    day: date
    order: Sequence[str] = DEFAULT_ORDER

    def outside(self, s: Snapshot, money: Fraction) -> Step:
        """Money from outside repays, at most what money can repay."""
        after, repaid = repay(s, money, self.order)
        return self._repayment("repay_outside_cash", s, money, after, repaid)

    def inside(self, s: Snapshot, money: Fraction) -> Step:
        """Cash of the account repays, at most its cash and what money can repay."""
        after, repaid = repay(replace(s, cash=s.cash - money), money, self.order)
        return self._repayment("repay_inside_cash", s, money, after, repaid)

    def sale(self, s: Snapshot, stock: Stock, quantity: int, price: Fraction | None = None) -> Step:
        """Shares of `stock` are sold, at its own price unless another is given, and repay."""
        at = stock.price if price is None else price
        costs = self.tariff.of_sale(stock.security, at * quantity)
        net = at * quantity - costs
        sold = _without(s, stock, quantity, self.day)
        money = max(ZERO, min(net, cash_debt(value(s))))
        after, repaid = repay(replace(sold, cash=sold.cash + net - money), money, self.order)
        return self._order("sell_to_repay", stock.security, quantity, at, costs, after, repaid)

    def purchase(self, s: Snapshot, stock: Stock, quantity: int) -> Step:
        """Shares of `stock` are bought back at its price and returned."""
        amount = stock.price * quantity
        costs = self.tariff.of_purchase(amount)
        after = _returned(replace(s, cash=s.cash - amount - costs), stock, quantity, self.day)
        return self._order("buy_to_return", stock.security, quantity, stock.price, costs, after, ())

    def _repayment(
        self, kind: StepKind, s: Snapshot, money: Fraction, after: Snapshot, repaid: tuple[Repaid, ...]
    ) -> Step:
        before = Sheet(value(s), self.rules)
        inputs = (before.assets(), before.liabilities(), before.money("cash", s.cash, "cash"))
        amount = before.figure(f"repaid_amount.{kind}", money, "lower_safer", inputs)
        return Step(kind, None, None, None, amount, None, repaid, *self._outcome(after), after)

    def _order(
        self,
        kind: StepKind,
        security: str,
        quantity: int,
        price: Fraction,
        costs: Fraction,
        after: Snapshot,
        repaid: tuple[Repaid, ...],
    ) -> Step:
        sheet = Sheet(value(after), self.rules)
        traded = sheet.money("amount", price * quantity, security, priced=True)
        rates = self._rates(security, duty=kind == "sell_to_repay")
        return Step(
            kind,
            security,
            quantity,
            price,
            sheet.figure(
                f"trade_amount.{security}",
                price * quantity,
                "higher_safer",
                (
                    Input("quantity", Fraction(quantity), "shares", security),
                    Input("price", price, "price", security, sheet.priced_at),
                ),
            ),
            sheet.figure(
                f"trade_costs.{security}", costs, "lower_safer", (traded, *rates), rule=self.tariff.rule
            ),
            repaid,
            *self._outcome(after),
            after,
        )

    def _rates(self, security: str, *, duty: bool) -> tuple[Input, ...]:
        tariff = self.tariff
        stamp = tariff.duty_on(security) if duty else ZERO
        return (
            Input("commission", tariff.commission, "ratio", "costs"),
            Input("least_commission", tariff.minimum, "CNY", "costs"),
            Input("transfer_fee", tariff.transfer, "ratio", "costs"),
            Input("stamp_duty", stamp, "ratio", "rulebook" if tariff.rule else "costs"),
        )

    def _outcome(self, after: Snapshot) -> tuple[Figure, Figure]:
        sheet = Sheet(value(after), self.rules)
        inputs = (sheet.liabilities(),)
        left = sheet.figure("debt_left", sheet.valuation.liabilities, "lower_safer", inputs)
        return left, maintenance_ratio(sheet)


def on_day(s: Snapshot, day: date | None) -> Snapshot:
    """The account as it stands on `day`, at the earliest its own: with the interest until then, at the same prices."""
    later = 0 if day is None else (day - s.as_of).days
    return changed(s, (Days(later),) if later else ())


def fen_up(amount: Fraction) -> Fraction:
    """The smallest whole number of fen that is not less."""
    return Fraction((amount * _FEN).__ceil__(), _FEN)


def total(sheet: Sheet, name: str, parts: Sequence[Figure]) -> Figure:
    """The sum of the figures of several steps."""
    inputs = [sheet.money(part.name, part.value, "steps") for part in parts]
    return sheet.figure(name, sum((part.value or ZERO for part in parts), ZERO), "lower_safer", inputs)


def cash_debt(valuation: Valuation) -> Fraction:
    """What money can repay of an account whose interest is known."""
    found = valuation.cash_debt
    assert found is not None, "trades are done to accounts whose interest is known"
    return found


def own_cash(s: Snapshot) -> Fraction:
    """Cash that may repay financing: without the proceeds of short sales."""
    return max(ZERO, s.cash - sum((row.amount for row in s.shorts), ZERO))


def _without(s: Snapshot, stock: Stock, quantity: int, day: date) -> Snapshot:
    """The account without `quantity` shares: own rows first, then those bought on margin before `day`."""
    own: list[Holding] = []
    for held in s.collateral:
        taken = min(quantity, held.settled) if _is(stock, held) else 0
        quantity -= taken
        left = held.quantity - taken
        own.append(replace(held, quantity=left, sellable=held.settled - taken) if taken else held)
    bought: list[Contract] = []
    for row in s.financing:
        taken = min(quantity, row.quantity) if _is(stock, row) and row.opened < day else 0
        quantity -= taken
        bought.append(replace(row, quantity=row.quantity - taken) if taken else row)
    return replace(s, collateral=tuple(own), financing=tuple(bought))


def _returned(s: Snapshot, stock: Stock, quantity: int, day: date) -> Snapshot:
    """The account once `quantity` shares sold short before `day` are returned, in the book's order."""
    rows: list[Contract] = []
    for row in s.shorts:
        taken = min(quantity, row.quantity) if _is(stock, row) and row.opened < day else 0
        quantity -= taken
        if taken:
            left = row.quantity - taken
            row = replace(row, quantity=left, amount=row.amount * left / row.quantity)
        rows.append(row)
    return replace(s, shorts=tuple(rows))


def _is(stock: Stock, row: Holding | Contract) -> bool:
    return row.security == stock.security and row.price == stock.price
