"""A campaign from draft to inbox, and everything that stops it on the way."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest

from account_api.client import AccountError, NotAllowed, NotFound
from tests.account_api.campaigns.making import BODY, approved, ran, relayed, with_other_rules, without_rule

NIGHT = datetime.fromisoformat("2026-11-20T22:00:00+08:00")


async def refused(call: Any) -> AccountError:
    with pytest.raises(AccountError) as caught:
        await call
    return caught.value


async def inbox(firm: Any, user: str) -> list[Any]:
    found: list[Any] = await (await firm.signed_in(user)).inbox()
    return found


# --- the way of one that is well


async def test_a_campaign_goes_from_draft_to_the_inbox_of_whom_it_is_for(either: Any) -> None:
    educator, compliance = await either.signed_in("demo-educator"), await either.signed_in("demo-compliance")
    draft = await educator.create_campaign("k", BODY)
    assert (draft["id"], draft["state"]) == ("CM20261120-0001", "draft")
    assert [row["value"] for row in draft["rules"]["financing_margin_ratio"]] == ["1.00"]
    assert (await educator.submit_campaign(draft["id"]))["state"] == "submitted"
    assert (await compliance.approve_campaign(draft["id"]))["approved_by"] == "demo-compliance"
    assert (await educator.run_campaign(draft["id"]))["state"] == "running"
    assert await inbox(either, "demo-watch") == [], "nothing before the relay"
    assert relayed(either) == 1
    assert (await educator.campaign(draft["id"]))["state"] == "done"
    actions = [action for action in either.audit_actions() if action.startswith("campaign.")]
    steps = ["created", "submitted", "approved", "run", "sent", "done"]
    assert actions == [f"campaign.{step}" for step in steps]


async def test_the_letter_quotes_the_clients_own_figure_its_time_and_its_trace(firm: Any) -> None:
    await ran(firm)
    relayed(firm)
    watch = await firm.signed_in("demo-watch")
    (letter,) = await watch.inbox()
    figure = (await watch.figures("demo-watch"))["figures"]["maintenance_ratio"]
    assert letter["trace_id"] == figure["trace_id"]
    assert letter["snapshot_time"] == "2026-11-20T16:00:00+08:00"
    assert letter["text"]["zh"] == (
        f"周慎之，您的维持担保比例为 {figure['display']}（截至 2026-11-20 16:00），平仓线 130.00%。"
        "课程：下跌中怎么办，/learn/surviving-a-fall/reading-the-ratio"
    )
    assert f"{figure['display']} (as of 2026-11-20 16:00)" in letter["text"]["en"]


async def test_a_letter_that_quotes_no_figure_carries_no_trace(firm: Any) -> None:
    plain = {"zh": "一起学 {course_title}", "en": "Learn: {course_title}"}
    await ran(firm, text=plain, title=plain, audience={"group": "west"}, lesson=None)
    relayed(firm)
    (letter,) = await inbox(firm, "demo-applicant")
    assert (letter["trace_id"], letter["snapshot_time"], letter["link"]) == (
        None,
        None,
        "/learn/surviving-a-fall",
    )


async def test_text_that_looks_like_code_arrives_as_the_data_it_is(firm: Any) -> None:
    sly = "<script>alert(document.cookie)</script><img src=x onerror=alert(name)>"
    words = {"zh": sly, "en": sly}
    campaign = await ran(firm, title=words, text=words)
    relayed(firm)
    (letter,) = await inbox(firm, "demo-watch")
    assert (letter["title"], letter["text"]) == (words, words)
    seen = await (await firm.signed_in("demo-compliance")).campaign(campaign)
    assert seen["text"]["zh"] == sly


# --- preview


async def test_a_preview_counts_everybody_once_and_masks_its_samples(firm: Any) -> None:
    educator = await firm.signed_in("demo-educator")
    campaign = await educator.create_campaign("k", BODY)
    found = await educator.preview_campaign(campaign["id"])
    assert (found["selected"], found["of"], found["share"], found["broad"]) == (1, 12, 0.0833, False)
    assert found["excluded"] == {"indeterminate": 1, "no_account": 4, "no_debt": 1, "not_matching": 5}
    assert found["selected"] + sum(found["excluded"].values()) == found["of"]
    (sample,) = found["samples"]
    assert sample["client_id"] == "d***h"
    assert sample["text"]["zh"].startswith("周**，您的维持担保比例为 134.15%")


async def test_without_consent_or_with_enough_lately_a_client_is_counted_out(firm: Any) -> None:
    everybody_below = {"ratio_below": "1.40"}
    await ran(firm)
    relayed(firm)
    educator = await firm.signed_in("demo-educator")
    second = await educator.create_campaign("second", BODY | {"audience": everybody_below})
    found = await educator.preview_campaign(second["id"])
    assert found["selected"] == 1, "demo-call; demo-watch had one today, demo-overdue never agreed"
    assert (found["excluded"]["frequency"], found["excluded"]["no_consent"]) == (1, 1)


async def test_a_preview_at_night_says_that_it_goes_later(firm: Any) -> None:
    educator = await firm.signed_in("demo-educator")
    campaign = await educator.create_campaign("k", BODY)
    assert (await educator.preview_campaign(campaign["id"]))["later"] == 0
    firm.now = NIGHT
    assert (await educator.preview_campaign(campaign["id"]))["later"] == 1


async def test_a_client_whose_price_is_missing_is_neither_below_nor_above(firm: Any) -> None:
    educator = await firm.signed_in("demo-educator")
    for key, audience in (("a", {"ratio_below": "999"}), ("b", {"ratio_at_least": "0"})):
        campaign = await educator.create_campaign(key, BODY | {"audience": audience})
        found = await educator.preview_campaign(campaign["id"])
        assert found["excluded"]["indeterminate"] == 1
        assert found["selected"] + found["excluded"]["no_consent"] == 6


# --- writing


@pytest.mark.parametrize(
    ("free", "named"),
    [
        ("维持在 130% 以上", "130%"),
        ("维持在 １３０％ 以上", "130%"),
        ("收益可达百分之五十", "五十"),
        ("只剩三成", "三成"),
        ("fifty percent of it", "fifty"),
        ("补足第③条", "③"),
        ("跌了 ٣ 天", "٣"),
    ],
)
async def test_a_number_of_the_texts_own_is_refused_and_named(
    shared_firm: Any, free: str, named: str
) -> None:
    educator = await shared_firm.signed_in("demo-educator")
    error = await refused(educator.create_campaign("k", BODY | {"text": {"zh": free, "en": "{link}"}}))
    assert error.status == 422
    assert named in [each["value"] for each in error.problem["errors"]]
    assert {(each["field"], each["code"]) for each in error.problem["errors"]} == {
        ("body.text.zh", "free_number")
    }
    assert await educator.campaigns() == []


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"audience": {}}, "body.audience", "everybody"),
        (
            {"audience": {"ratio_below": "140"}, "cites": [{"param": "no_such"}]},
            "body.cites.0.param",
            "not_found",
        ),
        ({"text": {"zh": "{ratio} {profit}", "en": "x"}}, "body.text.zh", "unknown_placeholder"),
        ({"text": {"zh": "{", "en": "x"}}, "body.text.zh", "unknown_placeholder"),
        ({"course_title": None}, "body.course_title", "missing"),
        ({"course_title": {"zh": "看 {ratio}", "en": "x"}}, "body.course_title", "placeholder"),
        ({"course_title": {"zh": "三天学会", "en": "x"}}, "body.course_title.zh", "free_number"),
        ({"quiet_hours": {"from": "09:00", "until": "09:00"}}, "body.quiet_hours", "value_error"),
        ({"audience": {"ratio_below": "1e3"}}, "body.audience.ratio_below", "string_pattern_mismatch"),
        ({"audience": {"favourite_colour": "red"}}, "body.audience.favourite_colour", "extra_forbidden"),
        ({"max_per_days": {"count": 0, "days": 3}}, "body.max_per_days.count", "greater_than_equal"),
    ],
)
async def test_what_may_not_be_sent_is_refused_by_name(
    shared_firm: Any, changes: dict[str, Any], field: str, code: str
) -> None:
    error = await refused((await shared_firm.signed_in("demo-educator")).create_campaign("k", BODY | changes))
    assert error.status == 422
    assert (field, code) in [(each["field"], each["code"]) for each in error.problem["errors"]]


async def test_a_draft_is_created_once_per_key_and_may_be_rewritten_until_it_is_submitted(firm: Any) -> None:
    educator = await firm.signed_in("demo-educator")
    first = await educator.create_campaign("k", BODY)
    assert await educator.create_campaign("k", BODY) == first
    other = {"zh": "换个标题", "en": "Another title"}
    assert (await educator.update_campaign(first["id"], BODY | {"title": other}))["title"] == other
    await educator.submit_campaign(first["id"])
    error = await refused(educator.update_campaign(first["id"], BODY))
    assert (error.status, error.problem["detail"]) == (409, "The campaign is submitted.")
    assert len(await educator.campaigns()) == 1


# --- roles and approval


@pytest.mark.parametrize("user", ["demo-call", "demo-agent", "demo-risk", "demo-admin"])
async def test_campaigns_are_for_educators_and_those_who_approve(shared_firm: Any, user: str) -> None:
    somebody = await shared_firm.signed_in(user)
    for call in (somebody.campaigns(), somebody.create_campaign("k", BODY), somebody.held_campaigns()):
        assert isinstance(await refused(call), NotAllowed)


async def test_who_approves_does_not_write_and_an_unknown_campaign_is_not_found(shared_firm: Any) -> None:
    compliance = await shared_firm.signed_in("demo-compliance")
    assert isinstance(await refused(compliance.create_campaign("k", BODY)), NotAllowed)
    assert isinstance(await refused(compliance.campaign("CM20261120-0009")), NotFound)
    assert isinstance(await refused(compliance.approve_campaign("CM20261120-0009")), NotFound)


async def test_nobody_approves_what_they_wrote_and_the_attempt_is_audited(firm: Any) -> None:
    educator = await firm.signed_in("demo-educator")
    campaign = (await educator.create_campaign("k", BODY))["id"]
    await educator.submit_campaign(campaign)
    error = await refused(educator.approve_campaign(campaign))
    assert (error.status, error.problem["detail_zh"]) == (403, "本人撰写的活动须由他人审批。")
    assert (await educator.campaign(campaign))["state"] == "submitted"
    assert firm.audit_actions()[-1] == "campaign.self_approval"


async def test_approving_twice_is_a_conflict(firm: Any) -> None:
    campaign = await approved(firm)
    error = await refused((await firm.signed_in("demo-supervisor")).approve_campaign(campaign))
    assert (error.status, error.problem["detail"]) == (409, "The campaign is approved.")


async def test_of_two_who_approve_at_once_one_does(either: Any) -> None:
    educator = await either.signed_in("demo-educator")
    campaign = (await educator.create_campaign("k", BODY))["id"]
    await educator.submit_campaign(campaign)
    approvers = [await either.signed_in(user) for user in ("demo-compliance", "demo-supervisor")]
    answers = await asyncio.gather(
        *(each.approve_campaign(campaign) for each in approvers), return_exceptions=True
    )
    assert sorted(isinstance(answer, AccountError) for answer in answers) == [False, True]
    assert [answer.status for answer in answers if isinstance(answer, AccountError)] == [409]
    assert either.audit_actions().count("campaign.approved") == 1


async def test_an_audience_of_more_than_half_is_approved_only_knowingly(firm: Any) -> None:
    educator, compliance = await firm.signed_in("demo-educator"), await firm.signed_in("demo-compliance")
    plain = {"zh": "一起学", "en": "Learn with us"}
    body = BODY | {"title": plain, "text": plain, "audience": {"course_not_done": "surviving-a-fall"}}
    campaign = (await educator.create_campaign("k", body))["id"]
    found = await educator.preview_campaign(campaign)
    assert (found["selected"], found["of"], found["broad"]) == (7, 12, True)
    await educator.submit_campaign(campaign)
    assert (await refused(compliance.approve_campaign(campaign))).status == 409
    assert (await compliance.approve_campaign(campaign, confirm_broad=True))["state"] == "approved"


async def test_what_is_not_approved_does_not_run_and_what_is_cancelled_stays_so(firm: Any) -> None:
    educator = await firm.signed_in("demo-educator")
    campaign = (await educator.create_campaign("k", BODY))["id"]
    assert (await refused(educator.run_campaign(campaign))).status == 409
    assert (await educator.cancel_campaign(campaign))["state"] == "cancelled"
    for step in (educator.submit_campaign, educator.run_campaign, educator.cancel_campaign):
        assert (await refused(step(campaign))).status == 409


# --- running


async def test_a_campaign_run_again_and_again_sends_once(firm: Any) -> None:
    campaign = await ran(firm)
    educator = await firm.signed_in("demo-educator")
    await educator.run_campaign(campaign)
    relayed(firm)
    assert (await educator.run_campaign(campaign))["state"] == "done"
    relayed(firm)
    assert len(await inbox(firm, "demo-watch")) == 1
    assert firm.audit_actions().count("campaign.run") == 1


async def test_several_runs_and_relays_at_once_send_once(either: Any) -> None:
    campaign = await approved(either, audience={"ratio_below": "1.40"})
    educator = await either.signed_in("demo-educator")
    await asyncio.gather(*(educator.run_campaign(campaign) for _ in range(4)))
    rounds = await asyncio.gather(*(asyncio.to_thread(relayed, either) for _ in range(4)))
    assert sum(rounds) == 2
    assert [len(await inbox(either, user)) for user in ("demo-watch", "demo-call")] == [1, 1]
    assert (await educator.campaign(campaign))["state"] == "done"


async def test_whoever_opts_out_between_preview_and_sending_gets_nothing(either: Any) -> None:
    educator = await either.signed_in("demo-educator")
    campaign = await approved(either)
    assert (await educator.preview_campaign(campaign))["selected"] == 1
    await educator.run_campaign(campaign)
    await (await either.signed_in("demo-watch")).set_consents(False)
    assert relayed(either) == 1
    assert await inbox(either, "demo-watch") == []
    found = await educator.campaign_results(campaign)
    assert (found["state"], found["sent"], found["skipped"]) == ("done", 0, {"opted_out": 1})


async def test_at_night_it_waits_until_morning(firm: Any) -> None:
    firm.now = NIGHT
    campaign = await ran(firm)
    assert relayed(firm) == 0
    firm.wall += timedelta(hours=10, minutes=59)
    assert relayed(firm) == 0, "still in the night"
    educator = await firm.signed_in("demo-educator")
    assert (await educator.campaign_results(campaign))["waiting"] == 1
    firm.now += timedelta(hours=11)
    firm.wall += timedelta(minutes=1)
    assert relayed(firm) == 1
    (letter,) = await inbox(firm, "demo-watch")
    assert letter["sent_at"] == "2026-11-21T09:00:00+08:00"


async def test_two_campaigns_at_once_leave_a_client_one_letter(either: Any) -> None:
    first, second = await ran(either), await ran(either, course="before-opening")
    await asyncio.gather(*(asyncio.to_thread(relayed, either) for _ in range(2)))
    while relayed(either):
        pass
    assert len(await inbox(either, "demo-watch")) == 1
    educator = await either.signed_in("demo-educator")
    skipped = [(await educator.campaign_results(each))["skipped"] for each in (first, second)]
    assert sorted(skipped, key=len) == [{}, {"frequency": 1}]


async def test_whoever_left_the_audience_before_the_sending_gets_nothing(firm: Any) -> None:
    campaign = await ran(firm, audience={"course_not_done": "surviving-a-fall", "group": "east"})
    watch = await firm.signed_in("demo-watch")
    item = {"item": "one", "answer": "A", "right": True, "rules": []}
    await watch.record_attempt("k", "surviving-a-fall", "after", 1, "zh", [item], {"right": 1, "total": 1})
    relayed(firm)
    assert await watch.inbox() == []
    educator = await firm.signed_in("demo-educator")
    assert (await educator.campaign_results(campaign))["skipped"] == {"not_matching": 1}


@pytest.mark.parametrize("by", ["demo-educator", "demo-supervisor", "demo-compliance"])
async def test_what_is_cancelled_while_it_waits_does_not_go_out_whoever_stops_it(firm: Any, by: str) -> None:
    campaign = await ran(firm)
    await (await firm.signed_in(by)).cancel_campaign(campaign)
    educator = await firm.signed_in("demo-educator")
    relayed(firm)
    assert await inbox(firm, "demo-watch") == []
    found = await educator.campaign_results(campaign)
    assert (found["state"], found["skipped"]) == ("cancelled", {"cancelled": 1})


# --- a rule changes


@pytest.mark.parametrize("step", ["submit", "approve", "run", "dispatch"])
async def test_a_cited_rule_that_changes_holds_the_campaign_at_the_next_step(firm: Any, step: str) -> None:
    educator, compliance = await firm.signed_in("demo-educator"), await firm.signed_in("demo-compliance")
    campaign = (await educator.create_campaign("k", BODY))["id"]
    if step != "submit":
        await educator.submit_campaign(campaign)
    if step in ("run", "dispatch"):
        await compliance.approve_campaign(campaign)
    if step == "dispatch":
        await educator.run_campaign(campaign)
    with_other_rules(firm, without_rule("financing_margin_ratio"))
    (listed,) = await educator.held_campaigns()
    assert listed["reason"]["en"].startswith("A cited rule has changed"), "listed before anybody steps on"
    match step:
        case "submit":
            await educator.submit_campaign(campaign)
        case "approve":
            await compliance.approve_campaign(campaign)
        case "run":
            await educator.run_campaign(campaign)
        case _:
            relayed(firm)
    held = await educator.campaign(campaign)
    assert held["state"] == "held"
    assert "100% [上证发〔2026〕5号" in held["reason"]["zh"] and "→ 80% [" in held["reason"]["zh"]
    assert [each["id"] for each in await educator.held_campaigns()] == [campaign]
    relayed(firm)
    assert await inbox(firm, "demo-watch") == []


async def test_a_held_campaign_is_written_anew_and_approved_anew(firm: Any) -> None:
    campaign = await approved(firm)
    with_other_rules(firm, without_rule("financing_margin_ratio"))
    educator = await firm.signed_in("demo-educator")
    await educator.run_campaign(campaign)
    redrafted = await educator.update_campaign(campaign, BODY)
    assert (redrafted["state"], redrafted["reason"], redrafted["approved_by"]) == ("draft", None, None)
    assert await educator.held_campaigns() == []


async def test_one_that_was_held_while_it_went_out_is_not_written_anew(firm: Any) -> None:
    campaign = await ran(firm)
    with_other_rules(firm, without_rule("financing_margin_ratio"))
    relayed(firm)
    educator = await firm.signed_in("demo-educator")
    assert (await refused(educator.update_campaign(campaign, BODY))).status == 409
    assert (await educator.campaign_results(campaign))["skipped"] == {"held": 1}


async def test_another_rule_may_change_without_holding_anything(firm: Any) -> None:
    campaign = await ran(firm)
    with_other_rules(firm, without_rule("short_margin_ratio"))
    relayed(firm)
    assert (await (await firm.signed_in("demo-educator")).campaign(campaign))["state"] == "done"
