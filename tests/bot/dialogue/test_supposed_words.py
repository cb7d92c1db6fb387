"""A step is said again in the words in which it was supposed, in either language, whatever it supposes."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from bot.dialogue.held import Held
from bot.dialogue.supposed_words import step_in_words
from bot.dialogue.supposing import other_account, supposed

HELD = (
    Held("600036.SH", ("招商银行",), price=Decimal(38), worth=Decimal(570000)),
    Held("000858.SZ", ("五粮液",), price=Decimal(120), worth=Decimal(48000)),
)
NAMES = {each.code: each.names[0] for each in HELD}


@pytest.mark.parametrize(
    "text",
    [
        "招商银行跌10%",
        "全部涨5%",
        "招商银行跌到30元",
        "过10天",
        "还5万",
        "转入现金3万",
        "取出现金1万",
        "卖1000股招商银行还款",
        "卖一半招商银行",
        "卖掉全部招商银行",
        "按40元卖1000股招商银行",
        "融资买1000股招商银行",
        "转入100股五粮液",
        "转出100股五粮液",
        "招商银行折算率变成0.5",
        "招商银行停牌",
        "招商银行停牌，公允价值按30元",
        "招商银行被调出担保物",
        "平仓线改成125%",
        "授信额度变成500000",
        "融资保证金比例提到120%",
        "按2015年的规则算",
        "融券费按市值计",
        "招商银行跌10%，还5万",
    ],
)
def test_it_is_said_as_it_was_supposed(text: str) -> None:
    changes = supposed(text, HELD)
    step = json.dumps([json.loads(each.change) for each in changes], ensure_ascii=False)
    assert changes and step_in_words(step, NAMES, "zh") == "，".join(each.said for each in changes)


def test_another_account_is_said_by_its_sums_and_an_unknown_security_by_its_code() -> None:
    other = other_account("按我账户总资产150万、欠100万算")
    assert other is not None
    assert step_in_words(f"[{other.change}]", {}, "en") == "another account 1,500,000 / 1,000,000"
    price = '[{"op": "price", "security": "600519.SH", "to": "1332"}]'
    assert step_in_words(price, {}, "zh-Hant") == "600519.SH → 1332"
