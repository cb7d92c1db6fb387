"""Any day's rule: exact on the eve and on the day of a change, with what it is today, and the chip to the other day."""

from __future__ import annotations

import re
from datetime import date

import pytest

from bot.wiring import Product
from tests.bot.answer.asking import ask, chip, details, head

pytestmark = pytest.mark.asyncio(loop_scope="session")

EVES = (
    ("融资保证金比例", date(2015, 11, 23), "50%", "100%"),
    ("融资保证金比例", date(2023, 9, 11), "100%", "80%"),
    ("融资保证金比例", date(2026, 1, 19), "80%", "100%"),
    ("融券保证金比例", date(2023, 10, 30), "50%", "80%"),
    ("融券保证金比例", date(2024, 7, 22), "80%", "100%"),
)
PAST_YEARS = (
    ("What was the margin ratio in 2014?", "50%", "2014-12-31"),
    ("What was the financing margin ratio before 2019?", "100%", "2018-12-31"),
    ("What was the financing margin ratio in March 2025?", "80%", "2025-03-31"),
    ("What was the financing margin ratio last year?", "80%", "2025-12-31"),
    ("What was the minimum maintenance ratio in 2018?", "130%", "2018-12-31"),
    ("What was the short margin ratio before July 2024?", "80%", "2024-06-30"),
    ("去年融资保证金比例是多少？", "80%", "2025-12-31"),
    ("2025年3月的融资保证金比例是多少？", "80%", "2025-03-31"),
    ("2019年之前融资保证金比例是多少？", "100%", "2018-12-31"),
    ("新规前融资保证金比例是多少？", "80%", "2026-01-18"),
    ("融资保证金比例改之前是多少？", "80%", "2026-01-18"),
    ("以前的融券保证金比例是多少？", "80%", "2024-07-21"),
    ("去年融資保證金比例是多少？", "80%", "2025-12-31"),
    ("新規前融資保證金比例是多少？", "80%", "2026-01-18"),
    ("两年前融资保证金比例是多少？", "80%", "2024-11-20"),
    ("2025年底融资保证金比例是多少？", "80%", "2025-12-31"),
    ("2018年的最低维持担保比例是多少？", "130%", "2018-12-31"),
)


@pytest.mark.parametrize(("what", "day", "before", "since"), EVES)
async def test_the_eve_and_the_day_of_a_change_are_told_apart(
    product: Product, what: str, day: date, before: str, since: str
) -> None:
    eve = date.fromordinal(day.toordinal() - 1)
    for said, value in ((eve, before), (day, since)):
        dated = f"{said.year}年{said.month}月{said.day}日"
        reply = await ask(product, f"{dated}的{what}是多少？")
        assert value in head(reply).split("。")[0] and reply["rules_as_of"] == said.isoformat()
        assert (await ask(product, f"{what}是多少？", as_of=said))["answer"].split("。")[0].count(value)
    until = await ask(product, f"{day.year}年{day.month}月{day.day}日之前{what}是多少？")
    assert before in head(until).split("。")[0] and until["rules_as_of"] == eve.isoformat()


@pytest.mark.parametrize(("text", "value", "day"), PAST_YEARS)
async def test_a_past_day_gets_the_rule_of_then_and_what_it_is_now(
    product: Product, text: str, value: str, day: str
) -> None:
    reply = await ask(product, text)
    first = re.split(r"。|\. ", head(reply))[0]
    assert value in first and reply["rules_as_of"] == day
    assert any(word in head(reply) for word in ("现在的", "現在的", "Today")), head(reply)


@pytest.mark.parametrize(
    "text", ["明年融资保证金比例是多少？", "What will the margin ratio be in 2027?", "2027年印花税是多少？"]
)
async def test_of_a_day_to_come_what_is_published_is_told(product: Product, text: str) -> None:
    reply = await ask(product, text)
    assert "2027-01-01" in reply["answer"] and (
        "还可能变化" in reply["answer"] or "may have changed" in reply["answer"]
    )


