"""The terms of 保证金可用余额 (available margin), contract by contract.

    cash + Σ collateral × rate + Σ gains × rate + Σ losses × 100 % − Σ short proceeds
         − Σ financed × ratio − Σ short value × ratio − interest and fees

Example: 100 shares bought on margin at 10.00 and now at 9.00 take the whole loss of 100.00 away; had they
risen to 11.00, the gain of 100.00 would count for 65.00 at a conversion rate of 65 %. A contract without a
margin ratio of its own takes the one that rules and firm ask of it (`risk.margin_ratio`).
"""

from dataclasses import dataclass
from fractions import Fraction

from risk.account import Snapshot
from risk.figure import Input, RuleRef
from risk.margin_ratio import demanded
from risk.money import to_text
from risk.rulebook.model import Rulebook
from risk.valuation import PricedContract, PricedHolding, Valuation, unique

FULL = Fraction(1)


@dataclass(frozen=True, slots=True)
class AvailableTerms:
    """Signed inputs that add up to the available margin, the rules behind them, and what is missing."""

    inputs: tuple[Input, ...]
    rule: tuple[RuleRef, ...]
    missing: tuple[str, ...]


def available_terms(valuation: Valuation, rules: Rulebook) -> AvailableTerms:
    """Every term of the available margin of one account."""
    collector = _Collector(valuation.snapshot, rules)
    snapshot = valuation.snapshot
    collector.add("cash", snapshot.cash, "cash")
    for holding in valuation.holdings:
        collector.collateral(holding)
    for contract in valuation.contracts:
        collector.contract(contract)
    collector.add("fees", -snapshot.fees, "fees")
    return AvailableTerms(
        tuple(collector.inputs), tuple(dict.fromkeys(collector.rule)), unique(collector.missing)
    )


class _Collector:
    """Gathers the terms of one account; lives for one call."""

    def __init__(self, snapshot: Snapshot, rules: Rulebook) -> None:
        self.snapshot, self.rules = snapshot, rules
        self.inputs: list[Input] = []
        self.rule: list[RuleRef] = []
        self.missing: list[str] = []

    def add(self, name: str, value: Fraction | None, source: str) -> None:
        snapshot = self.snapshot
        self.inputs.append(Input(name, value, snapshot.currency, source, snapshot.moment))

    def collateral(self, row: PricedHolding) -> None:
        security, rate = row.holding.security, row.holding.conversion_rate
        if row.market_value is None:
            self.missing.append(f"{security}.price")
        if rate is None:
            self.missing.append(f"{security}.conversion_rate")
        self.add_product(f"{row.path}.credited", security, row.market_value, rate)

    def contract(self, row: PricedContract) -> None:
        contract = row.contract
        self.floating(row)
        if contract.kind == "short":
            self.add(f"{row.path}.proceeds", -contract.amount, contract.contract)
        self.margin(row)
        if row.interest is None:
            self.missing.append(f"{contract.contract}.interest")
        self.add(f"{row.path}.interest", None if row.interest is None else -row.interest, contract.contract)

    def floating(self, row: PricedContract) -> None:
        """A loss counts in full, a gain at the conversion rate."""
        contract, floating = row.contract, row.floating
        if floating is None:
            self.missing.append(f"{contract.security}.price")
            self.add(f"{row.path}.floating", None, contract.contract)
            return
        gained = floating > 0
        rate = contract.conversion_rate if gained else FULL
        if rate is None:
            self.missing.append(f"{contract.contract}.conversion_rate")
        self.add_product(
            f"{row.path}.floating_{'gain' if gained else 'loss'}", contract.contract, floating, rate
        )

    def margin(self, row: PricedContract) -> None:
        """The margin that the contract occupies: on the amount financed, or on the short's market value."""
        contract = row.contract
        base = contract.amount if contract.kind == "financing" else row.market_value
        asked = demanded(self.rules, contract, self.snapshot.client_class, self.snapshot.as_of)
        self.rule.extend(asked.rule)
        ratio = asked.value if contract.margin_ratio is None else contract.margin_ratio
        if ratio is None:
            self.missing.extend(asked.missing or (f"{contract.contract}.margin_ratio",))
        self.add_product(f"{row.path}.margin", contract.contract, None if base is None else -base, ratio)

    def add_product(self, name: str, owner: str, base: Fraction | None, rate: Fraction | None) -> None:
        value = None if base is None or rate is None else base * rate
        self.add(name, value, f"{owner}: {_text(base)} × {_text(rate)}")


def _text(value: Fraction | None) -> str:
    return "?" if value is None else to_text(value)
