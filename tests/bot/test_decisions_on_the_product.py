"""What would happen and what can be done, on the real product: every figure said and bound, the same in every language."""

from __future__ import annotations

from typing import Any

import pytest

from bot.wiring import Product

pytestmark = pytest.mark.asyncio(loop_scope="session")

Talk = tuple[str, tuple[str, ...], tuple[str, ...]]
TALKS: tuple[Talk, ...] = (
    ("demo-short", ("兴业银行跌8%、中信证券涨5%、过10天呢",), ("【假设】", "154.18%", "1,083.33", "708.33")),
    (
        "demo-short",
        ("兴业银行跌8%、中信证券涨5%、过10天呢", "合同改成按市值计融券费呢"),
        ("743.75", "921,027.08", "154.1816%", "154.1757%"),
    ),
    ("demo-call", ("预警线提高10%会怎样",), ("【假设】", "预警线 → 150%")),
    ("demo-short", ("先还哪笔？",), ("SHORT-F1", "SHORT-S1", "108.33")),
    ("demo-short", ("截图上写160%对不对",), ("【账户", "165.89%", "160%", "不同")),
    ("demo-short", ("警戒线和平仓线各多少",), ("140%", "130%")),
    ("demo-short", ("跌到多少到150%",), ("【账户", "150%")),
    ("demo-short", ("最多还能融多少还在150以上",), ("287,400.00",)),
    ("demo-short", ("最多还能取多少还在150以上",), ("143,700.00",)),
    ("demo-call", ("要涨多少才安全",), ("140%", "9.73%")),
    ("demo-call", ("还差多少能到150%",), ("146,666.67", "220,000.00", "440,000.00")),
    ("demo-call", ("压力测试一下",), ("【假设】", "115.66%")),
    ("demo-call", ("连着两个跌停呢",), ("117.17%", "163,071.43")),
    ("demo-call", ("怎么把比例恢复到150,最省",), ("150%", "交易费用合计", "别的方案")),
    ("demo-call", ("步骤最少的方案，不动茅台",), ("已按您说的不动：贵州茅台",)),
    ("demo-call", ("会被平哪些",), ("顺序", "复核编号 t", "股")),
    ("demo-call", ("换成只卖招行算一遍",), ("原顺序", "后者减前者", "股")),
    ("demo-call", ("要是那4万没补呢",), ("【假设】", "没有补入 40,000.00", "124.00%")),
    ("demo-call", ("要是那4万没补呢", "会被平哪些", "差额多少"), ("没补：", "实际：")),
    ("demo-call", ("我的追保到哪一步了",), ("2026-11-23 15:00", "120,000.00", "下一步")),
    ("demo-applicant", ("我能开通吗",), ("480,000.00", "20,000.00", "2027-02-20")),
    ("demo-applicant", ("门槛不是50万吗，我就差一点点",), ("20个交易日", "324,000.00")),
    ("demo-safe", ("给我把额度提到500万",), ("超过测算上限", "测算额度", "5,000,000.00")),
    ("demo-call", ("我能承受几个跌停",), ("112.55%", "杠杆上限")),
    ("demo-safe", ("对照我的计划看看",), ("您自己定的界限",)),
)


async def _said(product: Product, client: str, texts: tuple[str, ...], lang: str) -> dict[str, Any]:
    token = (await product.accounts.demo_sign_in(client)).token
    session = await product.assistant.open_session(token, None)
    reply: dict[str, Any] = {}
    for number, text in enumerate(texts):
        reply = await product.assistant.turn(session, str(number), text, lang)
    return reply


def _proof(reply: dict[str, Any]) -> tuple[object, ...]:
    """What must not depend on the language: figures in order with their traces, what is cited, what kind of answer."""
    figures = [(each["name"], each["value"], each["trace_id"]) for each in reply["figures"]]
    cited = [(each["document"], each["article"]) for each in reply["citations"]]
    return figures, cited, reply["action"], reply["intent"]


