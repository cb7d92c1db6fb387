"""A write happens only on an unmixed yes: whatever stands beside the yes, it is answered or asked back, and the write waits."""

from __future__ import annotations

import pytest

from bot.dialogue.assent import WAITS, asks_whether, says_yes, settles
from bot.dialogue.referring import presses
from bot.wiring import Product

PLAIN = (
    *(
        "好",
        "是",
        "确认",
        "确认提交",
        "可以",
        "嗯",
        "提交",
        "yes",
        "ok",
        "confirm",
        "好的。",
        "是的",
        "对的,提交吧",
        "没问题",
    ),
    *(
        "好,谢谢",
        "就这样吧",
        "好的,帮我记下来",
        "麻烦帮我提交",
        "yes, please",
        "ok, submit it",
        "go ahead",
        "好吧",
        "save it",
    ),
    *("对就是这个", "没有问题提交", "好,给我立案", "that's right", "yes!"),
)
MIXED = (
    *(
        "好的，但别提交",
        "哎，好，不过先别提交",
        "额，等一下",
        "是的，但是先别提交",
        "行不行？",
        "是吗",
        "可以吗",
        "对，不过金额不对",
        "yes, but not yet",
        "嗯，等一下",
    ),
    *(
        "对吗",
        "嗯？",
        "没错吗",
        "ok wait",
        "嗯，不是180是190",
        "是190%",
        "yes, but make it 190%",
        "最后那个",
        "the last one",
    ),
    *(
        "1",
        "剩下的呢",
        "确认？",
        "好吧？",
        "yes?",
        "ok?",
        "好，改成190%",
        "可以，等我想想",
        "嗯，先不要",
        "好的，先等等",
    ),
    *(
        "對嗎",
        "好的，但先別提交",
        "可以嗎？",
        "是嗎",
        "行，不過等一下",
        "確認？",
        "sure, but wait",
        "ok, not yet",
    ),
    *(
        "yes, hold on",
        "is that right?",
        "right, but don't submit it",
        "第一个",
        "the first one",
        "提交吗",
        "好，我的比例多少",
    ),
    *("可以先不提交吗", "好 别急"),
)
WAYS_IN = (
    ("我要投诉，佣金说好万三，收我千一点八", "T2"),
    ("帮我记下我的底线：维持担保比例不低于180%", "记下了"),
)


async def opened(product: Product, first: str) -> str:
    token = (await product.accounts.demo_sign_in("demo-call")).token
    session = await product.assistant.open_session(token, None)
    reply = await product.assistant.turn(session, "1", first)
    assert reply["action"] == "confirm", reply["answer"]
    return session


def written(answer: str) -> bool:
    """Whether an answer says that a ticket was opened or limits were kept."""
    return any(
        words in answer for words in ("已登记", "工单 T", "记下了（", "Kept (", "Registered", "ticket T")
    )


@pytest.mark.parametrize("text", PLAIN)
def test_a_plain_yes_is_a_yes(text: str) -> None:
    assert says_yes(text)


@pytest.mark.parametrize("text", MIXED)
def test_a_yes_with_anything_beside_it_is_none(text: str) -> None:
    assert not says_yes(text.replace("？", "?"))


@pytest.mark.parametrize("text", ["行情好吗", "可以卖多少茅台", "好股票有哪些吗"])
def test_a_question_of_its_own_does_not_only_ask_whether(text: str) -> None:
    assert not asks_whether(text)


def test_what_is_offered_to_confirm_is_never_chosen_by_its_place() -> None:
    offered = ("确认提交", "先不提交", "转人工")
    assert settles("Yes, submit") and settles("是的") and not settles("转人工")
    assert presses("第一个", offered) and presses("1", offered) and presses("剩下的呢", offered)
    assert presses("the last one", offered[::-1]) and presses("第二个", offered)
    assert not presses("第三个", offered)
    assert WAITS == "write_waits"


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize(("first", "done"), WAYS_IN)
async def test_nothing_is_written_on_a_mixed_yes_and_the_plain_one_still_works(
    product: Product, first: str, done: str
) -> None:
    session = await opened(product, first)
    for place, text in enumerate(MIXED):
        reply = await product.assistant.turn(session, f"m{place}", text)
        assert not written(reply["answer"]), (text, reply["answer"])
    reply = await product.assistant.turn(session, "last", "确认提交")
    assert written(reply["answer"]) and done in reply["answer"], reply["answer"]


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize(
    "text", ["嗯，不是180是190", "是190%", "yes, but make it 190%", "好，改成190%", "不是180%，是190%"]
)
async def test_a_changed_limit_is_shown_again_and_saved_as_changed(product: Product, text: str) -> None:
    session = await opened(product, WAYS_IN[1][0])
    reply = await product.assistant.turn(session, "2", text)
    assert reply["action"] == "confirm" and "190" in reply["answer"] and "180" not in reply["answer"], reply[
        "answer"
    ]


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize(
    "text",
    ["帮我记下：底线不是150%，是160%", "我的底线不是150%，而是160%", "my floor is not 150%, it's 160%"],
)
async def test_a_limit_put_right_in_one_sentence_keeps_the_right_one(product: Product, text: str) -> None:
    token = (await product.accounts.demo_sign_in("demo-call")).token
    session = await product.assistant.open_session(token, None)
    heard = await product.assistant.turn(session, "1", text)
    assert heard["action"] == "confirm" and "160" in heard["answer"] and "150" not in heard["answer"], heard[
        "answer"
    ]
