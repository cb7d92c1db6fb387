"""Whether one client belongs to an audience, judged from the facts an audience may ask about.

A condition that needs an account excludes whoever has none, and one on the ratio whoever's ratio cannot be given: unknown
is neither below nor above a line.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal

from account_api.campaigns.contract import Audience
from risk.margin_calls import Band

Verdict = Literal["selected", "not_matching", "no_account", "indeterminate", "no_debt"]


@dataclass(frozen=True, slots=True)
class Facts:
    """What an audience may ask of a client. `opened`, `band` and `ratio` are None without an account.
    `course_done`: the course that the audience must not have done. `has_line`: a contract with a liquidation line is in force.

    `ratio` is the exact figure of `risk`, None where it is indeterminate or where nothing is owed.
    """

    group: str
    opened: date | None
    band: Band | None
    ratio: Fraction | None
    course_done: bool
    has_line: bool = True


def judge(audience: Audience, facts: Facts, today: date, quoted: frozenset[str]) -> Verdict:
    """The first reason that keeps this client out, or `selected`. `quoted`: the placeholders of the texts, since a
    figure that cannot be given cannot be sent either.
    """
    if audience.group not in (None, facts.group) or (audience.course_not_done and facts.course_done):
        return "not_matching"
    asks_ratio = bool({"ratio_below", "ratio_at_least"} & set(audience.conditions)) or "ratio" in quoted
    asks_band = asks_ratio or audience.band is not None
    asks_account = asks_band or audience.opened_within_days is not None or "line" in quoted
    if asks_account and facts.opened is None:
        return "no_account"
    if not _opened_lately(audience.opened_within_days, facts.opened, today):
        return "not_matching"
    if (asks_band and facts.band == "indeterminate") or ("line" in quoted and not facts.has_line):
        return "indeterminate"
    if asks_ratio and facts.ratio is None:
        return "no_debt"
    return "selected" if _in_band(audience, facts) and _in_range(audience, facts.ratio) else "not_matching"


def _opened_lately(days: int | None, opened: date | None, today: date) -> bool:
    return days is None or opened is None or today - timedelta(days=days) < opened <= today


def _in_band(audience: Audience, facts: Facts) -> bool:
    return audience.band in (None, facts.band)


def _in_range(audience: Audience, ratio: Fraction | None) -> bool:
    if ratio is None:
        return True  # nothing was asked of it
    below, at_least = audience.ratio_below, audience.ratio_at_least
    return (below is None or ratio < Fraction(below)) and (at_least is None or ratio >= Fraction(at_least))
