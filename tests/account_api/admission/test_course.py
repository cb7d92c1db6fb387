"""An application from its first word to the decision of two people, and everything that can come between."""

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest

from account_api.admission.approved import admitted
from account_api.audit_check import verify
from account_api.client import AccountError, NotAllowed, NotFound
from account_api.clients.tables import Client
from tests.account_api.admission import making
from tests.account_api.admission.making import DESK, WHO
from tests.account_api.conftest import Firm


def sound(firm: Firm) -> None:
    """The audit trail holds."""
    with firm.context.transaction(writes=False) as session:
        report = verify(session, firm.context.trail)
    assert report.rows > 1 and not report.breaks


def approval(firm: Firm) -> Any:
    with firm.context.transaction(writes=False) as session:
        return admitted(firm.context, session, WHO)


async def refusal(asked: Any) -> AccountError:
    with pytest.raises(AccountError) as caught:
        await asked
    return caught.value


def fields(error: AccountError) -> list[str]:
    return [each["field"] for each in error.problem["errors"]]


async def test_an_application_goes_its_way_and_says_at_each_step_what_is_next(either: Firm) -> None:
    making.assets(either, "560000")
    me, desk = await either.signed_in(WHO), await either.signed_in(DESK)
    assert (await me.application(WHO))["state"] == "none"
    draft = await me.open_application("open", WHO)
    assert (draft["state"], draft["next"]["act"], draft["may"]) == ("draft", "facts", ["submit", "withdraw"])
    await making.told(me)
    assert (await me.application(WHO))["next"]["act"] == "questionnaire"
    await making.graded(me)
    assert (await me.application(WHO))["next"]["act"] == "submit"
    assert (await me.submit_application("submit", WHO))["next"]["by"] == "desk"
    assert (await desk.review_application("review", WHO))["next"]["act"] == "verify"
    await making.checked(either)
    assert (await desk.application(WHO))["next"]["act"] == "propose"
    sent = await desk.propose_admission("propose", WHO, "资料齐全")
    assert (sent["state"], sent["next"]["by"], sent["gaps"]) == ("proposed", "risk", [])
    assert approval(either) is None
    risk = await either.signed_in("demo-risk")
    await risk.approve(str(sent["proposal_id"]), "符合条件")
    done = await me.application(WHO)
    assert (done["state"], done["next"]["act"], done["reason"]) == ("approved", "sign", "符合条件")
    assert [each["act"] for each in done["history"]] == ["submit", "review", "propose", "approve"]
    assert {each["by"] for each in done["history"]} == {"client", "firm"}
    given = approval(either)
    assert (given.application_id, given.approved_by, given.grade) == (done["id"], "demo-risk", "C5")
    sound(either)


async def test_what_the_desk_notes_for_the_approver_does_not_reach_the_client(firm: Firm) -> None:
    await making.submitted(firm)
    desk, me = await firm.signed_in(DESK), await firm.signed_in(WHO)
    await desk.review_application("review", WHO, "内部：电话语气可疑")
    await making.checked(firm)
    sent = await desk.propose_admission("propose", WHO, "内部：建议从严")
    (own,) = [each for each in await me.client_proposals(WHO) if each["kind"] == "admission"]
    told = str([own, await me.application(WHO), await me.explain_application(WHO)])
    assert own["explanation"]["points"] and "内部" not in told
    seen = await (await firm.signed_in("demo-risk")).proposal(str(sent["proposal_id"]))
    assert seen["explanation"]["points"][0]["zh"] == "内部：建议从严"
    notes = [each["note"] for each in (await desk.application(WHO))["history"]]
    assert notes[1:] == ["内部：电话语气可疑", "内部：建议从严"]
    await (await firm.signed_in("demo-risk")).refuse(str(sent["proposal_id"]), "资料不足")
    assert [each["note"] for each in (await me.application(WHO))["history"]][-1] == "资料不足"
    assert "内部" not in str(await me.notices(WHO))


