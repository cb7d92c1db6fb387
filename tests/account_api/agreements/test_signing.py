"""Reading and signing: in order, not too quickly, once, and the text that was signed stays what it is."""

import asyncio
import hashlib
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from account_api.accounts import queries as accounts
from account_api.admission.tables import ApplicantFact
from account_api.client import AccountError, NotAllowed, NotFound, TooManyAttempts
from account_api.firm.tables import FirmParameter
from account_api.notices import queries as notices
from tests.account_api.agreements.making import (
    APPLICANT,
    admit,
    as_if_read,
    published,
    read_through,
    terms,
    unbroken,
)


async def test_an_admitted_client_reads_signs_and_has_an_account_with_these_terms(either: Any) -> None:
    admit(either)
    me = await either.signed_in(APPLICANT)
    offered = await me.agreements(APPLICANT)
    assert (offered["in_force"], offered["offered"]["version"], offered["admitted"]) == (None, 2, True)
    read = await read_through(either, me)
    assert read["blocked"] is None and len(read["steps"]) == 23
    signed = await me.sign_agreement("k", APPLICANT, read["id"], read["sha256"], "chat")
    assert (signed["state"], signed["effective_from"]) == ("signed", "2026-11-20")
    assert hashlib.sha256(signed["text"].encode()).hexdigest() == signed["sha256"]
    signature = signed["signature"]
    assert (signature["by"], signature["channel"], signature["factor"], signature["intact"]) == (
        APPLICANT,
        "chat",
        "confirmation",
        True,
    )
    account = await me.account(APPLICANT)
    assert account["credit_line"] is None
    assert account["terms"] == {
        "warning_line": "1.45",
        "liquidation_line": "1.3",
        "restore_line": "1.45",
        "minimum_line": "1.1",
        "withdrawal_line": "3",
        "day_basis": 360,
        "call_deadline": {"trading_days": 1, "time": "15:00"},
        "clauses": account["terms"]["clauses"],
    }
    assert account["terms"]["clauses"]["liquidation_line"] == "12.3"
    with either.context.transaction(writes=False) as session:
        rule = notices.rule(session, APPLICANT, date(2026, 11, 20))
        assert rule is not None and (rule.channels, rule.clause) == (["app", "sms"], "16.1")
    assert (await me.agreements(APPLICANT))["in_force"] == read["id"]
    assert either.audit_actions().count("agreement.signed") == 1
    assert unbroken(either)


async def test_nobody_signs_before_being_admitted(own_firm: Any) -> None:
    me = await own_firm.signed_in(APPLICANT)
    assert (await me.agreements(APPLICANT))["admitted"] is False
    with pytest.raises(AccountError) as caught:
        await me.open_agreement(APPLICANT)
    assert caught.value.status == 409 and "获批" in caught.value.problem["detail_zh"]


async def test_a_name_that_came_onto_a_list_after_the_approval_is_not_signed_with(either: Any) -> None:
    admit(either)
    me = await either.signed_in(APPLICANT)
    read = await as_if_read(either, me)
    lists, desk = await either.signed_in("demo-supervisor"), await either.signed_in("demo-agent2")
    listed = await lists.state_fact("bl", APPLICANT, "blacklisted", "yes", "report", "list of the next day")
    assert (await me.agreements(APPLICANT))["admitted"] is False  # not verified, so not known
    await desk.verify_fact("vbl", APPLICANT, "blacklisted", listed["version"])
    for refused in (
        me.sign_agreement("k", APPLICANT, read["id"], read["sha256"]),
        me.open_agreement(APPLICANT),
    ):
        with pytest.raises(AccountError) as caught:
            await refused
        assert [each["code"] for each in caught.value.problem["errors"]] == ["blacklisted"]
    assert (await me.application(APPLICANT))["next"]["act"] == "settle"
    with pytest.raises(NotFound):
        await me.account(APPLICANT)


