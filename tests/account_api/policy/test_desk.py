"""A policy from its draft to its day: the impact, the second pair of eyes, the row that is written, and taking it back."""

from datetime import date, datetime
from typing import Any

import pytest

from account_api.audit_check import verify
from account_api.client import AccountError, NotAllowed
from account_api.clock import BOOKING_ZONE
from account_api.market import queries as market
from account_api.policy.tables import Policy
from risk.rulebook import Rulebook
from tests.account_api.conftest import Firm
from tests.account_api.policy.making import CODE, EFFECTIVE, Desk, cut, rule

BEFORE, DAY, AFTER = date(2026, 12, 4), date(2026, 12, 7), date(2027, 3, 1)


def rates(firm: Firm) -> list[str]:
    """The conversion rate of the security before the day, on it and later."""
    with firm.context.transaction(writes=False) as session:
        terms = [market.terms(session, day, {CODE})[CODE] for day in (BEFORE, DAY, AFTER)]
    return [str(each.conversion_rate.normalize()) for each in terms]


def limits(firm: Firm, ratio_from: str = "0") -> list[str]:
    """The concentration limit of that band before the day, on it and later."""
    rules: Rulebook = firm.context.rules
    rows = [rules.in_force("concentration_limit", day, ratio_from=ratio_from) for day in (BEFORE, DAY, AFTER)]
    return [row.value for row in rows if row is not None]


def unbroken(firm: Firm) -> bool:
    with firm.context.transaction(writes=False) as session:
        report = verify(session, firm.context.trail)
    return report.rows > 1 and not report.breaks


async def test_a_cut_is_in_force_from_its_day_and_not_before(either: Firm) -> None:
    desk = await Desk.of(either)
    made = await desk.announced(cut())
    assert (made["state"], made["standing"], made["approved_by"]) == ("announced", True, "demo-compliance")
    assert made["about"] == {"zh": "五粮液（000858.SZ）", "en": "Wuliangye (000858.SZ)"}
    assert (made["notice_days"], made["notify_on"]) == (5, "2026-11-30")
    (term,) = made["terms"]
    assert (term["before"], term["after"]) == ("0.7", "0.5")
    assert rates(either) == ["0.7", "0.5", "0.5"]
    assert [each for each in either.audit_actions() if each.startswith(("policy.", "proposal."))] == [
        "policy.drafted",
        "policy.assessed",
        "proposal.made",
        "policy.proposed",
        "proposal.approved",
        "policy.approved",
    ]
    assert unbroken(either)


async def test_on_its_day_it_is_in_force_and_cannot_be_taken_back(firm: Firm) -> None:
    desk = await Desk.of(firm)
    made = await desk.announced(cut())
    firm.now = datetime(2026, 12, 7, 9, 0, tzinfo=BOOKING_ZONE)
    assert (await desk.risk.policy(made["id"]))["state"] == "in_force"
    with pytest.raises(AccountError) as late:
        await desk.risk.withdraw_policy("w", made["id"], "改主意")
    assert late.value.status == 409 and "2026-12-07" in late.value.problem["detail"]
    (term,) = (await desk.risk.policy(made["id"]))["terms"]
    assert (term["before"], term["after"]) == ("0.7", "0.5")


async def test_an_eligibility_ends_and_leaves_the_rate_and_the_status(either: Firm) -> None:
    desk = await Desk.of(either)
    made = await desk.announced(cut() | {"security": {"code": CODE, "eligible_financing": False}})
    (term,) = made["terms"]
    assert (term["name"], term["before"], term["after"]) == ("eligible_financing", "true", "false")
    assert rates(either) == ["0.7", "0.7", "0.7"]
    with either.context.transaction(writes=False) as session:
        row = market.terms(session, DAY, {CODE})[CODE]
    assert (row.eligible_financing, row.eligible_short, row.status) == (False, True, "normal")


async def test_a_rule_of_the_firm_changes_and_what_stood_before_stays(either: Firm) -> None:
    desk = await Desk.of(either)
    tighter = rule("concentration_limit", "0.40", scope={"ratio_from": "0"}, applies_to="all")
    made = await desk.announced(tighter)
    assert made["standing"] and limits(either) == ["0.50", "0.40", "0.40"]
    assert limits(either, "1.80") == ["0.70", "0.70", "0.70"]
    (term,) = made["terms"]
    assert (term["before_display"]["zh"], term["after_display"]["zh"]) == ("50%", "40%")
    assert made["about"]["zh"] == "单一证券集中度上限（维持担保比例不低于 0）"
    row = either.context.rules.in_force("concentration_limit", DAY, ratio_from="0")
    assert row is not None and row.source == f"公司政策 {made['id']}" and row.announced == date(2026, 11, 20)
    known_before = either.context.rules.known_on(date(2026, 11, 19))
    earlier = known_before.in_force("concentration_limit", DAY, ratio_from="0")
    assert earlier is not None and earlier.value == "0.50"