async def test_the_same_key_twice_is_one_step_and_another_body_is_refused(firm: Firm) -> None:
    me = await firm.signed_in(WHO)
    assert await me.open_application("k", WHO) == await me.open_application("k", WHO)
    first = await me.state_fact("f", WHO, "annual_income", "100000")
    assert await me.state_fact("f", WHO, "annual_income", "100000") == first
    assert (await refusal(me.state_fact("f", WHO, "annual_income", "200000"))).status == 409
    assert firm.audit_actions().count("application.opened") == 1
    assert firm.audit_actions().count("fact.stated") == 1


async def test_what_is_missing_is_named_before_anything_is_handed_in(firm: Firm) -> None:
    me = await firm.signed_in(WHO)
    await me.open_application("open", WHO)
    error = await refusal(me.submit_application("submit", WHO))
    assert (error.status, error.problem["type"]) == (409, "/problems/not-complete")
    assert fields(error) == [*(f"facts.{name}" for name in making.FACTS), "questionnaire"]
    assert "出生日期尚未填写" in error.problem["detail_zh"]


async def test_of_two_approvers_at_once_one_wins(either: Firm) -> None:
    number = await making.proposed(either)
    one, other = await either.signed_in("demo-risk"), await either.signed_in("demo-risk")
    found = await asyncio.gather(
        one.approve(number, "同意"), other.refuse(number, "不同意"), return_exceptions=True
    )
    lost = [each for each in found if isinstance(each, AccountError)]
    assert [each.status for each in lost] == [409] and len(found) == 2
    state = (await one.application(WHO))["state"]
    assert state == (await one.proposal(number))["state"]
    assert (approval(either) is not None) == (state == "approved")
    sound(either)


async def test_a_client_may_withdraw_while_an_approver_decides_and_one_of_them_wins(either: Firm) -> None:
    number = await making.proposed(either)
    me, risk = await either.signed_in(WHO), await either.signed_in("demo-risk")
    found = await asyncio.gather(
        me.withdraw_application("away", WHO, "改主意了"), risk.approve(number, "同意"), return_exceptions=True
    )
    assert [each.status for each in found if isinstance(each, AccountError)] == [409]
    ends = (await me.application(WHO))["state"], (await risk.proposal(number))["state"]
    assert ends in (("withdrawn", "withdrawn"), ("approved", "approved"))
    assert (approval(either) is not None) == (ends[0] == "approved")
    sound(either)


async def test_a_client_who_withdraws_while_the_desk_proposes_has_withdrawn(either: Firm) -> None:
    me, desk = await making.submitted(either), await either.signed_in(DESK)
    await desk.review_application("review", WHO)
    await making.checked(either)
    found = await asyncio.gather(
        me.withdraw_application("away", WHO), desk.propose_admission("p", WHO), return_exceptions=True
    )
    assert isinstance(found[0], dict) and found[0]["state"] == "withdrawn"
    left = await (await either.signed_in("demo-risk")).proposals("admission", "proposed", WHO)
    assert left == [] and (await me.application(WHO))["state"] == "withdrawn"
    sound(either)


@pytest.mark.parametrize("stage", ["draft", "submitted", "in_review", "proposed"])
async def test_a_client_may_withdraw_at_any_moment_before_the_decision(firm: Firm, stage: str) -> None:
    me, desk = await firm.signed_in(WHO), await firm.signed_in(DESK)
    if stage == "draft":
        await me.open_application("open", WHO)
    elif stage == "proposed":
        await making.proposed(firm)
    else:
        await making.submitted(firm)
    if stage == "in_review":
        await desk.review_application("review", WHO)
    assert (await me.application(WHO))["state"] == stage
    gone = await me.withdraw_application("away", WHO, "不想开了")
    assert (gone["state"], gone["next"]["act"]) == ("withdrawn", "open")
    assert (await refusal(me.withdraw_application("again", WHO))).status == 409
    assert (await me.open_application("anew", WHO))["state"] == "draft"