async def test_a_fact_that_expired_since_the_approval_is_brought_up_to_date_before_signing(
    own_firm: Any,
) -> None:
    admit(own_firm)
    me = await own_firm.signed_in(APPLICANT)
    read = await as_if_read(own_firm, me)
    with own_firm.context.transaction() as session:
        session.get_one(ApplicantFact, (APPLICANT, "staff", 1)).valid_until = date(2026, 11, 19)
    with pytest.raises(AccountError) as caught:
        await me.sign_agreement("k", APPLICANT, read["id"], read["sha256"])
    assert [each["field"] for each in caught.value.problem["errors"]] == ["facts.staff"]
    assert (await me.application(APPLICANT))["next"]["act"] == "facts"


async def test_an_approval_has_a_last_day_after_which_one_applies_again(own_firm: Any) -> None:
    admit(own_firm)
    me = await own_firm.signed_in(APPLICANT)
    read = await as_if_read(own_firm, me)
    assert (await me.application(APPLICANT))["approved_until"] == "2027-02-18"
    with pytest.raises(AccountError):
        await me.open_application("soon", APPLICANT)
    own_firm.now = own_firm.wall = own_firm.now + timedelta(days=90)
    me = await own_firm.signed_in(APPLICANT)
    assert (await me.application(APPLICANT))["next"]["act"] == "settle"  # assets of these days are unknown
    own_firm.now = own_firm.wall = own_firm.now + timedelta(days=1)
    me = await own_firm.signed_in(APPLICANT)
    with pytest.raises(AccountError) as caught:
        await me.sign_agreement("k", APPLICANT, read["id"], read["sha256"])
    assert "2027-02-18" in caught.value.problem["detail_zh"]
    assert (await me.application(APPLICANT))["next"]["act"] == "open"
    assert (await me.open_application("late", APPLICANT))["state"] == "draft"


async def test_an_account_of_another_place_has_no_agreement_and_no_line_here(own_firm: Any) -> None:
    me = await own_firm.signed_in("demo-hk")
    assert (await me.agreements("demo-hk"))["admitted"] is False
    with pytest.raises(AccountError) as caught:
        await me.open_agreement("demo-hk")
    assert caught.value.status == 409
    with pytest.raises(NotFound):
        await me.credit_line("demo-hk")
    with pytest.raises(NotFound):
        await me.check_extension("demo-hk", "HK-1")


async def test_whoever_has_an_agreement_signs_no_second_one(own_firm: Any) -> None:
    me = await own_firm.signed_in("demo-call")
    with pytest.raises(AccountError) as caught:
        await me.open_agreement("demo-call")
    assert caught.value.status == 409 and "amendment" in caught.value.problem["detail"]


async def test_steps_come_in_order_and_signing_waits_for_the_last(own_firm: Any) -> None:
    admit(own_firm)
    me = await own_firm.signed_in(APPLICANT)
    shown = await me.open_agreement(APPLICANT)
    assert (await me.open_agreement(APPLICANT))["id"] == shown["id"]
    for step in ("2", "R1", "no-such-step"):
        with pytest.raises(AccountError) as caught:
            await me.read_step(APPLICANT, shown["id"], step)
        assert caught.value.status == 409
    with pytest.raises(AccountError) as caught:
        await me.sign_agreement("k", APPLICANT, shown["id"], shown["sha256"])
    assert caught.value.status == 409 and "23" in caught.value.problem["detail"]
    first = await me.read_step(APPLICANT, shown["id"], "1")
    assert (first["next_step"], first["steps_done"]) == ("2", 1)
    assert await me.read_step(APPLICANT, shown["id"], "1") == first


async def test_a_step_is_read_for_a_while(own_firm: Any) -> None:
    with own_firm.context.transaction() as session:
        session.get_one(FirmParameter, "agreement_reading_seconds").value = 20
    admit(own_firm)
    me = await own_firm.signed_in(APPLICANT)
    shown = await me.open_agreement(APPLICANT)
    await me.read_step(APPLICANT, shown["id"], "1")
    own_firm.wall += timedelta(seconds=5)
    with pytest.raises(TooManyAttempts) as caught:
        await me.read_step(APPLICANT, shown["id"], "2")
    assert "15" in caught.value.problem["detail"]
    own_firm.wall += timedelta(seconds=15)
    assert (await me.read_step(APPLICANT, shown["id"], "2"))["steps_done"] == 2


