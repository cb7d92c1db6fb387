"""What the desk does not take: each refusal names the field, and what stands against it or would be taken instead."""

from datetime import datetime
from typing import Any

import pytest

from account_api.client import AccountError, NotAllowed
from account_api.clock import BOOKING_ZONE
from tests.account_api.conftest import Firm
from tests.account_api.policy.making import CODE, Desk, cut, rule

LONG = "长" * 501


@pytest.fixture
def firm(shared_firm: Firm) -> Firm:
    return shared_firm


def terms(**fields: Any) -> dict[str, Any]:
    return cut() | {"security": {"code": CODE, **fields}}


@pytest.mark.parametrize(
    ("body", "field", "said"),
    [
        (cut(code="999999.SH"), "security.code", "not one of"),
        (cut("1.01"), "security.conversion_rate", ""),
        (cut("-0.1"), "security.conversion_rate", ""),
        (cut("0.80"), "security.conversion_rate", "highest conversion rate 0.70"),
        (cut("0.7"), "security", "stands already"),
        (terms(conversion_rate=0.5), "security.conversion_rate", "float"),
        (terms(eligible_short="no"), "security.eligible_short", "boolean"),
        (terms(), "security", "name what changes"),
        (cut(reason=LONG), "reason", "at most 500"),
        (cut(code="6" * 13), "security.code", "at most 12"),
        (cut(notice_days=3), "notice_days", "at least 5"),
        (cut(notice_days=61), "notice_days", ""),
        (cut(effective="2026-11-19"), "effective", "is past"),
        (cut(effective="2026-11-20"), "effective", "is today"),
        (cut(effective="2026-12-05"), "effective", "the next that can be chosen is 2026-12-07"),
        (cut(effective="2026-11-26"), "effective", "is 2026-11-27"),
        (cut(effective="tomorrow"), "effective", ""),
        (rule("no_such_rule", "1"), "rule.param", "not one of"),
        (rule("financing_margin_ratio", "0.80"), "rule.value", "lowest financing margin ratio 1.00"),
        (rule("contract_term", "9"), "rule.value", ""),
        (rule("financing_margin_ratio", "-1"), "rule.value", "negative"),
        (rule("financing_margin_ratio", "100"), "rule.value", "out of range"),
        (rule("financing_margin_ratio", "1.2e3"), "rule.value", ""),
        (rule("financing_margin_ratio", "1.00"), "rule.value", "stands already"),
        (rule("concentration_limit", "1.01", scope={"ratio_from": "0"}), "rule.value", "out of range"),
        (rule("concentration_limit", "0.4", scope={"colour": "red"}), "rule.scope.colour", "not a known"),
        (rule("financing_margin_ratio_formula", "rate*2"), "rule.value", "not supported"),
        (rule("financing_margin_ratio", "1.2", value_zh="长" * 101), "rule.value_zh", "at most 100"),
    ],
)
async def test_a_wrong_field_is_named(firm: Firm, body: dict[str, Any], field: str, said: str) -> None:
    desk = await Desk.of(firm)
    with pytest.raises(AccountError) as refused:
        await desk.risk.draft_policy(field, body)
    problem = refused.value.problem
    (error,) = problem["errors"]
    assert refused.value.status == 422
    assert (error["field"].removeprefix("body."), said in error["text"]) == (field, True), problem
    assert error["text_zh"]


async def test_a_float_as_a_rule_and_a_body_of_both_are_refused(firm: Firm) -> None:
    desk = await Desk.of(firm)
    both = cut() | {"rule": {"param": "concentration_limit", "value": "0.4"}}
    neither = {"effective": "2026-12-07", "reason": "x"}
    as_float = rule("financing_margin_ratio", "1.2") | {
        "rule": {"param": "financing_margin_ratio", "value": 1.2}
    }
    for n, body in enumerate((both, neither, as_float)):
        with pytest.raises(AccountError) as refused:
            await desk.risk.draft_policy(f"odd{n}", body)
        assert refused.value.status == 422


async def test_on_a_holiday_the_first_day_is_counted_from_the_next_session(firm: Firm) -> None:
    desk = await Desk.of(firm)
    firm.now = datetime(2026, 11, 21, 10, 0, tzinfo=BOOKING_ZONE)
    with pytest.raises(AccountError) as refused:
        await desk.risk.draft_policy("saturday", cut(effective="2026-11-27"))
    assert "2026-11-30" in refused.value.problem["detail"]


async def test_a_day_the_exchange_has_not_published_is_marked(own_firm: Firm) -> None:
    desk = await Desk.of(own_firm)
    made = await desk.risk.draft_policy("far", cut(effective="2027-03-01"))
    assert made["effective_provisional"] is True


@pytest.mark.parametrize("user", ["demo-agent", "demo-compliance", "demo-watch", "demo-educator"])
async def test_only_risk_drafts(firm: Firm, user: str) -> None:
    somebody = await firm.signed_in(user)
    with pytest.raises(NotAllowed) as refused:
        await somebody.draft_policy("k", cut())
    assert refused.value.status == 403 and firm.audit_actions()[-1] == "right.denied"


async def test_there_is_no_such_policy(firm: Firm) -> None:
    desk = await Desk.of(firm)
    for ask in (
        desk.risk.policy("PL19990101-0001"),
        desk.risk.policy_impact("PL19990101-0001"),
        desk.risk.policy_accounts("PL19990101-0001"),
        desk.risk.propose_policy("k", "PL19990101-0001"),
        desk.risk.withdraw_policy("k", "PL19990101-0001", "x"),
    ):
        with pytest.raises(AccountError) as refused:
            await ask
        assert refused.value.status == 404
