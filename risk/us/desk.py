"""The desk a United States account is worked out on: market values, equity, requirements."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from risk.figure import Input, RuleRef
from risk.reference import ReferenceSheet, belongs, moments
from risk.rulebook import Rulebook
from risk.us.account import ZERO, UsAccount, UsPosition
from risk.us.day_trading import Regime, of_firm, regime
from risk.us.formulas import FORMULAS
from risk.us.requirements import Rate, initial_rate, initial_short_rate, long_rate, short_per_share, worth


@dataclass(frozen=True, slots=True)
class Need:
    """A sum of requirements, or None with what is missing; the rules that went into it, each once."""

    value: Fraction | None
    rules: tuple[RuleRef, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Desk:
    """An account under a rulebook on which the cut-over day it names has been applied."""

    account: UsAccount
    rules: Rulebook
    sheet: ReferenceSheet

    @classmethod
    def of(cls, account: UsAccount, rules: Rulebook) -> "Desk":
        """Raises `RulebookError` for a rulebook of another place."""
        belongs(rules, "US")
        taken, priced = moments(account.as_of, account.taken_at, account.price_time)
        sheet = ReferenceSheet("US", account.currency, taken, priced, FORMULAS)
        return cls(account, of_firm(rules, account.terms.intraday_cutover), sheet)

    @property
    def regime(self) -> Regime:
        return regime(self.rules, self.account.as_of)

    @property
    def long(self) -> Need:
        """Long market value."""
        return _sum(_worth(row) for row in self.account.long)

    @property
    def short(self) -> Need:
        """Short market value."""
        return _sum(_worth(row) for row in self.account.short)

    @property
    def equity(self) -> Need:
        long, short, account = self.long, self.short, self.account
        if long.value is None or short.value is None:
            return Need(None, (), (*long.missing, *short.missing))
        return Need(long.value + account.credit - account.debit - short.value)

    def rate(self, row: UsPosition, param: str = "maintenance_long", level: Fraction | None = None) -> Rate:
        """The percentage that a long position is held to; `level` is a higher one that is aimed at."""
        rate = long_rate(self.rules, self.account.terms, row, self.account.as_of, param)
        raised = level is not None and rate.value is not None and level > rate.value
        return Rate(level, rate.rules) if raised else rate

    def per_share(self, row: UsPosition, level: Fraction | None = None) -> Rate:
        """The requirement of one share sold short."""
        if row.price is None:
            return Rate(None, (), (f"{row.security}.price",))
        house = (self.account.terms.house_maintenance, row.house_maintenance, level)
        return short_per_share(self.rules, house, row.price, self.account.as_of)

    def maintenance(self, param: str = "maintenance_long", level: Fraction | None = None) -> Need:
        """What must stay in the account, long and short."""
        longs = (_times(self.rate(row, param, level), worth(row), row) for row in self.account.long)
        shorts = (
            _times(self.per_share(row, level), Fraction(row.quantity), row) for row in self.account.short
        )
        return _sum((*longs, *shorts))

    def initial(self) -> Need:
        """What Regulation T asks for on these positions."""
        long = initial_rate(self.rules, self.account.terms, self.account.as_of)
        on_top = initial_short_rate(self.rules, self.account.terms, self.account.as_of)
        full = Rate(Fraction(1))
        longs = (_times(long if row.marginable else full, worth(row), row) for row in self.account.long)
        shorts = (_times(on_top, worth(row), row) for row in self.account.short)
        return _sum((*longs, *shorts))

    def net_initial(self) -> Need:
        """Initial margin of the day's trades: asked for by openings, released by closings."""
        long = initial_rate(self.rules, self.account.terms, self.account.as_of)
        on_top = initial_short_rate(self.rules, self.account.terms, self.account.as_of)
        needs = []
        for trade in self.account.trades:
            rate = long if trade.side in ("buy", "sell") else on_top
            sign = 1 if trade.side in ("buy", "sell_short") else -1
            value = None if rate.value is None else sign * rate.value * trade.amount
            needs.append(Need(value, rate.rules, rate.missing))
        return _sum(needs)

    def inputs(self, *names: str) -> tuple[Input, ...]:
        """Balances and sums by name, as inputs."""
        known = {
            "long_market_value": self.long.value,
            "short_market_value": self.short.value,
            "equity": self.equity.value,
            "debit": self.account.debit,
            "credit": self.account.credit,
        }
        return tuple(self.sheet.money(name, known[name]) for name in names)

    def prices(self, rows: Iterable[UsPosition]) -> tuple[Input, ...]:
        return tuple(self.sheet.money(f"{row.security}.price", row.price, "market") for row in rows)


def _worth(row: UsPosition) -> Need:
    value = worth(row)
    return Need(value, (), () if value is not None else (f"{row.security}.price",))


def _times(rate: Rate, amount: Fraction | None, row: UsPosition) -> Need:
    if row.quantity == 0:
        return Need(ZERO)
    if amount is None:
        return Need(None, rate.rules, (*rate.missing, f"{row.security}.price"))
    value = None if rate.value is None else rate.value * amount
    return Need(value, rate.rules, rate.missing)


def _sum(needs: Iterable[Need]) -> Need:
    parts = tuple(needs)
    rules = tuple(dict.fromkeys(rule for part in parts for rule in part.rules))
    missing = tuple(dict.fromkeys(item for part in parts for item in part.missing))
    values = [part.value for part in parts if part.value is not None]
    return Need(None if missing else sum(values, ZERO), rules, missing)
