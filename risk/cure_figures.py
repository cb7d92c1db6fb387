"""The figures of cures: what a way takes, the most of it that can be done, what it leads to, what it takes after a move."""

from dataclasses import dataclass
from fractions import Fraction

from risk.account import ZERO
from risk.cure_amounts import amount_figure, needs
from risk.cure_mixes import Step, SumSplit
from risk.cure_set import Best
from risk.cure_sides import Sides
from risk.cure_ways import Way
from risk.figure import Figure, Input
from risk.sheet import Sheet

_AFTER = {"repay_outside_cash": "after_repay_outside_cash"} | dict.fromkeys(
    ("add_cash", "add_security"), "after_add_collateral"
)
_INSIDE = "after_repay_inside"


@dataclass(frozen=True, slots=True)
class Moved:
    """What one way takes after a further move of the prices, and the sides it then starts from."""

    move: Fraction
    needed: Fraction
    sides: Sides


@dataclass(frozen=True, slots=True)
class CureFigures:
    """Makes the figures of one account's cures toward one target."""

    sheet: Sheet
    target: Fraction

    def needed(self, way: Way) -> Figure:
        """What reaches the target: an amount by the formula of its kind, or an order in whole lots."""
        if way.security is None:
            return amount_figure(self.sheet, _total(way.kind), self.target)
        return self.sheet.figure(
            f"cure_{way.kind}.{way.security}",
            way.needed,
            "lower_safer",
            self._order(way.security, way.needed_quantity, way.needed),
            formula="cure_order_amount",
        )

    def best(self, way: Way) -> Best:
        """The most that can be done of a way that does not reach the target."""
        needed = self.sheet.money("needed", way.needed, "needed", priced=True)
        order = () if way.security is None else self._order(way.security, way.most_quantity, way.most)
        inputs = (needed, *order)
        return Best(
            way.most_quantity, self.sheet.figure(_named("most", way), way.most, "higher_safer", inputs)
        )

    def after(self, way: Way) -> Figure:
        """The ratio that the way leads to, as far as it can be done; none once nothing is owed."""
        assets, debts = self._now()
        moved = max(abs(way.after.assets - assets), abs(way.after.debts - debts))
        return self._ratio(
            way.after, self.sheet.money("moved", moved, "amount"), _AFTER.get(way.kind, _INSIDE)
        )

    def per_percent(self, way: Way, later: Moved) -> Figure:
        """What the same way takes after a further one per cent of price move against the account."""
        return self.sheet.figure(
            _named("per_percent", way),
            later.needed,
            "lower_safer",
            (
                self.sheet.money("now", way.needed, "needed", priced=True),
                Input("move", later.move, "ratio", "every price"),
                self.sheet.money("total_assets", later.sides.assets, "after the move", priced=True),
                self.sheet.money("total_liabilities", later.sides.debts, "after the move", priced=True),
                self.sheet.line("target", self.target)[0],
            ),
        )

    def unknown(self, kind: str, security: str | None) -> tuple[Figure, Figure, Figure]:
        """The three figures of a way while something is missing: amount, after, per per cent."""
        missing, suffix = self.sheet.valuation.missing, f".{security}" if security else ""
        name = f"cure_{kind}{suffix}" if security else _total(kind)
        inputs = (self.sheet.assets(), self.sheet.liabilities())
        formula = "cure_order_amount" if security else None
        return (
            self.sheet.figure(name, None, "lower_safer", inputs, formula=formula, missing=missing),
            self.sheet.figure(
                "maintenance_ratio",
                None,
                "higher_safer",
                inputs,
                unit="ratio",
                formula=_AFTER.get(kind, _INSIDE),
                missing=missing,
            ),
            self.sheet.figure(f"per_percent.{kind}{suffix}", None, "lower_safer", inputs, missing=missing),
        )

    def of_step(self, step: Step) -> Figure:
        """The amount of one step of a mix."""
        inputs = () if step.security is None else self._order(step.security, step.quantity, step.amount)
        name = f"mix_step.{step.kind}" + (f".{step.security}" if step.security else "")
        return self.sheet.figure(name, step.amount, "lower_safer", inputs)

    def after_steps(self, sides: Sides) -> Figure:
        """The ratio after several steps."""
        moved = self.sheet.money("total_assets_after", sides.assets, "steps")
        owed = self.sheet.money("total_liabilities_after", sides.debts, "steps")
        return self._ratio(sides, moved, "after_mix", owed)

    def of_sum(self, split: SumSplit) -> tuple[Figure, Figure, Figure]:
        """How a limited sum is split: repaid, added, left."""
        given = self.sheet.money("sum", split.total, "asker")
        line = self.sheet.line("target", self.target)[0]
        inputs = (given, self.sheet.assets(), self.sheet.liabilities(), line)
        repaid = self.sheet.figure("sum_repay_outside_cash", split.repaid, "lower_safer", inputs)
        added = self.sheet.figure("sum_add_cash", split.added, "lower_safer", inputs)
        spent = (self.sheet.money(each.name, each.value, each.name) for each in (repaid, added))
        return repaid, added, self.sheet.figure("sum_left", split.left, "higher_safer", (given, *spent))

    def remaining(self, sides: Sides) -> tuple[tuple[str, Figure], ...]:
        """What remains to the target afterwards, by each of the three ways alone; none where it cannot."""
        inputs = (
            self.sheet.money("total_assets_after", sides.assets, "steps"),
            self.sheet.money("total_liabilities_after", sides.debts, "steps"),
            self.sheet.line("target", self.target)[0],
        )
        alone: dict[str, Fraction | None] = {**needs(sides.assets, sides.debts, self.target)}
        for kind in ("repay_outside_cash", "sell_to_repay"):
            if (alone[kind] or ZERO) > sides.cash_debt:
                alone[kind] = None
        if sides.under_water:
            alone["sell_to_repay"] = None
        return tuple(
            (kind, self.sheet.figure(f"remaining_{kind}", value, "lower_safer", inputs))
            for kind, value in alone.items()
        )

    def _now(self) -> tuple[Fraction, Fraction]:
        return self.sheet.valuation.assets or ZERO, self.sheet.valuation.liabilities or ZERO

    def _order(self, security: str, quantity: int | None, worth: Fraction) -> tuple[Input, ...]:
        """Shares, and the price they are traded at: on average, where rows differ."""
        shares = Fraction(quantity or 0)
        price = worth / shares if shares else None
        return (
            Input("quantity", shares, "shares", security),
            Input("price", price, "price", security, self.sheet.priced_at),
        )

    def _ratio(self, sides: Sides, moved: Input, formula: str, *more: Input) -> Figure:
        return self.sheet.figure(
            "maintenance_ratio",
            sides.ratio,
            "higher_safer",
            (self.sheet.assets(), self.sheet.liabilities(), moved, *more),
            unit="ratio",
            formula=formula,
        )


def _total(kind: str) -> str:
    return "cure_add_collateral" if kind.startswith("add_") else f"cure_{kind}"


def _named(what: str, way: Way) -> str:
    return f"{what}.{way.kind}" + (f".{way.security}" if way.security else "")
