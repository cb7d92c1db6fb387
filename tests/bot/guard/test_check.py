"""The guard lets out what is proved and nothing else."""

from dataclasses import replace
from datetime import date

import pytest

from bot.answer import facts
from bot.guard.check import check
from bot.guard.evidence import Evidence, Fact, Quote, Standing

TODAY = date(2026, 11, 20)
RATIO = Fact("figure", "maintenance_ratio", "128.00%", ("1.28",))
DEBT = Fact("figure", "total_liabilities", "1,000,000.00 元", ("1000000",))
ASSETS = Fact("figure", "total_assets", "1,280,000.00 元", ("1280000",))
LINE = facts.of_line("liquidation_line", "1.30")
REPAY = Fact("figure", "cure_repay_outside_cash", "85,714.29 元", ("85,714.29", "85714.2857142857"))
DEADLINE = facts.moment("2026-11-23T15:00:00+08:00", "deadline")
SNAPSHOT = facts.moment("2026-11-20T15:30:00+08:00", "snapshot", "账户快照")
HOTLINE = facts.phone("12386", "热线")
RULE = Quote("客户的资料应当保存不少于二十年。", date(2020, 3, 1), None)
OLD_RULE = Quote("最低维持担保比例为130%。", date(2015, 7, 1), date(2019, 8, 19))
EVIDENCE = Evidence(
    (RATIO, DEBT, ASSETS, LINE, REPAY, DEADLINE, SNAPSHOT, HOTLINE),
    (RULE, OLD_RULE),
    ("负债 − 资产 ÷ 140%",),
    "demo-call",
)


def codes(text: str, evidence: Evidence = EVIDENCE, day: date = TODAY) -> list[str]:
    return [issue.code for issue in check(text, evidence, day).issues]


@pytest.mark.parametrize(
    "text",
    [
        "您的维持担保比例是 128.00%，低于平仓线 130%。",
        "您的維持擔保比例是 128.00%，低於平倉線 130%。",
        "Your maintenance ratio is 128%, below the liquidation line of 130%.",
        "它等于总资产 1,280,000.00 元 ÷ 总负债 1,000,000.00 元。",
        "总资产 128万元，总负债 100万元。",
        "用账户外现金还款 85,714.29 元；截止时间 2026-11-23 15:00。",
        "截止时间 11月23日 15:00。",
        "截止时间 11月23日下午三点。",
        "128.00% 是您的维持担保比例。",
        "总资产一百二十八万元，总负债 CNY 1,000,000。",
        "维持担保比例 128.00%，没有高于平仓线 130%。",
        "维持担保比例 128.00%，低于平仓线 130%，没有达到两种办法要求的标准。",
        "① 补足；② 还款，one of the three ways.",
        "公式：负债 − 资产 ÷ 140%。",
        "法律规定「客户的资料应当保存不少于二十年。」",
        "可拨打热线 12386。",
        "您好，请问想了解什么？",
    ],
)
def test_what_the_evidence_holds_goes_out(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("您的维持担保比例是 138.00%。", "wrong_value"),
        ("您的平仓线是 128.00%。", "wrong_value"),
        ("您的总资产是 1,000,000.00 元。", "wrong_value"),
        ("卖券还款 85,714.29 元。", "wrong_value"),
        ("用账户外现金还款 85,714.28 元。", "wrong_value"),
        ("一共 42 个。", "unbound_number"),
        ("截止时间 2026-11-24 15:00。", "wrong_value"),
        ("截止时间 2026-11-20 15:30。", "wrong_kind"),
        ("可拨打热线 12387。", "wrong_value"),
        ("规定是「客户的资料应当保存不少于三十年以上。」", "unknown_quote"),
        ("最低维持担保比例为130%。", "repealed_quote"),
        ("依据第一百三十八条办理。", "wrong_value"),
        ("维持担保比例是百分之一百三十八。", "wrong_value"),
        ("放心补了就没事。", "promise"),
        ("这只股票明天一定会涨。", "forecast"),
        ("建议您现在卖出。", "advice"),
        ("这是我们公司的错。", "admission"),
        ("明早一定平仓。", "liquidation_notice"),
        ("别担心，稳赚。", "promise"),
        ("您放心，肯定不会强平的。", "promise"),
        ("公司会补偿您。", "promise"),
        ("不用怕，明天一定会涨。", "forecast"),
        ("不是我说，建议您现在卖出。", "advice"),
        ("请拨打 13912345678 找他。", "personal_data"),
        ("demo-safe 的比例更高。", "other_client"),
    ],
)
def test_what_it_does_not_hold_stays(text: str, code: str) -> None:
    assert code in codes(text)


