"""The lessons over HTTP: open to everybody, no key before the answer, no score from a browser, each quiz counted once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI

from bot.channels.browser import COOKIE, Seals
from bot.channels.learn_api import learn_api_router
from bot.wiring import Product
from knowledge.education.curriculum import curriculum

pytestmark = pytest.mark.asyncio(loop_scope="session")
QUIZ = {"course": "before-opening", "stage": "before", "seed": 5}


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def app(product: Product) -> FastAPI:
    application = FastAPI()
    application.include_router(learn_api_router(product, new_seed=lambda: 77))
    return application


def browser(app: FastAPI, cookie: str | None) -> httpx.AsyncClient:
    cookies = {} if cookie is None else {COOKIE: cookie}
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://learn.test", cookies=cookies
    )


@pytest_asyncio.fixture(loop_scope="session")
async def visitor(app: FastAPI, request: pytest.FixtureRequest) -> AsyncIterator[httpx.AsyncClient]:
    """A browser of its own for every test."""
    async with browser(app, f"secret of {request.node.name}") as client:
        yield client


async def dealt(client: httpx.AsyncClient, **more: Any) -> dict[str, Any]:
    answer = await client.post("/learn/api/quiz", json={**QUIZ, **more})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def graded(client: httpx.AsyncClient, token: str, answers: list[Any]) -> dict[str, Any]:
    answer = await client.post("/learn/api/grade", json={"token": token, "answers": answers})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def test_courses_and_lessons_are_open_in_three_languages(visitor: httpx.AsyncClient) -> None:
    known = (await visitor.get("/learn/api/courses")).json()["courses"]
    assert [len(course["lessons"]) for course in known] == [6, 4]
    assert not any(lesson["held"] for course in known for lesson in course["lessons"])
    first = known[0]["lessons"][0]["id"]
    titles = set()
    for lang in ("zh", "zh-Hant", "en"):
        lesson = (
            await visitor.get(f"/learn/api/lessons/before-opening/{first}", params={"lang": lang})
        ).json()
        assert len(lesson["sections"]) >= 4 and all(each["text"] for each in lesson["sections"])
        assert lesson["previous"] is None and lesson["next"] == known[0]["lessons"][1]["id"]
        titles.add(lesson["title"])
    assert len(titles) == 3


async def test_what_is_not_there_is_one_error_object(visitor: httpx.AsyncClient) -> None:
    answers = [
        await visitor.get("/learn/api/lessons/before-opening/lesson-deadline"),
        await visitor.get("/learn/api/lessons/nothing/nothing"),
        await visitor.post("/learn/api/quiz", json={**QUIZ, "course": "nothing"}),
    ]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert all(answer.json()["title_zh"] for answer in answers)
    assert (await visitor.post("/learn/api/quiz", json={**QUIZ, "stage": "final"})).status_code == 422


async def test_a_quiz_goes_out_without_its_answers(visitor: httpx.AsyncClient) -> None:
    quiz = await dealt(visitor)
    assert [set(item) for item in quiz["items"]] == [{"id", "lesson", "stem", "options"}] * 6
    assert all(len(set(item["options"])) == 4 for item in quiz["items"])
    assert "key" not in str(quiz["items"])


async def test_a_seed_makes_the_same_practice_and_none_means_the_service_draws_one(
    visitor: httpx.AsyncClient,
) -> None:
    first, again = [await dealt(visitor, stage="practice") for _ in range(2)]
    assert first == again and first["seed"] == 5
    assert (await dealt(visitor, stage="practice", seed=None))["seed"] == 77
    english = await dealt(visitor, stage="practice", lang="en")
    assert [item["id"] for item in english["items"]] == [item["id"] for item in first["items"]]


@pytest.mark.parametrize("stage", ["before", "after"])
async def test_the_seed_of_a_measured_quiz_is_nobodys_to_choose(
    visitor: httpx.AsyncClient, stage: str
) -> None:
    assert (await dealt(visitor, stage=stage, seed=5))["seed"] == 77


async def test_grading_says_right_or_wrong_why_on_which_clause_and_with_which_figures(
    visitor: httpx.AsyncClient,
) -> None:
    quiz = await dealt(visitor)
    result = await graded(visitor, quiz["token"], [0, 1, 2, 3, None, 0])
    assert result["score"]["total"] == 6
    assert result["score"]["right"] == sum(item["right"] for item in result["items"])
    for item, asked in zip(result["items"], quiz["items"], strict=True):
        assert item["options"] == asked["options"] and 0 <= item["key"] <= 3
        assert item["explanation"] and item["cites"]
        assert all(cite["effective_from"] and cite["source"] for cite in item["cites"])
        assert bool(item["figures"]) == (curriculum().items[item["id"]].key is not None)
        assert all(figure["trace_id"] for figure in item["figures"])


async def test_the_first_grading_counts_and_knowing_the_keys_afterwards_changes_nothing(
    visitor: httpx.AsyncClient,
) -> None:
    quiz = await dealt(visitor)
    first = await graded(visitor, quiz["token"], [None] * 6)
    assert first["recorded"] and first["progress"]["before"] == {"right": 0, "total": 6}
    keys = [item["key"] for item in first["items"]]
    again = await graded(visitor, (await dealt(visitor))["token"], keys)
    assert again["score"] == {"right": 6, "total": 6}
    assert not again["recorded"] and again["progress"]["before"] == {"right": 0, "total": 6}


async def test_before_and_after_give_a_gain(visitor: httpx.AsyncClient) -> None:
    before = await dealt(visitor)
    await graded(visitor, before["token"], [None] * 6)
    after = await dealt(visitor, stage="after")
    keys = [item["key"] for item in (await _looked_up(visitor, after))["items"]]
    result = await graded(visitor, after["token"], keys)
    assert result["progress"]["gain"] == 100
    assert (await visitor.get("/learn/api/progress")).json()["courses"]["before-opening"]["gain"] == 100


async def _looked_up(visitor: httpx.AsyncClient, quiz: dict[str, Any]) -> dict[str, Any]:
    """The same quiz graded for a program, which is not recorded."""
    assert isinstance(visitor._transport, httpx.ASGITransport)
    async with browser(visitor._transport.app, None) as program:  # type: ignore[arg-type]
        token = (await dealt(program, stage=quiz["stage"], seed=quiz["seed"]))["token"]
        return await graded(program, token, [None] * len(quiz["items"]))


async def test_a_token_is_good_for_whom_it_was_dealt_to_and_unchanged(
    app: FastAPI, visitor: httpx.AsyncClient
) -> None:
    token = (await dealt(visitor))["token"]
    body, _, tag = token.partition(".")
    forged = [f"{body}.{'0' * len(tag)}", f"{body[:-4]}AAAA.{tag}", "nonsense", "é.é", ""]
    for bad in forged:
        answer = await visitor.post("/learn/api/grade", json={"token": bad, "answers": [0] * 6})
        assert answer.status_code == 422, bad
        assert answer.json()["errors"][0]["code"] == "not_ours"
    async with browser(app, "somebody else") as other:
        answer = await other.post("/learn/api/grade", json={"token": token, "answers": [0] * 6})
    assert answer.json()["errors"][0]["code"] == "not_ours"


@pytest.mark.parametrize("answers", [[0] * 5, [0] * 7, [4] * 6, ["A"] * 6, [True] * 6, []])
async def test_answers_that_do_not_fit_are_refused_by_name(
    visitor: httpx.AsyncClient, answers: list[Any]
) -> None:
    token = (await dealt(visitor))["token"]
    answer = await visitor.post("/learn/api/grade", json={"token": token, "answers": answers})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"].startswith("answers")


async def test_a_lesson_read_counts_once_for_the_browser_that_read_it(
    app: FastAPI, visitor: httpx.AsyncClient
) -> None:
    for _ in range(2):
        told = (await visitor.post("/learn/api/lessons/before-opening/lesson-margin-ratio")).json()
    assert told["visitor"] and told["courses"]["before-opening"]["lessons"] == ["lesson-margin-ratio"]
    async with browser(app, "another browser") as other:
        assert (await other.get("/learn/api/progress")).json() == {"visitor": True, "courses": {}}


async def test_a_program_without_a_cookie_may_learn_and_leaves_no_trace(app: FastAPI) -> None:
    async with browser(app, None) as program:
        read = await program.post("/learn/api/lessons/before-opening/lesson-margin-ratio")
        assert read.json() == {"visitor": True, "courses": {}}
        result = await graded(program, (await dealt(program))["token"], [0] * 6)
        assert result["recorded"] is False and result["progress"] is None


async def test_who_is_signed_in_to_the_pages_conversation_learns_under_its_own_name(
    app: FastAPI, product: Product, visitor: httpx.AsyncClient
) -> None:
    token = (await product.accounts.demo_sign_in("demo-watch")).token
    session = await product.assistant.open_session(token, None)
    sealed = Seals(product.seal_key).seal(session, visitor.cookies[COOKIE])
    headers = {"X-Chat-Session": sealed}
    told = (
        await visitor.post("/learn/api/lessons/before-opening/lesson-margin-ratio", headers=headers)
    ).json()
    assert told["visitor"] is False
    own = await product.accounts.as_token(token).progress()
    assert own["courses"]["before-opening"]["lessons"] == ["lesson-margin-ratio"]
    async with browser(app, "not the browser of that conversation") as other:
        assert (await other.get("/learn/api/progress", headers=headers)).status_code == 404
