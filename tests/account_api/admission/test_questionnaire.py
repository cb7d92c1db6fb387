"""The risk questionnaire: answered in steps, graded with its points, asked again where it contradicts itself."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from account_api.admission.questionnaires import versions
from account_api.client import AccountError, NotAllowed
from account_api.clients.tables import Client
from tests.account_api.admission import making
from tests.account_api.admission.making import VERSION, WHO
from tests.account_api.conftest import Firm


async def refusal(asked: Any) -> AccountError:
    with pytest.raises(AccountError) as caught:
        await asked
    return caught.value


async def test_it_is_answered_in_steps_and_graded_with_the_points_shown(either: Firm) -> None:
    me = await either.signed_in(WHO)
    first = await me.start_questionnaire("start", WHO)
    assert (first["version"], first["next_question"], first["sitting"]["answered"]) == (VERSION, "income", 0)
    answers = making.best()
    for n, (question, option) in enumerate(answers.items(), 1):
        step = await me.answer_questionnaire(f"a{n}", WHO, VERSION, {question: option})
        assert step["sitting"]["answered"] == n
    assert step["next_question"] is None
    done = await me.finish_questionnaire("finish", WHO)
    result = done["result"]
    assert result is not None
    assert (result["grade"], result["points"], result["most"]) == ("C5", 112, 112)
    assert sum(int(each["outcome"].split("/")[0]) for each in result["reasons"]) == 112
    assert done["sitting"]["valid_until"] == "2028-11-19"
    assert {each["confidence"] for each in result["figure"]["rule"]} == {"firm-set"}
    with either.context.transaction(writes=False) as session:
        record = session.get_one(Client, WHO)
    assert (record.risk_grade, str(record.assessed_on)) == ("C5", "2026-11-20")
    assert (await me.start_questionnaire("start", WHO)) == first, "the same key gives the first answer"


async def test_answers_that_contradict_each_other_are_named_and_asked_again(firm: Firm) -> None:
    me = await firm.signed_in(WHO)
    found = await making.graded(me, otherwise={"horizon": "longer", "liquidity": "month"})
    assert [each["code"] for each in found["contradictions"]] == ["horizon_and_liquidity"]
    assert "半年内" in found["contradictions"][0]["zh"]
    assert (found["sitting"]["state"], found["sitting"]["answered"]) == ("open", 12)
    assert found["next_question"] == "horizon" and found["result"] is None
    assert (await refusal(me.finish_questionnaire("again", WHO))).problem["type"] == "/problems/not-complete"
    fixed = await me.answer_questionnaire("fix", WHO, VERSION, {"horizon": "longer", "liquidity": "not"})
    assert fixed["contradictions"] == []
    assert (await me.finish_questionnaire("end", WHO))["sitting"]["state"] == "done"
    assert firm.audit_actions().count("questionnaire.contradicted") == 1


async def test_an_answer_can_cap_the_grade_whatever_the_points_say(firm: Firm) -> None:
    cautious = {"loss": "none", "goal": "keep"}
    found = await making.graded(await firm.signed_in(WHO), otherwise=cautious)
    assert (found["result"]["grade"], found["result"]["points"]) == ("C1", 96)
    assert found["result"]["reasons"][-1]["code"] == "no_loss"


async def test_what_is_unanswered_unknown_or_not_begun_is_refused_by_name(firm: Firm) -> None:
    me = await firm.signed_in(WHO)
    assert (await refusal(me.finish_questionnaire("k", WHO))).problem["type"] == "/problems/state-changed"
    await me.start_questionnaire("start", WHO)
    error = await refusal(me.answer_questionnaire("a", WHO, VERSION, {"goal": "riches", "shoes": "red"}))
    assert [each["field"] for each in error.problem["errors"]] == ["body.answers.goal", "body.answers.shoes"]
    await me.answer_questionnaire("b", WHO, VERSION, {"goal": "growth"})
    error = await refusal(me.finish_questionnaire("c", WHO))
    assert len(error.problem["errors"]) == 13 and error.problem["errors"][0]["field"] == "answers.income"
    assert (await refusal(me.answer_questionnaire("d", WHO, "2027-1", {"goal": "keep"}))).status == 409


async def test_a_version_that_changes_half_way_keeps_the_answers_that_still_hold(firm: Firm) -> None:
    firm.now = datetime(2026, 12, 31, 2, tzinfo=UTC)
    me = await firm.signed_in(WHO)
    await me.start_questionnaire("start", WHO)
    await me.answer_questionnaire("a", WHO, VERSION, {"income": "salary", "dependants": "two"})
    firm.now = datetime(2027, 1, 1, 2, tzinfo=UTC)
    for asked in (
        me.answer_questionnaire("b", WHO, VERSION, {"goal": "growth"}),
        me.finish_questionnaire("c", WHO),
    ):
        assert "2026-1" in (await refusal(asked)).problem["detail_zh"]
    shown = await me.questionnaire(WHO)
    assert (shown["version"], shown["sitting"]["state"]) == ("2027-1", "superseded")
    anew = await me.start_questionnaire("anew", WHO)
    kept = {each["id"]: each["answer"] for each in anew["questions"] if each["answer"] is not None}
    assert kept == {"income": "salary"}, "the question about dependants was put in other words"
    assert anew["sitting"]["of"] == 15


async def test_it_can_be_taken_again_only_so_soon_and_so_often(firm: Firm) -> None:
    me = await firm.signed_in(WHO)
    for n in range(3):
        await me.start_questionnaire(f"s{n}", WHO)
        await me.answer_questionnaire(f"a{n}", WHO, VERSION, making.best())
        await me.finish_questionnaire(f"f{n}", WHO)
        again = await refusal(me.start_questionnaire(f"again{n}", WHO))
        firm.now += timedelta(days=1)
        assert again.problem["detail_zh"].startswith(("2026-11-2", "十二个月内"))
    shown = await me.questionnaire(WHO)
    assert (shown["taken_in_year"], shown["most_in_year"], shown["retake_from"]) == (3, 3, None)
    firm.now += timedelta(days=365)
    assert (await me.questionnaire(WHO))["retake_from"] is not None


async def test_it_holds_for_two_years(firm: Firm) -> None:
    me = await firm.signed_in(WHO)
    await making.graded(me)
    firm.now = datetime(2028, 11, 19, 2, tzinfo=UTC)
    assert (await me.questionnaire(WHO))["sitting"]["state"] == "done"
    firm.now = datetime(2028, 11, 20, 2, tzinfo=UTC)
    assert (await me.questionnaire(WHO))["sitting"]["state"] == "lapsed"
    assert "questionnaire" in [each["code"] for each in (await me.application(WHO))["gaps"]]


async def test_many_starts_at_once_are_one_sitting(either: Firm) -> None:
    me = await either.signed_in(WHO)
    found = await asyncio.gather(*(me.start_questionnaire(f"s{n}", WHO) for n in range(5)))
    assert len(found) == 5
    assert either.audit_actions().count("questionnaire.started") == 1


async def test_nobody_answers_for_a_client(firm: Firm) -> None:
    desk = await firm.signed_in(making.DESK)
    assert isinstance(await refusal(desk.start_questionnaire("k", WHO)), NotAllowed)
    assert (await desk.questionnaire(WHO))["sitting"]["state"] == "none"


def test_every_version_has_questions_enough_in_both_languages() -> None:
    assert [each.version for each in versions()] == ["2026-1", "2027-1"]
    for each in versions():
        assert len(each.questions) >= 12
        texts = [q.text for q in each.questions] + [o.text for q in each.questions for o in q.options]
        assert all(english and chinese for english, chinese in texts) and len(texts) > 60
        assert each.contradictions and each.caps