@pytest.mark.parametrize(("client", "texts", "parts"), TALKS, ids=[talk[1][-1] for talk in TALKS])
async def test_an_answer_has_its_figures_and_they_are_the_same_in_every_language(
    product: Product, client: str, texts: tuple[str, ...], parts: tuple[str, ...]
) -> None:
    reply = await _said(product, client, texts, "zh")
    assert reply["action"] in ("answer", "confirm"), reply["answer"]
    for part in parts:
        assert part in reply["answer"], reply["answer"]
    for lang in ("zh-Hant", "en"):
        other = await _said(product, client, texts, lang)
        assert _proof(other) == _proof(reply), other["answer"]
        assert len(other["answer"]) <= 600 or lang == "en", other["answer"]
    assert len(reply["answer"]) <= 600, len(reply["answer"])
    assert "建议" not in reply["answer"]


async def test_every_flow_of_the_property_shows_figures(product: Product) -> None:
    shown = [
        len((await _said(product, client, texts[:1], "zh"))["figures"]) for client, texts, _ in TALKS[:6]
    ]
    assert sum(count > 0 for count in shown) >= 5 and len(TALKS) >= 24


async def test_supposed_and_real_are_marked_and_kept_apart(product: Product) -> None:
    token = (await product.accounts.demo_sign_in("demo-short")).token
    session = await product.assistant.open_session(token, None)
    texts = (
        "你就按我账户150万、欠100万算",
        "那真实的呢",
        "刚才那个再跌10%",
        "不，是真的那个跌10%",
        "撤回上一步",
        "截图发群里，上面写“维保率160%”，对不对？",
    )
    told = [(await product.assistant.turn(session, str(n), text))["answer"] for n, text in enumerate(texts)]
    assert told[0].startswith("【假设】") and "150.00%" in told[0]
    assert told[1].startswith("【账户 2026-11-20 16:00】") and "165.89%" in told[1]
    assert told[2].startswith("【假设】在刚才的假设上") and "135.00%" in told[2]
    assert told[3].startswith("【假设】在【账户 2026-11-20 16:00】上") and "160.14%" in told[3]
    assert "真实数字" in told[4] and "165.89%" in told[4]
    assert told[5].startswith("【账户 2026-11-20 16:00】") and "165.89%" in told[5]


async def test_a_step_that_the_account_does_not_allow_leaves_what_was_supposed(product: Product) -> None:
    token = (await product.accounts.demo_sign_in("demo-call")).token
    session = await product.assistant.open_session(token, None)
    texts = ("如果大盘跌7%", "卖掉一半茅台还款呢", "再过10天呢")
    first, refused, on = [await product.assistant.turn(session, str(n), text) for n, text in enumerate(texts)]
    assert "119.37%" in first["answer"] or "【假设】" in first["answer"]
    assert refused["action"] == "ask" and not refused["figures"]
    assert on["answer"].startswith("【假设】在刚才的假设上")


async def test_limits_of_ones_own_are_kept_after_a_yes_only(product: Product) -> None:
    token = (await product.accounts.demo_sign_in("demo-nodebt")).token
    session = await product.assistant.open_session(token, None)
    asked = await product.assistant.turn(session, "1", "我的底线是150%，杠杆不超过2倍，记下来")
    assert asked["action"] == "confirm" and "150%" in asked["answer"] and "2 倍" in asked["answer"]
    dropped = await product.assistant.turn(session, "2", "取消")
    assert "没有记下" in dropped["answer"]
    await product.assistant.turn(session, "3", "我的底线是150%，记下来")
    kept = await product.assistant.turn(session, "4", "确认")
    assert "记下了" in kept["answer"]
    review = await product.assistant.turn(session, "5", "对照我的计划看看")
    assert "150.00%" in review["answer"]


@pytest.mark.parametrize("text", ["压力测试一下", "会被平哪些", "我能承受几个跌停", "先还哪笔", "撤回上一步"])
async def test_before_identity_nothing_is_computed(product: Product, text: str) -> None:
    session = await product.assistant.open_session(None, None)
    reply = await product.assistant.turn(session, "1", text)
    assert not reply["figures"]


