"""How this firm counts interest: which days, when it is settled, at which rate what is overdue."""

from fractions import Fraction

from sqlmodel import Session

from account_api.firm.queries import table_value
from risk.interest_periods import InterestRule


def interest_rule(session: Session) -> InterestRule:
    """From the firm parameter `interest_rule`. Raises Unavailable where the firm has not set it."""
    row = table_value(session, "interest_rule")
    penalty = row["penalty_rate"]
    return InterestRule(row["counts"], row["monthly_day"], None if penalty is None else Fraction(penalty))
