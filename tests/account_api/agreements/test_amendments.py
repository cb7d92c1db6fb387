"""Amendments: offered by two people, read as a difference, agreed to or not; silence agrees to nothing."""

import asyncio
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from account_api.accounts import queries as accounts
from account_api.agreements.amending import lapse_due
from account_api.client import AccountError, NotAllowed, NotFound
from tests.account_api.agreements.making import WHY, published, terms, unbroken
from tests.account_api.policy.making import Desk, rule

OPEN = "M20261118-0001"
BODY = {"version": 2, "reason": WHY, "answer_by": "2026-12-04", "effective_from": "2027-01-04"}


async def answered(firm: Any, accept: bool, key: str = "k") -> Any:
    me = await firm.signed_in("demo-watch")
    offered = await me.amendment("demo-watch", OPEN)
    return await me.answer_amendment(key, "demo-watch", OPEN, accept, offered["sha256"], "chat")


def terms_in_force(firm: Any, day: date) -> tuple[str, str]:
    with firm.context.transaction(writes=False) as session:
        row = accounts.terms(session, "demo-watch-credit", day)
    assert row is not None
    return f"{row.warning_line:.2f}", f"{row.restore_line:.2f}"


async def test_an_amendment_is_read_as_terms_clauses_and_figures_before_and_after(own_firm: Any) -> None:
    """778,000 against 579,941: to 140 % 33,917.40 are lacking, to 145 % 62,914.45."""
    me = await own_firm.signed_in("demo-watch")
    shown = await me.amendment("demo-watch", OPEN)
    assert [(each["name"], each["before"], each["after"], each["effect"]) for each in shown["terms"]] == [
        ("warning_line", "1.40", "1.45", "tighter"),
        ("restore_line", "1.40", "1.45", "tighter"),
    ]
    assert [(each["no"], each["change"]) for each in shown["clauses"]] == [
        ("12.2", "changed"),
        ("12.4", "changed"),
    ]
    assert ("140%" in shown["clauses"][0]["before"]["zh"], "145%" in shown["clauses"][0]["after"]["en"]) == (
        True,
        True,
    )
    meaning = shown["meaning"]
    sides = [meaning[side]["shortfall_to_restore"]["display"] for side in ("before", "after")]
    assert sides == ["33,917.40", "62,914.45"]
    lines = {each["line"]: each for each in meaning["lines"]}
    assert (lines["warning_line"]["before"], lines["warning_line"]["after"]) == ("1.4", "1.45")
    assert lines["liquidation_line"]["move_before"] == lines["liquidation_line"]["move_after"]
    assert "不答复不视为同意" in shown["follows"]["zh"]


async def test_a_client_who_agrees_has_the_new_terms_from_the_day_named(either: Any) -> None:
    done = await answered(either, True)
    assert (done["state"], done["answered_at"]) == ("accepted", "2026-11-20T16:30:00+08:00")
    assert terms_in_force(either, date(2027, 1, 3)) == ("1.40", "1.40")
    assert terms_in_force(either, date(2027, 1, 4)) == ("1.45", "1.45")
    me = await either.signed_in("demo-watch")
    new, old, _ = (await me.agreements("demo-watch"))["agreements"]
    assert (new["version"], new["state"], new["amendment_id"]) == (2, "signed", OPEN)
    assert new["signature"]["sha256"] == done["sha256"]
    assert (old["state"], old["ended_on"]) == ("signed", "2027-01-04")
    assert (await me.agreements("demo-watch"))["in_force"] == old["id"]
    for day, holds, stands in (
        ("2027-01-03", old["id"], "signed"),
        ("2027-01-04", new["id"], "replaced"),
    ):
        either.now = either.wall = datetime.fromisoformat(f"{day}T10:00:00+08:00")
        me = await either.signed_in("demo-watch")
        seen = await me.agreements("demo-watch")
        assert (seen["in_force"], seen["agreements"][1]["state"]) == (holds, stands)
        assert (await me.agreement("demo-watch", old["id"]))["state"] == stands
    assert (await me.agreement("demo-watch", old["id"]))["signature"]["intact"] is True
    assert "amendment.accepted" in either.audit_actions() and unbroken(either)