async def test_a_margin_ratio_is_tightened_for_new_contracts(firm: Firm) -> None:
    desk = await Desk.of(firm)
    made = await desk.announced(rule("financing_margin_ratio", "1.20"))
    assert made["impact"] is not None and made["impact"]["touched"] > 0
    (row,) = await desk.risk.policy_accounts(made["id"], most=1)
    before, after = (float(str(row[side]["max_margin_purchase"]["value"])) for side in ("before", "after"))
    assert before > after > 0 and abs(before / after - 1.2) < 1e-6
    assert firm.context.rules.number("financing_margin_ratio", BEFORE) == 1


async def test_a_credit_line_factor_moves_what_would_be_granted(firm: Firm) -> None:
    desk = await Desk.of(firm)
    made = await desk.announced(rule("credit_regime_factor", "0.70", scope={"regime": "calm"}))
    assert made["about"]["zh"].startswith("授信市场系数") and made["terms"][0]["before"] == "1.00"
    rows = await desk.risk.policy_accounts(made["id"])
    moved = [(row["before"]["credit_line"]["value"], row["after"]["credit_line"]["value"]) for row in rows]
    assert moved and all(before != after for before, after in moved)
    shown = await firm.client.rule("credit_regime_factor", DAY, regime="calm")
    assert shown["in_force"] is not None and shown["in_force"]["value"] == "0.70"


@pytest.mark.parametrize("told_first", [False, True])
async def test_a_policy_taken_back_before_its_day_leaves_what_stood(either: Firm, told_first: bool) -> None:
    desk = await Desk.of(either)
    made = await desk.announced(
        cut() if told_first else rule("concentration_limit", "0.40", scope={"ratio_from": "0"})
    )
    asked = await desk.risk.withdraw_policy("w", made["id"], "数据有误")
    assert (asked["state"], asked["ended_by"]) == ("announced", None) and asked["withdrawal"] is not None
    assert (rates(either), limits(either)) != (["0.7", "0.7", "0.7"], ["0.50", "0.50", "0.50"])
    assert await desk.risk.withdraw_policy("w", made["id"], "数据有误") == asked
    with pytest.raises(AccountError) as twice:
        await desk.risk.withdraw_policy("x", made["id"], "再提一次")
    assert twice.value.status == 409 and str(asked["withdrawal"]) in twice.value.problem["detail"]
    with pytest.raises(NotAllowed):
        await desk.risk.approve(str(asked["withdrawal"]), "自己批")
    await desk.compliance.approve(str(asked["withdrawal"]), "同意撤回")
    ended = await desk.risk.policy(made["id"])
    assert (ended["state"], ended["ended_by"], ended["ended_because"], ended["withdrawal"]) == (
        "withdrawn",
        "demo-compliance",
        "数据有误",
        None,
    )
    assert rates(either) == ["0.7", "0.7", "0.7"] and limits(either) == ["0.50", "0.50", "0.50"]
    assert either.audit_actions()[-1] == "policy.withdrawn" and unbroken(either)


async def test_a_withdrawal_that_is_refused_or_comes_too_late_changes_nothing(firm: Firm) -> None:
    desk = await Desk.of(firm)
    made = await desk.announced(cut())
    first = await desk.risk.withdraw_policy("a", made["id"], "数据有误")
    await desk.compliance.refuse(str(first["withdrawal"]), "不必撤回")
    second = await desk.risk.withdraw_policy("b", made["id"], "仍要撤回")
    assert (second["state"], second["standing"]) == ("announced", True)
    firm.now = datetime(2026, 12, 7, 9, 0, tzinfo=BOOKING_ZONE)
    desk = await Desk.of(firm)
    with pytest.raises(AccountError) as late:
        await desk.compliance.approve(str(second["withdrawal"]), "同意")
    assert late.value.status == 409
    assert (await desk.risk.policy(made["id"]))["state"] == "in_force"


async def test_a_draft_of_somebody_else_is_not_taken_back(firm: Firm) -> None:
    desk = await Desk.of(firm)
    draft = await desk.risk.draft_policy("a", cut())
    with firm.context.transaction() as session:
        session.get_one(Policy, draft["id"]).created_by = "demo-supervisor"
    with pytest.raises(NotAllowed):
        await desk.risk.withdraw_policy("b", draft["id"], "x")
    assert (await desk.risk.policy(draft["id"]))["state"] == "draft"


async def test_a_draft_and_a_proposal_are_taken_back_too(firm: Firm) -> None:
    desk = await Desk.of(firm)
    draft = await desk.risk.draft_policy("a", cut())
    assert (await desk.risk.withdraw_policy("b", draft["id"], "x"))["state"] == "withdrawn"
    put = await desk.proposed(cut(), "c")
    assert (await desk.risk.withdraw_policy("d", put["id"], "y"))["state"] == "withdrawn"
    assert (await desk.risk.proposal(str(put["proposal"])))["state"] == "withdrawn"
    with pytest.raises(AccountError) as ended:
        await desk.risk.propose_policy("e", put["id"])
    assert ended.value.status == 409