async def test_a_clock_that_was_set_back_holds_nobody_up_and_no_time_runs_backwards(own_firm: Any) -> None:
    admit(own_firm)
    me = await own_firm.signed_in(APPLICANT)
    shown = await me.open_agreement(APPLICANT)
    await me.read_step(APPLICANT, shown["id"], "1")
    own_firm.now -= timedelta(hours=2)
    own_firm.wall -= timedelta(hours=2)
    me = await own_firm.signed_in(APPLICANT)
    read = await read_through(own_firm, me)
    signed = await me.sign_agreement("k", APPLICANT, read["id"], read["sha256"])
    times = [each["done_at"] for each in signed["steps"]]
    assert len(times) == 23 and times == sorted(times) and signed["signature"]["at"] >= times[-1]


async def test_of_two_signings_at_once_one_signs(either: Any) -> None:
    admit(either)
    me = await either.signed_in(APPLICANT)
    read = await as_if_read(either, me)
    tried = await asyncio.gather(
        *(me.sign_agreement(key, APPLICANT, read["id"], read["sha256"]) for key in ("a", "b", "c")),
        return_exceptions=True,
    )
    refused = [each.status for each in tried if isinstance(each, AccountError)]
    assert refused == [409, 409]
    assert either.audit_actions().count("agreement.signed") == 1


async def test_one_key_signs_once_and_gives_the_same_answer(own_firm: Any) -> None:
    admit(own_firm)
    me = await own_firm.signed_in(APPLICANT)
    read = await as_if_read(own_firm, me)
    first = await me.sign_agreement("k", APPLICANT, read["id"], read["sha256"])
    assert await me.sign_agreement("k", APPLICANT, read["id"], read["sha256"]) == first
    with pytest.raises(AccountError) as caught:
        await me.sign_agreement("k", APPLICANT, read["id"], read["sha256"], "web")
    assert caught.value.problem["type"] == "/problems/conflict"


async def test_a_version_that_was_replaced_meanwhile_is_not_signed(own_firm: Any) -> None:
    admit(own_firm)
    me = await own_firm.signed_in(APPLICANT)
    read = await as_if_read(own_firm, me)
    version = await published(own_firm, terms(lines={"restore_line": "1.50"}))
    with pytest.raises(AccountError) as caught:
        await me.sign_agreement("k", APPLICANT, read["id"], read["sha256"])
    assert caught.value.status == 409 and str(version) in caught.value.problem["detail"]
    old = await me.agreement(APPLICANT, read["id"])
    assert (old["state"], old["signature"]) == ("outdated", None)
    new = await me.open_agreement(APPLICANT)
    assert (new["version"], new["steps_done"]) == (version, 0)


async def test_only_the_text_that_was_read_is_signed(own_firm: Any) -> None:
    admit(own_firm)
    me = await own_firm.signed_in(APPLICANT)
    read = await as_if_read(own_firm, me)
    with pytest.raises(AccountError) as caught:
        await me.sign_agreement("k", APPLICANT, read["id"], "0" * 64)
    assert caught.value.status == 409
    assert (await me.agreement(APPLICANT, read["id"]))["signature"] is None


async def test_a_text_altered_after_the_signature_shows(own_firm: Any) -> None:
    me = await own_firm.signed_in("demo-call")
    number = (await me.agreements("demo-call"))["in_force"]
    assert (await me.agreement("demo-call", number))["signature"]["intact"] is True
    with own_firm.context.transaction() as session:
        session.execute(text("UPDATE agreements SET text = replace(text, '130%', '120%')"))
    altered = await me.agreement("demo-call", number)
    assert altered["signature"]["intact"] is False
    assert hashlib.sha256(altered["text"].encode()).hexdigest() != altered["signature"]["sha256"]


