"""A word of the field typed with another character of its sound is put right; a word that only sounds like one is not."""

import pytest

from bot.nlu.homophones import repaired
from bot.nlu.lexicon import sentences
from bot.nlu.normal import Script
from bot.nlu.understand import Understander

SLIPS = (
    *(
        ("唯宝多少", "维保多少"),
        ("追宝通知", "追保通知"),
        ("荣资买入", "融资买入"),
        ("融圈卖出", "融券卖出"),
        ("两容账户", "两融账户"),
    ),
    *(
        ("保正金余额", "保证金余额"),
        ("单保比例", "担保比例"),
        ("维持单保比例", "维持担保比例"),
        ("展旗", "展期"),
        ("持苍明细", "持仓明细"),
    ),
    *(
        ("负宅总额", "负债总额"),
        ("折算绿", "折算率"),
        ("评仓线", "平仓线"),
        ("合月到期", "合约到期"),
        ("授心额度", "授信额度"),
    ),
    *(
        ("唯宝比利", "维保比例"),
        ("荣券", "融券"),
        ("信用帐户", "信用账户"),
        ("强治平仓", "强制平仓"),
        ("维持单保笔例", "维持担保比例"),
    ),
    *(("我的利西", "我的利息"), ("秘码忘了", "密码忘了"), ("我要头诉", "我要投诉")),
)
OTHER_WORDS = (
    "站起来", "这算什么", "表弟", "船舱", "蛋包饭", "手心", "微保退保", "人到齐了", "为保护客户", "喂报我的比例", "平仓先平什么", "凡尔赛和约", "追剧", "容器",
    "微博", "收信", "不藏私", "表达", "离席", "强调", "平常", "平昌", "投宿", "密密麻麻", "服务器负载", "溶质", "溶脂", "卫报",
)  # fmt: skip

ORDINARY = (
    "能保证今天到账吗", "请保证尽快处理", "平仓现在还是明天", "不守信", "有担保无担保", "需要验证吗", "个人公司", "最保守的做法", "内容资料", "金融咨询",
    "他俩融资了", "支付债务", "平仓限制", "验证马上过期", "发展其他业务", "朋友圈商家", "这两容易混", "出售信用债", "保证进账", "为维持", "担保务必足够", "担保勿动", "展七天", "汇报仓位",
)  # fmt: skip


@pytest.mark.parametrize(("typed", "meant"), SLIPS)
def test_a_slip_of_the_input_method_is_put_right(typed: str, meant: str) -> None:
    assert repaired(typed) == meant
    assert len(typed) == len(meant)


def test_words_that_sound_alike_and_mean_something_else_are_left() -> None:
    assert [word for word in OTHER_WORDS if repaired(word) != word] == []
    assert len(OTHER_WORDS) > 20


@pytest.mark.parametrize("written", ORDINARY)
def test_ordinary_words_beside_one_of_the_field_are_left(written: str) -> None:
    assert repaired(written) == written


def test_what_is_written_rightly_stays(tables: Script) -> None:
    written = list(sentences(tables))
    changed = [text for text in written if repaired(text) != text]
    assert len(written) > 7_000
    assert len(changed) <= 5, changed


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("唯宝多少了", "my_ratio"),
        ("追宝要补多少", "margin_call"),
        ("我的持苍", "my_positions"),
        ("荣资利息怎么算", "rule_question"),
    ],
)
def test_a_message_with_slips_is_understood(said: str, intent: str, understand: Understander) -> None:
    request = understand.understand(said).requests[0]
    assert (request.intent, request.gate) == (intent, "act")
