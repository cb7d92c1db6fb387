"""A yes or no only where the text says it."""

from __future__ import annotations

import pytest

from bot.answer.reading.verdict import alike, contradicts, opens_with_verdict, verdict_of, without_verdict


@pytest.mark.parametrize(
    "text",
    [
        "不能：须超过300%。",
        "可以申请：到期前提出。",
        "不再是：已取消。",
        "No: not any more.",
        "Yes, it does.",
        "It depends on the firm.",
    ],
)
def test_a_sentence_may_open_with_its_verdict(text: str) -> None:
    assert opens_with_verdict(text)


@pytest.mark.parametrize("text", ["维持担保比例等于资产除以负债。", "Interest runs daily.", "由公司决定。"])
def test_most_sentences_do_not(text: str) -> None:
    assert not opens_with_verdict(text)


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("有可能：比例低于100%时全部变现也不够还债。", "比例低于100%时全部变现也不够还债。"),
        ("Yes, on application before expiry.", "on application before expiry."),
        ("维持担保比例：资产除以负债。", "维持担保比例：资产除以负债。"),
        ("不能。", "不能。"),
    ],
)
def test_a_verdict_on_another_question_is_left_off(text: str, bare: str) -> None:
    assert without_verdict(text) == bare and bare in text


@pytest.mark.parametrize(
    ("question", "sentence", "verdict"),
    [
        ("限售股可以充抵保证金吗", "限售股不得充抵保证金。", "verdict_may_not"),
        ("融券所得资金可以买货币基金吗", "融券所得资金可以买货币基金。", "verdict_may"),
        ("停牌股票可以展期吗", "停牌股票经公司同意才可以展期。", "verdict_depends"),
        (
            "can restricted shares count as margin?",
            "restricted shares may not count as margin.",
            "verdict_may_not",
        ),
    ],
)
def test_one_modal_word_about_the_same_thing_is_a_verdict(question: str, sentence: str, verdict: str) -> None:
    assert verdict_of(question, sentence) == verdict


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("限售股不能充抵保证金吗", "限售股不得充抵保证金。"),
        ("别的公司的限售股可以充抵保证金吗", "限售股不得充抵保证金。"),
        ("月球可以做担保物吗", "限售股不得充抵保证金。"),
        ("限售股要充抵保证金吗", "限售股不得充抵保证金。"),
        ("限售股可以充抵保证金吗", "限售股可以转让，但不得充抵保证金。"),
        ("限售股可以充抵保证金吗", "限售股充抵保证金按规定办理。"),
    ],
)
def test_where_the_sentence_does_not_settle_it_there_is_no_verdict(question: str, sentence: str) -> None:
    assert verdict_of(question, sentence) is None


def test_a_denial_contradicts_what_was_taken_for_granted() -> None:
    assert contradicts("折算率影响维保比例吧", "不影响:维持担保比例用全部市值。")
    assert not contradicts("折算率不影响维保比例吧", "不影响:维持担保比例用全部市值。")
    assert not contradicts("只能展期一次吧", "不是:没有次数限制。")
    assert not contradicts("有人说交钱就能解套,可信吗", "不可信:通常是诈骗。")


@pytest.mark.parametrize(
    ("claim", "sentence", "denied"),
    [
        ("公司不能定得更高", "可以:公司可以自行提高。", True),
        ("别家的交易经验不算", "经验须满半年,在别家的交易经验也算。", True),
        ("必须先在本地营业部开户", "网上也行,不要求在本地营业部开户。", False),
        ("法律规定一律按360天", "两种都有,由合同约定。", False),
        ("典当行可以做融资融券", "只有证券公司可以做融资融券,典当行不得从事。", False),
        ("要满18个月", "“满18个月”的说法是错的。", False),
    ],
)
def test_a_text_says_in_several_ways_that_a_claim_is_not_so(claim: str, sentence: str, denied: bool) -> None:
    assert contradicts(claim, sentence, sentence, denied)


@pytest.mark.parametrize(
    ("claim", "sentence", "denied"),
    [
        ("限售股不能充抵保证金", "限售股不能充抵保证金。", True),
        ("比例低于130%要追保", "比例不得低于130%。", False),
        ("必须在证券公司开户", "不要求在本市开户。", False),
        ("证券公司可以做融资融券", "只有证券公司可以做融资融券。", False),
    ],
)
def test_what_agrees_or_speaks_of_something_else_contradicts_nothing(
    claim: str, sentence: str, denied: bool
) -> None:
    assert not contradicts(claim, sentence, sentence, denied)


def test_questions_are_alike_by_what_they_share() -> None:
    assert alike("周末要算利息吗", "周末和节假日算利息吗") > alike("周末要算利息吗", "周末和长假怎么算期限")
    assert alike("", "周末") == 0
