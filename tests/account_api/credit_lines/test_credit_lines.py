"""Credit lines: never above what the rules make of the file, granted by a second person, frozen where something is overdue."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import text

from account_api.accounts.tables import CreditAccount
from account_api.auth.principal import Principal
from account_api.auth.roles import Role
from account_api.client import AccountError, NotAllowed, NotFound
from account_api.clients.tables import AssetDay, Client
from account_api.credit_lines.approval import KIND
from account_api.credit_lines.watch import watch
from account_api.demo.history import CREDIT_PROFILES
from account_api.errors import StateChanged
from account_api.proposals import service as proposals
from tests.account_api.agreements.making import APPLICANT, admit, as_if_read, unbroken


def line(firm: Any, client_id: str = "demo-safe") -> str | None:
    with firm.context.transaction(writes=False) as session:
        amount = session.get_one(CreditAccount, f"{client_id}-credit").credit_line
    return None if amount is None else f"{amount:.2f}"


async def test_the_line_is_shown_with_its_ceiling_and_every_reason(own_firm: Any) -> None:
    """1,957,548.50 of own assets, grade A: 1,950,000 in steps of 10,000, less than the 2,000,000 of the account."""
    me = await own_firm.signed_in("demo-safe")
    shown = await me.credit_line("demo-safe")
    assert (shown["line"], shown["left"]["value"], shown["frozen"]) == ("2000000", "1681400", False)
    assert (shown["ceiling"]["value"], shown["decision"]["outcome"]) == ("1950000", "cut")
    assert shown["ceiling"]["rule"] and shown["score"]["points"] > 0
    assert [each["valid_from"] for each in shown["history"]] == ["2026-04-01", "2025-03-10"]


async def test_a_granted_line_is_written_and_the_client_is_told(either: Any) -> None:
    me, risk = await either.signed_in("demo-safe"), await either.signed_in("demo-risk")
    asked = await me.ask_credit_line("k", "demo-safe", "1900000", "降低额度")
    assert await me.ask_credit_line("k", "demo-safe", "1900000", "降低额度") == asked
    assert (asked["state"], asked["line_before"], asked["asked_by_client"]) == ("proposed", "2000000", True)
    assert asked["explanation"]["figures"][0]["name"] == "credit_line"
    await risk.approve(asked["id"], "与测算一致")
    assert line(either) == "1900000.00"
    newest = (await me.credit_line("demo-safe"))["history"][0]
    assert (newest["valid_from"], newest["amount"]) == ("2026-11-20", "1900000")
    assert asked["id"] in newest["reason"]
    assert "1,900,000.00" in (await me.notices("demo-safe"))[0]["text"]
    (own,) = [each for each in await me.client_proposals("demo-safe") if each["kind"] == "credit_line"]
    assert own["state"] == "approved"
    assert unbroken(either)


async def test_a_line_above_the_ceiling_is_refused_with_the_ceiling(own_firm: Any) -> None:
    me = await own_firm.signed_in("demo-safe")
    with pytest.raises(AccountError) as caught:
        await me.ask_credit_line("k", "demo-safe", "1950000.01", "多一些")
    assert caught.value.status == 409 and "1,950,000.00" in caught.value.problem["detail_zh"]
    with pytest.raises(AccountError) as caught:
        await me.ask_credit_line("k", "demo-safe", "2000000", "照旧")
    assert "already" in caught.value.problem["detail"]
    assert await me.credit_line_requests("demo-safe") == []


async def test_a_ceiling_that_fell_meanwhile_stops_the_decision(own_firm: Any) -> None:
    me, risk = await own_firm.signed_in("demo-safe"), await own_firm.signed_in("demo-risk")
    asked = await me.ask_credit_line("k", "demo-safe", "1900000", "降低额度")
    with own_firm.context.transaction() as session:
        session.execute(text("UPDATE account_days SET cash = 0 WHERE account_id = 'demo-safe-credit'"))
    with pytest.raises(AccountError) as caught:
        await risk.approve(asked["id"], "同意")
    assert caught.value.status == 409
    assert (line(own_firm), (await risk.proposal(asked["id"]))["state"]) == ("2000000.00", "proposed")


async def test_a_ceiling_that_is_unknown_may_be_asked_about_and_not_granted(own_firm: Any) -> None:
    me, risk = await own_firm.signed_in("demo-nodebt"), await own_firm.signed_in("demo-risk")
    shown = await me.credit_line("demo-nodebt")
    assert shown["ceiling"]["value"] is None and shown["decision"]["outcome"] == "person"
    asked = await me.ask_credit_line("k", "demo-nodebt", "100000", "试一试")
    assert any("late_calls" in each["en"] for each in asked["explanation"]["points"])
    with pytest.raises(AccountError) as caught:
        await risk.approve(asked["id"], "同意")
    assert caught.value.status == 409 and "late_calls" in caught.value.problem["detail"]


async def test_an_overdue_debt_freezes_the_line_but_lets_it_fall(own_firm: Any) -> None:
    me = await own_firm.signed_in("demo-overdue")
    assert (await me.credit_line("demo-overdue"))["frozen"] is True
    with pytest.raises(AccountError) as caught:
        await me.ask_credit_line("k", "demo-overdue", "2500000", "提高额度")
    assert caught.value.status == 409 and "冻结" in caught.value.problem["detail_zh"]
    assert (await me.ask_credit_line("x", "demo-overdue", "10000", "降低额度"))["state"] == "proposed"


async def test_a_signed_client_waits_for_a_grant_and_gets_one(own_firm: Any) -> None:
    admit(own_firm)
    me, risk = await own_firm.signed_in(APPLICANT), await own_firm.signed_in("demo-risk")
    with pytest.raises(NotFound):
        await me.credit_line(APPLICANT)
    read = await as_if_read(own_firm, me)
    await me.sign_agreement("k", APPLICANT, read["id"], read["sha256"])
    shown = await me.credit_line(APPLICANT)
    assert (shown["line"], shown["left"], shown["history"]) == (None, None, [])
    with own_firm.context.transaction() as session:
        session.get_one(Client, APPLICANT).credit_profile = dict(CREDIT_PROFILES["demo-safe"])
        session.get_one(AssetDay, (APPLICANT, date(2026, 11, 20))).amount = Decimal(1_000_000)
    most = (await me.credit_line(APPLICANT))["ceiling"]["value"]
    assert int(most) > 0
    asked = await me.ask_credit_line("a", APPLICANT, most, "开户授信")
    assert asked["line_before"] is None
    await risk.approve(asked["id"], "同意")
    assert (await me.credit_line(APPLICANT))["line"] == most


async def test_risk_decides_and_compliance_only_what_risk_proposed(own_firm: Any) -> None:
    agent, risk = await own_firm.signed_in("demo-agent"), await own_firm.signed_in("demo-risk")
    compliance = await own_firm.signed_in("demo-compliance")
    by_agent = await agent.ask_credit_line("k", "demo-safe", "1900000", "客户来电")
    for refused in (compliance.approve(by_agent["id"], "x"), compliance.refuse(by_agent["id"], "x")):
        with pytest.raises(NotAllowed):
            await refused
    with pytest.raises(NotAllowed):
        await agent.approve(by_agent["id"], "自己批")
    await risk.refuse(by_agent["id"], "资料不足")
    assert line(own_firm) == "2000000.00"
    by_risk = await risk.ask_credit_line("r", "demo-safe", "1800000", "复核下调")
    with pytest.raises(NotAllowed):
        await risk.approve(by_risk["id"], "自己批")
    await compliance.approve(by_risk["id"], "同意")
    assert line(own_firm) == "1800000.00"


async def test_of_two_who_decide_at_once_one_decides(either: Any) -> None:
    me = await either.signed_in("demo-safe")
    asked = await me.ask_credit_line("k", "demo-safe", "1900000", "降低额度")
    barrier = Barrier(2)

    def decide(user: str) -> str:
        barrier.wait()
        try:
            with either.context.transaction() as session:
                by = Principal(user, Role.risk, user)
                return proposals.decide(either.context, session, KIND, by, asked["id"], True, "同意").state
        except StateChanged:
            return "late"

    with ThreadPoolExecutor(2) as pool:
        racing = [pool.submit(decide, user) for user in ("demo-risk", "demo-risk2")]
        assert sorted(each.result() for each in racing) == ["approved", "late"]
    assert line(either) == "1900000.00"


async def test_of_two_requests_at_once_one_waits(either: Any) -> None:
    me = await either.signed_in("demo-safe")
    tried = await asyncio.gather(
        *(me.ask_credit_line(key, "demo-safe", "1900000", "降低额度") for key in ("a", "b", "c")),
        return_exceptions=True,
    )
    assert [each.status for each in tried if isinstance(each, AccountError)] == [409, 409]
    assert len(await me.credit_line_requests("demo-safe")) == 1


async def test_what_would_freeze_or_cut_is_noticed_once_and_closed_when_it_goes(own_firm: Any) -> None:
    came = watch(own_firm.context, own_firm.now)
    assert came >= 2
    assert watch(own_firm.context, own_firm.now) == 0
    me = await own_firm.signed_in("demo-overdue")
    (trigger,) = (await me.credit_line("demo-overdue"))["triggers"]
    assert (trigger["outcome"], trigger["cleared_at"]) == ("freeze", None)
    assert {each["code"] for each in trigger["reasons"]} >= {"overdue_debt"}
    with own_firm.context.transaction() as session:
        session.execute(text("DELETE FROM contract_days WHERE contract_id LIKE 'OVERDUE-%'"))
    assert watch(own_firm.context, own_firm.now) >= 1
    closed = (await me.credit_line("demo-overdue"))["triggers"][-1]
    assert (closed["outcome"], closed["cleared_at"]) == ("freeze", "2026-11-20T16:30:00+08:00")
    assert unbroken(own_firm)


async def test_somebody_elses_line_is_not_there_and_wrong_fields_are_named(own_firm: Any) -> None:
    me = await own_firm.signed_in("demo-call")
    for refused in (
        me.credit_line("demo-safe"),
        me.credit_line_requests("nobody"),
        me.ask_credit_line("k", "demo-safe", "1", "x"),
    ):
        with pytest.raises(NotFound):
            await refused
    for amount, reason, field in (
        ("-1", "x", "amount"),
        ("1e6", "x", "amount"),
        ("1" * 13, "x", "amount"),
        ("1", "长" * 301, "reason"),
    ):
        with pytest.raises(AccountError) as caught:
            await me.ask_credit_line("k", "demo-call", amount, reason)
        assert caught.value.problem["errors"][0]["field"] == f"body.{field}"


async def test_a_request_that_is_taken_back_makes_room_for_another(own_firm: Any) -> None:
    me = await own_firm.signed_in("demo-safe")
    first = await me.ask_credit_line("a", "demo-safe", "1900000", "降低额度")
    done = await me.withdraw_credit_line_request("demo-safe", first["id"], "改主意了", "k")
    assert await me.withdraw_credit_line_request("demo-safe", first["id"], "改主意了", "k") == done
    assert (done["state"], done["decision_reason"]) == ("withdrawn", "改主意了")
    with pytest.raises(NotFound):
        await me.withdraw_credit_line_request("demo-safe", "P20261119-0001", "x")
    assert (await me.ask_credit_line("b", "demo-safe", "1800000", "降低额度"))["state"] == "proposed"
