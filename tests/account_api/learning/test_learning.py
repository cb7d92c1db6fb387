"""Learning is recorded for oneself, graded by the assistant, and shown with the gain between two quizzes."""

import asyncio
from typing import Any

import pytest

from account_api.app import assistant_token
from account_api.client import AccountClient, AccountError, NotAllowed, NotFound

COURSE = "before-opening"
RULES = [{"param": "financing_margin_ratio", "as_of": "2026-11-20"}]


def items(right: int, total: int) -> list[dict[str, Any]]:
    return [{"item": f"i-{n}", "answer": "B", "right": n < right, "rules": RULES} for n in range(total)]


async def take(
    who: AccountClient, key: str, stage: Any, right: int, total: int = 5, learner: str | None = None
) -> Any:
    score: Any = {"right": right, "total": total}
    return await who.record_attempt(
        key, COURSE, stage, "seed-7", "zh", items(right, total), score, learner=learner
    )


async def test_a_lesson_read_again_is_read_once(firm: Any) -> None:
    me = await firm.signed_in("demo-applicant")
    for lesson in ("what-it-is", "margin-ratio", "what-it-is"):
        found = await me.record_lesson(COURSE, lesson)
    assert found["courses"][COURSE]["lessons"] == ["margin-ratio", "what-it-is"]
    assert found == await me.progress() == await me.progress("demo-applicant")
    assert firm.audit_actions().count("learning.lesson") == 2


async def test_the_gain_is_between_the_first_quiz_before_and_the_latest_after(firm: Any) -> None:
    me = await firm.signed_in("demo-applicant")
    await take(me, "1", "before", 2)
    found = await take(me, "2", "practice", 5)
    assert found["courses"][COURSE]["gain"] is None
    await take(me, "3", "before", 4)
    await take(me, "4", "after", 3)
    course = (await take(me, "5", "after", 3, 4))["courses"][COURSE]
    assert course == {
        "lessons": [],
        "before": {"right": 2, "total": 5},
        "after": {"right": 3, "total": 4},
        "gain": 35,
    }


async def test_an_attempt_counts_once_per_key_however_often_it_arrives(either: Any) -> None:
    me = await either.signed_in("demo-applicant")
    answers = await asyncio.gather(*(take(me, "k", "before", 2) for _ in range(5)))
    assert all(answer == answers[0] for answer in answers)
    assert either.audit_actions().count("learning.attempt") == 1
    with pytest.raises(AccountError) as caught:
        await take(me, "k", "before", 3)
    assert caught.value.status == 409


async def test_a_score_that_is_not_the_count_of_its_items_is_refused(firm: Any) -> None:
    me = await firm.signed_in("demo-applicant")
    for score in ({"right": 3, "total": 5}, {"right": 2, "total": 4}):
        with pytest.raises(AccountError) as caught:
            await me.record_attempt("k", COURSE, "before", 7, "zh", items(2, 5), score)  # type: ignore[arg-type]
        assert [error["code"] for error in caught.value.problem["errors"]] == ["miscounted"]
    assert (await me.progress())["courses"] == {}


async def test_the_assistant_records_for_visitors_and_for_nobody_else(firm: Any) -> None:
    assistant = firm.client.as_token(assistant_token(firm.app))
    visitor = "visitor:9f86d081884c7d65"
    await assistant.record_lesson(COURSE, "what-it-is", learner=visitor)
    await take(assistant, "k", "before", 1, learner=visitor)
    found = await assistant.progress(visitor)
    assert (found["learner"], found["courses"][COURSE]["before"]) == (visitor, {"right": 1, "total": 5})
    for learner in ("demo-call", None):
        with pytest.raises(NotAllowed):
            await assistant.record_lesson(COURSE, "what-it-is", learner=learner)
        with pytest.raises(NotAllowed):
            await assistant.progress(learner)


async def test_a_client_records_and_sees_nobody_elses(firm: Any) -> None:
    me = await firm.signed_in("demo-call")
    for learner in ("demo-safe", "visitor:9f86d081884c7d65"):
        with pytest.raises(NotAllowed):
            await me.record_lesson(COURSE, "what-it-is", learner=learner)
        with pytest.raises(NotFound):
            await me.progress(learner)
    assert firm.audit_actions()[-2:] == ["account.denied", "account.denied"]


async def test_staff_see_the_progress_of_their_clients_and_write_none(firm: Any) -> None:
    await (await firm.signed_in("demo-call")).record_lesson(COURSE, "what-it-is")
    agent = await firm.signed_in("demo-agent")
    assert (await agent.progress("demo-call"))["courses"][COURSE]["lessons"] == ["what-it-is"]
    for learner in ("demo-short", "nobody", None):
        with pytest.raises(NotFound):
            await agent.progress(learner)
    with pytest.raises(NotAllowed):
        await agent.record_lesson(COURSE, "what-it-is", learner="demo-call")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"course": "Before Opening"}, "body.course"),
        ({"lesson": "../../etc"}, "body.lesson"),
        ({"learner": "visitor: spaces"}, "body.learner"),
        ({"grade": 1}, "body.grade"),
    ],
)
async def test_a_bad_record_names_its_field(shared_firm: Any, changes: dict[str, Any], field: str) -> None:
    me = await shared_firm.signed_in("demo-call")
    with pytest.raises(AccountError) as caught:
        await me._post("/learning/lessons", {"course": COURSE, "lesson": "one"} | changes)
    assert [error["field"] for error in caught.value.problem["errors"]] == [field]
