"""Facts of an applicant: who may state which, how they are written, who verifies them, and how long they hold."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from account_api.admission.catalogue import FACTS
from account_api.client import AccountError, NotAllowed, NotFound
from account_api.clients.tables import Client
from tests.account_api.admission import making
from tests.account_api.admission.making import DESK, WHO
from tests.account_api.conftest import Firm


async def refusal(asked: Any) -> AccountError:
    with pytest.raises(AccountError) as caught:
        await asked
    return caught.value


async def test_a_correction_is_a_new_version_and_has_to_be_verified_anew(either: Firm) -> None:
    me, desk = await either.signed_in(WHO), await either.signed_in(DESK)
    first = await me.state_fact("a", WHO, "annual_income", "0260000.00", "document", "payslip")
    assert (first["value"], first["version"], first["state"], first["by"]) == (
        "260000",
        1,
        "unverified",
        "desk",
    )
    assert (await me.state_fact("b", WHO, "annual_income", "260000", "document", "payslip"))["version"] == 1
    seen = await desk.verify_fact("c", WHO, "annual_income", 1, "payslip of October")
    assert (seen["state"], seen["verified_by"], seen["valid_until"]) == ("verified", DESK, "2027-11-20")
    assert (await me.facts(WHO))[3]["verified_by"] == "firm"
    second = await me.state_fact("d", WHO, "annual_income", "300000")
    assert (second["version"], second["state"]) == (2, "unverified")
    assert (await refusal(desk.verify_fact("e", WHO, "annual_income", 1))).status == 409
    assert either.audit_actions().count("fact.stated") == 2


async def test_what_is_verified_is_what_the_rules_then_judge(firm: Firm) -> None:
    me, desk = await firm.signed_in(WHO), await firm.signed_in(DESK)
    assert (await me.admission(WHO))["outcome"] == "not_yet"
    await me.state_fact("a", WHO, "first_trade", "2019-07-01")
    assert [each["code"] for each in (await me.admission(WHO))["gaps"]] == ["experience", "assets"]
    await desk.verify_fact("b", WHO, "first_trade", 1)
    assert [each["code"] for each in (await me.admission(WHO))["gaps"]] == ["assets"]
    await me.state_fact("c", WHO, "shareholding", "0.01")
    await desk.verify_fact("d", WHO, "shareholding", 1)
    with firm.context.transaction(writes=False) as session:
        record = session.get_one(Client, WHO)
    assert (str(record.trading_since), str(record.shareholding)) == ("2019-07-01", "0.01000000")


async def test_whoever_entered_a_fact_does_not_verify_it(firm: Firm) -> None:
    desk, supervisor = await firm.signed_in(DESK), await firm.signed_in("demo-supervisor")
    await desk.state_fact("a", WHO, "blacklisted", "no", "register")
    assert isinstance(await refusal(desk.verify_fact("b", WHO, "blacklisted", 1)), NotAllowed)
    assert firm.audit_actions()[-1] == "fact.denied"
    assert (await supervisor.verify_fact("c", WHO, "blacklisted", 1))["verified_by"] == "demo-supervisor"


async def test_a_firm_may_let_one_person_do_both(firm: Firm) -> None:
    rows = [
        {"param": "admission_fact_eyes", "value": "1", "source": "客户管理办法", "valid_from": "2026-01-01"}
    ]
    risk = await firm.signed_in("demo-risk")
    await risk.bring_rules("k", {"jurisdiction": "CN", "rows": rows, "cut_overs": {}})
    desk = await firm.signed_in(DESK)
    await desk.state_fact("a", WHO, "blacklisted", "no", "register")
    assert (await desk.verify_fact("b", WHO, "blacklisted", 1))["state"] == "verified"


async def test_a_client_states_only_what_is_the_clients_to_state(firm: Firm) -> None:
    me = await firm.signed_in(WHO)
    for name, source in (("blacklisted", "client"), ("talk", "client"), ("annual_income", "register")):
        assert isinstance(await refusal(me.state_fact(f"k {name}", WHO, name, "no", source)), NotAllowed)
    assert isinstance(await refusal(me.state_fact("k", WHO, "shoe_size", "43")), NotFound)
    assert isinstance(await refusal(me.verify_fact("k", WHO, "born", 1)), NotAllowed)
    desk = await firm.signed_in(DESK)
    assert isinstance(await refusal(desk.verify_fact("k", WHO, "staff", 1)), NotFound)


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("born", "1996-13-01", "bad_date"),
        ("born", "1899-12-31", "out_of_range"),
        ("born", "2026-11-21", "out_of_range"),
        ("first_trade", "1985-01-01", "out_of_range"),
        ("annual_income", "-1", "out_of_range"),
        ("annual_income", "1e6", "not_decimal"),
        ("net_assets", "99999999999999", "out_of_range"),
        ("shareholding", "1.01", "out_of_range"),
        ("staff", "perhaps", "not_one_of"),
        ("annual_income", "9" * 65, "string_too_long"),
        ("annual_income", "", "string_too_short"),
    ],
)
async def test_a_value_that_is_none_of_its_kind_is_refused(
    firm: Firm, name: str, value: str, code: str
) -> None:
    error = await refusal((await firm.signed_in(WHO)).state_fact("k", WHO, name, value))
    assert (error.status, [each["code"] for each in error.problem["errors"]]) == (422, [code])
    assert "fact.stated" not in firm.audit_actions()


async def test_texts_that_are_too_long_are_refused_by_name(firm: Firm) -> None:
    me, desk = await firm.signed_in(WHO), await firm.signed_in(DESK)
    long = "长" * 2000
    for asked, field in (
        (me.state_fact("a", WHO, "annual_income", "1", "client", long), "body.evidence"),
        (me.submit_application("b", WHO, long), "body.note"),
        (me.ask_admission_person("c", WHO, long), "body.question"),
        (desk.verify_fact("d", WHO, "annual_income", 1, long), "body.evidence"),
        (me.answer_questionnaire("e", WHO, long, {"goal": "keep"}), "body.version"),
    ):
        error = await refusal(asked)
        assert (error.status, [each["field"] for each in error.problem["errors"]]) == (422, [field])


async def test_a_clock_that_is_ahead_verifies_nothing_in_the_future(firm: Firm) -> None:
    me, desk = await firm.signed_in(WHO), await firm.signed_in(DESK)
    await me.state_fact("a", WHO, "net_assets", "900000")
    for key, at in (("b", firm.now + timedelta(minutes=6)), ("c", firm.now - timedelta(minutes=6))):
        error = await refusal(desk.verify_fact(key, WHO, "net_assets", 1, verified_at=at))
        assert [each["field"] for each in error.problem["errors"]] == ["body.verified_at"]
    naive = firm.now.replace(tzinfo=None)
    assert (await refusal(desk.verify_fact("d", WHO, "net_assets", 1, verified_at=naive))).status == 422
    near = await desk.verify_fact("e", WHO, "net_assets", 1, verified_at=firm.now + timedelta(minutes=4))
    assert (near["state"], near["verified_at"]) == ("verified", "2026-11-20T16:30:00+08:00")
    firm.now = firm.now - timedelta(hours=1)  # a clock set back: what was verified is not yet
    assert (await me.facts(WHO))[4]["state"] == "early"
    assert "facts.net_assets" in [each["path"] for each in (await me.application(WHO))["gaps"]]


async def test_a_fact_holds_no_longer_than_its_document(firm: Firm) -> None:
    me, desk = await firm.signed_in(WHO), await firm.signed_in(DESK)
    until = firm.now.date() + timedelta(days=10)
    await me.state_fact("a", WHO, "identity", "yes", "document", "id card", until)
    assert (await desk.verify_fact("b", WHO, "identity", 1))["valid_until"] == "2026-11-30"
    firm.now = firm.wall = firm.now + timedelta(days=11)
    me = await firm.signed_in(WHO)
    assert (await me.facts(WHO))[0]["state"] == "expired"
    renewed = await me.state_fact("c", WHO, "identity", "yes", "document", "new id card")
    assert (renewed["version"], renewed["state"]) == (2, "unverified")


async def test_a_desk_that_is_not_the_clients_sees_nothing(firm: Firm) -> None:
    other = await firm.signed_in("demo-agent")
    for asked in (other.facts(WHO), other.state_fact("k", WHO, "staff", "no"), other.application(WHO)):
        assert isinstance(await refusal(asked), NotFound)


async def test_of_two_who_state_a_fact_at_once_both_are_kept_or_one_is_told(either: Firm) -> None:
    me, desk = await either.signed_in(WHO), await either.signed_in(DESK)
    found = await asyncio.gather(
        me.state_fact("a", WHO, "net_assets", "1"),
        desk.state_fact("b", WHO, "net_assets", "2", "document"),
        return_exceptions=True,
    )
    lost = [each for each in found if isinstance(each, AccountError)]
    assert all(each.status == 409 for each in lost)
    row = next(each for each in await me.facts(WHO) if each["name"] == "net_assets")
    assert row["version"] == len(found) - len(lost)


def test_the_catalogue_names_each_fact_once_in_both_languages() -> None:
    assert len({fact.name for fact in FACTS}) == len(FACTS) == 13
    assert all(fact.zh and fact.en for fact in FACTS)
    assert set(making.FACTS) | set(making.FIRM_FACTS) == {f.name for f in FACTS if f.asked_of != "extra"}


async def test_what_has_expired_is_stated_again_word_for_word_and_verified_anew(firm: Firm) -> None:
    me = await firm.signed_in(WHO)
    await me.state_fact("a", WHO, "staff", "no", "document", "letter")
    await (await firm.signed_in(DESK)).verify_fact("b", WHO, "staff", 1)
    firm.now = firm.wall = firm.now + timedelta(days=200)
    me, desk = await firm.signed_in(WHO), await firm.signed_in(DESK)
    again = await me.state_fact("c", WHO, "staff", "no", "document", "letter")
    assert (again["version"], again["state"]) == (2, "unverified")
    seen = await desk.verify_fact("d", WHO, "staff", 2)
    assert (seen["state"], seen["valid_until"]) == ("verified", "2027-12-08")