@pytest.mark.parametrize(
    ("client", "text", "parts"),
    [
        ("demo-call", "宁德跌停一天", ("宁德时代 跌停", "121.10%")),
        ("demo-call", "招商银行跌停三天", ("招商银行 连续跌停 3 个交易日", "112.55%")),
        ("demo-call", "what if CATL hits limit down for two days", ("CATL", "115.58%")),
        ("demo-safe", "宁德跌停三天", ("没有这只证券",)),
        ("demo-call", "连着两个跌停呢", ("第一大持仓", "117.17%")),
    ],
)
async def test_a_limit_down_moves_the_security_that_is_named(
    product: Product, client: str, text: str, parts: tuple[str, ...]
) -> None:
    reply = await _said(product, client, (text,), "en" if text.isascii() else "zh")
    for part in parts:
        assert part in reply["answer"], reply["answer"]


async def _talk(product: Product, client: str, *texts: str) -> list[str]:
    token = (await product.accounts.demo_sign_in(client)).token
    session = await product.assistant.open_session(token, None)
    return [
        (await product.assistant.turn(session, str(number), text, "zh"))["answer"]
        for number, text in enumerate(texts)
    ]


async def test_every_limit_is_kept_and_a_draft_outlives_a_misunderstood_word(product: Product) -> None:
    heard, lost, more, kept = await _talk(
        product,
        "demo-short",
        "我的纪律:比例不低于150,杠杆1.5,现金垫5万,每周最多交易3次",
        "啥玩意儿嘎嘎",
        "再加一条,单票不超过25%",
        "存一下",
    )
    assert all(part in heard for part in ("150%", "1.5 倍", "50,000.00 元", "「每周最多交易3次」这一条"))
    assert "还没有记下" in lost
    assert "25%" in more and "150%" in more
    assert "记下了" in kept


async def test_a_call_due_on_monday_is_asked_of_todays_account(product: Product) -> None:
    said = await _talk(
        product,
        "demo-call",
        "星期一几点之前要补",
        "截止时间是周一下午三点吗",
        "周一之前补不上怎么办",
        "那证券转进来周一算不算",
    )
    assert all("144.13%" not in each and "没有触发" not in each for each in said), said
    assert all("2026-11-23 15:00" in each for each in said[:3]), said
    assert "120,000.00" in said[3]
    (was,) = await _talk(product, "demo-call", "周一我的维保是多少来着")
    assert "144.13%" in was


async def test_steps_go_on_are_put_right_and_taken_out(product: Product) -> None:
    said = await _talk(
        product,
        "demo-call",
        "招行跌10%",
        "再跌15%",
        "不对,是再跌5%",
        "再转5万进来",
        "把转的改成8万",
        "去掉转钱那步",
        "还原",
    )
    assert (
        "招商银行 -15%" in said[1]
        and "代替刚才的 招商银行 -15%，改为 招商银行 -5%" in said[2]
        and "119.73%" in said[2]
    )
    assert "现金 +80,000" in said[4]
    assert "维持担保比例 119.73%" in said[5]
    assert "128.00%" in said[6]


async def test_what_a_plan_and_a_liquidation_were_about_is_gone_on_from(product: Product) -> None:
    assert "150.00%" in (await _talk(product, "demo-call", "怎么补到150%", "最省钱的怎么弄"))[1]
    assert (
        "剩余总负债 699,527.30 元" in (await _talk(product, "demo-call", "模拟一下强平", "平完我还欠多少"))[1]
    )
    (then,) = await _talk(product, "demo-call", "要是明天全跌10%我要补多少")
    assert all(part in then for part in ("115.66%", "追加担保物", "补足线")) or "目标比例 140%" in then, then


@pytest.mark.parametrize("text", ["招行跌10%", "大盘跌5%会怎样", "先卖10000股招行还款再转5万进来"])
async def test_supposed_figures_are_marked_and_the_accounts_own_are_not(product: Product, text: str) -> None:
    figures = (await _said(product, "demo-call", (text,), "zh"))["figures"]
    ratios = [(each["display"], each.get("hypothetical", False)) for each in figures]
    assert ("128.00%", False) in ratios
    assert sum(marked for _, marked in ratios) >= 2 and len(ratios) >= 4
    own = (await _said(product, "demo-call", ("我的维保多少",), "zh"))["figures"]
    assert own and not any("hypothetical" in each for each in own)
