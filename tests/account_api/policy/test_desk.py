"""A policy from its draft to its day: the impact, the second pair of eyes, the row that is written."""

from datetime import date

import pytest

from account_api.client import AccountError, NotAllowed, NotFound
from account_api.market import queries as market
from tests.account_api.conftest import Firm
from tests.account_api.policy.making import CODE, Desk, cut, rule


def rates(firm: Firm, *days: date) -> list[str]:
    """The conversion rate of the security as of each day."""
    with firm.context.transaction(writes=False) as session:
        return [f"{market.terms(session, day, {CODE})[CODE].conversion_rate.normalize():f}" for day in days]


async def test_a_cut_is_in_force_from_its_day_and_not_before(either: Firm) -> None:
    desk = await Desk.of(either)
    made = await desk.announced(cut())
    assert (made["state"], made["standing"], made["approved_by"]) == ("announced", True, "demo-compliance")
    assert made["about"]["zh"] == "兴业银行（601166.SH）"
    (term,) = made["terms"]
    assert (term["before_display"]["zh"], term["after_display"]["zh"]) == ("70%", "50%") or term["after"] == "0.5"
    assert rates(either, date(2026, 12, 4), date(2026, 12, 7), date(2027, 3, 1)) == [term["before"], "0.5", "0.5"]
    assert [each for each in either.audit_actions() if each.startswith("policy.")] == [
        "policy.drafted",
        "policy.assessed",
        "policy.proposed",
        "policy.approved",
    ]
