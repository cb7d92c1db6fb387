"""Extensions: looked at before they are asked for, decided by a second person, and the contract falls due later."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import text

from account_api.accounts.tables import Contract
from account_api.auth.principal import Principal
from account_api.auth.roles import Role
from account_api.client import AccountError, NotAllowed, NotFound
from account_api.errors import StateChanged
from account_api.extensions.approval import KIND
from account_api.proposals import service as proposals
from tests.account_api.agreements.making import unbroken

DECIDERS = (("demo-risk", Role.risk), ("demo-supervisor", Role.supervisor))


def contract(firm: Any, number: str = "SAFE-F1") -> Contract:
    with firm.context.transaction(writes=False) as session:
        return session.get_one(Contract, number)


async def waiting(firm: Any) -> str:
    (asked,) = await (await firm.signed_in("demo-safe")).extensions("demo-safe")
    assert asked["state"] == "proposed"
    return asked["id"]


async def test_an_approved_extension_moves_the_due_day_and_tells_the_client(either: Any) -> None:
    number = await waiting(either)
    risk = await either.signed_in("demo-risk")
    assert len((await risk.proposal(number))["explanation"]["points"]) == 6
    await risk.approve(number, "账户状况良好")
    row = contract(either)
    assert (row.due, row.extended) == (date(2027, 9, 19), ["2026-11-20"])
    me = await either.signed_in("demo-safe")
    (done,) = await me.extensions("demo-safe")
    assert (done["state"], done["asked_by_client"], done["says"]["en"]) == (
        "approved",
        True,
        "Extended to 2027-09-19.",
    )
    (line,) = (await me.positions("demo-safe"))["contracts"]
    assert line["due"] == "2027-09-19"
    assert done["decided_by"] == {"zh": "风控人员", "en": "a risk officer"}, "the office, and no name"
    assert "2027-09-19" in (await me.notices("demo-safe"))[0]["text"]
    assert unbroken(either)


async def test_a_refused_extension_leaves_the_due_day_and_says_why(own_firm: Any) -> None:
    number = await waiting(own_firm)
    await (await own_firm.signed_in("demo-supervisor")).refuse(number, "担保物集中")
    assert contract(own_firm).due == date(2027, 3, 19)
    me = await own_firm.signed_in("demo-safe")
    (done,) = await me.extensions("demo-safe")
    assert done["reason"] == "担保物集中" and "担保物集中" in done["says"]["zh"]
    assert "担保物集中" in (await me.notices("demo-safe"))[0]["text"]


async def test_a_check_says_every_condition_and_asks_for_nothing(own_firm: Any) -> None:
    me = await own_firm.signed_in("demo-call")
    found = await me.check_extension("demo-call", "CALL-F1")
    assert (found["due"], found["due_after"], found["waiting"]) == ("2027-02-17", "2027-08-17", None)
    assert found["decision"]["outcome"] == "not_now"
    unmet = [each["code"] for each in found["decision"]["gaps"]]
    assert unmet == ["ratio", "call_open"]
    with pytest.raises(AccountError) as caught:
        await me.ask_extension("k", "demo-call", "CALL-F1")
    assert caught.value.status == 409
    assert "128.00%" in caught.value.problem["detail"] and "追保" in caught.value.problem["detail_zh"]
    assert await me.extensions("demo-call") == []


async def test_a_late_request_is_refused(own_firm: Any) -> None:
    me = await own_firm.signed_in("demo-overdue")
    with pytest.raises(AccountError) as caught:
        await me.ask_extension("k", "demo-overdue", "OVERDUE-F1")
    assert caught.value.status == 409 and "申请已逾期" in caught.value.problem["detail_zh"]


async def test_a_request_before_the_window_says_from_when(own_firm: Any) -> None:
    me = await own_firm.signed_in("demo-short")
    found = await me.check_extension("demo-short", "SHORT-F1")
    assert {each["code"]: each["earliest"] for each in found["decision"]["gaps"]}["in_time"] == "2026-12-27"


async def test_a_closed_contract_and_one_of_somebody_else_are_not_extended(own_firm: Any) -> None:
    with own_firm.context.transaction() as session:
        session.execute(
            text("DELETE FROM contract_days WHERE contract_id = 'WATCH-F2' AND day = '2026-11-20'")
        )
    me = await own_firm.signed_in("demo-watch")
    with pytest.raises(AccountError) as caught:
        await me.ask_extension("k", "demo-watch", "WATCH-F2")
    assert caught.value.status == 409 and "了结" in caught.value.problem["detail_zh"]
    problems = []
    for number in ("SAFE-F1", "NO-SUCH-1"):
        with pytest.raises(NotFound) as caught:
            await me.ask_extension("k", "demo-watch", number)
        problems.append(caught.value.problem)
    assert problems[0] == problems[1]
    with pytest.raises(NotFound):
        await me.extensions("demo-safe")


async def test_a_contract_closed_or_called_between_request_and_decision_is_not_extended(
    own_firm: Any,
) -> None:
    number = await waiting(own_firm)
    with own_firm.context.transaction() as session:
        session.execute(
            text("DELETE FROM contract_days WHERE contract_id = 'SAFE-F1' AND day = '2026-11-20'")
        )
    risk = await own_firm.signed_in("demo-risk")
    with pytest.raises(AccountError) as caught:
        await risk.approve(number, "同意")
    assert caught.value.status == 409
    assert (contract(own_firm).due, (await risk.proposal(number))["state"]) == (date(2027, 3, 19), "proposed")
    with own_firm.context.transaction() as session:
        session.execute(text("UPDATE contracts SET due = '2027-04-19' WHERE contract_id = 'SAFE-F1'"))
    with pytest.raises(AccountError) as caught:
        await risk.approve(number, "同意")
    assert "到期日已变化" in caught.value.problem["detail_zh"]


async def test_after_the_due_day_nobody_decides_any_more(own_firm: Any) -> None:
    number = await waiting(own_firm)
    own_firm.now += timedelta(days=120)
    with pytest.raises(AccountError) as caught:
        await (await own_firm.signed_in("demo-risk")).approve(number, "同意")
    assert caught.value.status == 409 and "2027-03-19" in caught.value.problem["detail"]


async def test_of_two_who_decide_at_once_one_decides(either: Any) -> None:
    number = await waiting(either)
    barrier = Barrier(2)

    def decide(user: str, role: Role) -> str:
        by = Principal(user, role, user)
        barrier.wait()
        try:
            with either.context.transaction() as session:
                return proposals.decide(either.context, session, KIND, by, number, True, "同意").state
        except StateChanged:
            return "late"

    with ThreadPoolExecutor(2) as pool:
        racing = [pool.submit(decide, *each) for each in DECIDERS]
        assert sorted(each.result() for each in racing) == ["approved", "late"]
    assert contract(either).extended == ["2026-11-20"]


async def test_of_two_requests_at_once_one_waits(either: Any) -> None:
    await (await either.signed_in("demo-risk")).refuse(await waiting(either), "资料不全")
    me = await either.signed_in("demo-safe")
    tried = await asyncio.gather(
        *(me.ask_extension(key, "demo-safe", "SAFE-F1", 3) for key in ("a", "b")), return_exceptions=True
    )
    made = [each for each in tried if not isinstance(each, BaseException)]
    assert [each["due_after"] for each in made] == ["2027-06-19"]
    assert await me.ask_extension(("a", "b")[tried.index(made[0])], "demo-safe", "SAFE-F1", 3) == made[0]
    assert (await me.check_extension("demo-safe", "SAFE-F1"))["waiting"] == made[0]["id"]


async def test_an_agent_asks_for_a_client_of_the_own_group_and_decides_nothing(own_firm: Any) -> None:
    await (await own_firm.signed_in("demo-risk")).refuse(await waiting(own_firm), "资料不全")
    agent, other = await own_firm.signed_in("demo-agent"), await own_firm.signed_in("demo-agent2")
    made = await agent.ask_extension("k", "demo-safe", "SAFE-F1", 6, "客户来电")
    assert (made["asked_by_client"], made["note"]) == (False, "客户来电")
    with pytest.raises(NotAllowed):
        await agent.approve(made["id"], "同意")
    with pytest.raises(NotFound):
        await other.ask_extension("k", "demo-safe", "SAFE-F1")
    for user in ("demo-compliance", "demo-educator"):
        with pytest.raises((NotAllowed, NotFound)):
            await (await own_firm.signed_in(user)).approve(made["id"], "同意")


@pytest.mark.parametrize(
    ("months", "note", "field"), [(0, "", "months"), (61, "", "months"), (6, "长" * 301, "note")]
)
async def test_wrong_and_over_long_fields_are_named(
    own_firm: Any, months: int, note: str, field: str
) -> None:
    me = await own_firm.signed_in("demo-safe")
    with pytest.raises(AccountError) as caught:
        await me.ask_extension("k", "demo-safe", "SAFE-F1", months, note)
    assert caught.value.problem["errors"][0]["field"] == f"body.{field}"


async def test_seven_months_are_longer_than_the_exchanges_allow(own_firm: Any) -> None:
    me = await own_firm.signed_in("demo-safe")
    found = await me.check_extension("demo-safe", "SAFE-F1", 7)
    (gap,) = found["decision"]["gaps"]
    assert gap["code"] == "length"
    row = next(each["rule"][0] for each in found["decision"]["reasons"] if each["code"] == "length")
    assert row["confidence"] == "seen-exch"


async def test_a_short_sale_comes_under_the_rule_for_extensions(own_firm: Any) -> None:
    """Opened when 50 % was enough; extended, it needs the 100 % that the rule asks of extensions since July 2024."""
    with own_firm.context.transaction() as session:
        session.execute(
            text(
                "UPDATE contracts SET opened = '2024-01-08', margin_ratio = 50000000, due = '2027-01-08'"
                " WHERE contract_id = 'SHORT-S1'"
            )
        )
    me = await own_firm.signed_in("demo-short")
    found = await me.check_extension("demo-short", "SHORT-S1")
    assert (found["margin_ratio"], found["margin_ratio_after"]) == ("0.5", "1")
    made = await me.ask_extension("k", "demo-short", "SHORT-S1")
    await (await own_firm.signed_in("demo-risk")).approve(made["id"], "同意")
    assert contract(own_firm, "SHORT-S1").margin_ratio == 1


async def test_a_client_takes_the_own_request_back_and_nobody_elses(own_firm: Any) -> None:
    number = await waiting(own_firm)
    agent, me = await own_firm.signed_in("demo-agent"), await own_firm.signed_in("demo-safe")
    with pytest.raises(NotAllowed):
        await agent.withdraw_extension("demo-safe", number, "不用了")
    with pytest.raises(NotFound):
        await (await own_firm.signed_in("demo-call")).withdraw_extension("demo-call", number, "x")
    done = await me.withdraw_extension("demo-safe", number, "不用了", "k")
    assert (done["state"], done["reason"]) == ("withdrawn", "不用了")
    assert await me.withdraw_extension("demo-safe", number, "不用了", "k") == done
    with pytest.raises(AccountError) as caught:
        await me.withdraw_extension("demo-safe", number, "不用了")
    assert caught.value.status == 409