async def test_a_fact_that_expires_before_the_decision_stops_the_approval_and_is_named(firm: Firm) -> None:
    number = await making.proposed(firm)
    firm.now = firm.wall = firm.now + timedelta(days=190)
    error = await refusal((await firm.signed_in("demo-risk")).approve(number, "同意"))
    assert error.problem["type"] == "/problems/not-complete"
    assert {"facts.shareholding", "facts.affiliate", "facts.blacklisted"} <= set(fields(error))
    assert "facts.annual_income" not in fields(error)
    me = await firm.signed_in(WHO)
    assert (await me.application(WHO))["state"] == "proposed" and approval(firm) is None
    sound(firm)


async def test_assets_that_fall_after_submission_stop_the_approval_with_the_figure(firm: Firm) -> None:
    number = await making.proposed(firm)
    making.assets(firm, "480000")
    error = await refusal((await firm.signed_in("demo-risk")).approve(number, "同意"))
    assert fields(error) == ["assets"]
    assert "480,000" in error.problem["detail"] and "20,000" in error.problem["detail_zh"]
    found = await (await firm.signed_in(WHO)).application(WHO)
    assert [each["code"] for each in found["gaps"]] == ["assets"]
    assert found["decision"]["figures"]["admission_lacking"]["value"] == "20000"


@pytest.mark.parametrize(
    ("client", "lists", "code"),
    [
        ({}, {"blacklisted": "yes"}, "blacklisted"),
        ({"born": "2010-06-01"}, {}, "age"),
        ({"staff": "yes"}, {}, "staff"),
        ({"shareholding": "0.06"}, {}, "shareholder"),
        ({"first_trade": "2026-08-20"}, {}, "experience"),
    ],
)
async def test_whom_a_rule_bars_is_not_admitted_and_is_told_why(
    firm: Firm, client: dict[str, str], lists: dict[str, str], code: str
) -> None:
    number = await making.proposed(firm, client, lists)
    risk, me = await firm.signed_in("demo-risk"), await firm.signed_in(WHO)
    error = await refusal(risk.approve(number, "同意"))
    assert [each["code"] for each in error.problem["errors"]] == [code]
    await risk.refuse(number, "不符合开户条件")
    found = await me.application(WHO)
    assert (found["state"], found["reason"], found["again_from"]) == (
        "refused",
        "不符合开户条件",
        "2026-12-20",
    )
    assert (found["next"]["by"], found["next"]["earliest"]) == ("client", "2026-12-20")
    told = await me.explain_application(WHO)
    point = next(each for each in told["points"] if each["code"] == code)
    assert point["outcome"] in ("refuse", "not_yet") and point["rule"] and point["zh"] != point["en"]
    assert "不符合开户条件" in told["summary"]["zh"]
    assert approval(firm) is None
    notices = await me.notices(WHO)
    assert any("不符合开户条件" in each["text"] for each in notices)


async def test_after_a_refusal_some_days_pass_before_the_next_application(firm: Firm) -> None:
    number = await making.proposed(firm, lists={"blacklisted": "yes"})
    await (await firm.signed_in("demo-risk")).refuse(number, "名单")
    me = await firm.signed_in(WHO)
    assert "2026-12-20" in (await refusal(me.open_application("soon", WHO))).problem["detail_zh"]
    firm.now = firm.wall = firm.now + timedelta(days=30)
    me = await firm.signed_in(WHO)
    assert (await me.open_application("later", WHO))["state"] == "draft"


async def test_whom_a_person_must_talk_with_is_admitted_once_that_is_on_record(firm: Firm) -> None:
    number = await making.proposed(firm, {"born": "1950-02-01"})
    risk = await firm.signed_in("demo-risk")
    assert [each["code"] for each in (await refusal(risk.approve(number, "同意"))).problem["errors"]] == [
        "age"
    ]
    await making.checked(firm, {"talk": "yes"})
    await risk.approve(number, "已沟通")
    assert approval(firm) is not None


