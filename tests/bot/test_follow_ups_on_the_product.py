"""Short questions after an answer, on the whole product: each is answered about the matter spoken of, with the figures of the account."""

from __future__ import annotations

import pytest

from bot.wiring import Product

pytestmark = pytest.mark.asyncio(loop_scope="session")

TALKS = (
    (
        "demo-watch",
        ("保证金比例要变了吗", "2026-12-07"),
        ("什么时候开始", "生效日 2026-12-07"),
        ("我会被影响吗", "保证金可用余额"),
        ("那我现在能做什么", "由您自己决定"),
    ),
    (
        "demo-watch",
        ("新条款改了什么", "预警线"),
        ("对我有什么影响", "【假设】生效后"),
        ("谁批准的", "两个人先后审批"),
    ),
    (
        "demo-applicant",
        ("我的开户申请到哪一步了", "申请 AP"),
        ("卡在谁那里", "两个人先后处理"),
        ("为什么要我补这个材料", "还需要您完成|其中要您完成"),
        ("那我不开了，撤回吧", "确认办理吗"),
    ),
    (
        "demo-call",
        ("昨天我的比例是多少", "132.94%"),
        ("比前天高了还是低了", "低于 2026-11-18 的维持担保比例 136.69%"),
        ("为什么", "招商银行收盘价由 40.66 元 变为 39.52 元"),
        ("哪只股票拖累最多", "拖累最大的是招商银行"),
    ),
    (
        "demo-call",
        ("如果茅台再跌5%我还差多少", "还款 91,000.00 元"),
        ("还不够吧？", "任选其一：用账户外现金还款 91,000.00 元"),
    ),
    (
        "demo-call",
        ("我为什么被追保", "128.00%"),
        ("邊個打畀我", "追保記錄裏"),
        ("我不还了，随便你们", "公司可以按合同处分|可以按合同约定处分您的担保物"),
    ),
    (
        "demo-call",
        ("强平会卖哪些", "招商银行"),
        ("谁批准", "一个人提出，另一个人审批|另一名风控人员审批"),
        ("能不能别卖茅台", "由您自己决定"),
    ),
    (
        "demo-call",
        ("how much do I owe", "1,000,000.00"),
        ("what about in cash?", "Repay with outside cash|add collateral"),
        ("who can help me?", "has been called"),
    ),
    (
        "demo-overdue",
        ("我有逾期的吗", "已过 2 天"),
        ("由几时开始", "2026-11-18"),
        ("另一笔呢", "2027-03-12"),
        ("总共多少钱", "336,000.00"),
    ),
    (
        "demo-watch",
        ("兴业银行折算率多少", "2026-12-07起，折算率调整为 60%"),
        ("改完之后呢", "60%"),
        ("平安呢", "中国平安"),
        ("唔係平安，兴业，折多少", "601166"),
        ("会影响我吗", "保证金可用余额"),
    ),
    (
        "demo-watch",
        ("is the haircut changing?", "2026-12-07"),
        ("which stock?", "Industrial Bank"),
        ("what are my lines?", "130%"),
        ("back to the haircut, does it affect me", "2026-12-07|available margin"),
    ),
    (
        "demo-watch",
        ("有份合同修订要我确认？", "2026-12-04"),
        ("改哪几款", "12.2"),
        ("几时起", "2027-01-04"),
        ("唔簽會點", "不"),
    ),
    (
        "demo-call",
        ("为什么通知我", "128.00%"),
        ("这条线是谁定的", "合同约定"),
        ("谁批准平仓", "审批"),
    ),
    (
        "demo-safe",
        ("我的展期到哪一步了", "等待审批"),
        ("被拒了会怎样", "2027-03-19"),
    ),
    (
        "demo-safe",
        ("我的授信额度多少", "2,000,000.00"),
        ("邊個批嘅", "2,000,000.00"),
    ),
    (
        "demo-call",
        ("我的维持担保比例是多少", "128.00%"),
        ("吃饭了吗", "?|？"),
    ),
    (
        "demo-short",
        ("比例低于165%提醒我", "165%"),
        ("另外加一个155%的", "155%"),
        ("全部都设", "155%"),
        ("算了", "没有|不"),
    ),
    (
        "demo-safe",
        ("帮我查下我的额度", "1,681,400.00"),
        ("哪个老总批的", "2,000,000.00"),
    ),
)


@pytest.mark.parametrize("talk", TALKS, ids=lambda talk: f"{talk[0]} {talk[1][0]}")
async def test_what_follows_is_answered_about_the_same_matter(
    product: Product, talk: tuple[str, *tuple[tuple[str, str], ...]]
) -> None:
    client, *turns = talk
    token = (await product.accounts.demo_sign_in(client)).token
    session = await product.assistant.open_session(token, None)
    for number, (said, heard) in enumerate(turns):
        reply = await product.assistant.turn(session, str(number), said)
        assert any(each.lower() in reply["answer"].lower() for each in heard.split("|")), (
            said,
            reply["answer"],
        )
