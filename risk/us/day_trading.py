"""Which day-trading rule an account is under on a day: the old one, the new one, or nobody has said.

Every firm goes over on a day of its own between 4 June 2026 and 20 October 2027. Inside that window a book
that does not say the day is under neither rule: what depends on it is indeterminate.
"""

from datetime import date
from typing import Literal

from risk.rulebook import Rulebook
from risk.rulebook.us import INTRADAY

Regime = Literal["pattern_day_trader", "intraday_margin", "unknown"]


def of_firm(rules: Rulebook, chosen: date | None) -> Rulebook:
    """The rulebook with the day the book names, if it names one."""
    return rules if chosen is None else rules.cut_over(INTRADAY.name, chosen)


def regime(rules: Rulebook, as_of: date) -> Regime:
    """The rule of `as_of` in a rulebook that a cut-over day has been applied to, where one is known."""
    if INTRADAY.name not in rules.cut_overs and INTRADAY.first <= as_of < INTRADAY.last:
        return "unknown"
    row = rules.in_force("day_trading_rule", as_of)
    if row is None:
        return "unknown"
    return "intraday_margin" if row.value == "intraday_margin" else "pattern_day_trader"