@pytest.mark.parametrize(
    "text", ["1990年融资保证金比例是多少？", "What was the financing margin ratio in 2005?"]
)
async def test_before_the_first_rule_there_is_none_on_record(product: Product, text: str) -> None:
    reply = await ask(product, text)
    assert "2006-08-21" in head(reply) and head(reply).startswith(("在那以前没有", "Nothing is on record"))


async def test_a_stretch_of_years_gets_every_change(product: Product) -> None:
    reply = await ask(product, "2014年到2024年融资保证金比例是多少？")
    assert "2015-11-23 起 100%" in details(reply) and "2023-09-11 起 80%" in details(reply)


async def test_when_a_contract_was_opened_does_not_make_the_question_one_about_the_past(
    product: Product,
) -> None:
    for text in (
        "2026年1月19日之前开的融资合约怎么办？",
        "What about contracts opened before 19 January 2026?",
    ):
        reply = await ask(product, text)
        assert reply["rules_as_of"] == "2026-11-20"


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("融资保证金比例有什么变化？", ("80%", "100%")),
        ("融券保证金比例历次变化", ("80%", "100%")),
        ("融资保证金比例以前和现在有什么不同？", ("80%", "100%")),
        ("How has the financing margin ratio changed?", ("80%", "100%")),
    ],
)
async def test_a_change_is_told_with_both_values_and_every_change_unfolds(
    product: Product, text: str, values: tuple[str, str]
) -> None:
    reply = await ask(product, text)
    assert all(value in head(reply) for value in values) and "50%" in details(reply)


@pytest.mark.parametrize(
    ("text", "then", "now"),
    [
        ("融资保证金比例是多少？", "80%", "100%"),
        ("融券保证金比例是多少？", "80%", "100%"),
        ("私募融券保证金比例是多少？", "100%", "120%"),
        ("What is the financing margin ratio?", "80%", "100%"),
        ("ST股票的涨跌幅是多少？", "5%", "10%"),
    ],
)
async def test_the_chip_turns_now_into_then_and_back(
    product: Product, text: str, then: str, now: str
) -> None:
    first = await ask(product, text)
    before = await ask(product, text, chip(first, "之前", "before"))
    assert now in head(first) and then in re.split(r"。|\. ", head(before))[0]
    again = await ask(product, text, chip(before, "现在", "now"))
    assert now in re.split(r"。|\. ", head(again))[0] and again["rules_as_of"] == "2026-11-20"


@pytest.mark.parametrize("text", ["谁决定平仓线？", "维持担保比例怎么算？", "Who sets the liquidation line?"])
async def test_a_document_with_an_older_version_has_a_chip_too(product: Product, text: str) -> None:
    first = await ask(product, text)
    before = await ask(product, text, chip(first, "之前", "before"))
    assert before["rules_as_of"] == "2019-08-18"
    assert before["citations"][0]["effective_to"] == "2019-08-19"
    assert "2019-08-19" in before["answer"]


@pytest.mark.parametrize(
    ("texts", "parts"),
    [
        (("融资保证金比例是多少？", "融券的呢"), ("融券保证金比例下限是 100%",)),
        (("融资保证金比例是多少？", "融券的呢", "私募的呢"), ("私募", "120%")),
        (("融资保证金比例是多少？", "那去年呢"), ("80%",)),
        (("融券保证金比例是多少？", "2023年12月呢"), ("80%",)),
        (("融資保證金比例是多少？", "融券的呢？"), ("融券保證金比例下限是 100%",)),
        (("融資保證金比例是多少？", "那去年呢？"), ("80%", "那時")),
        (("What is the financing margin ratio?", "and for shorting?"), ("short margin ratio is 100%",)),
        (("What is the short margin ratio?", "what about private funds?"), ("120%",)),
        (("What is the financing margin ratio?", "and in 2014?"), ("50%",)),
    ],
)
async def test_a_fragment_goes_on_from_the_last_question(
    product: Product, texts: tuple[str, ...], parts: tuple[str, ...]
) -> None:
    reply = await ask(product, *texts)
    assert all(part in head(reply) for part in parts), head(reply)


async def test_a_fragment_after_something_else_completes_nothing(product: Product) -> None:
    reply = await ask(product, "融资保证金比例是多少？", "谢谢", "私募的呢")
    assert "120%" not in reply["answer"]