async def test_where_the_firm_wants_a_code_nothing_else_signs(own_firm: Any) -> None:
    with own_firm.context.transaction() as session:
        session.get_one(FirmParameter, "agreement_signature").value = "code"
    admit(own_firm)
    me = await own_firm.signed_in(APPLICANT)
    read = await as_if_read(own_firm, me)
    assert read["factor"] == "code"
    with pytest.raises(AccountError) as caught:
        await me.sign_agreement("k", APPLICANT, read["id"], read["sha256"])
    assert caught.value.status == 409
    sent = await me.signing_code(APPLICANT, read["id"])
    with pytest.raises(NotAllowed):
        await me.sign_agreement(
            "k", APPLICANT, read["id"], read["sha256"], challenge=sent["challenge"], code="not-it"
        )
    signed = await me.sign_agreement(
        "k", APPLICANT, read["id"], read["sha256"], challenge=sent["challenge"], code=sent["demo_code"]
    )
    assert signed["signature"]["factor"] == "code"
    again = await me.sign_agreement(
        "k", APPLICANT, read["id"], read["sha256"], challenge=sent["challenge"], code=sent["demo_code"]
    )
    assert again == signed


async def test_a_code_of_somebody_else_signs_nothing(own_firm: Any) -> None:
    admit(own_firm)
    me, other = await own_firm.signed_in(APPLICANT), await own_firm.signed_in("demo-call")
    read = await as_if_read(own_firm, me)
    theirs = (await other.agreements("demo-call"))["in_force"]
    sent = await other.signing_code("demo-call", theirs)
    with pytest.raises(NotAllowed):
        await me.sign_agreement(
            "k", APPLICANT, read["id"], read["sha256"], challenge=sent["challenge"], code=sent["demo_code"]
        )


async def test_somebody_elses_agreement_is_like_one_that_is_not_there(own_firm: Any) -> None:
    me, other = await own_firm.signed_in("demo-call"), await own_firm.signed_in("demo-safe")
    theirs = (await other.agreements("demo-safe"))["in_force"]
    problems = []
    for client_id, number in (("demo-safe", theirs), ("nobody", theirs)):
        with pytest.raises(NotFound) as caught:
            await me.agreement(client_id, number)
        problems.append(caught.value.problem)
    assert problems[0] == problems[1]
    for number in (theirs, "G20990101-0001"):
        with pytest.raises(NotFound) as caught:
            await me.agreement("demo-call", number)
        problems.append(caught.value.problem)
    assert problems[2] == problems[3]


async def test_staff_read_agreements_and_sign_none(own_firm: Any) -> None:
    agent = await own_firm.signed_in("demo-agent")
    number = (await agent.agreements("demo-call"))["in_force"]
    assert (await agent.agreement("demo-call", number))["signature"]["by"] == "demo-call"
    for refused in (
        agent.open_agreement("demo-call"),
        agent.sign_agreement("k", "demo-call", number, "0" * 64),
        agent.answer_amendment("k", "demo-call", "M1", True, "0" * 64),
    ):
        with pytest.raises(NotAllowed):
            await refused
    assert own_firm.audit_actions().count("right.denied") == 3


async def test_over_long_and_wrong_fields_are_named(own_firm: Any) -> None:
    me = await own_firm.signed_in("demo-call")
    number = (await me.agreements("demo-call"))["in_force"]
    with pytest.raises(AccountError) as caught:
        await me.sign_agreement("k", "demo-call", number, "xyz")
    assert caught.value.problem["errors"][0]["field"] == "body.sha256"
    with pytest.raises(AccountError) as caught:
        await me.read_step("demo-call", number, "9" * 21)
    assert caught.value.status == 422


async def test_signing_writes_into_an_account_that_was_there_before(own_firm: Any) -> None:
    """demo-nodebt as a client of before this house had agreements: the terms begin on the day of signing."""
    with own_firm.context.transaction() as session:
        for table in ("agreement_signatures", "agreement_steps"):
            session.execute(
                text(
                    f"DELETE FROM {table} WHERE agreement_id IN (SELECT id FROM agreements WHERE client_id = 'demo-nodebt')"
                )
            )
        session.execute(text("DELETE FROM agreements WHERE client_id = 'demo-nodebt'"))
    me = await own_firm.signed_in("demo-nodebt")
    read = await as_if_read(own_firm, me, "demo-nodebt")
    await me.sign_agreement("k", "demo-nodebt", read["id"], read["sha256"])
    with own_firm.context.transaction(writes=False) as session:
        rows = accounts.versions(session, "demo-nodebt-credit")
    assert [str(row.restore_line) for row in rows] == ["1.40000000", "1.45000000"]