@pytest.mark.parametrize(
    "text",
    [
        "or we will surely sell.",
        "Otherwise we will certainly liquidate you.",
        "We are going to sell your shares.",
        "Your shares will be sold for sure.",
        "聽朝一定斬你倉",
        "聽日開市一定會沽晒你啲貨。",
        "聽朝就斬倉。",
        "听日实斩你。",
        "实会平你仓。",
        "必定会被斩仓。",
        "一定会卖掉您的股票。",
        "明天必定强行卖出。",
    ],
)
def test_a_sale_said_to_be_certain_stays(text: str) -> None:
    assert "liquidation_notice" in codes(text)


@pytest.mark.parametrize(
    "text",
    [
        "Do not worry.",
        "You need not be concerned.",
        "There is nothing to worry about.",
        "Everything will be fine.",
        "唔使擔心。",
        "唔使驚，補咗就得。",
        "請放心。",
        "放心啦。",
        "包你冇事。",
        "我哋唔會斬你倉。",
        "不必担心。",
        "请勿惊慌。",
        "肯定没有问题。",
    ],
)
def test_a_reassurance_is_a_promise(text: str) -> None:
    assert "promise" in codes(text)


@pytest.mark.parametrize(
    "text",
    [
        "The firm may sell your collateral.",
        "We cannot say that we will surely sell.",
        "唔可以話一定斬你倉。",
        "不一定强制平仓。",
        "唔一定會斬倉。",
        "逾期未补足的，公司有权按合同约定处分担保物。",
        "達到一定比例後，公司可能強制平倉。",
        "如您不放心，可转人工。",
    ],
)
def test_what_may_happen_is_no_certain_sale(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "我们不保证收益。",
        "我不能预测明天会涨还是会跌。",
        "不会承诺赔付。",
        "I cannot recommend you buy anything.",
    ],
)
def test_a_negated_claim_is_no_claim(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("您的维持担保比例128.00%，已高于平仓线。", False),
        ("您的维持担保比例128.00%，低于平仓线。", True),
        ("比例到135%时，高于平仓线。", True),
    ],
)
def test_a_line_named_without_its_number_is_compared_with_the_accounts_own_ratio(
    text: str, passes: bool
) -> None:
    given = replace(EVIDENCE, standing=Standing("zh", TODAY, "call"))
    assert ("wrong_comparison" not in codes(text, given)) is passes


def test_a_name_that_is_a_number_proves_no_part_of_a_longer_one() -> None:
    named = Evidence((RATIO,), (), ("128", "8"), None)
    assert codes("合约 128 和 8。", named) == []
    assert codes("维持担保比例是 1288%，总额 128.5。", named) == ["wrong_value", "wrong_value"]


def test_a_repealed_quote_may_be_given_for_its_own_day() -> None:
    assert codes("最低维持担保比例为130%。", day=date(2016, 1, 4)) == []


def test_any_single_digit_changed_in_a_true_answer_is_caught() -> None:
    text = (
        "您的维持担保比例是 128.00%，低于平仓线 130%。它等于总资产 1,280,000.00 元 ÷ 总负债 1,000,000.00 元。"
        "用账户外现金还款 85,714.29 元；截止时间 2026-11-23 15:00。可拨打热线 12386。"
    )
    assert codes(text) == []
    places = [i for i, char in enumerate(text) if char.isdigit()]
    for place in places:
        other = str((int(text[place]) + 1) % 10)
        assert codes(text[:place] + other + text[place + 1 :]), (
            f"digit {place} of the text may be changed unseen"
        )
    assert len(places) == 50


def test_the_verdict_says_how_many_numbers_it_looked_at() -> None:
    assert check("总资产 1,280,000.00 元 ÷ 总负债 1,000,000.00 元。", EVIDENCE, TODAY).checked == 2