async def test_a_refused_proposal_and_one_taken_back_end_the_policy(firm: Firm) -> None:
    desk = await Desk.of(firm)
    first = await desk.proposed(cut(), "a")
    await desk.compliance.refuse(str(first["proposal"]), "幅度过大")
    second = await desk.proposed(cut(), "b")
    await desk.risk.withdraw_proposal(str(second["proposal"]), "另提")
    states = [(await desk.risk.policy(each["id"]))["state"] for each in (first, second)]
    assert states == ["refused", "withdrawn"] and rates(firm) == ["0.7", "0.7", "0.7"]
    assert (await desk.risk.policy(first["id"]))["ended_because"] == "幅度过大"


async def test_what_is_not_decided_by_the_day_of_its_notices_runs_out(firm: Firm) -> None:
    desk = await Desk.of(firm)
    put = await desk.proposed(cut())
    firm.now = datetime(2026, 12, 1, 9, 0, tzinfo=BOOKING_ZONE)
    with pytest.raises(AccountError) as late:
        await desk.compliance.approve(str(put["proposal"]), "同意")
    assert late.value.status == 409 and rates(firm) == ["0.7", "0.7", "0.7"]


@pytest.mark.parametrize(
    ("body", "other"),
    [
        (cut(), cut("0.45", effective="2026-12-14")),
        (cut(), cut() | {"security": {"code": CODE, "eligible_short": False}}),
        (
            rule("concentration_limit", "0.40", scope={"ratio_from": "0"}),
            rule("concentration_limit", "0.45", scope={"ratio_from": "0"}, applies_to="all"),
        ),
    ],
)
async def test_of_two_about_the_same_thing_the_later_names_the_other(
    firm: Firm, body: dict[str, Any], other: dict[str, Any]
) -> None:
    desk = await Desk.of(firm)
    first = await desk.announced(body, "a")
    second = await desk.risk.draft_policy("b", other)
    assert second["conflicts"] == [first["id"]]
    await desk.risk.policy_impact(second["id"])
    with pytest.raises(AccountError) as conflict:
        await desk.risk.propose_policy("b", second["id"])
    assert conflict.value.status == 409 and first["id"] in conflict.value.problem["detail"]
    await desk.taken_back(first["id"], "让位")
    await desk.risk.policy_impact(second["id"])  # what stands before it is another by now
    assert (await desk.risk.propose_policy("d", second["id"]))["state"] == "proposed"


async def test_two_about_different_things_do_not_meet(firm: Firm) -> None:
    desk = await Desk.of(firm)
    one = await desk.announced(rule("concentration_limit", "0.40", scope={"ratio_from": "0"}), "a")
    two = await desk.announced(rule("concentration_limit", "0.60", scope={"ratio_from": "1.80"}), "b")
    assert limits(firm) == ["0.50", "0.40", "0.40"] and limits(firm, "1.80") == ["0.70", "0.60", "0.60"]
    await desk.taken_back(one["id"], "x")
    assert limits(firm) == ["0.50", "0.50", "0.50"] and limits(firm, "1.80") == ["0.70", "0.60", "0.60"]
    assert (await desk.risk.policy(two["id"]))["standing"]


async def test_a_file_of_the_firm_that_drops_the_row_is_seen(firm: Firm) -> None:
    desk = await Desk.of(firm)
    made = await desk.announced(rule("concentration_limit", "0.40", scope={"ratio_from": "0"}))
    await desk.risk.bring_rules("file", {"jurisdiction": "CN", "rows": [], "cut_overs": {}})
    assert (await desk.risk.policy(made["id"]))["standing"] is False
    await desk.taken_back(made["id"], "已被规则文件取代")
    assert limits(firm) == ["0.50", "0.50", "0.50"]


async def test_later_terms_from_elsewhere_are_named(firm: Firm) -> None:
    desk = await Desk.of(firm)
    made = await desk.risk.draft_policy("a", cut(code="601166.SH", effective="2026-12-01"))
    await desk.risk.policy_impact(made["id"])
    with pytest.raises(AccountError) as conflict:
        await desk.risk.propose_policy("a", made["id"])
    assert "PL20261118-0001" in conflict.value.problem["detail"]


async def test_the_list_is_the_newest_first_and_without_impacts(firm: Firm) -> None:
    desk = await Desk.of(firm)
    made = await desk.announced(cut())
    listed = await desk.compliance.policies()
    assert [each["id"] for each in listed] == [made["id"], "PL20261118-0001"]
    assert [each["impact"] for each in listed] == [None, None]
    assert made["impact"] is not None and made["effective"] == EFFECTIVE
