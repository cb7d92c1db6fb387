"""An educator in the chat, on the whole product: a paper with its grounds, a campaign after a yes, languages, and who may."""

from __future__ import annotations

from typing import Any

import pytest

from bot.dialogue.teaching_desk import educator_flow
from bot.wiring import Product

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def talk(product: Product, user: str, *said: str, lang: str | None = None) -> list[dict[str, Any]]:
    token = (await product.accounts.demo_sign_in(user)).token
    session = await product.assistant.open_session(token, lang)
    return [await product.assistant.turn(session, str(place), text) for place, text in enumerate(said)]


async def test_a_paper_has_answers_of_the_engine_and_clauses_and_is_the_same_in_every_language(
    product: Product,
) -> None:
    first, again = await talk(product, "demo-educator", "用现行细则出10题，难度中", "英文和繁体各出一版")
    assert first["action"] == "answer" and len(first["figures"]) == 10
    assert first["answer"].count("依据：") == 10 and len(first["citations"]) >= 5
    assert {figure["trace_id"] for figure in again["figures"]} <= {f["trace_id"] for f in first["figures"]}
    assert "In English" in again["answer"] or "英文版" in again["answer"]


async def test_a_paper_of_a_past_year_leaves_out_what_did_not_hold_then(product: Product) -> None:
    (said,) = await talk(product, "demo-educator", "用2024版细则出10题")
    assert "2024-12-31" in said["answer"] and "没有选入" in said["answer"]


async def test_a_campaign_is_written_after_a_yes_only_and_another_person_approves_it(
    product: Product,
) -> None:
    before = len(
        await product.accounts.as_token(
            (await product.accounts.demo_sign_in("demo-educator")).token
        ).campaigns()
    )
    asked, dropped = await talk(
        product, "demo-educator", "面向开户90天内、没有退订的客户，三天一题", "不要了"
    )
    assert asked["action"] == "confirm" and "90 天" in asked["answer"] and "3 天" in asked["answer"]
    assert "没有建草稿" in dropped["answer"]
    _, made = await talk(product, "demo-educator", "给客户做个“用我自己账户举例”的版本", "确认")
    assert "审批" in made["answer"] and "CM2026" in made["answer"]
    token = (await product.accounts.demo_sign_in("demo-educator")).token
    assert len(await product.accounts.as_token(token).campaigns()) == before + 1


async def test_nothing_is_measured_before_anybody_has_learned(product: Product) -> None:
    (said,) = await talk(product, "demo-educator", "这轮提高了多少？")
    assert said["action"] == "unknown" and said["figures"] == []


async def test_only_who_works_on_lessons_is_asked_for_papers() -> None:
    assert educator_flow("出10题", "educator") is not None
    assert educator_flow("出10题", "agent") is None and educator_flow("出10题", None) is None
    assert educator_flow("今天谁要追保", "educator") is None


async def test_a_paper_on_a_matter_asks_about_it_and_shows_the_options(product: Product) -> None:
    (said,) = await talk(product, "demo-educator", "出5道追保的题")
    questions = [line for line in said["answer"].splitlines() if line[:1] in "①②③④⑤"]
    assert len(questions) == 5
    assert all(any(word in line for word in ("追保", "补足", "补到位", "追加担保")) for line in questions)
    assert sum(line.startswith("A. ") for line in said["answer"].splitlines()) == 5
    assert sum(line.startswith("D. ") for line in said["answer"].splitlines()) == 5


async def test_what_a_change_touches_may_be_asked_by_the_change() -> None:
    asked = educator_flow("2026年融资保证金比例调整影响哪些题目", "educator")
    assert asked is educator_flow("哪些题失效了", "educator") and asked is not None