async def test_a_proposal_taken_back_gives_the_application_back_to_the_desk(firm: Firm) -> None:
    number = await making.proposed(firm)
    desk = await firm.signed_in(DESK)
    await desk.withdraw_proposal(number, "还要核实")
    assert (await desk.application(WHO))["state"] == "in_review"
    again = await desk.propose_admission("second", WHO)
    assert again["proposal_id"] != number and again["state"] == "proposed"
    risk = await firm.signed_in("demo-risk")
    await risk.approve(str(again["proposal_id"]), "同意")
    assert [each["act"] for each in (await risk.application(WHO))["history"]][-4:] == [
        "propose",
        "reconsider",
        "propose",
        "approve",
    ]


async def test_each_step_is_for_its_own_side_and_its_own_state(firm: Firm) -> None:
    me, desk = await firm.signed_in(WHO), await firm.signed_in(DESK)
    assert isinstance(await refusal(desk.open_application("k", WHO)), NotAllowed)
    assert isinstance(await refusal(me.review_application("k", WHO)), NotAllowed)
    assert isinstance(await refusal(me.propose_admission("k", WHO)), NotAllowed)
    assert isinstance(await refusal(me.applications()), NotAllowed)
    assert isinstance(await refusal(me.submit_application("none", WHO)), NotFound)
    risk = await firm.signed_in("demo-risk")
    assert isinstance(await refusal(risk.propose_admission("k", WHO)), NotAllowed)
    number = await making.proposed(firm)
    for who in (desk, await firm.signed_in("demo-supervisor"), await firm.signed_in("demo-compliance")):
        assert isinstance(await refusal(who.approve(number, "同意")), NotAllowed)
    for step in (me.submit_application("s2", WHO), desk.review_application("r2", WHO)):
        assert (await refusal(step)).problem["type"] == "/problems/state-changed"
    assert (await refusal(me.state_fact("late", WHO, "annual_income", "1"))).status == 409


async def test_who_has_an_account_does_not_apply_for_one(firm: Firm) -> None:
    me = await firm.signed_in("demo-safe")
    assert (await refusal(me.open_application("k", "demo-safe"))).problem["detail_zh"] == "信用账户已经开立。"


async def test_the_queue_shows_each_group_its_own(firm: Firm) -> None:
    await making.submitted(firm)
    mine = await (await firm.signed_in(DESK)).applications()
    assert WHO in [each["client_id"] for each in mine]
    assert WHO not in [
        each["client_id"] for each in await (await firm.signed_in("demo-agent")).applications()
    ]
    risk = await firm.signed_in("demo-risk")
    line = next(each for each in await risk.applications(["submitted"]) if each["client_id"] == WHO)
    assert (line["outcome"], line["next"]["act"]) == ("not_yet", "review")
    assert line["open_gaps"] == len((await risk.application(WHO))["gaps"]) > 9  # nothing is verified yet
    assert WHO not in [each["client_id"] for each in await risk.applications(["approved"])]


async def test_a_person_can_be_asked_and_the_explanation_says_so(firm: Firm) -> None:
    await making.submitted(firm)
    me = await firm.signed_in(WHO)
    told = await me.explain_application(WHO)
    assert "人工" in told["person"]["zh"]
    assert set(told["figures"]) >= {"admission_average", "credit_score", "questionnaire_points"}
    assert told["trace_id"] == (await me.explain_application(WHO))["trace_id"]
    case = await me.ask_admission_person("p", WHO, "为什么还没有结果？")
    assert case["assigned_group"] == "west" and case["state"] == "waiting"
    assert (await me.ask_admission_person("q", WHO, "还有一问"))["id"] == case["id"]


async def test_a_record_changed_behind_the_proposal_is_seen_at_the_decision(firm: Firm) -> None:
    number = await making.proposed(firm)
    with firm.context.transaction() as session:
        session.get_one(Client, WHO).risk_grade = "C2"
    error = await refusal((await firm.signed_in("demo-risk")).approve(number, "同意"))
    assert [each["code"] for each in error.problem["errors"]] == ["suitability"]
    assert date(2026, 11, 20) == firm.now.date()