async def test_a_client_who_refuses_keeps_the_old_terms_and_reads_what_follows(either: Any) -> None:
    done = await answered(either, False)
    assert done["state"] == "refused" and "原合同继续有效" in done["follows"]["zh"]
    assert terms_in_force(either, date(2027, 6, 1)) == ("1.40", "1.40")
    me = await either.signed_in("demo-watch")
    assert (await me.agreements("demo-watch"))["in_force"] == "G20260617-0001"
    assert [each["state"] for each in await me.amendments("demo-watch")] == ["refused", "accepted"]
    with pytest.raises(AccountError) as caught:
        await answered(either, True, "changed my mind")
    assert caught.value.status == 409
    assert unbroken(either)


async def test_silence_is_no_consent(own_firm: Any) -> None:
    own_firm.now = own_firm.now.replace(month=12, day=4)
    assert lapse_due(own_firm.context, own_firm.now) == 0
    own_firm.now += timedelta(days=1)
    with pytest.raises(AccountError) as caught:
        await answered(own_firm, True)
    assert caught.value.status == 409 and "视为未同意" in caught.value.problem["detail_zh"]
    assert lapse_due(own_firm.context, own_firm.now) == 1
    assert lapse_due(own_firm.context, own_firm.now) == 0
    me = await own_firm.signed_in("demo-watch")
    assert (await me.amendment("demo-watch", OPEN))["state"] == "lapsed"
    assert terms_in_force(own_firm, date(2027, 6, 1)) == ("1.40", "1.40")
    told = (await me.notices("demo-watch"))[0]
    assert told["kind"] == "change" and OPEN in told["text"]


async def test_yes_and_no_at_once_is_one_of_them(either: Any) -> None:
    tried = await asyncio.gather(
        answered(either, True, "yes"), answered(either, False, "no"), return_exceptions=True
    )
    states = [each["state"] for each in tried if not isinstance(each, BaseException)]
    assert len(states) == 1
    begins = ("1.45", "1.45") if states == ["accepted"] else ("1.40", "1.40")
    assert terms_in_force(either, date(2027, 1, 4)) == begins


async def test_one_key_answers_once_and_only_to_the_text_that_was_offered(own_firm: Any) -> None:
    me = await own_firm.signed_in("demo-watch")
    with pytest.raises(AccountError) as caught:
        await me.answer_amendment("x", "demo-watch", OPEN, True, "0" * 64)
    assert caught.value.status == 409
    first = await answered(own_firm, True)
    assert await answered(own_firm, True) == first
    with pytest.raises(AccountError) as caught:
        await answered(own_firm, False)
    assert caught.value.problem["type"] == "/problems/conflict"


async def test_a_client_hears_of_an_amendment_after_a_second_person_agreed(own_firm: Any) -> None:
    compliance, risk = await own_firm.signed_in("demo-compliance"), await own_firm.signed_in("demo-risk")
    me = await own_firm.signed_in("demo-call")
    made = await compliance.propose_amendment("k", "demo-call", BODY)
    assert (made["state"], made["from_version"], made["version"]) == ("proposed", 1, 2)
    assert await compliance.propose_amendment("k", "demo-call", BODY) == made
    assert await me.amendments("demo-call") == []
    with pytest.raises(NotFound):
        await me.amendment("demo-call", made["id"])
    with pytest.raises(NotAllowed):
        await compliance.approve(made["proposal_id"], "自己批")
    await risk.approve(made["proposal_id"], "同意")
    (seen,) = await me.amendments("demo-call")
    assert (seen["id"], seen["state"]) == (made["id"], "open")
    assert made["id"] in (await me.notices("demo-call"))[0]["text"]
    with pytest.raises(AccountError) as caught:
        await compliance.propose_amendment("again", "demo-call", BODY)
    assert caught.value.status == 409


async def test_what_is_not_agreed_to_inside_is_never_offered(own_firm: Any) -> None:
    risk, compliance = await own_firm.signed_in("demo-risk"), await own_firm.signed_in("demo-compliance")
    made = await risk.propose_amendment("k", "demo-call", BODY)
    await compliance.refuse(made["proposal_id"], "不必")
    assert (await risk.amendment("demo-call", made["id"]))["state"] == "dropped"
    assert await (await own_firm.signed_in("demo-call")).amendments("demo-call") == []


