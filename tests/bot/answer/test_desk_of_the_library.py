"""What the editors set is in the next answer: a verified answer with its date, a notice, a topic kept for people."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
import pytest_asyncio

from account_api.settings import Settings
from bot.wiring import Product, open_product
from knowledge.editorial.answers import AnswerDraft
from knowledge.editorial.desk import Editorial
from knowledge.editorial.notices import NoticeDraft
from knowledge.editorial.rights import Editor
from tests.bot.answer.asking import ask, head
from tests.conftest import copy_of

pytestmark = pytest.mark.asyncio(loop_scope="module")

WRITER, REVIEWER = Editor("wang", "educator"), Editor("li", "compliance")
QUESTION, ANSWER = (
    "信用账户可以买可转债吗",
    "可以：名单内的可转债可以用自有资金在信用账户买入，每日名单在App查看。",
)
BANK = "银证转账今晚维护，请在15:30前办理。"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def own(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Product]:
    """A product of one's own, whose library may be written to."""
    home = copy_of(demo_home, tmp_path_factory.mktemp("desk"))
    async with open_product(Settings(home=home)) as product:
        yield product


def _desk(product: Product) -> Editorial:
    return Editorial(product.library, product.now)


async def test_a_verified_answer_is_said_as_one_with_its_date(own: Product) -> None:
    desk = _desk(own)
    ground = (await ask(own, "信用账户能买所有股票吗"))["citations"][0]["passage"]
    draft = AnswerDraft(
        (QUESTION, "信用户能买转债吗"), ANSWER, (ground,), date(2026, 11, 1), date(2027, 5, 1), "zh", "orders"
    )
    name = desk.answer(WRITER, draft).id
    desk.approve(REVIEWER, name)
    desk.publish(WRITER, name)
    reply = await ask(own, f"{QUESTION}？")
    assert head(reply).startswith("这是公司审核过的答复（2026-11-01 起有效）：可以：名单内的可转债")
    assert reply["citations"][0]["kind"] == "answer"


async def test_a_notice_is_in_the_next_answer_until_it_ends(own: Product) -> None:
    desk, question = _desk(own), "什么时候可以转出钱或股票？"
    before = head(await ask(own, question))
    notice = desk.set_notice(
        REVIEWER, NoticeDraft("transfers", "notice", BANK, "Bank transfers end at 15:30 tonight.")
    )
    reply = await ask(own, question)
    assert head(reply).startswith(f"【公告】{BANK}（2026-11-20 起）") and before in reply["answer"]
    assert BANK not in (await ask(own, "周末要算利息吗？"))["answer"]
    desk.end_notice(REVIEWER, notice.id)
    assert head(await ask(own, question)) == before


async def test_a_topic_given_to_people_is_answered_by_nobody_else(own: Product) -> None:
    desk = _desk(own)
    notice = desk.set_notice(
        REVIEWER,
        NoticeDraft("maintenance-ratio", "person_only", "维持担保比例问题由专人解答。", "A person answers."),
    )
    for text, client in (("维持担保比例怎么算？", None), ("我的维持担保比例是多少？", "demo-call")):
        reply = await ask(own, text, client=client)
        assert "人工" in head(reply) and reply["figures"] == reply["citations"] == []
        assert {"label": "转人工", "send": "转人工"} in reply["choices"]
    desk.end_notice(REVIEWER, notice.id)
    assert (await ask(own, "我的维持担保比例是多少？", client="demo-call"))["figures"]


async def test_a_topic_kept_for_people_cannot_be_reached_by_another_way(own: Product) -> None:
    desk = _desk(own)
    kept = [
        desk.set_notice(REVIEWER, NoticeDraft(topic, "person_only", "由专人解答。", "A person answers."))
        for topic in ("margin-ratio", "transfers", "liquidation")
    ]
    texts = (
        "30%的保证金能加三倍杠杆吗",
        "比例到了140%就能提现吗",
        "我有80万最多能融资买多少",
        "平仓线一般是多少",
        "what is the lowest margin ratio now?",
    )
    for text in texts:
        reply = await ask(own, text)
        assert reply["action"] == "ask" and reply["citations"] == reply["figures"] == [], (
            text,
            reply["answer"],
        )
        assert "人工" in head(reply) or "Talk to a person" in head(reply), text
    assert (await ask(own, "周末要算利息吗？"))["action"] == "answer"
    for notice in kept:
        desk.end_notice(REVIEWER, notice.id)
    assert (await ask(own, texts[0]))["action"] == "answer"


async def test_a_gap_is_kept_without_the_numbers_of_a_person(own: Product) -> None:
    reply = await ask(own, "我手机号13812345678，信用账户里的股票能不能参加火星股东大会投票")
    assert reply["action"] == "unknown"
    unsure = await ask(own, "我手机号13812345678，火星上能融资吗")
    assert unsure["action"] == "ask" and unsure["citations"] == []
    told = [str(gap) for gap in own.library.gaps()]
    assert sum("火星" in gap for gap in told) == 2 and not any("13812345678" in gap for gap in told)
