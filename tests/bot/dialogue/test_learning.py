"""Learning in chat, on the product: a lesson for who asks to be taught, a quiz one question at a time, and progress."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pytest

from bot.wiring import Product
from knowledge.education.curriculum import curriculum

pytestmark = pytest.mark.asyncio(loop_scope="session")


@dataclass(slots=True)
class Chat:
    """One conversation with the product."""

    product: Product
    session: str
    said: int = 0

    async def say(self, text: str, lang: str | None = None) -> dict[str, Any]:
        self.said += 1
        return await self.product.assistant.turn(self.session, str(self.said), text, lang)


async def chat(product: Product, user: str | None = None) -> Chat:
    token = (await product.accounts.demo_sign_in(user)).token if user else None
    return Chat(product, await product.assistant.open_session(token, None))


def labels(reply: dict[str, Any]) -> list[str]:
    return [choice["label"] for choice in reply["choices"]]


@pytest.mark.parametrize(
    ("wish", "lesson"),
    [
        ("教我看懂维持担保比例", "lesson-maintenance-ratio"),
        ("开户前要学什么", "lesson-who-may-open"),
        ("我想学两融", "lesson-what-margin-trading-is"),
        ("teach me the conversion rate", "lesson-collateral-and-conversion"),
    ],
)
async def test_who_asks_to_be_taught_gets_the_lesson_its_address_and_what_comes_next(
    product: Product, wish: str, lesson: str
) -> None:
    reply = await (await chat(product)).say(wish)
    assert (reply["action"], reply["intent"]) == ("answer", "learn")
    assert reply["citations"][0]["document"] == lesson and reply["citations"][0]["kind"] == "lesson"
    assert reply["answer"].startswith(reply["citations"][0]["quote"])
    assert f"/{lesson}" in reply["answer"] and len(reply["answer"]) <= 600
    following = await (await chat(product)).say(labels(reply)[0])
    assert following["citations"][0]["kind"] == "lesson"
    assert following["citations"][0]["document"] != lesson


async def test_a_rule_question_is_still_answered_by_the_rule(product: Product) -> None:
    reply = await (await chat(product)).say("维持担保比例怎么算")
    assert reply["citations"][0]["kind"] != "lesson"


async def test_what_no_lesson_teaches_is_said_and_the_courses_are_named(product: Product) -> None:
    reply = await (await chat(product)).say("教我怎么做红烧肉")
    assert reply["action"] == "unknown"
    assert all(course.title["zh"] in reply["answer"] for course in curriculum().courses.values())


async def test_a_quiz_asks_one_question_at_a_time_grades_each_and_counts_them(product: Product) -> None:
    talk = await chat(product)
    reply, right = await talk.say("做几道题"), 0
    for place in range(1, 5):
        assert f"{place}/4" in reply["answer"] and reply["action"] == "ask"
        assert [choice["send"] for choice in reply["choices"]] == ["A", "B", "C", "D"]
        reply = await talk.say("ABCD"[place - 1])
        right += reply["answer"].startswith("答对了")
        assert re.search(r"（依据：.+，\d{4}-\d\d-\d\d 起有效）", reply["answer"])
    assert reply["action"] == "answer" and f"答对 {right}/4" in reply["answer"]


async def test_the_same_message_asks_the_same_quiz_and_another_one_another(product: Product) -> None:
    first, second = await chat(product), await chat(product)
    asked = await first.say("做几道题")
    again = await product.assistant.turn(first.session, "1", "做几道题")
    others = [await second.say("做几道题") for _ in range(3)]
    assert again == asked
    assert {other["answer"] for other in others} != {asked["answer"]}


async def test_a_question_in_between_is_answered_and_the_quiz_waits(product: Product) -> None:
    talk = await chat(product)
    asked = await talk.say("考考我")
    between = await talk.say("折算率是什么意思")
    assert between["intent"] == "rule_question" and "继续答题" in labels(between)
    assert (await talk.say("继续答题"))["choices"] == asked["choices"]
    assert (await talk.say("下一题"))["choices"] == asked["choices"]
    assert "2/4" in (await talk.say("选b"))["answer"]


async def test_a_quiz_can_be_stopped_and_is_forgotten_when_a_person_is_called(product: Product) -> None:
    talk = await chat(product)
    await talk.say("做几道题")
    assert "没有记分" in (await talk.say("不做了"))["answer"]
    assert (await talk.say("A"))["intent"] != "learn"
    await talk.say("做几道题")
    called = await talk.say("转人工")
    assert "继续答题" not in labels(called)


async def test_a_letter_means_nothing_where_no_quiz_waits(product: Product) -> None:
    reply = await (await chat(product)).say("A")
    assert reply["action"] in ("ask", "refuse", "unknown")


async def test_progress_is_told_after_a_quiz_and_is_ones_own(product: Product) -> None:
    talk = await chat(product, "demo-nodebt")
    reply = await talk.say("来个行情下跌的课前测验")
    total = int(re.search(r"1/(\d)", reply["answer"])[1])  # type: ignore[index]
    for _ in range(total):
        reply = await talk.say("A")
    score = re.search(rf"答对 \d/{total}", reply["answer"])
    assert score is not None
    told = await talk.say("我学到哪了")
    assert "《行情下跌时怎么办》" in told["answer"] and f"课前测验{score[0]}" in told["answer"]
    assert "还没有学习记录" in (await (await chat(product)).say("我学到哪了"))["answer"]


async def test_a_numeric_question_is_proved_by_a_figure_when_it_is_graded(product: Product) -> None:
    talk = await chat(product)
    reply = await talk.say("test me on margin calls", "en")
    figures: list[Any] = []
    for _ in range(int(re.search(r"1/(\d)", reply["answer"])[1])):  # type: ignore[index]
        assert not reply["figures"] or "Right" in reply["answer"] or "Not quite" in reply["answer"]
        reply = await talk.say("a", "en")
        figures += reply["figures"]
    assert figures and all(figure["trace_id"] for figure in figures)


async def test_traditional_characters_are_written_and_understood(product: Product) -> None:
    talk = await chat(product)
    reply = await talk.say("做幾道題", "zh-Hant")
    assert "回覆" in reply["answer"]
    between = await talk.say("維持擔保比例怎麼算", "zh-Hant")
    assert "繼續答題" in labels(between)
    assert "1/4" in (await talk.say("繼續答題", "zh-Hant"))["answer"]