@pytest.mark.parametrize(
    ("days", "field"),
    [
        ({"answer_by": "2026-11-20"}, "answer_by"),
        ({"effective_from": "2026-11-01", "answer_by": "2026-11-30"}, "effective_from"),
        ({"effective_from": "2026-12-04"}, "effective_from"),
    ],
)
async def test_consent_comes_before_the_new_terms_and_both_are_to_come(
    own_firm: Any, days: dict[str, str], field: str
) -> None:
    compliance = await own_firm.signed_in("demo-compliance")
    with pytest.raises(AccountError) as caught:
        await compliance.propose_amendment("k", "demo-call", {**BODY, **days})
    assert [each["field"] for each in caught.value.problem["errors"]] == [field]


async def test_an_amendment_may_have_terms_of_its_own_within_the_rules(own_firm: Any) -> None:
    compliance = await own_firm.signed_in("demo-compliance")
    loose = {**BODY, "terms": terms(lines={"withdrawal_line": "2.00"})}
    with pytest.raises(AccountError) as caught:
        await compliance.propose_amendment("k", "demo-call", loose)
    assert caught.value.status == 409 and "300%" in caught.value.problem["detail"]
    same = {**BODY, "version": 1, "terms": terms()}
    with pytest.raises(AccountError) as caught:
        await compliance.propose_amendment("k", "demo-call", same)
    assert "change nothing" in caught.value.problem["detail"]
    own = {**BODY, "terms": terms(call_deadline={"trading_days": 2}, duration={"months": 3})}
    made = await compliance.propose_amendment("k", "demo-call", own)
    assert {each["name"]: each["effect"] for each in made["terms"]} == {
        "call_deadline": "changed",
        "months": "tighter",
    }


async def test_an_amendment_to_a_version_nobody_published_or_of_nobody_is_not_found(own_firm: Any) -> None:
    compliance = await own_firm.signed_in("demo-compliance")
    version = (await compliance.create_template("t", {"terms": terms()}))["version"]
    for client, number in (("demo-call", version), ("demo-call", 77), ("demo-applicant", 2), ("nobody", 2)):
        with pytest.raises(NotFound):
            await compliance.propose_amendment("k", client, {**BODY, "version": number})


async def test_clauses_that_come_and_go_are_named_as_such(own_firm: Any) -> None:
    version = await published(own_firm, terms(lines={"minimum_line": None}))
    compliance = await own_firm.signed_in("demo-compliance")
    made = await compliance.propose_amendment("k", "demo-call", {**BODY, "version": version})
    (term,) = made["terms"]
    assert (term["after"], term["after_words"]["en"], term["effect"]) == (None, "not set", "changed")
    assert [(each["no"], each["change"], each["after"]) for each in made["clauses"]] == [
        ("12.5", "removed", None)
    ]
    lines = {each["line"]: each for each in made["meaning"]["lines"]}
    assert (lines["minimum_line"]["before"], lines["minimum_line"]["after"]) == ("1.1", None)


async def test_new_terms_keep_to_the_rules_of_the_day_they_begin(own_firm: Any) -> None:
    """A rule that is announced for December binds terms that begin in January, both when proposed and when answered."""
    desk = await Desk.of(own_firm)
    own = {**BODY, "terms": terms(lines={"warning_line": "1.50"})}
    number = await opened(own_firm, "demo-call", own)
    await desk.announced(rule("withdrawal_line", "3.50"))
    with pytest.raises(AccountError) as caught:
        await desk.risk.propose_amendment("k2", "demo-safe", own)
    assert caught.value.status == 409 and "350%" in caught.value.problem["detail"]
    me = await own_firm.signed_in("demo-call")
    offered = await me.amendment("demo-call", number)
    with pytest.raises(AccountError) as caught:
        await me.answer_amendment("k3", "demo-call", number, True, offered["sha256"], "app")
    assert caught.value.status == 409 and (await me.amendment("demo-call", number))["state"] == "open"


async def opened(firm: Any, client: str, body: dict[str, Any]) -> str:
    """An amendment that two people offered to its client."""
    risk, supervisor = await firm.signed_in("demo-risk"), await firm.signed_in("demo-supervisor")
    made = await risk.propose_amendment("k1", client, body)
    await supervisor.approve(made["proposal_id"], "核对过")
    return str(made["id"])
